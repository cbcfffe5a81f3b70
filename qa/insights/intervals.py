"""A mean or a rate with its count and its interval, from sums alone: what a database adds up is all that is needed.

*Why clusters.* Calls of one agent are alike, so a hundred calls of five agents tell less than a hundred calls of a
hundred. Where at least `FEWEST_AGENTS` agents stand behind a figure, the agent is what repeats and the calls of each
belong together: the variance is the cluster-robust one with Bell and McCaffrey's correction (CR2; Survey Methodology
28:169, 2002) and their degrees of freedom, both of which are closed for a mean. The figure then speaks of agents such
as these. With fewer agents it speaks of these very agents, and their calls are what repeats.

*Which interval.* Means: Student's t. Shares of 0..1: Wilson's with the effective number of calls (as Korn and Graubard
use it, ibid. 24:193, 1998), which stays within 0..1 and is never empty. A share need not be all or nothing, as points
of a question are not: then Wilson's is a little too wide, never too narrow.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import exp, inf, lgamma, log, sqrt
from statistics import NormalDist
from typing import Literal

#: Every interval holds the true figure with this probability.
CONFIDENCE = 0.95
#: With fewer calls a figure would be taken for more than it is, and is not shown.
FEWEST_CALLS = 10
#: From so many agents on, a figure speaks of agents such as these.
FEWEST_AGENTS = 5

#: What repeats behind a figure.
Over = Literal["agents", "calls"]
_SAME = 1e-12
_NORMAL = NormalDist().inv_cdf((1 + CONFIDENCE) / 2)


@dataclass(frozen=True, slots=True)
class Sums:
    """What the calls of one agent add up to: how many have the measure, its sum, and the sum of its squares."""

    count: int
    total: float
    squares: float


@dataclass(frozen=True, slots=True)
class Moments:
    """What the calls of one agent add up to where a call may hold several moments, of which some are hits.

    The last three are sums over calls: of the hits' squares, of hits times moments, and of the moments' squares.
    """

    calls: int
    count: int
    hits: int
    hits_squared: int
    hits_by_count: int
    count_squared: int


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure. `value`, `low` and `high` are None where fewer than `FEWEST_CALLS` calls stand behind it."""

    count: int
    agents: int
    over: Over
    value: float | None = None
    low: float | None = None
    high: float | None = None


def mean(parts: Iterable[Sums], within: tuple[float, float] = (-inf, inf)) -> Estimate:
    """The mean over calls, one part an agent; the interval does not leave `within`, where values never do."""
    own = [part for part in parts if part.count]
    value, variance, freedom, over = _moments(own)
    count = sum(part.count for part in own)
    if value is None:
        return Estimate(count, len(own), over)
    if variance <= _SAME and within[0] > -inf and within[1] < inf:
        # Calls that are all alike do not show how others differ: as a share they still do.
        scale = within[1] - within[0]
        low, high = _wilson((value - within[0]) / scale, count, _t(freedom))
        return Estimate(count, len(own), over, value, within[0] + scale * low, within[0] + scale * high)
    reach = _t(freedom) * sqrt(variance)
    return Estimate(count, len(own), over, value, max(within[0], value - reach), min(within[1], value + reach))


def share(parts: Iterable[Sums]) -> Estimate:
    """The mean of shares of 0..1, as of calls that have something or of points that were earned; one part an agent."""
    own = [part for part in parts if part.count]
    value, variance, freedom, over = _moments(own)
    count = sum(part.count for part in own)
    if value is None:
        return Estimate(count, len(own), over)
    value = min(1.0, max(0.0, value))
    if over == "calls":  # Wilson's own interval: the spread follows from the share itself, at most
        variance, reach = variance * freedom / count, _NORMAL
    else:
        reach = _t(freedom)
    effective = float(count) if variance <= _SAME else min(count, value * (1 - value) / variance)
    low, high = _wilson(value, max(1.0, effective), reach)
    return Estimate(count, len(own), over, value, low, high)


def share_of_moments(own: Moments) -> Estimate:
    """The share of hits among one agent's moments. Those of one call are alike, so the calls are what repeats.

    The effective number of moments is what their spread over calls leaves of them, and that of the calls where they
    show no spread at all; Student's t then has one degree of freedom less than there are calls.
    """
    if own.count < FEWEST_CALLS:
        return Estimate(own.count, 1, "calls")
    value = own.hits / own.count
    if own.count_squared == own.count:  # one in each call: they repeat by themselves
        low, high = _wilson(value, own.count, _NORMAL)
        return Estimate(own.count, 1, "calls", value, low, high)
    freedom = max(1, own.calls - 1)
    spread = own.hits_squared - 2 * value * own.hits_by_count + value**2 * own.count_squared
    variance = own.calls / freedom * spread / own.count**2
    most = value * (1 - value)
    effective = min(own.count, most / variance) if variance > _SAME and own.calls > 1 else own.calls
    low, high = _wilson(value, max(1.0, effective), _t(freedom))
    return Estimate(own.count, 1, "calls", value, low, high)


def _moments(parts: list[Sums]) -> tuple[float | None, float, float, Over]:
    """The mean, the variance of the mean, its degrees of freedom, and what repeats; no mean where calls are few."""
    count = sum(part.count for part in parts)
    over: Over = "agents" if len(parts) >= FEWEST_AGENTS else "calls"
    if count < FEWEST_CALLS:
        return None, 0.0, 1.0, over
    value = sum(part.total for part in parts) / count
    if over == "agents":
        return value, *_of_agents(parts, count, value), over
    return value, *_of_calls(parts, count), over


def _of_calls(parts: list[Sums], count: int) -> tuple[float, float]:
    """These very agents: what differs is one call from another of the same agent."""
    spread = sum(max(0.0, part.squares - part.total**2 / part.count) for part in parts)
    freedom = max(1, count - len(parts))
    return spread / freedom / count, float(freedom)


def _of_agents(parts: list[Sums], count: int, value: float) -> tuple[float, float]:
    """Agents such as these. For a mean, CR2 divides each agent's squared sum of residuals by 1 less its share."""
    variance = turned = squared = fourth = 0.0
    for part in parts:
        own = part.count / count
        variance += (part.total - part.count * value) ** 2 / (1 - own) / count**2
        squared += own**2
        turned += own**2 / (1 - own)
        fourth += (own**2 / (1 - own)) ** 2
    return variance, 1 / (squared + turned**2 - fourth)


def _wilson(value: float, count: float, reach: float) -> tuple[float, float]:
    z = reach**2 / count
    middle = (value + z / 2) / (1 + z)
    half = sqrt(max(0.0, value * (1 - value) * z + z**2 / 4)) / (1 + z)
    # Rounding must not leave the figure outside of its own interval.
    return max(0.0, min(value, middle - half)), min(1.0, max(value, middle + half))


def _t(freedom: float) -> float:
    return _student(round(max(1.0, freedom), 1))


@lru_cache(maxsize=4_000)
def _student(freedom: float) -> float:
    """The quantile of Student's t that leaves half of what is not `CONFIDENCE` above it, found by halving."""
    low, high = 0.0, 1_000.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        outside = _beta(freedom / (freedom + middle**2), freedom / 2, 0.5)
        low, high = (middle, high) if outside > 1 - CONFIDENCE else (low, middle)
    return low


def _beta(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function, 0 < x <= 1, by Lentz's continued fraction."""
    if x >= 1:
        return 1.0
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log(1 - x))
    if x > (a + 1) / (a + b + 2):
        return 1 - front * _fraction(1 - x, b, a) / b
    return front * _fraction(x, a, b) / a


def _fraction(x: float, a: float, b: float) -> float:
    c, d = 1.0, 1 / (1 - (a + b) * x / (a + 1))
    found = d
    for m in range(1, 400):
        for term in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d, c = 1 / (1 + term * d), 1 + term / c
            found *= c * d
        if abs(c * d - 1) < _SAME:
            break
    return found
