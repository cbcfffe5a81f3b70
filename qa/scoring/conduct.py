"""The measures that a conduct question may name, each read from the finding with the moments that it rests on."""

from collections.abc import Callable
from dataclasses import dataclass

from qa.pipeline.model import ConductFinding, Evidence
from qa.platform.spans import Span
from qa.rubric.kinds.conduct import Measure


@dataclass(frozen=True, slots=True)
class Measurement:
    """A value in the measure's own unit, and where to hear it."""

    value: float
    evidence: tuple[Evidence, ...] = ()


def measured(measure: Measure, finding: ConductFinding) -> Measurement | None:
    """The measure's value in one call; None where the call does not tell it."""
    return _MEASURES[measure](finding)


def _spans(spans: tuple[Span, ...]) -> tuple[Evidence, ...]:
    return tuple(Evidence(span, "unknown", "") for span in spans)


def _dead_air_count(finding: ConductFinding) -> Measurement:
    return Measurement(len(finding.dead_air), _spans(finding.dead_air))


def _dead_air_longest(finding: ConductFinding) -> Measurement:
    longest = max(finding.dead_air, key=lambda span: span.length, default=None)
    return Measurement(longest.length / 1000, _spans((longest,))) if longest else Measurement(0.0)


def _talk_over_count(finding: ConductFinding) -> Measurement | None:
    return Measurement(len(finding.talk_over), _spans(finding.talk_over)) if _both_known(finding) else None


def _talk_over_total(finding: ConductFinding) -> Measurement | None:
    length = sum(span.length for span in finding.talk_over)
    return Measurement(length / 1000, _spans(finding.talk_over)) if _both_known(finding) else None


def _agent_talk_share(finding: ConductFinding) -> Measurement | None:
    return Measurement(finding.talk_share["agent"]) if _both_known(finding) else None


def _agent_words_per_minute(finding: ConductFinding) -> Measurement | None:
    pace = finding.words_per_minute.get("agent")
    return Measurement(pace) if pace is not None else None


def _first_word(finding: ConductFinding) -> Measurement | None:
    at = finding.first_word_ms
    return Measurement(at / 1000, (Evidence(Span(0, at), "agent", ""),)) if at is not None else None


def _longest_monologue(finding: ConductFinding) -> Measurement | None:
    longest = finding.longest_monologue
    return Measurement(longest.span.length / 1000, (longest,)) if longest else None


def _both_known(finding: ConductFinding) -> bool:
    """Whether the recording tells agent and customer apart: without that, nobody can be said to talk over anybody."""
    return {"agent", "customer"} <= finding.talk_share.keys()


_MEASURES: dict[Measure, Callable[[ConductFinding], Measurement | None]] = {
    "dead_air_count": _dead_air_count,
    "dead_air_longest_s": _dead_air_longest,
    "talk_over_count": _talk_over_count,
    "talk_over_total_s": _talk_over_total,
    "agent_talk_share": _agent_talk_share,
    "agent_words_per_minute": _agent_words_per_minute,
    "first_word_s": _first_word,
    "longest_monologue_s": _longest_monologue,
}
