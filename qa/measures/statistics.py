"""Means, spreads and regressions over agents whose moments belong together, each with an interval that tells the truth.

Opportunities of one agent are alike, so the agent is what repeats everywhere here, and agents may be few. That is why
intervals use Bell and McCaffrey's correction (CR2; Survey Methodology 28:169, 2002) and degrees of freedom that fit it
(Pustejovsky and Tipton, Journal of Business & Economic Statistics 36:672, 2018) instead of large-sample formulas. How
often they hold what is true was measured on drawn cohorts: see the tests named after each measure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from qa.insights.intervals import CONFIDENCE, FEWEST_AGENTS, FEWEST_CALLS, Estimate, Sums, share

Numbers = NDArray[np.float64]

#: No less than this part of the variance that the luck of the draw alone makes is believed of a few agents: with all of
#: it intervals hold the truth too often, with none too seldom. A third lay between, on draws that no table reports.
LEAST_OF_LUCK = 1 / 3

_UPPER = (1 + CONFIDENCE) / 2
_SAME = 1e-12
#: The directions in which two numbers may be off together: points of a circle, two degrees apart.
_AROUND = np.array([wave(np.linspace(0, 2 * np.pi, 180, endpoint=False)) for wave in (np.cos, np.sin)])


@dataclass(frozen=True, slots=True)
class Change:
    """A difference, in the units of what is compared. `deviation` is its standard error, with `freedom` degrees.

    Without a value there was too little to go by, see each measure.
    """

    value: float | None = None
    low: float | None = None
    high: float | None = None
    deviation: float = 0.0
    freedom: float = 1.0

    @classmethod
    def of(cls, value: float, deviation: float, freedom: float) -> "Change":
        """The same with Student's interval."""
        reach = quantile(freedom) * deviation
        return cls(value, value - reach, value + reach, deviation, freedom)

    def chance(self) -> float:
        """How likely a difference at least as large is where there is none: the two-sided p; 1 without a value."""
        if self.value is None:
            return 1.0
        if self.deviation <= _SAME:
            return 1.0 if abs(self.value) <= _SAME else 0.0
        from scipy import special

        return float(2 * special.stdtr(self.freedom, -abs(self.value) / self.deviation))


@dataclass(frozen=True, slots=True)
class Sides:
    """One side of a comparison: each agent's share, 0..1, and what luck makes of their mean.

    `noise` is the variance of the mean by luck as a part of chance * (1 - chance): one over the effective number of
    opportunities.
    """

    shares: Numbers
    noise: float

    @classmethod
    def of(cls, shares: Numbers, noises: Numbers) -> "Sides":
        """The same from each agent's own part: one over how many opportunities they have."""
        return cls(shares, float(noises.sum()) / max(1, len(noises)) ** 2)


def quantile(freedom: float, probability: float = _UPPER) -> float:
    """Student's t below which a share of `probability` lies."""
    return _student(round(max(1.0, freedom), 2), probability)


def pooled_share(said: Sequence[float] | Numbers, asked: Sequence[float] | Numbers) -> Estimate:
    """What was said of what was asked, all agents together; one entry an agent, those without a question left out.

    From `FEWEST_AGENTS` agents on the interval is Student's on the scale of log-odds, where shares near 0 and 1 are
    less lopsided, with the CR2 variance; below, or where all or nothing was said, it is `qa.insights.intervals.share`.
    """
    parts = [(float(s), float(n)) for s, n in zip(said, asked, strict=True) if n > 0]
    plain = share(Sums(round(n), s, s) for s, n in parts)
    if len(parts) < FEWEST_AGENTS or plain.value is None or not 0 < plain.value < 1:
        return plain
    given, of = (np.array(column) for column in zip(*parts, strict=True))
    _, variance, freedom = weighted_mean(given / of, of)
    total = of.sum()
    value = (given.sum() + 0.5) / (total + 1)
    reach = quantile(freedom) * np.sqrt(variance) / (value * (1 - value))
    if reach <= _SAME:  # agents who are all alike do not show how others differ
        return plain
    low, high = (float(side) for side in _share_of(np.log(value / (1 - value)) + np.array([-reach, reach])))
    return Estimate(plain.count, plain.agents, plain.over, plain.value, min(low, plain.value), max(high, plain.value))


def weighted_mean(values: Numbers, weights: Numbers) -> tuple[float, float, float]:
    """The mean of one value an agent, its CR2 variance, and the degrees of freedom. Needs two agents or more."""
    own = weights / weights.sum()
    mean = float(own @ values)
    left = own**2 / (1 - own)
    variance = float((own**2 * (values - mean) ** 2 / (1 - own)).sum())
    freedom = 1 / float((own**2).sum() + left.sum() ** 2 - (left**2).sum())
    return mean, variance, freedom


def mean_difference(first: Sides, second: Sides) -> Change:
    """The mean of the agents' own differences, each agent counting once; none with fewer than `FEWEST_AGENTS` agents.

    Near 0 and 1 differences are lopsided, as the sample alone does not show where agents are few. So both shares go to
    the scale of log-odds, and the interval holds all differences between two levels that are no further from those seen
    than Student's quantile of standard errors, whichever way: what the profile of a likelihood gives that is normal
    there. Where shares are near one half it is Student's paired interval.
    """
    count = len(first.shares)
    if count < FEWEST_AGENTS:
        return Change()
    shares = np.array([first.shares, second.shares])
    seen = shares.mean(axis=1)
    noise = np.array([first.noise, second.noise])
    level = (seen / noise + 0.5) / (1 / noise + 1)  # as of one opportunity more, half of it said
    slope = level * (1 - level)
    luck = np.sqrt(slope * noise)
    sizes, ways = np.linalg.eigh(np.cov(shares) / count / np.outer(luck, luck))
    reach = luck[:, None] * ways * np.sqrt(np.maximum(sizes, LEAST_OF_LUCK))
    edge = quantile(count - 1) * reach / slope[:, None] @ _AROUND
    before, after = _share_of(np.log(level / (1 - level))[:, None] + edge)
    value = float(seen[1] - seen[0])
    deviation = float(np.hypot(*(reach[1] - reach[0])))
    low, high = min(value, float((after - before).min())), max(value, float((after - before).max()))
    return Change(value, low, high, deviation, count - 1)


def chance_of_counting(said: float, asked: float) -> float:
    """The variance of a share by the luck of the draw alone, never 0 (as Agresti and Caffo have it)."""
    value = (said + 1) / (asked + 2)
    return value * (1 - value) / (asked + 2)


def luck_of(said: float, asked: float) -> float:
    """The same without bias, 0 where all or nothing was said; of a single opportunity, the most that it can be."""
    share_said = said / asked
    return share_said * (1 - share_said) / (asked - 1) if asked > 1 else 0.25


def holm(chances: Sequence[float]) -> list[float]:
    """The same p values, raised so that all that stay below a bound are real together (Holm, 1979)."""
    order = sorted(range(len(chances)), key=lambda place: chances[place])
    raised, least = [1.0] * len(chances), 0.0
    for rank, place in enumerate(order):
        least = max(least, min(1.0, (len(chances) - rank) * chances[place]))
        raised[place] = least
    return raised


def _share_of(odds: Numbers) -> Numbers:
    result: Numbers = 1 / (1 + np.exp(-odds))
    return result


@lru_cache(maxsize=4_000)
def _student(freedom: float, probability: float) -> float:
    from scipy import special

    return float(special.stdtrit(freedom, probability))


__all__ = [
    "CONFIDENCE",
    "FEWEST_AGENTS",
    "FEWEST_CALLS",
    "Change",
    "Estimate",
    "Numbers",
    "Sides",
    "chance_of_counting",
    "holm",
    "luck_of",
    "mean_difference",
    "pooled_share",
    "quantile",
    "weighted_mean",
]
