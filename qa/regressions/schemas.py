"""What the web says of cases, and asks about them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.evaluation.schemas import RubricBrief
from qa.regressions.report import CaseResult, RightAnswer, Totals
from qa.rubric.schemas import DraftIn, Texts

Reason = Annotated[str, Field(min_length=1, max_length=2000, pattern=r"\S")]
RunState = Literal["waiting", "running", "done", "failed"]


class CaseIn(BaseModel):
    """What a person answered in an evaluation, to be kept as right."""

    evaluation_id: Annotated[str, Field(max_length=16)]
    question_id: Annotated[str, Field(max_length=80)]
    why: Reason


class RetireIn(BaseModel):
    """Why a case is not asked any more."""

    why: Reason


class CaseOut(BaseModel):
    """One case. `call_id` None: the call is gone. `retired_why` None in a retired one: a newer decision replaced it."""

    id: str
    call_id: str | None
    file_name: str | None
    rubric: RubricBrief
    question_id: str
    text: Texts
    right: RightAnswer
    decided_by: str
    decided_at: datetime
    why: str | None
    dispute_id: str | None
    retired_at: datetime | None
    retired_by: str | None
    retired_why: str | None


class CasePage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`; None means the end."""

    items: list[CaseOut]
    next_cursor: str | None


class RunOut(BaseModel):
    """A run. `results` are there once it is done, without those of calls that the asker judges blind.

    `share` is how much is done, 0..1; `problem` is why it failed.
    """

    id: str
    state: RunState
    share: float
    problem: str | None
    asked_at: datetime
    finished_at: datetime | None
    totals: Totals | None
    results: list[CaseResult]


class CasesStanding(BaseModel):
    """What stands between a draft and its publishing.

    `cases` are those of the draft's language; `untried` of them were not asked of this very draft yet, `broken` are
    answered otherwise by it.
    """

    cases: int
    untried: int
    broken: int
    run: RunOut | None = Field(description="The newest of this very draft")


class PublishIn(DraftIn):
    """`despite`: why it is published though cases break, or were not asked; needed only then."""

    despite: Reason | None = None
