"""What the web says about disputes, to the agent who opened one and to those who look at it again."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.calls.schemas import CallOut
from qa.evaluation.schemas import ChangeIn, QuestionOut, RubricBrief, StoodOut
from qa.rubric.schemas import Texts

DisputeState = Literal["open", "withdrawn", "upheld", "partly", "rejected"]
Decision = Literal["upheld", "rejected"]
#: The lists of disputes.
Which = Literal["mine", "unassigned", "overdue", "open", "decided"]
#: Why feedback cannot be disputed now.
Closed = Literal["too_late", "disputed", "retracted"]
_Reason = Annotated[str, Field(min_length=1, max_length=2000)]


class DoubtIn(BaseModel):
    """One question that the agent sees differently, and the moment of the call that shows it."""

    model_config = ConfigDict(str_strip_whitespace=True)

    question_id: Annotated[str, Field(max_length=80)]
    reason: _Reason
    at_ms: Annotated[int | None, Field(ge=0, lt=1 << 31)] = None


class DisputeIn(BaseModel):
    """All that the agent sees differently in one evaluation."""

    questions: Annotated[list[DoubtIn], Field(min_length=1, max_length=200)]


class JudgedIn(BaseModel):
    """What is decided of one disputed question; upheld comes with the new answer, rejected without one."""

    model_config = ConfigDict(str_strip_whitespace=True)

    question_id: Annotated[str, Field(max_length=80)]
    decision: Decision
    option_id: Annotated[str | None, Field(max_length=80)] = None
    not_applicable: bool = False
    reason: Annotated[_Reason, Field(description="The agent reads it")]


class DecisionIn(BaseModel):
    """Every disputed question once. `also`: what else changes because of that, as a question that is asked only now."""

    questions: Annotated[list[JudgedIn], Field(min_length=1, max_length=200)]
    also: Annotated[list[ChangeIn], Field(max_length=200)] = []


class AssigneeIn(BaseModel):
    person_id: Annotated[str, Field(max_length=16)]


class DisputedOut(BaseModel):
    """One disputed question. `stood`: the answer that the agent saw; `after`: what an upheld one was changed to."""

    question_id: str
    text: Texts
    reason: str
    at_ms: int | None
    stood: StoodOut | None
    decision: Decision | None
    after: StoodOut | None
    decision_reason: str | None


class OwnDisputeOut(BaseModel):
    """A dispute as its agent sees it. `version` goes into If-Match of taking it back."""

    id: str
    version: int
    state: DisputeState
    opened_at: datetime
    due_at: datetime
    assigned: bool = Field(description="Whether there is somebody to look at it; until then nobody does")
    decided_at: datetime | None
    decided_by_name: str | None
    revised_id: str | None = Field(description="The evaluation that the decision made")
    questions: list[DisputedOut]


class FeedbackDisputesOut(BaseModel):
    """What the agent may do about one piece of feedback, and what has been done. `closed` None: it may be disputed."""

    closed: Closed | None
    until: datetime = Field(description="Until when it may be disputed")
    days: int
    settled: list[str] = Field(description="Questions that a dispute has decided already: what was decided stays")
    disputes: list[OwnDisputeOut] = Field(description="The newest first")


class DisputeBrief(BaseModel):
    """One line of the list."""

    id: str
    state: DisputeState
    call_id: str
    file_name: str
    agent_name: str
    rubric: RubricBrief
    questions: int
    opened_at: datetime
    due_at: datetime
    overdue: bool
    assignee_name: str | None
    decided_at: datetime | None


class DisputePage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`. Open ones come oldest first, decided ones newest first."""

    items: list[DisputeBrief]
    next_cursor: str | None
    counts: dict[Which, int] = Field(description="Of all disputes that the asker may see")


class LookedAtOut(DisputedOut):
    """The same for who looks at it: with the question's options and guide, the machine's suggestion, the answer."""

    question: QuestionOut
    answered_by_name: str | None


class DisputeOut(BaseModel):
    """A dispute as reviewers see it. `version` goes into If-Match of every change."""

    id: str
    version: int
    state: DisputeState
    evaluation_id: str
    revised_id: str | None
    call: CallOut
    rubric: RubricBrief
    agent_name: str
    opened_at: datetime
    due_at: datetime
    overdue: bool
    assignee_id: str | None
    assignee_name: str | None
    decided_at: datetime | None
    decided_by_name: str | None
    may_decide: bool
    may_take: bool = Field(description="Whether the asker may make it their own")
    involved: bool = Field(description="The asker gave an answer that is disputed, so somebody else decides")
    questions: list[LookedAtOut]
    others: list[QuestionOut] = Field(description="The evaluation's other questions, as they stand")


class CandidateOut(BaseModel):
    """Somebody who may decide a dispute. `open`: how many other open ones they have."""

    person_id: str
    name: str
    open: int


class ReversalOut(BaseModel):
    """How often disputed answers were reversed. The interval is Wilson's, 95 %; None while nothing is decided."""

    disputed: int
    decided: int
    reversed: int
    rate: float | None
    low: float | None
    high: float | None
    few: bool = Field(description="Too few decisions to conclude from")
    simulated: int = Field(description="Of the disputed: in calls that a generator drew")


class QuestionReversals(ReversalOut):
    rubric_id: str
    rubric: Texts = Field(description="Its title")
    question_id: str
    text: Texts


class PersonReversals(ReversalOut):
    """Of answers that this person gave, or let stand as the machine suggested them."""

    person_id: str
    name: str


class ReversalsOut(BaseModel):
    """All disputes that were not taken back."""

    total: ReversalOut
    questions: list[QuestionReversals]
    people: list[PersonReversals]
