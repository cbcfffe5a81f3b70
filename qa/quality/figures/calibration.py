"""Whether a probability means what it says: of all that is called 70 % sure, 70 % should be so."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from qa.quality.figures.tally import rounded

BINS = 10
#: A probability and whether it was so.
Scored = tuple[float, bool]


@dataclass(frozen=True, slots=True)
class Bin:
    """Cases of about the same probability: how sure they were on average, and how many of them were so."""

    low: float
    high: float
    count: int
    mean: float
    share: float


def equal_width(scored: Sequence[Scored]) -> tuple[Bin, ...]:
    """Ten bins of the same width, those with cases only."""
    places = [min(int(probability * BINS), BINS - 1) for probability, _ in scored]
    found = []
    for place in sorted(set(places)):
        inside = [case for case, at in zip(scored, places, strict=True) if at == place]
        found.append(_bin(place / BINS, (place + 1) / BINS, inside))
    return tuple(found)


def equal_mass(scored: Sequence[Scored]) -> tuple[Bin, ...]:
    """Ten bins of the same number of cases, as near as it goes: most probabilities crowd at both ends.

    Cases of the very same probability stay together, since nothing tells which of them would belong where.
    """
    ordered = sorted(scored, key=lambda case: case[0])
    parts: dict[int, list[Scored]] = defaultdict(list)
    before = 0
    for _, group in groupby(ordered, key=lambda case: case[0]):
        same = list(group)
        parts[int(BINS * (before + len(same) / 2) / len(ordered))] += same
        before += len(same)
    return tuple(_bin(part[0][0], part[-1][0], part) for part in parts.values())


def expected_error(bins: Sequence[Bin]) -> float | None:
    """The expected calibration error: the bins' distances from the diagonal, by their numbers of cases."""
    total = sum(bin_.count for bin_ in bins)
    return sum(bin_.count * abs(bin_.mean - bin_.share) for bin_ in bins) / total if total else None


def brier(scored: Sequence[Scored]) -> float | None:
    """The mean squared distance of the probabilities from the truth."""
    return sum((probability - was_so) ** 2 for probability, was_so in scored) / len(scored) if scored else None


def calibration_json(scored: Sequence[Scored]) -> dict[str, Any]:
    """Both errors, the Brier score, and the bins of equal width to draw."""
    bins = equal_width(scored)
    return {
        "ece": rounded(expected_error(bins)),
        "ece_equal_mass": rounded(expected_error(equal_mass(scored))),
        "brier": rounded(brier(scored)),
        "bins": [
            {
                "from": bin_.low,
                "to": bin_.high,
                "cases": bin_.count,
                "mean_probability": rounded(bin_.mean),
                "share_said": rounded(bin_.share),
            }
            for bin_ in bins
        ],
    }


def _bin(low: float, high: float, inside: Sequence[Scored]) -> Bin:
    mean = sum(probability for probability, _ in inside) / len(inside)
    return Bin(low, high, len(inside), mean, sum(was_so for _, was_so in inside) / len(inside))
