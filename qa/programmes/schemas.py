"""What the web says about programmes: what is taught and aimed at, who goes through it, and where each stands."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator

from qa.insights.schemas import Figure
from qa.rubric.model import KindName
from qa.rubric.schemas import Texts

Id = Annotated[str, Field(max_length=16)]
Name = Annotated[str, Field(min_length=1, max_length=120)]
ProgrammeLanguage = Literal["he", "en"]
ProgrammeStage = Literal["before", "workshop", "practice", "live"]
#: A stage in which something can be owed.
DueStage = Literal["workshop", "practice", "live"]
#: Where a member stands with a target: surely above or below it, too close to tell, or of too few calls to be told.
TargetStanding = Literal["above", "near", "below", "few"]

_FIRST, _LAST = date(2000, 1, 1), date(2100, 1, 1)


class ProgrammeTargetIn(BaseModel):
    """In what share of the calls that give an opportunity for it, it should be said, above 0 to 1."""

    model_config = ConfigDict(extra="forbid")

    question_id: Annotated[str, Field(min_length=1, max_length=100, description="The first id that it ever had")]
    share: Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


class ProgrammeDue(BaseModel):
    """So many of one kind that each member owes in every week of a stage; the workshop's stage is one week."""

    model_config = ConfigDict(extra="forbid")

    stage: DueStage
    kind: Annotated[str, Field(min_length=1, max_length=40)]
    count: Annotated[int, Field(ge=1, le=50)]


class ProgrammeIn(BaseModel):
    """What a workshop teaches and what is expected after it. `language` None: calls in every language count."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name
    note: Annotated[str | None, Field(max_length=4000)] = None
    language: ProgrammeLanguage | None = None
    practice_weeks: Annotated[int, Field(ge=0, le=26)] = 3
    targets: Annotated[list[ProgrammeTargetIn], Field(max_length=20)] = []
    dues: Annotated[list[ProgrammeDue], Field(max_length=30)] = []
    ended: bool = False

    @field_validator("targets")
    @classmethod
    def _each_once(cls, targets: list[ProgrammeTargetIn]) -> list[ProgrammeTargetIn]:
        if len({target.question_id for target in targets}) != len(targets):
            raise ValueError("each target once")
        return targets

    @field_validator("dues")
    @classmethod
    def _owed_once(cls, dues: list[ProgrammeDue]) -> list[ProgrammeDue]:
        if len({(due.stage, due.kind) for due in dues}) != len(dues):
            raise ValueError("each kind once in a stage")
        return dues


class ProgrammeTargetOut(BaseModel):
    """A target in the words of the rubric. `asked` False: no rubric of today asks it any more."""

    question_id: str
    text: Texts
    share: float
    asked: bool


class CohortBrief(BaseModel):
    """A cohort in a list. `week` counts from the workshop's day: 0 begins with it."""

    id: str
    name: str
    day0: date
    stage: ProgrammeStage
    week: int
    members: int
    ended_at: datetime | None


class ProgrammeOut(BaseModel):
    """`version` goes into If-Match of every change; `simulated`: drawn by a generator, and no real training."""

    id: str
    version: int
    name: str
    note: str | None
    language: ProgrammeLanguage | None
    practice_weeks: int
    targets: list[ProgrammeTargetOut]
    dues: list[ProgrammeDue]
    simulated: bool
    ended_at: datetime | None
    cohorts: list[CohortBrief]


class QuestionToAim(BaseModel):
    """A question that a programme can aim at. `languages`: of the rubrics that ask it."""

    question_id: str
    text: Texts
    section: Texts
    kind: KindName
    languages: list[ProgrammeLanguage]


class ProgrammeChoices(BaseModel):
    """What a programme can aim at, and what its members can owe."""

    questions: list[QuestionToAim]
    due_kinds: list[str]


class CohortIn(BaseModel):
    """People who go through a programme together; `day0` is the day of their workshop.

    `ended`: nothing is asked of them any more, and all that they did stays.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Name
    day0: Annotated[date, Field(ge=_FIRST, le=_LAST)]
    member_ids: Annotated[list[Id], Field(max_length=500)] = []
    ended: bool = False


class CohortPerson(BaseModel):
    id: str
    name: str
    team: str | None
    disabled: bool


class CohortOut(BaseModel):
    """A cohort. `version` goes into If-Match of every change; the dates are of the week that runs."""

    id: str
    version: int
    name: str
    day0: date
    stage: ProgrammeStage
    week: int
    week_begins: date
    week_ends: date
    ended_at: datetime | None
    programme: ProgrammeOut
    members: list[CohortPerson]


class OwedOut(BaseModel):
    """What one member owes of one kind in a week, and did."""

    kind: str
    owed: int
    done: int


class BoardTarget(BaseModel):
    """A target, how often the whole cohort does it lately, and how often it did in the weeks before the workshop."""

    question_id: str
    text: Texts
    share: float
    lately: Figure
    before: Figure


class BoardCell(BaseModel):
    """One member and one target: `figure.count` calls gave an opportunity that is decided."""

    question_id: str
    figure: Figure
    standing: TargetStanding
    undecided: int


class BoardMember(BaseModel):
    """One row of the board. `late` is what was owed in the week before and is still not done."""

    person: CohortPerson
    calls: int = Field(description="Live calls of these days that are scored")
    cells: list[BoardCell]
    dues: list[OwedOut]
    late: list[OwedOut]


class BelowTarget(BaseModel):
    """A target that a member misses. `missed`: how many opportunities fewer than aimed at; `sure`: beyond chance.

    `call_id` is the newest call of these days in which it was missed.
    """

    question_id: str
    missed: float
    sure: bool
    call_id: str | None


class CohortNeed(BaseModel):
    """Who needs something, what, and why; `late` counts what was left of the week before, `open` of this one."""

    person_id: str
    below: list[BelowTarget]
    late: int
    open: int


class CohortBoard(BaseModel):
    """Members by targets, over live calls that began from `since` to `until`, both included.

    Figures are None where fewer than `fewest_calls` calls gave an opportunity. `before` figures are of the days from
    `before_since` to the day before the workshop. `needs` begins with whoever misses most.
    """

    cohort: CohortOut
    since: date
    until: date
    before_since: date
    fewest_calls: int
    targets: list[BoardTarget]
    members: list[BoardMember]
    needs: list[CohortNeed]


class OwnTarget(BaseModel):
    """A target of one's own programme, and how often one does it in the calls that one has been shown."""

    question_id: str
    text: Texts
    share: float
    figure: Figure


class MyCohort(BaseModel):
    """Where one stands in one's own training. The figures are one's own alone."""

    cohort_id: str
    cohort: str
    programme: str
    note: str | None
    day0: date
    practice_weeks: int
    stage: ProgrammeStage
    week: int
    week_begins: date
    week_ends: date
    since: date
    until: date
    fewest_calls: int
    simulated: bool
    targets: list[OwnTarget]
    dues: list[OwedOut]


class MyProgramme(BaseModel):
    """None: one is in no cohort of a programme that runs."""

    cohort: MyCohort | None
