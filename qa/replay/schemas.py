"""What the web asks of a replay, and what it is told while one runs."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.evaluation.schemas import RubricBrief
from qa.replay.calls import MOST_CALLS, USUAL_CALLS
from qa.replay.report import Progress, Replay
from qa.rubric.schemas import DraftIn, ProblemOut

#: Where a draft stands: it may be published; exactly this is published; its version is taken by another content; a
#: later version is published; it cannot be read.
DraftStanding = Literal["publishable", "published", "taken", "outdated", "unreadable"]


class DraftCheck(BaseModel):
    """What is wrong with a draft, and what it could be tried on. `draft` is None where it cannot be read."""

    standing: DraftStanding
    draft: RubricBrief | None
    present: RubricBrief | None
    questions: int
    next_version: int | None = Field(description="The first that is free, where the draft's own is not")
    heard_calls: int
    problems: list[ProblemOut]


class ReplayIn(DraftIn):
    """A draft and the calls to try it on: those named, or else the newest `last` of its language."""

    call_ids: Annotated[tuple[Annotated[str, Field(max_length=16)], ...], Field(max_length=MOST_CALLS)] = ()
    last: Annotated[int, Field(ge=1, le=MOST_CALLS)] = USUAL_CALLS


class ReplayProblem(BaseModel):
    """Why a replay that had begun ended without a report."""

    code: str
    message: str


class ReplayStep(BaseModel):
    """One line of the answer to a replay. The last one holds the report, or the problem."""

    progress: Progress | None = None
    replay: Replay | None = None
    problem: ReplayProblem | None = None
