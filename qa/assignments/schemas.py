"""What the web says about assignments: the queue, why a call is in it, plans and what they would draw, loads."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints

from qa.assignments.sampling import SituationOutcome, TargetKind
from qa.calls.schemas import CallOut
from qa.calls.tables import Medium
from qa.rubric.schemas import Texts

Id = Annotated[str, Field(max_length=16)]
#: An ISO week, from Monday 00:00 to Monday 00:00 UTC: "2026-W47".
Week = Annotated[str, StringConstraints(pattern=r"^20\d\d-W(0[1-9]|[1-4]\d|5[0-3])$")]
#: Where an assignment stands: "overdue" is open past its time, "open" everything that somebody has.
Standing = Literal["open", "overdue", "waiting", "done"]
#: Which calls a plan draws from by itself: those of the week that ended last, all of them there and each with the same
#: chance; or those of the week that runs, where early ones have the better chance and nobody waits for its end.
Timing = Literal["ended_week", "running_week"]
#: Why a call was chosen. "hidden": for a reason that tells what was made of the call, which the asker judges blind.
WhyKind = Literal["random", "new_agent", TargetKind, "by_hand", "taken", "hidden"]


class WhyOut(BaseModel):
    """One fact about why a call was chosen, as it was then; which of the values it has, its kind says.

    random: `place`, `of`, `drawn_from`, `week`. Targets: the same, and `value` (could_flip: chance 0..1; low_score: the
    percentage; customer_tone: -5..5; unsure: how many questions); situation: `question`, `outcome`. by_hand: who.
    """

    kind: WhyKind
    week: str | None = None
    place: int | None = None
    of: int | None = None
    drawn_from: int | None = None
    value: float | None = None
    question: Texts | None = None
    outcome: SituationOutcome | None = None
    person_name: str | None = None


class ReviewerBrief(BaseModel):
    id: str
    name: str


class PlanBrief(BaseModel):
    id: str
    name: str


class AssignmentOut(BaseModel):
    """A call that waits for a reviewer (None: for whoever takes it), or was reviewed."""

    id: str
    version: int
    state: Literal["waiting", "open", "done", "withdrawn"]
    call: CallOut
    reviewer: ReviewerBrief | None
    plan: PlanBrief | None = Field(description="None: chosen by hand, or hidden together with the reason")
    why: list[WhyOut]
    assigned_at: datetime | None
    due_at: datetime
    overdue: bool
    started: bool = Field(description="Somebody answered a question of it already")
    blind: bool = Field(description="The asker judges this call in a calibration session first")
    completed_at: datetime | None


class QueueCounts(BaseModel):
    """Of one's own: open ones, those past their time and those begun; what was done this week; what nobody has yet."""

    open: int
    overdue: int
    started: int
    done_this_week: int
    waiting: int


class QueueOut(BaseModel):
    """One's own queue: past its time first, then by when it is due, then by how likely the result will turn.

    Pass `next_cursor` back as `cursor`; None means the end.
    """

    items: list[AssignmentOut]
    next_cursor: str | None
    counts: QueueCounts
    pool: bool = Field(description="Whether there are calls that nobody chose, of which the next one can be taken")


class AssignmentPage(BaseModel):
    """Assignments in the order of a queue; done ones the newest first."""

    items: list[AssignmentOut]
    next_cursor: str | None


class NextIn(BaseModel):
    """`leaving`: the call that the reviewer is at, which is not the next one. `medium`: None is any."""

    leaving: Id | None = None
    medium: Medium | None = None


class NextOut(BaseModel):
    """None where nothing waits. `taken`: it was nobody's, and is the asker's now."""

    assignment: AssignmentOut | None
    taken: bool


class BulkIn(BaseModel):
    """Calls for one reviewer, or spread over several; none named means all who can review."""

    call_ids: Annotated[list[Id], Field(min_length=1, max_length=200)]
    reviewer_id: Id | None = None
    spread_over: Annotated[list[Id], Field(max_length=50)] = []
    due_at: AwareDatetime | None = Field(default=None, description="None: a week from now")


WhySkipped = Literal["reviewed", "not_scored", "assigned", "blind", "missing", "practice"]


class Skipped(BaseModel):
    """A call that was left as it is.

    reviewed: submitted already; not_scored: there is nothing to review yet; assigned: somebody has it, and spreading
    takes from nobody; blind: the reviewer judges it in a calibration session; missing: there is no such call.
    """

    call_id: str
    why: WhySkipped


class BulkOut(BaseModel):
    assigned: list[AssignmentOut]
    skipped: list[Skipped]


class AssignmentChange(BaseModel):
    """Only what is named changes; a reviewer of None gives it back for whoever takes it."""

    reviewer_id: Id | None = None
    due_at: AwareDatetime | None = None


class TargetIn(BaseModel):
    """Calls to look for on purpose, at most `per_week`; `bound` is what counts at all, None: what is usual."""

    model_config = ConfigDict(extra="forbid")

    kind: TargetKind
    per_week: Annotated[int, Field(ge=1, le=500)]
    bound: Annotated[float | None, Field(ge=-5, le=100, allow_inf_nan=False)] = None
    question_id: Annotated[str | None, Field(max_length=80)] = None
    outcome: SituationOutcome | None = None


class ShareIn(BaseModel):
    """A reviewer who takes part, and how much is theirs beside the others'."""

    model_config = ConfigDict(extra="forbid")

    person_id: Id
    weight: Annotated[int, Field(ge=1, le=10)] = 1


class PlanIn(BaseModel):
    """Which calls are drawn each week, who gets them, and until when they should be reviewed."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=120)]
    active: bool = True
    active_from: date | None = None
    active_until: date | None = None
    timing: Timing = "ended_week"
    team_id: Id | None = None
    agent_ids: Annotated[list[Id], Field(max_length=200)] = []
    language: Literal["he", "en"] | None = None
    medium: Annotated[Medium | None, Field(description="Spoken, or written as a chat or a mail")] = None
    queue: Annotated[str | None, Field(max_length=120)] = None
    quota: Annotated[int, Field(ge=0, le=50, description="Calls of each agent, by chance")] = 1
    new_days: Annotated[int, Field(ge=0, le=365, description="For how long an agent is new; 0: never")] = 0
    new_extra: Annotated[int, Field(ge=0, le=50, description="More calls of each new agent, by chance")] = 0
    targets: Annotated[list[TargetIn], Field(max_length=12)] = []
    reviewers: Annotated[list[ShareIn], Field(min_length=1, max_length=50)]
    alternate: bool = Field(default=True, description="Never the same reviewer twice running for an agent")
    due_days: Annotated[int, Field(ge=1, le=60)] = 7
    seed: Annotated[int | None, Field(ge=0, lt=1 << 31, description="None: a new one by chance")] = None


class PlanOut(BaseModel):
    """A plan as it stands. `open` and `done`: its calls that wait, and those that were reviewed in the last 30 days."""

    id: str
    version: int
    plan: PlanIn
    created_at: datetime
    open: int
    done: int


class PreviewIn(BaseModel):
    """What a plan would draw, whether or not it is kept; `plan_id` counts what that plan has drawn already."""

    plan: PlanIn
    plan_id: Id | None = None
    week: Week | None = None


class RunIn(BaseModel):
    """None: the week that the plan draws from by itself."""

    week: Week | None = None


class DrawnOut(BaseModel):
    """A call that would be, or was, drawn; `reviewer` None: the rules leave nobody, and it waits for somebody."""

    call: CallOut
    why: list[WhyOut]
    reviewer: ReviewerBrief | None


class ShareOut(BaseModel):
    reviewer: ReviewerBrief
    calls: int


class DrawOut(BaseModel):
    """What was drawn of which week. `items` are the first of `calls`; `candidates` had the chance."""

    week: str
    seed: int
    candidates: int
    calls: int
    items: list[DrawnOut]
    hidden: int = Field(description="Drawn on purpose, and not shown because the asker judges them blind")
    shares: list[ShareOut]


class LoadOut(BaseModel):
    """How much waits for a reviewer. `median_days`: from given to submitted, over the last 90 days."""

    reviewer: ReviewerBrief
    disabled: bool
    open: int
    overdue: int
    started: int
    done_this_week: int
    median_days: float | None
