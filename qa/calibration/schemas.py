"""What the web says about calibration sessions: their life, the sheets on which people score, what came of it."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.calls.schemas import CallOut
from qa.evaluation.schemas import EvidenceOut, OptionOut, QuestionKind, RubricBrief, SectionOut, Verdict
from qa.rubric.schemas import Texts
from qa.scoring.agreement.measure import Name, NoInterval, Undefined
from qa.scoring.agreement.ratings import Level
from qa.scoring.agreement.trust import About, Trust

SessionState = Literal["draft", "open", "compared", "done"]
MOST_CALLS, MOST_PEOPLE = 60, 20

Id = Annotated[str, Field(min_length=1, max_length=16)]
Option = Annotated[str | None, Field(max_length=80)]
Words = Annotated[str, Field(min_length=1, max_length=2000)]


class SessionIn(BaseModel):
    """What a session is about. `hides_machine`: those who score do not see what the machine suggests."""

    title: Annotated[str, Field(min_length=1, max_length=120)]
    rubric_id: Annotated[str, Field(min_length=1, max_length=80)]
    rubric_version: Annotated[int, Field(ge=1, lt=1 << 31)]
    call_ids: Annotated[list[Id], Field(min_length=1, max_length=MOST_CALLS)]
    participant_ids: Annotated[list[Id], Field(min_length=2, max_length=MOST_PEOPLE)]
    hides_machine: bool = True


class ParticipantOut(BaseModel):
    """Somebody who scores, and how far they have come; what they answered is not told here."""

    person_id: str
    name: str
    handed_in_at: datetime | None
    finished: int = Field(description="Calls scored to the end")


class SessionCallOut(BaseModel):
    """A call, without anything that was made of it. `mine_finished` None: the asker does not score it."""

    call_id: str
    file_name: str
    agent_name: str | None
    started_at: datetime | None
    received_at: datetime
    duration_ms: int | None
    simulated: bool = Field(description="A generator drew the call; nobody held it")
    mine_finished: bool | None = None


class SessionOut(BaseModel):
    """`version` goes into If-Match of every change. `scores`: whether the asker is one of those who score."""

    id: str
    version: int
    title: str
    state: SessionState
    hides_machine: bool
    rubric: RubricBrief
    maker_name: str
    created_at: datetime
    opened_at: datetime | None
    compared_at: datetime | None
    done_at: datetime | None
    participants: list[ParticipantOut]
    calls: list[SessionCallOut]
    scores: bool


class SessionPage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`; None means the end."""

    items: list[SessionOut]
    next_cursor: str | None


class SheetOut(BaseModel):
    """One's own scoring of one call. `version` goes into If-Match of every change.

    The sections' answers are one's own; suggestions are there only where the session shows the machine.
    """

    id: str
    version: int
    editable: bool
    complete: bool
    call: CallOut
    rubric: RubricBrief
    sections: list[SectionOut]


class RatingIn(BaseModel):
    """Exactly one of `option_id` and `not_applicable`."""

    option_id: Option = None
    not_applicable: bool = False
    note: Annotated[str | None, Field(max_length=2000)] = None


class ReferenceIn(BaseModel):
    """Exactly one of `option_id` and `not_applicable`. `why`: what was decided."""

    option_id: Option = None
    not_applicable: bool = False
    why: Words


class NoteIn(BaseModel):
    """Something about a question, of one call or of all. `decision`: how the question is answered from now on."""

    question_id: Annotated[str, Field(min_length=1, max_length=80)]
    call_id: Id | None = None
    text: Words
    decision: bool = False


class RatingOut(BaseModel):
    person_id: str
    option_id: str | None
    not_applicable: bool
    note: str | None


class MachineOut(BaseModel):
    verdict: Verdict
    option_id: str | None
    probability: float
    why: Texts
    evidence: list[EvidenceOut]


class ReferenceOut(BaseModel):
    """`why` None: everybody had said the same."""

    option_id: str | None
    not_applicable: bool
    why: str | None
    person_name: str
    decided_at: datetime


class CellOut(BaseModel):
    """One question of one call: what everybody said. `apart`: how many different answers people gave."""

    call_id: str
    question_id: str
    ratings: list[RatingOut]
    machine: MachineOut | None
    reference: ReferenceOut | None
    apart: int


class ComparedQuestion(BaseModel):
    id: str
    kind: QuestionKind
    text: Texts
    guide: Texts | None
    critical: bool
    options: list[OptionOut]


class PercentOut(BaseModel):
    """A call's score by one person's answers alone; `person_id` None: by the reference."""

    call_id: str
    person_id: str | None
    percent: float | None


class NoteOut(BaseModel):
    id: str
    question_id: str
    call_id: str | None
    text: str
    decision: bool
    person_name: str
    written_at: datetime


class ComparisonOut(BaseModel):
    """Everything that was said, side by side."""

    session: SessionOut
    questions: list[ComparedQuestion]
    cells: list[CellOut]
    percents: list[PercentOut]
    notes: list[NoteOut]


class PrevalenceOut(BaseModel):
    answer: str
    share: float


class MeasureOut(BaseModel):
    """One coefficient with what it rests on: so many units that two or more rated, and how common each answer is.

    `value` None: `undefined` says why. `low` and `high`, the 95 % interval, None: `no_interval` says why. `rough`: too
    little variety for an interval to be taken at its word.
    """

    name: Name
    weights: Literal["none", "linear", "quadratic"]
    value: float | None
    low: float | None
    high: float | None
    undefined: Undefined | None
    no_interval: NoInterval | None
    units: int
    disagreed: int
    minority: int
    rough: bool
    prevalence: list[PrevalenceOut]


class AgreedShare(BaseModel):
    """So many of so many, with the exact 95 % interval; the shares are None of nothing."""

    agreed: int
    of: int
    value: float | None
    low: float | None
    high: float | None


class AnswerShare(BaseModel):
    answer: str
    share: AgreedShare


class Mixed(BaseModel):
    """How often `given` was said where the reference is another answer."""

    reference: str
    given: str
    units: int


class AgainstOut(BaseModel):
    """One rater against the reference. `units` have a reference; `agreement` counts those that got an answer."""

    units: int
    agreement: AgreedShare
    by_answer: list[AnswerShare]
    mixed: list[Mixed]


class PersonAgainst(BaseModel):
    person_id: str
    against: AgainstOut


class QuestionAgreement(BaseModel):
    question_id: str
    level: Level
    among: list[MeasureOut]
    machine: AgainstOut
    machine_measures: list[MeasureOut]
    people: list[PersonAgainst]


class RaterAgreement(BaseModel):
    """One rater over all questions, by what answers earn. `person_id` None: the machine."""

    person_id: str | None
    against: AgainstOut
    measures: list[MeasureOut]


class AgreementOut(BaseModel):
    """`score`: how far people agree on the calls' scores. Answers are option ids, or "n/a"."""

    questions: list[QuestionAgreement]
    raters: list[RaterAgreement]
    score: MeasureOut


class GroundOut(BaseModel):
    """One thing that the proposal looked at: what was found, and what it takes."""

    about: About
    found: float | None
    needed: float
    answer: str | None
    met: bool


class TrustDecisionOut(BaseModel):
    before: Trust
    proposed: Trust
    accepted: bool
    reason: str
    person_name: str
    decided_at: datetime


class TrustOut(BaseModel):
    """A question's state and what is proposed; the same where nothing should move. Measured over all sessions."""

    question_id: str
    current: Trust
    proposed: Trust
    moves: Literal["up", "down"] | None
    grounds: list[GroundOut]
    measured: AgainstOut
    latest: AgreedShare
    engine: str | None
    decisions: list[TrustDecisionOut]


class TrustIn(BaseModel):
    """Accept or decline what was seen: from `current` to `proposed`."""

    current: Trust
    proposed: Trust
    accept: bool
    reason: Words
