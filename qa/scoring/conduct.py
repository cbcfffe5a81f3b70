"""The measures that a conduct question may name, each read from the finding with the moments that it rests on."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qa.pipeline.model import ConductFinding, Evidence, Speaker
from qa.platform.spans import Span
from qa.rubric.kinds.conduct import Measure

#: What an agent does within a turn: told also of a call that was put together of single turns, as practice is.
WITHIN_TURNS: frozenset[Measure] = frozenset({"agent_words_per_minute", "longest_monologue_s"})


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value in the measure's own unit, and where to hear it."""

    value: float
    evidence: tuple[Evidence, ...] = ()


#: Reads one measure from what was found; None where the call does not tell it.
Reader = Callable[[ConductFinding], Measurement | None]


def measured(measure: Measure, finding: ConductFinding) -> Measurement | None:
    """The measure's value in one call; None where the call does not tell it."""
    return _MEASURES[measure](finding)


def _spans(spans: Sequence[Span]) -> tuple[Evidence, ...]:
    return tuple(Evidence(span, "unknown", "") for span in spans)


def _count(spans: Sequence[Span]) -> Measurement:
    return Measurement(len(spans), _spans(spans))


def _total(spans: Sequence[Span]) -> Measurement:
    return Measurement(sum(span.length for span in spans) / 1000, _spans(spans))


def _longest(spans: Sequence[Span]) -> Measurement:
    longest = max(spans, key=lambda span: span.length, default=None)
    return Measurement(longest.length / 1000, _spans((longest,))) if longest else Measurement(0.0)


def _silence_share(finding: ConductFinding) -> Measurement:
    return Measurement(finding.silence_share, _spans(finding.silences))


def _begun_by(speaker: Speaker) -> Reader:
    """How often this speaker began to speak over the other."""
    return _if_heard_apart(lambda f: _count([overlap.span for overlap in f.overlaps if overlap.begun_by == speaker]))


def _interrupted_by(speaker: Speaker) -> Reader:
    """How often this speaker took the turn from the other."""
    return _if_heard_apart(lambda f: _count([o.span for o in f.interruptions if o.begun_by == speaker]))


def _words_per_minute_of(speaker: Speaker) -> Reader:
    def read(finding: ConductFinding) -> Measurement | None:
        pace = finding.words_per_minute.get(speaker)
        return Measurement(pace) if pace is not None else None

    return read


def _agent_loudness(finding: ConductFinding) -> Measurement | None:
    loudness = finding.loudness.get("agent")
    return Measurement(loudness) if loudness is not None else None


def _loudness_difference(finding: ConductFinding) -> Measurement | None:
    agent, customer = finding.loudness.get("agent"), finding.loudness.get("customer")
    return Measurement(agent - customer) if agent is not None and customer is not None else None


def _agent_talk_share(finding: ConductFinding) -> Measurement:
    return Measurement(finding.talk_share["agent"])


def _first_word(finding: ConductFinding) -> Measurement | None:
    at = finding.first_word_ms
    return Measurement(at / 1000, (Evidence(Span(0, at), "agent", ""),)) if at is not None else None


def _longest_monologue(finding: ConductFinding) -> Measurement | None:
    longest = finding.longest_monologue
    return Measurement(longest.span.length / 1000, (longest,)) if longest else None


def _hold_spans(finding: ConductFinding) -> list[Span]:
    return [hold.span for hold in finding.holds]


def _unannounced(finding: ConductFinding) -> Measurement | None:
    return _count([h.span for h in finding.holds if h.before is None]) if _agent_known(finding) else None


def _no_return(finding: ConductFinding) -> Measurement | None:
    return _count([h.span for h in finding.holds if h.return_ms is None]) if _agent_known(finding) else None


def _return_longest(finding: ConductFinding) -> Measurement | None:
    """The holds from which the agent never came back have their own measure."""
    if not _agent_known(finding):
        return None
    waits = [Span(h.span.end, h.span.end + h.return_ms) for h in finding.holds if h.return_ms is not None]
    return _longest(waits)


def _agent_known(finding: ConductFinding) -> bool:
    return "agent" in finding.talk_share


def _both_known(finding: ConductFinding) -> bool:
    """Whether the recording tells agent and customer apart."""
    return {"agent", "customer"} <= finding.talk_share.keys()


def _if_both_known(read: Callable[[ConductFinding], Measurement]) -> Reader:
    return lambda finding: read(finding) if _both_known(finding) else None


def _if_heard_apart(read: Callable[[ConductFinding], Measurement]) -> Reader:
    """On one line two voices at once sound like either of them: nobody can be said to talk over anybody."""
    known = _if_both_known(read)
    return lambda finding: None if finding.shared_line else known(finding)


_MEASURES: dict[Measure, Reader] = {
    "dead_air_count": lambda finding: _count(finding.dead_air),
    "dead_air_longest_s": lambda finding: _longest(finding.dead_air),
    "silence_share": _silence_share,
    "talk_over_count": _if_heard_apart(lambda finding: _count(finding.talk_over)),
    "talk_over_total_s": _if_heard_apart(lambda finding: _total(finding.talk_over)),
    "agent_talk_over_count": _begun_by("agent"),
    "customer_talk_over_count": _begun_by("customer"),
    "agent_interruption_count": _interrupted_by("agent"),
    "customer_interruption_count": _interrupted_by("customer"),
    "agent_talk_share": _if_both_known(_agent_talk_share),
    "agent_words_per_minute": _words_per_minute_of("agent"),
    "customer_words_per_minute": _words_per_minute_of("customer"),
    "agent_loudness_db": _agent_loudness,
    "loudness_difference_db": _loudness_difference,
    "first_word_s": _first_word,
    "longest_monologue_s": _longest_monologue,
    "hold_count": lambda finding: _count(_hold_spans(finding)),
    "hold_total_s": lambda finding: _total(_hold_spans(finding)),
    "hold_longest_s": lambda finding: _longest(_hold_spans(finding)),
    "hold_unannounced_count": _unannounced,
    "hold_no_return_count": _no_return,
    "hold_return_longest_s": _return_longest,
}
