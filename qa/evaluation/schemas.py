"""What the web says about evaluations: the rubric's questions, what the machine suggests, what people answer."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.calls.schemas import CallOut, ChannelRole

QuestionKind = Literal["phrase", "transition", "situation", "conduct", "tone", "manual"]
EvaluationState = Literal["draft", "submitted", "published", "acknowledged"]
Verdict = Literal["said", "not_said", "unsure", "skipped", "not_applicable", "met", "not_met"]


class Texts(BaseModel):
    """One text in both interface languages."""

    he: str
    en: str


class EvidenceOut(BaseModel):
    start_ms: int
    end_ms: int
    speaker: ChannelRole
    text: str


class OptionOut(BaseModel):
    id: str
    label: Texts
    points: float
    auto_fail: bool


class SuggestionOut(BaseModel):
    """What the machine says; never changed by a person. `option_id` None: unsure, skipped or not applicable."""

    verdict: Verdict
    option_id: str | None
    probability: float
    evidence: list[EvidenceOut]
    why: Texts = Field(description="One sentence: what decided, in both languages")
    engine: str
    created_at: datetime


class AnswerOut(BaseModel):
    """What a person says. `option_id` None with `not_applicable` true leaves numerator and denominator."""

    option_id: str | None
    not_applicable: bool
    reason: str | None
    person_name: str
    answered_at: datetime


class QuestionOut(BaseModel):
    id: str
    kind: QuestionKind
    text: Texts
    guide: Texts | None
    critical: bool
    options: list[OptionOut]
    suggestion: SuggestionOut | None
    answer: AnswerOut | None
    points: float | None = Field(description="Earned now; None while undecided or not applicable")
    points_possible: float | None
    decided_by: Literal["person", "machine", "nobody"]


class SectionOut(BaseModel):
    id: str
    title: Texts
    questions: list[QuestionOut]


class ScoreOut(BaseModel):
    """`percent` 0..100 or None while nothing can be counted; the interval is what the undecided could make of it."""

    points: float
    points_possible: float
    percent: float | None
    low: float | None
    high: float | None
    passed: bool | None
    auto_failed_by: str | None
    pass_percent: float
    from_people: int
    from_machine: int
    undecided: int


class RubricBrief(BaseModel):
    id: str
    version: int
    title: Texts
    language: Literal["he", "en"]


class EvaluationOut(BaseModel):
    """`version` goes into If-Match of every change; a change answers with the new one."""

    id: str
    version: int
    state: EvaluationState
    call: CallOut
    rubric: RubricBrief
    sections: list[SectionOut]
    score: ScoreOut
    summary: str | None = Field(description="The reviewer's words to the agent")
    reviewer_name: str | None
    submitted_at: datetime | None
    published_at: datetime | None
    acknowledged_at: datetime | None
    acknowledgement: str | None


class AnswerIn(BaseModel):
    """Exactly one of `option_id` and `not_applicable`. A reason is owed where it differs from the machine."""

    option_id: str | None = None
    not_applicable: bool = False
    reason: Annotated[str | None, Field(max_length=2000)] = None


class SummaryIn(BaseModel):
    summary: Annotated[str, Field(max_length=5000)]


class AcknowledgementIn(BaseModel):
    note: Annotated[str | None, Field(max_length=2000)] = None


class FeedbackBrief(BaseModel):
    """One line of the agent's own list."""

    evaluation_id: str
    call: CallOut
    rubric: RubricBrief
    percent: float | None
    passed: bool | None
    published_at: datetime
    acknowledged_at: datetime | None
    highlights: list[Texts] = Field(description="Questions that went well, the best first; at most three")
