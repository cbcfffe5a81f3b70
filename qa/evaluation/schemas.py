"""What the web says about evaluations: the rubric's questions, what the machine suggests, what people answer."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.calls.schemas import CallOut, ChannelRole
from qa.pipeline.model import Evidence, Transcript
from qa.pipeline.written import message_at
from qa.rubric.model import AutoFail
from qa.rubric.schemas import Texts
from qa.scoring.agreement.trust import Trust

QuestionKind = Literal["phrase", "transition", "situation", "conduct", "tone", "manual"]
EvaluationState = Literal["draft", "submitted", "published", "acknowledged", "disputed", "retracted"]
Verdict = Literal["said", "not_said", "unsure", "skipped", "not_applicable", "met", "not_met"]


class EvidenceOut(BaseModel):
    """A moment of a call. What was written has no times: its places only say in which order things stand."""

    start_ms: int
    end_ms: int
    speaker: ChannelRole
    text: str
    message: int | None = Field(default=None, description="Where it was written: which message, from 1 on")

    @classmethod
    def of(cls, found: Evidence, transcript: Transcript) -> "EvidenceOut":
        """As it was found in this transcript."""
        start = found.span.start
        message = message_at(transcript, start)
        return cls(start_ms=start, end_ms=found.span.end, speaker=found.speaker, text=found.text, message=message)


class OptionOut(BaseModel):
    """`points` are by the question's weight. `auto_fail`: choosing it fails the call, or its section."""

    id: str
    label: Texts
    points: float
    auto_fail: AutoFail | None


class SuggestionOut(BaseModel):
    """What the machine says; never changed by a person. `option_id` None: unsure, skipped or not applicable."""

    verdict: Verdict
    option_id: str | None
    probability: float = Field(description="Of the event itself (said, met, answered in time), whatever the verdict")
    confidence: float | None = Field(description="That the suggested option is right; None where none is suggested")
    evidence: list[EvidenceOut]
    why: Texts = Field(description="One sentence: what decided, in both languages")
    engine: str
    created_at: datetime


class AnswerOut(BaseModel):
    """What a person says. `option_id` None with `not_applicable` true leaves numerator and denominator.

    `confirmed`: left as the machine suggested it when the review was ended.
    """

    option_id: str | None
    not_applicable: bool
    reason: str | None
    person_name: str
    answered_at: datetime
    confirmed: bool = False


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
    not_applicable: Literal["system", "reviewer"] | None = Field(description="By whom; None where it applies, or may")
    asked: bool | None = Field(description="Whether its condition holds; None while that is open")
    condition: Texts | None = Field(description="When it is asked; None where it always is")


class SectionOut(BaseModel):
    """`failed`: a chosen option leaves the section without a point."""

    id: str
    title: Texts
    failed: bool
    questions: list[QuestionOut]


class ShareOut(BaseModel):
    """Points out of what was possible; `percent` 0..100, None where nothing was."""

    points: float
    points_possible: float
    percent: float | None


class ScoreOut(BaseModel):
    """`percent` 0..100 or None while nothing can be counted.

    `low` and `high` are the central 90 % interval in which it will end, by the probabilities of all that no person
    answered. `could_flip` is how likely the call will pass or fail unlike now.
    """

    points: float
    points_possible: float
    percent: float | None
    low: float | None
    high: float | None
    passed: bool | None
    could_flip: float
    auto_failed_by: str | None
    critical: ShareOut
    other: ShareOut
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
    trust: dict[str, Trust] = Field(
        description="By question: how far the machine's answers are trusted. What is left as suggested at "
        "`suggest_only` becomes the answer of whoever ends the review"
    )
    summary: str | None = Field(description="The reviewer's words to the agent")
    reviewer_name: str | None
    submitted_at: datetime | None
    published_at: datetime | None
    acknowledged_at: datetime | None
    acknowledgement: str | None
    revision: int = Field(default=1, description="1, and one more each time it was corrected after it was published")
    retracted_at: datetime | None = None
    retracted_why: str | None = None
    standing_id: str | None = Field(default=None, description="What stands in its place; None where it stands itself")


class AnswerIn(BaseModel):
    """Exactly one of `option_id` and `not_applicable`. A reason is owed where it differs from the machine."""

    option_id: str | None = None
    not_applicable: bool = False
    reason: Annotated[str | None, Field(max_length=2000)] = None


class SummaryIn(BaseModel):
    summary: Annotated[str, Field(max_length=5000)]


class AcknowledgementIn(BaseModel):
    note: Annotated[str | None, Field(max_length=2000)] = None


class ChangeIn(BaseModel):
    """Another answer to one question: exactly one of `option_id` and `not_applicable`."""

    model_config = ConfigDict(str_strip_whitespace=True)

    question_id: Annotated[str, Field(max_length=80)]
    option_id: Annotated[str | None, Field(max_length=80)] = None
    not_applicable: bool = False
    reason: Annotated[str, Field(min_length=1, max_length=2000, description="The agent reads it")]


class EvaluationRevisionIn(BaseModel):
    """What was wrong in a published evaluation, and the answers that take the place of others."""

    model_config = ConfigDict(str_strip_whitespace=True)

    why: Annotated[str, Field(min_length=1, max_length=2000, description="The agent reads it")]
    answers: Annotated[list[ChangeIn], Field(min_length=1, max_length=200)]


class StoodOut(BaseModel):
    """How a question stands in one revision; `label` None: not applicable."""

    option_id: str | None
    label: Texts | None


class ChangedOut(BaseModel):
    """A question that stands otherwise than before. `reason` None: it changed because another one did."""

    question_id: str
    text: Texts
    before: StoodOut | None = Field(description="None where nobody had decided it")
    after: StoodOut | None
    reason: str | None
    person_name: str | None


class EvaluationRevisionOut(BaseModel):
    """One revision of an evaluation, and what it changed of the one before it."""

    evaluation_id: str
    revision: int
    state: EvaluationState
    percent: float | None
    passed: bool | None
    published_at: datetime | None
    retracted_at: datetime | None
    retracted_why: str | None
    retracted_by_name: str | None
    changes: list[ChangedOut]


class FeedbackBrief(BaseModel):
    """One line of the agent's own list."""

    evaluation_id: str
    call: CallOut
    rubric: RubricBrief
    percent: float | None
    passed: bool | None
    published_at: datetime
    acknowledged_at: datetime | None
    revision: int = 1
    disputed: bool = Field(default=False, description="Somebody looks at it once more, because the agent asked")
    highlights: list[Texts] = Field(description="Questions that went well, the best first; at most three")
