"""What the web says on an agent's own first page."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from qa.evaluation.schemas import EvidenceOut, QuestionKind
from qa.insights.schemas import Figure
from qa.rubric.schemas import Texts


class HomeMoment(BaseModel):
    """One moment of one's own feedback, to be heard where it was said."""

    evaluation_id: str
    call_id: str
    began_at: datetime
    question_id: str
    question: Texts
    kind: QuestionKind
    evidence: EvidenceOut
    drill_id: str | None = Field(default=None, description="Where a better reply can be tried; None: nowhere")


class HomeStep(BaseModel):
    """How often it was said, of the times that it could have been, in the four weeks that end with this one."""

    week: date = Field(description="The Sunday on which the last of the four weeks begins")
    figure: Figure


class HomeBand(BaseModel):
    """Between which shares, 0..1, the middle half of the team lies, in steps of 0.05: nobody can be made out in it."""

    low: float
    high: float


class HomeTarget(BaseModel):
    """A target of one's own programme. `band` None: the team is too small, or has too few calls, to stay anonymous."""

    question_id: str
    question: Texts
    aim: float = Field(description="The share that is aimed at, 0..1")
    said: float = Field(description="In the last four weeks; what was said in part counts in part")
    now: Figure
    steps: list[HomeStep]
    band: HomeBand | None


class HomeOut(BaseModel):
    """One's own: what went well before anything else."""

    went_well: list[HomeMoment]
    to_hear: list[HomeMoment]
    targets: list[HomeTarget]
    unread: int = Field(description="Feedback that was not acknowledged yet")
    under_review: int = Field(description="Feedback that somebody looks at once more")


#: Against the four weeks before; "alike" also where what there is does not tell them apart.
HomeCourse = Literal["up", "down", "alike"]


class HomeBookEntry(BaseModel):
    """How an entry of the book is doing: the share of its opportunities in which it was said, over the last four weeks.

    `now` and `before` None: no question counts it. `course` None: there is too little to go by.
    """

    entry_id: str
    question_id: str | None = Field(description="The lasting id, under which curves know it")
    now: Figure | None
    before: Figure | None = Field(description="The four weeks before those")
    course: HomeCourse | None
    drills: dict[str, str] = Field(description="By language the drill in which it can be practised; agents' own alone")
    exemplars: int = Field(description="Moments of real calls that show it, of those that the asker may hear")


class HomeBook(BaseModel):
    """How the whole book is doing, in its order; `own`: in the asker's own calls, else in those of all agents."""

    own: bool
    weeks: int
    simulated: int = Field(description="How many of the calls behind the figures a generator drew")
    entries: list[HomeBookEntry]
