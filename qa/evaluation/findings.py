"""What a call's page shows besides suggestions: tone, phases, situations, promises, conduct.

The pipeline's findings are kept as JSON beside the evaluation that they were made for, in the form in which the web
says them: `to_json` writes it, `FindingsOut` reads it back. Times are milliseconds of the call.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from qa.calls.schemas import ChannelRole
from qa.evaluation.schemas import EvidenceOut
from qa.pipeline.model import (
    ConductFinding,
    Evidence,
    Findings,
    Hold,
    Opportunity,
    Overlap,
    Phase,
    PhaseName,
    Promise,
    ToneFinding,
    ToneLabel,
    ToneMark,
    Transcript,
)
from qa.pipeline.tone import summarise
from qa.platform.spans import Span

#: Start and end of a stretch of the call.
Stretch = tuple[int, int]


class ToneMarkOut(BaseModel):
    """What the machine says of one turn's tone. `turn` is its index in the transcript."""

    turn: int
    label: ToneLabel
    probability: float


class ToneOut(BaseModel):
    """The tone of a call by its words: of turns, and of each speaker in each quarter, -5 .. +5.

    The marks are the machine's; in quarters and trend a person's word on a turn stands in place of them.
    """

    marks: list[ToneMarkOut]
    quarters: dict[ChannelRole, list[float | None]] = Field(description="None where the tone is not known")
    trend: dict[ChannelRole, float | None] = Field(description="The last known quarter less the first")
    engine: str | None


class PhaseOut(BaseModel):
    """A part of the call. `why` is one English sentence: what marks its beginning."""

    name: PhaseName
    start_ms: int
    end_ms: int
    why: str


class OpportunityOut(BaseModel):
    """One occurrence of a situation's trigger and what followed; `probability` that it was answered in time."""

    question_id: str
    trigger: EvidenceOut
    outcome: Literal["answered", "late", "missed", "unsure"]
    response: EvidenceOut | None
    probability: float


class PromiseOut(BaseModel):
    """Something that the agent said would be done; `due` is the time words as heard."""

    evidence: EvidenceOut
    due: str | None
    probability: float


class OverlapOut(BaseModel):
    """Agent and customer speaking at once."""

    start_ms: int
    end_ms: int
    begun_by: ChannelRole
    interrupts: bool = Field(description="Whether the one who began took the turn")


class HoldOut(BaseModel):
    """A hold, with the agent's words around it; `return_ms` from its end to the agent's first word."""

    start_ms: int
    end_ms: int
    before: EvidenceOut | None
    after: EvidenceOut | None
    return_ms: int | None


class ConductOut(BaseModel):
    """How the call was conducted; shares 0..1, loudness in decibels of full scale."""

    dead_air: list[Stretch]
    silences: list[Stretch]
    silence_share: float
    overlaps: list[OverlapOut]
    holds: list[HoldOut]
    talk_share: dict[ChannelRole, float]
    words_per_minute: dict[ChannelRole, float]
    loudness: dict[ChannelRole, float]
    first_word_ms: int | None
    longest_monologue: EvidenceOut | None


class CorrectionOut(BaseModel):
    """What a person says of one turn's tone."""

    turn: int
    label: ToneLabel
    reason: str | None
    person_name: str
    at: datetime


class FindingsOut(BaseModel):
    """What was found in a call besides its suggestions. None where nothing was looked for, as in older evaluations."""

    tone: ToneOut | None = None
    phases: list[PhaseOut] = []
    opportunities: list[OpportunityOut] = []
    promises: list[PromiseOut] = []
    conduct: ConductOut | None = None
    corrections: list[CorrectionOut] = Field(default=[], description="People's word on the tone of turns")


class ToneCorrectionIn(BaseModel):
    """`turn` is its index in the transcript that the call's newest evaluation rests on."""

    turn: Annotated[int, Field(ge=0, lt=1 << 31)]
    label: ToneLabel
    reason: Annotated[str | None, Field(max_length=2000)] = None


def to_json(findings: Findings) -> dict[str, Any]:
    """What of the findings is kept with an evaluation. Phrases are not: its suggestions have them."""
    return as_json(shown(findings))


def as_json(findings: FindingsOut) -> dict[str, Any]:
    """The same as it is kept: what people corrected is kept elsewhere."""
    return findings.model_dump(mode="json", exclude={"corrections"})


def shown(findings: Findings) -> FindingsOut:
    """The findings as the web says them."""
    return FindingsOut(
        tone=_tone(findings.tone) if findings.tone else None,
        phases=[_phase(phase) for phase in findings.phases],
        opportunities=[
            _opportunity(situation_id, opportunity)
            for situation_id, found in findings.situations.items()
            for opportunity in found.opportunities
        ],
        promises=[_promise(promise) for promise in findings.promises],
        conduct=_conduct(findings.conduct) if findings.conduct else None,
    )


def _tone(found: ToneFinding) -> ToneOut:
    return ToneOut(
        marks=[
            ToneMarkOut(turn=mark.turn, label=mark.label, probability=round(mark.probability, 4))
            for mark in found.marks
        ],
        quarters={speaker: list(values) for speaker, values in found.quarters.items()},
        trend=dict(found.trend),
        engine=str(found.engine) if found.engine else None,
    )


def with_corrections(tone: ToneOut, corrections: Sequence[CorrectionOut], transcript: Transcript) -> ToneOut:
    """The same tone, its quarters and trend told anew with what people said of turns."""
    labels = {mark.turn: mark.label for mark in tone.marks} | {one.turn: one.label for one in corrections}
    marks = [ToneMark(turn, labels[turn], 1.0) for turn in sorted(labels)]
    told = summarise(transcript, marks, None)
    quarters = {speaker: list(values) for speaker, values in told.quarters.items()}
    return tone.model_copy(update={"quarters": quarters, "trend": dict(told.trend)})


def _phase(found: Phase) -> PhaseOut:
    return PhaseOut(name=found.name, start_ms=found.span.start, end_ms=found.span.end, why=found.why)


def _opportunity(question_id: str, found: Opportunity) -> OpportunityOut:
    return OpportunityOut(
        question_id=question_id,
        trigger=_evidence(found.trigger),
        outcome=found.outcome,
        response=_evidence(found.response) if found.response else None,
        probability=found.probability,
    )


def _promise(found: Promise) -> PromiseOut:
    return PromiseOut(evidence=_evidence(found.evidence), due=found.due, probability=found.probability)


def _conduct(found: ConductFinding) -> ConductOut:
    return ConductOut(
        dead_air=_stretches(found.dead_air),
        silences=_stretches(found.silences),
        silence_share=found.silence_share,
        overlaps=[_overlap(overlap) for overlap in found.overlaps],
        holds=[_hold(hold) for hold in found.holds],
        talk_share=dict(found.talk_share),
        words_per_minute=dict(found.words_per_minute),
        loudness=dict(found.loudness),
        first_word_ms=found.first_word_ms,
        longest_monologue=_evidence(found.longest_monologue) if found.longest_monologue else None,
    )


def _overlap(found: Overlap) -> OverlapOut:
    span = found.span
    return OverlapOut(start_ms=span.start, end_ms=span.end, begun_by=found.begun_by, interrupts=found.interrupts)


def _hold(found: Hold) -> HoldOut:
    return HoldOut(
        start_ms=found.span.start,
        end_ms=found.span.end,
        before=_evidence(found.before) if found.before else None,
        after=_evidence(found.after) if found.after else None,
        return_ms=found.return_ms,
    )


def _evidence(found: Evidence) -> EvidenceOut:
    return EvidenceOut(start_ms=found.span.start, end_ms=found.span.end, speaker=found.speaker, text=found.text)


def _stretches(spans: tuple[Span, ...]) -> list[Stretch]:
    return [(span.start, span.end) for span in spans]
