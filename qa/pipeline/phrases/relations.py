"""What a phrase owes to other events of the call: its place among them, and how often it is said.

The witnesses hear each phrase by itself. Here the moments that stand in the wrong place are taken away, what is left is
counted, and the verdict is made anew. An anchor is taken as it was heard, before its own place and count are judged,
so that two phrases may name each other.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from qa.pipeline.model import Count, Moment, Phase, PhaseName, PhraseFinding, PhraseSpec, Place, Verdict
from qa.platform.spans import Span

_ANYWHERE = Place()
_ONCE = Count()
#: Cues mark the bounds of a phase, and people speak a little before or behind them.
_PHASE_SLACK_MS = 2_000
#: An anchor that could not be listened for, or a phase that was not found, says nothing either way.
_UNKNOWN = 0.5


@dataclass(frozen=True, slots=True)
class _Standing:
    """How surely one moment stands where it should. `fault` says what speaks against it."""

    verdict: Verdict
    probability: float
    fault: str = ""


_IN_PLACE = _Standing("said", 1.0)


def settle(
    findings: Mapping[str, PhraseFinding], specs: Iterable[PhraseSpec], phases: tuple[Phase, ...], duration_ms: int
) -> dict[str, PhraseFinding]:
    """The findings with place and count of each spec applied; those without either stay as they are.

    `duration_ms` is the call's. Raises KeyError where a spec, or the phrase that its place names, has no finding.
    """
    settled = dict(findings)
    for spec in specs:
        if spec.place != _ANYWHERE or spec.count != _ONCE:
            settled[spec.id] = _settle(spec, findings, _stretches(phases, duration_ms))
    return settled


_Stretches = Mapping[PhaseName, Span]


def _stretches(phases: tuple[Phase, ...], duration_ms: int) -> _Stretches:
    """Where a moment may begin to belong to a phase."""
    return {
        phase.name: Span(max(0, phase.span.start - _PHASE_SLACK_MS), min(duration_ms, phase.span.end + _PHASE_SLACK_MS))
        for phase in phases
    }


def _settle(spec: PhraseSpec, findings: Mapping[str, PhraseFinding], stretches: _Stretches) -> PhraseFinding:
    finding = findings[spec.id]
    if finding.verdict == "skipped":
        return finding
    standings = [_stand(moment, spec.place, findings, stretches) for moment in finding.moments]
    moments = tuple(
        _weaken(moment, standing)
        for moment, standing in zip(finding.moments, standings, strict=True)
        if standing.verdict != "not_said"
    )
    faults = list(dict.fromkeys(standing.fault for standing in standings if standing.fault))
    verdict, probability, remark = _count(spec.count, moments, finding)
    return replace(
        finding,
        verdict=verdict,
        probability=probability,
        occurrences=tuple(moment.evidence for moment in moments if moment.verdict == _rests_on(verdict, moments)),
        why="; ".join([finding.why, *faults, *([remark] if remark else [])]),
        moments=moments,
    )


def _rests_on(verdict: Verdict, moments: tuple[Moment, ...]) -> Verdict:
    """Which moments are shown: the sure ones where there are any, also where they are too many or too few."""
    if verdict == "unsure" and any(moment.verdict == "unsure" for moment in moments):
        return "unsure"
    return "said"


def _weaken(moment: Moment, standing: _Standing) -> Moment:
    """The moment as likely as it was said and stands in its place."""
    verdict: Verdict = "said" if moment.verdict == standing.verdict == "said" else "unsure"
    return replace(moment, verdict=verdict, probability=moment.probability * standing.probability)


def _stand(moment: Moment, place: Place, findings: Mapping[str, PhraseFinding], stretches: _Stretches) -> _Standing:
    """Against everything that the place asks for; the worst of it decides, and doubts multiply."""
    span = moment.evidence.span
    found: list[_Standing] = []
    if place.after is not None:
        found.append(_by_anchor(findings[place.after], lambda anchor: anchor.start < span.start, "not behind"))
    if place.before is not None:
        found.append(_by_anchor(findings[place.before], lambda anchor: anchor.start > span.start, "not ahead of"))
    if place.near is not None:
        near = findings[place.near]
        reach = f"not within {place.within_ms / 1000:g} s of"
        found.append(_by_anchor(near, lambda anchor: _gap(anchor, span) <= place.within_ms, reach))
    if place.phase is not None:
        found.append(_by_phase(place.phase, span, stretches))
    return _together(found)


def _together(standings: list[_Standing]) -> _Standing:
    verdicts = {standing.verdict for standing in standings}
    probability = 1.0
    for standing in standings:
        probability *= standing.probability
    verdict: Verdict = "not_said" if "not_said" in verdicts else "unsure" if "unsure" in verdicts else "said"
    return _Standing(verdict, probability, "; ".join(standing.fault for standing in standings if standing.fault))


def _by_anchor(anchor: PhraseFinding, stands: Callable[[Span], bool], lack: str) -> _Standing:
    """By the likeliest moment of the anchor that the phrase stands rightly to; one is enough."""
    if anchor.verdict == "skipped":
        return _Standing("unsure", _UNKNOWN, f"{anchor.phrase_id!r} could not be listened for")
    right = [moment for moment in anchor.moments if stands(moment.evidence.span)]
    best = max(right, key=lambda moment: (moment.verdict == "said", moment.probability), default=None)
    if best is None:
        return _Standing("not_said", 0.0, f"heard {lack} {anchor.phrase_id!r}")
    if best.verdict == "said":
        return _Standing("said", best.probability)
    return _Standing("unsure", best.probability, f"it is not sure that {anchor.phrase_id!r} was said")


def _gap(left: Span, right: Span) -> int:
    """Milliseconds between two spans, 0 where they touch or overlap."""
    return max(0, left.start - right.end, right.start - left.end)


def _by_phase(name: PhaseName, span: Span, stretches: _Stretches) -> _Standing:
    if name not in stretches:
        return _Standing("unsure", _UNKNOWN, f"no {name} phase was found in the call")
    if stretches[name].start <= span.start < stretches[name].end:
        return _IN_PLACE
    return _Standing("not_said", 0.0, f"heard outside the {name} phase")


def _count(count: Count, moments: tuple[Moment, ...], heard: PhraseFinding) -> tuple[Verdict, float, str]:
    """Verdict, probability and a remark from what is left of a finding."""
    if count == _ONCE:
        best = max(moments, key=lambda moment: (moment.verdict == "said", moment.probability), default=None)
        return (best.verdict, best.probability, "") if best else ("not_said", _rest(heard), "")
    sure = sum(moment.verdict == "said" for moment in moments)
    likely = _share_in(count, [moment.probability for moment in moments])
    remark = f"counted {sure} sure and {len(moments) - sure} unsure, wanted {_wanted(count)}"
    too_many = count.at_most is not None and sure > count.at_most
    if len(moments) < count.at_least or too_many:
        return _unless_against("not_said", likely), likely, remark
    if sure >= count.at_least and (count.at_most is None or len(moments) <= count.at_most):
        return _unless_against("said", likely), likely, remark
    return "unsure", likely, remark


def _rest(heard: PhraseFinding) -> float:
    """The probability where no moment counts: nothing where all were misplaced, else what it was."""
    return 0.0 if heard.moments else heard.probability


def _unless_against(verdict: Verdict, probability: float) -> Verdict:
    """Several moments may each be sure enough and all of them together not: then the verdict is open."""
    return verdict if (verdict == "said") == (probability >= 0.5) else "unsure"


def _share_in(count: Count, probabilities: list[float]) -> float:
    """How likely the number of moments that were really said lies in the bounds, each moment for itself."""
    numbers = [1.0]  # how likely 0, 1, 2 ... of the moments so far
    for probability in probabilities:
        less = [share * (1 - probability) for share in numbers] + [0.0]
        more = [0.0] + [share * probability for share in numbers]
        numbers = [left + right for left, right in zip(less, more, strict=True)]
    most = len(numbers) - 1 if count.at_most is None else count.at_most
    return min(1.0, sum(numbers[count.at_least : most + 1]))


def _wanted(count: Count) -> str:
    return f"at least {count.at_least}" + ("" if count.at_most is None else f" and at most {count.at_most}")
