"""What the web says about coaching. Nothing of `private_note` stands in what agents are shown."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, model_validator

from qa.exemplars.schemas import HeardLineOut
from qa.rubric.schemas import Texts

Id = Annotated[str, Field(min_length=1, max_length=16)]
QuestionId = Annotated[str, Field(min_length=1, max_length=100)]
Words = Annotated[str | None, Field(max_length=2000)]
#: A moment of a call; no call lasts longer than a day.
Moment = Annotated[int | None, Field(ge=0, le=86_400_000)]
TaskSourceName = Literal["moment", "question", "target"]
TaskStateName = Literal["proposed", "open", "done", "withdrawn"]
SessionStateName = Literal["draft", "shared", "held", "acknowledged", "dropped"]
#: waiting: the session was not held yet; not_yet: open, and a whole window or its day went by without it.
ActionStanding = Literal["waiting", "open", "not_yet", "met", "dropped"]


class CoachingPerson(BaseModel):
    id: str
    name: str
    team: str | None


class CoachingQuestion(BaseModel):
    """`weight`: what lies between its best and its worst answer, in percentage points of a call's score."""

    id: str
    rubric_id: str
    text: Texts
    section: Texts
    weight: float
    critical: bool


class CoachingEvidence(BaseModel):
    """A call in which the question was missed, and the moment to hear; both times None: nothing points to a moment."""

    call_id: str
    began_at: datetime
    start_ms: int | None
    end_ms: int | None
    text: str | None
    decided_by: str
    has_sound: bool = True


class CoachingSuggestion(BaseModel):
    """Somebody to coach on one question. `lost` is the share of the decided opportunities that was missed, 0..1.

    `lost_weekly` is how many are missed in a week at the lower end of the interval: `low` times opportunities in a
    week. That times the question's weight ranks the list. `evidence` holds the newest missed moments.
    """

    agent: CoachingPerson
    question: CoachingQuestion
    opportunities: int
    missed: int | None = Field(description="How many of them; None where a call loses some of its points, or none")
    per_week: float
    lost: float
    low: float
    high: float
    lost_weekly: float
    target: float | None = Field(
        description="How often it should be done, 0..1, by the programme of the agent's cohort"
    )
    cohort_id: str | None
    in_hand: Literal["session", "task"] | None = Field(description="What takes it up already")
    evidence: list[CoachingEvidence]


class CoachingSuggestions(BaseModel):
    """`fewest`: with fewer opportunities nobody is suggested; `hidden`: calls that the asker judges blind."""

    since: date
    until: date
    weeks: float
    fewest: int
    calls: int
    hidden: int
    items: list[CoachingSuggestion]


class CoachingMomentIn(BaseModel):
    """A task from a moment of a call. `question_id` is the one of the call's own evaluation."""

    model_config = ConfigDict(str_strip_whitespace=True)

    question_id: QuestionId | None = None
    start_ms: Moment = None
    end_ms: Moment = None
    words: Words = None
    due_on: date | None = None


class CoachingSpanIn(BaseModel):
    """A moment of a call to hear; both None: the whole call."""

    start_ms: Moment = None
    end_ms: Moment = None


class CoachingTasksIn(BaseModel):
    """The same task for each of these agents; with a cohort, it comes from the cohort's target.

    Who has one open about the question already is given no second.
    """

    model_config = ConfigDict(str_strip_whitespace=True)

    agent_ids: Annotated[list[Id], Field(min_length=1, max_length=100)]
    question_id: QuestionId
    cohort_id: Id | None = None
    words: Words = None
    due_on: date | None = None


class CoachingTaskChange(BaseModel):
    """`accept`: what a reviewer proposed becomes the agent's task."""

    model_config = ConfigDict(str_strip_whitespace=True)

    accept: bool = False
    words: Words = None
    due_on: date | None = None


class CoachingTaskOut(BaseModel):
    id: str
    version: int
    agent: CoachingPerson
    source: TaskSourceName
    state: TaskStateName
    question_id: str | None
    question: Texts | None
    call_id: str | None
    start_ms: int | None
    end_ms: int | None
    has_sound: bool
    words: str | None
    due_on: date | None
    made_by: str
    made_at: datetime
    session_id: str | None
    agent_words: str | None
    done_at: datetime | None


class CoachingTaskPage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`; None means the end."""

    items: list[CoachingTaskOut]
    next_cursor: str | None


class CoachingClipIn(BaseModel):
    """A moment of one of the agent's calls; both times None: the whole call. `question_id`: its first id."""

    model_config = ConfigDict(str_strip_whitespace=True)

    call_id: Id
    start_ms: Moment = None
    end_ms: Moment = None
    question_id: QuestionId | None = None
    words: Words = None
    good: bool = False


class CoachingActionIn(BaseModel):
    """`id` None: a new one. What calls count towards already keeps its question and goal."""

    model_config = ConfigDict(str_strip_whitespace=True)

    id: Id | None = None
    question_id: QuestionId
    words: Words = None
    due_on: date
    needed: Annotated[int, Field(ge=1, le=20)]
    out_of: Annotated[int, Field(ge=1, le=20)]
    people_only: bool = False

    @model_validator(mode="after")
    def _reachable(self) -> "CoachingActionIn":
        if self.needed > self.out_of:
            raise ValueError("`needed` cannot be more than `out_of`")
        return self


class CoachingPlanIn(BaseModel):
    """What a session holds; a change gives all of it anew."""

    model_config = ConfigDict(str_strip_whitespace=True)

    went_well: Words = None
    agenda: Annotated[list[Annotated[str, Field(min_length=1, max_length=300)]], Field(max_length=20)] = []
    private_note: Annotated[
        str | None, Field(max_length=5000, description="The trainer's own; others' changes leave it as it is")
    ] = None
    planned_for: AwareDatetime | None = None
    clips: Annotated[list[CoachingClipIn], Field(max_length=20)] = []
    actions: Annotated[list[CoachingActionIn], Field(max_length=10)] = []


class CoachingSessionIn(CoachingPlanIn):
    """`task_ids`: tasks of the agent that the session takes up; their moments become clips."""

    agent_id: Id
    task_ids: Annotated[list[Id], Field(max_length=20)] = []


class CoachingHeldIn(BaseModel):
    """When it was held; None: now. Calls from then on count."""

    held_at: AwareDatetime | None = None


class CoachingShownCall(BaseModel):
    """A call that an agreement stands by. `evaluation_id`: where an agent may read it; None where not (yet)."""

    call_id: str | None
    evaluation_id: str | None
    began_at: datetime
    done: bool
    decided_by: str


class CoachingActionOut(BaseModel):
    """What was agreed and how it stands: done in `done` of `seen` opportunities of the window that is going on.

    `calls` are those of that window, or those that closed it; without calls that this person may not see.
    """

    id: str
    question_id: str
    question: Texts
    words: str | None
    due_on: date
    needed: int
    out_of: int
    people_only: bool
    standing: ActionStanding
    overdue: bool
    done: int
    seen: int
    rounds: int
    closed_at: datetime | None
    reopened_at: datetime | None
    calls: list[CoachingShownCall]


class CoachingClipOut(BaseModel):
    id: str
    call_id: str
    evaluation_id: str | None = Field(description="Where an agent may read the call; null where not (yet)")
    began_at: datetime
    start_ms: int | None
    end_ms: int | None
    length_ms: int | None
    call_ms: int | None = Field(description="How long its call lasts")
    question_id: str | None
    question: Texts | None
    words: str | None
    good: bool
    heard: list[HeardLineOut] = Field(description="What is said in it, without personal numbers")
    has_sound: bool = True


class CoachingSessionBrief(BaseModel):
    id: str
    version: int
    agent: CoachingPerson
    trainer: str
    state: SessionStateName
    planned_for: datetime | None
    made_at: datetime
    shared_at: datetime | None
    held_at: datetime | None
    acknowledged_at: datetime | None
    clips: int
    actions: list[CoachingActionOut]


class CoachingSessionPage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`; None means the end."""

    items: list[CoachingSessionBrief]
    next_cursor: str | None


class CoachingSessionOut(BaseModel):
    """A session for those who coach. `version` goes into If-Match of every change."""

    id: str
    version: int
    agent: CoachingPerson
    trainer: str
    mine: bool
    state: SessionStateName
    went_well: str | None
    agenda: list[str]
    private_note: str | None = Field(description="None for everybody but the trainer whose session it is")
    planned_for: datetime | None
    shared_at: datetime | None
    held_at: datetime | None
    agent_words: str | None
    acknowledged_at: datetime | None
    clips: list[CoachingClipOut]
    actions: list[CoachingActionOut]
    tasks: list[CoachingTaskOut]


class OwnCoachingSession(BaseModel):
    """A session for its agent. `withheld`: clips of calls that the agent answers for alone just now."""

    id: str
    version: int
    trainer: str
    state: SessionStateName
    went_well: str | None
    agenda: list[str]
    planned_for: datetime | None
    held_at: datetime | None
    agent_words: str | None
    acknowledged_at: datetime | None
    clips: list[CoachingClipOut]
    withheld: int
    actions: list[CoachingActionOut]


class OwnCoachingTask(BaseModel):
    """One thing that waits for the agent, or is done."""

    id: str
    version: int
    state: TaskStateName
    question_id: str | None
    question: Texts | None
    has_sound: bool
    length_ms: int | None
    heard: list[HeardLineOut]
    words: str | None
    due_on: date | None
    made_by: str
    made_at: datetime
    agent_words: str | None
    done_at: datetime | None


class OwnCoachingBrief(BaseModel):
    id: str
    trainer: str
    state: SessionStateName
    planned_for: datetime | None
    shared_at: datetime
    held_at: datetime | None
    acknowledged_at: datetime | None
    clips: int


class OwnCoaching(BaseModel):
    """The agent's own page: what went well first, then what waits, then what was agreed."""

    went_well: list[str] = Field(description="What trainers said went well, the newest first")
    tasks: list[OwnCoachingTask]
    sessions: list[OwnCoachingBrief]
    actions: list[CoachingActionOut] = Field(description="All that was agreed and not dropped, what was met first")


class OwnWordsIn(BaseModel):
    model_config = ConfigDict(str_strip_whitespace=True)

    words: Words = None
