"""What the web says about self-evaluations."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.calls.schemas import CallOut
from qa.evaluation.schemas import EvidenceOut, RubricBrief, SectionOut
from qa.rubric.schemas import Texts

SelfState = Literal["draft", "submitted", "declined"]
Words = Annotated[str | None, Field(max_length=2000)]


class AskIn(BaseModel):
    """A few words to the agent, if there are any."""

    words: Words = None


class SelfAnswerIn(BaseModel):
    """Exactly one of `option_id` and `not_applicable`."""

    option_id: Annotated[str | None, Field(max_length=80)] = None
    not_applicable: bool = False
    note: Words = None


class SubmitIn(BaseModel):
    """The agent's own words about the whole call, if there are any."""

    words: Words = None


class SelfBrief(BaseModel):
    """One that waits for the agent. `feedback_waits`: feedback came meanwhile, and opens when this is done."""

    id: str
    version: int
    call: CallOut
    rubric: RubricBrief
    asked_by: str | None
    asked_words: str | None
    asked_at: datetime
    answered: int
    questions: int
    feedback_waits: bool


class SelfSheetOut(BaseModel):
    """The agent's own answers for one call. `version` goes into If-Match of every change."""

    id: str
    version: int
    state: SelfState
    call: CallOut
    rubric: RubricBrief
    sections: list[SectionOut]
    asked_by: str | None
    asked_words: str | None
    words: str | None
    feedback_waits: bool


class SaidOut(BaseModel):
    """One side's answer to a question. `by` is who decided it; `words` are the reason or the note."""

    option_id: str | None
    option: Texts | None
    not_applicable: bool
    by: Literal["agent", "reviewer", "machine"]
    words: str | None


class BothOut(BaseModel):
    """A question and both sides' answers. `same` None: one of them left it open. `moment` is the machine's evidence."""

    question_id: str
    text: Texts
    reviewer: SaidOut | None
    agent: SaidOut | None
    same: bool | None
    moment: EvidenceOut | None


class BesideOut(BaseModel):
    """Where a self-evaluation of a call stands, and both sides beside each other once both are done.

    It is something to talk about: no score is made of it, and it enters no figure. `percent` is the share of questions
    that both answered alike, 0..100. `before_feedback`: it was begun when nothing had been published yet.
    """

    state: SelfState | None = Field(description="None: nobody asked for one")
    can_ask: bool
    agent_name: str | None
    asked_by: str | None
    asked_at: datetime | None
    closed_at: datetime | None
    before_feedback: bool | None
    words: str | None
    waits_for_review: bool = Field(description="The agent is done, and the reviewer's own answers are not")
    questions: list[BothOut]
    same: int
    compared: int
    percent: float | None
