"""What the web says about exemplars."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.calls.schemas import ChannelRole
from qa.rubric.schemas import Texts

ConsentState = Literal["pending", "named", "unnamed", "declined"]
Moment = Annotated[int | None, Field(ge=0, lt=1 << 31)]
Why = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]


class ExemplarIn(BaseModel):
    """What a call shows: a question (a situation is one), or a phrase in words; or both. Times are milliseconds.

    Without `start_ms` and `end_ms` it is the whole call. `offered`: other agents shall hear it, if its agent agrees.
    """

    question_id: Annotated[str | None, Field(max_length=80)] = None
    phrase: Annotated[str | None, Field(min_length=1, max_length=300, pattern=r"\S")] = None
    start_ms: Moment = None
    end_ms: Moment = None
    why: Why
    offered: bool = False


class ExemplarChange(BaseModel):
    """What is left out stays as it is."""

    why: Why | None = None
    offered: bool | None = None


class ConsentIn(BaseModel):
    """Whether other agents may hear one's own moment: under one's name, as a colleague's, or not at all."""

    choice: Literal["named", "unnamed", "declined"]


class HeardLineOut(BaseModel):
    """What one of them says in the span, without personal numbers."""

    speaker: ChannelRole
    text: str


class ForStaff(BaseModel):
    """What only those see who review calls."""

    call_id: str
    file_name: str
    marked_by: str
    offered: bool
    consent: ConsentState | None = Field(description="None: the call is nobody's, so that nobody can agree")


class ExemplarOut(BaseModel):
    """One exemplary moment. `agent_name` None: a colleague. `version` goes into If-Match of a change.

    Nothing of any score is in it. `mine`: it is the asker's own call.
    """

    id: str
    version: int
    question_id: str | None
    question: Texts | None
    phrase: str | None
    why: str
    language: str
    start_ms: int | None
    end_ms: int | None
    length_ms: int | None
    words: list[HeardLineOut]
    agent_name: str | None
    marked_at: datetime
    mine: bool
    my_choice: ConsentState | None = Field(description="What the asker said to its being heard, where it is theirs")
    staff: ForStaff | None


class ExemplarPage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`; None means the end."""

    items: list[ExemplarOut]
    next_cursor: str | None


class ExemplarTopicOut(BaseModel):
    """A question that there are exemplars of, to choose by."""

    question_id: str
    question: Texts
    count: int
