"""What the web says on an agent's own first page."""

from datetime import date, datetime
from typing import Literal

from pydantic import BaseModel, Field

from qa.book.schemas import BookLanguage
from qa.coaching.schemas import CoachingActionOut
from qa.disputes.schemas import DisputeState
from qa.evaluation.schemas import EvidenceOut, QuestionKind
from qa.insights.schemas import Figure
from qa.practice.drills.schemas import DrillOut
from qa.rubric.schemas import Texts

BandOf = Literal["team", "cohort"]


class HomeMoment(BaseModel):
    """One moment of one's own feedback, to be heard where it was said."""

    evaluation_id: str
    call_id: str
    began_at: datetime
    question_id: str
    question: Texts
    kind: QuestionKind
    evidence: EvidenceOut
    has_sound: bool
    simulated: bool = Field(description="A generator drew the call; nobody held it")
    drill_id: str | None = Field(default=None, description="Where a better reply can be tried; None: nowhere")


class HomeStep(BaseModel):
    """How often it was said, of the times that it could have been, in the four weeks that end with this one."""

    week: date = Field(description="The Sunday on which the last of the four weeks begins")
    figure: Figure


class HomeBand(BaseModel):
    """Between which shares, 0..1, the middle half of the others lies, in steps of 0.05: nobody can be made out in it.

    The others are those of one's team; where too few of them stand behind it, those of one's cohort.
    """

    of: BandOf
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


class HomeSentence(BaseModel):
    """A sentence of the language book. `question`: the own target that it serves; None: none of them."""

    line_id: str
    entry_id: str
    language: BookLanguage
    say: str
    title: Texts
    question: Texts | None
    starred: bool


class HomeBook(BaseModel):
    """`of_week`: one for this week, the same until it ends; `kept`: the newest of those that one keeps at hand."""

    of_week: HomeSentence | None
    kept: list[HomeSentence]
    kept_in_all: int


class HomeTalk(BaseModel):
    """A coaching session of one's own."""

    id: str
    trainer: str
    planned_for: datetime | None
    held_at: datetime | None


class HomeCoaching(BaseModel):
    """What comes and what waits: `next` was shown and not held yet, `unread` was held and not acknowledged."""

    next: HomeTalk | None
    unread: list[HomeTalk]
    agreements: list[CoachingActionOut] = Field(description="Not met yet, by their day; the nearest ones")
    agreed: int = Field(description="How many there are in all")
    tasks: int = Field(description="What one was asked to hear or think about, and has not done yet")
    next_task_on: date | None


class HomeDispute(BaseModel):
    """An own dispute that is open, or that was decided lately; `upheld` of its `questions` were decided as asked."""

    id: str
    evaluation_id: str = Field(description="The feedback as it reads today")
    began_at: datetime
    state: DisputeState
    questions: int
    upheld: int
    opened_at: datetime
    due_at: datetime
    decided_at: datetime | None


class HomeEnded(BaseModel):
    """The last programme of somebody who is in none that runs."""

    programme: str
    ended_at: datetime
    simulated: bool


class HomeOut(BaseModel):
    """One's own: what went well before anything else."""

    has_feedback: bool
    went_well: list[HomeMoment]
    to_hear: list[HomeMoment]
    targets: list[HomeTarget]
    simulated: int = Field(description="Of the calls behind the targets: drawn by a generator")
    book: HomeBook | None = Field(description="None: no book is published")
    drills: list[DrillOut] = Field(description="What is needed most, without what is done")
    coaching: HomeCoaching
    disputes: list[HomeDispute]
    ended: HomeEnded | None
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


class HomeBookStanding(BaseModel):
    """How the whole book is doing, in its order; `own`: in the asker's own calls, else in those of all agents."""

    own: bool
    weeks: int
    simulated: int = Field(description="How many of the calls behind the figures a generator drew")
    entries: list[HomeBookEntry]
