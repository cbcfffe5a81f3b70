"""What a score would give at every threshold."""

from collections.abc import Sequence
from dataclasses import dataclass

from qa.quality.figures.calibration import Scored
from qa.quality.figures.tally import Tally


@dataclass(frozen=True, slots=True)
class Point:
    """What taking everything from this score on for said gives."""

    threshold: float
    tally: Tally


def points(scored: Sequence[Scored]) -> tuple[Point, ...]:
    """One point for each score that occurs, the strictest first."""
    positives = sum(was_so for _, was_so in scored)
    found: list[Point] = []
    hits = claimed = 0
    ordered = sorted(scored, key=lambda case: -case[0])
    for number, (score, was_so) in enumerate(ordered, start=1):
        claimed, hits = number, hits + was_so
        if number == len(ordered) or ordered[number][0] != score:
            found.append(Point(score, Tally(hits, claimed - hits, positives - hits)))
    return tuple(found)


def best(scored: Sequence[Scored]) -> Point | None:
    """The point of the highest F1, the stricter one of equals; None where no score is above nothing at all.

    Taking a score of 0 for said would be to call everything said, which is no way of looking.
    """
    above_nothing = (point for point in points(scored) if point.threshold > 0)
    return max(above_nothing, key=lambda point: point.tally.f1 or 0.0, default=None)
