"""The measures that a tone question may name, each read from the finding with the turns that it rests on."""

from collections.abc import Callable
from dataclasses import dataclass
from math import erf, sqrt

from qa.pipeline.model import Evidence, ToneFinding, ToneMark, Transcript
from qa.rubric.kinds import Tone
from qa.rubric.kinds.tone import ToneMeasure

#: The value that a call full of one label has.
_WHOLE = 5
_MOST_EVIDENCE = 5
#: Nothing is surer than this about a tone, however many turns agree.
_LEAST_DEVIATION = 0.1

_Quarters = list[tuple[int, float]]  # those in which the speaker's tone is known: which one, and its value


@dataclass(frozen=True, slots=True)
class ToneMeasurement:
    """A value on the scale of tone, how far it may be off (one standard deviation), and where to read it."""

    value: float
    deviation: float
    evidence: tuple[Evidence, ...] = ()

    def within(self, at_least: float | None, at_most: float | None) -> float:
        """How likely the true value lies within the bounds, 0..1; None is unbounded."""
        below = 1.0 if at_most is None else self._not_above(at_most)
        return below - (0.0 if at_least is None else self._not_above(at_least))

    def _not_above(self, bound: float) -> float:
        return 0.5 * (1 + erf((bound - self.value) / (self.deviation * sqrt(2))))


def known_quarters(kind: Tone, finding: ToneFinding) -> int:
    """In how many quarters of the call this speaker's tone is known."""
    return len(_quarters(kind, finding))


def measured(kind: Tone, finding: ToneFinding, transcript: Transcript | None) -> ToneMeasurement | None:
    """The measure's value in one call; None where the speaker's tone is not known, or not often enough.

    Without the transcript nobody knows whose turn a mark is, so that all of them tell how far the value may be off, and
    none is evidence.
    """
    quarters = _quarters(kind, finding)
    if not quarters or (kind.measure == "trend" and len(quarters) == 1):
        return None
    value, of = _MEASURES[kind.measure](quarters)
    marks = _marks(kind, finding, transcript, of)
    evidence = _evidence(kind, marks, value, transcript) if transcript else ()
    return ToneMeasurement(value, _deviation(marks), evidence)


def _quarters(kind: Tone, finding: ToneFinding) -> _Quarters:
    quarters = finding.quarters.get(kind.speaker, ())
    return [(index, value) for index, value in enumerate(quarters) if value is not None]


def _mean(quarters: _Quarters) -> tuple[float, set[int]]:
    return sum(value for _, value in quarters) / len(quarters), {index for index, _ in quarters}


def _first(quarters: _Quarters) -> tuple[float, set[int]]:
    return quarters[0][1], {quarters[0][0]}


def _last(quarters: _Quarters) -> tuple[float, set[int]]:
    return quarters[-1][1], {quarters[-1][0]}


def _lowest(quarters: _Quarters) -> tuple[float, set[int]]:
    index, value = min(quarters, key=lambda quarter: quarter[1])
    return value, {index}


def _trend(quarters: _Quarters) -> tuple[float, set[int]]:
    return quarters[-1][1] - quarters[0][1], {quarters[0][0], quarters[-1][0]}


_MEASURES: dict[ToneMeasure, Callable[[_Quarters], tuple[float, set[int]]]] = {
    "mean": _mean,
    "first_quarter": _first,
    "last_quarter": _last,
    "lowest_quarter": _lowest,
    "trend": _trend,
}


def _marks(kind: Tone, finding: ToneFinding, transcript: Transcript | None, of: set[int]) -> list[ToneMark]:
    """The marks that the value rests on: the speaker's, in those quarters."""
    if transcript is None:
        return list(finding.marks)
    spoken = [mark for mark in finding.marks if transcript.turns[mark.turn].speaker == kind.speaker]
    return [mark for mark in spoken if _quarter(mark, transcript) in of] or spoken


def _quarter(mark: ToneMark, transcript: Transcript) -> int:
    span = transcript.turns[mark.turn].span
    return min(3, 2 * (span.start + span.end) // max(1, transcript.duration_ms))


def _deviation(marks: list[ToneMark]) -> float:
    """By the labels' own doubt: a turn of another tone than its label is one step off, each for itself."""
    if not marks:
        return _LEAST_DEVIATION
    doubt = sum(mark.probability * (1 - mark.probability) for mark in marks)
    return max(_LEAST_DEVIATION, _WHOLE * sqrt(doubt) / len(marks))


def _evidence(kind: Tone, marks: list[ToneMark], value: float, transcript: Transcript) -> tuple[Evidence, ...]:
    """The surest turns that speak for the verdict, in time order: positive ones where it is met, else negative ones."""
    too_high = kind.at_most is not None and value > kind.at_most
    too_low = kind.at_least is not None and value < kind.at_least
    wanted = "negative" if too_low else "positive" if too_high or kind.at_least is not None else "negative"
    telling = sorted((mark for mark in marks if mark.label == wanted), key=lambda mark: -mark.probability)
    turns = [transcript.turns[index] for index in sorted(mark.turn for mark in telling[:_MOST_EVIDENCE])]
    return tuple(Evidence(turn.span, turn.speaker, turn.text) for turn in turns)
