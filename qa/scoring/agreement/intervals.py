"""How sure a figure is: by resampling the units, and exactly where it is a plain share.

*Why resampling.* Closed-form standard errors are published for Cohen's kappa (Fleiss, Cohen and Everitt 1969), Fleiss'
kappa (Fleiss, Nee and Landis 1979, only where there is no agreement beyond chance), AC1 and AC2 (Gwet 2008), and none
that is settled for alpha. They assume many units, run past 1, and each holds for its own coefficient, some of them only
without missing ratings. Zapf et al. 2016 (BMC Medical Research Methodology 16:93) found the asymptotic interval of
Fleiss' kappa unfit and resampled units good, for kappa and alpha alike. So all coefficients are resampled, over units:
a unit's ratings belong together, and calls are what a further session would draw anew.

*Which interval.* Bias-corrected and accelerated (BCa; Efron 1987). In a simulation of 2 to 5 raters, 8 to 100 units and
answers as rare as 7 in 100, where somebody disagreed, its 95 % intervals held the truth in 94 to 98 % of samples in
which at least `FEW_MINORITY` units had any other answer than the commonest one; plain percentiles did in 89 to 95 %.
With fewer such units neither is to be trusted for kappa and alpha (about 80 %), which `Basis.rough` says.
"""

from collections.abc import Iterator
from math import lgamma, log, sqrt
from statistics import NormalDist

import numpy as np

from qa.scoring.agreement.coefficients import Coefficient, Patterns
from qa.scoring.agreement.ratings import Floats

#: Every interval holds the true figure with this probability, as far as the units are a fair sample of the calls.
CONFIDENCE = 0.95
#: With fewer units that have any other answer than the commonest, an interval claims more than it knows.
FEW_MINORITY = 5

_RESAMPLES = 4_000
#: Beyond this share of resamples without a defined figure, the others are no fair picture of it.
_MOST_UNDEFINED = 0.1
_CELLS_AT_ONCE = 2_000_000
_SAME = 1e-12
_NORMAL = NormalDist()


def resampled(coefficient: Coefficient, patterns: Patterns, seed: int) -> tuple[float, float] | None:
    """The interval around the coefficient, resampling units; None where too many resamples leave it undefined.

    The same units in any order, with the same seed, give the same interval. The coefficient itself must be defined.
    """
    value = float(coefficient(patterns.times[None, :])[0])
    drawn = np.concatenate([coefficient(times) for times in _resamples(patterns, seed)])
    known = drawn[~np.isnan(drawn)]
    if len(known) < (1 - _MOST_UNDEFINED) * len(drawn):
        return None
    below = float(np.mean(known < value - _SAME) + np.mean(np.abs(known - value) <= _SAME) / 2)
    bias = _NORMAL.inv_cdf(min(max(below, 1 / len(known)), 1 - 1 / len(known)))
    bend = _acceleration(coefficient, patterns)
    ends = [_corrected((1 - CONFIDENCE) / 2, bias, bend), _corrected((1 + CONFIDENCE) / 2, bias, bend)]
    low, high = np.quantile(known, ends)
    return min(float(low), value), max(float(high), value)


def wilson(counted: int, of: int) -> tuple[float, float]:
    """Wilson's interval of a share, 0..1: narrower than the exact one, and right on average (Newcombe 1998).

    Raises ValueError where there is nothing to share.
    """
    if not 0 <= counted <= of or of == 0:
        raise ValueError(f"{counted} of {of} is no share")
    z, share = _NORMAL.inv_cdf((1 + CONFIDENCE) / 2), counted / of
    middle = share + z * z / (2 * of)
    reach = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, (middle - reach) / whole), min(1.0, (middle + reach) / whole)


def exact(agreed: int, of: int) -> tuple[float, float]:
    """Clopper and Pearson's interval of a share, 0..1: never too narrow, also where all or none agreed.

    Raises ValueError where there is nothing to share.
    """
    if not 0 <= agreed <= of or of == 0:
        raise ValueError(f"{agreed} of {of} is no share")
    tail = (1 - CONFIDENCE) / 2
    low = 0.0 if agreed == 0 else _where_at_least(agreed, of, tail)
    high = 1.0 if agreed == of else _where_at_least(agreed + 1, of, 1 - tail)
    return low, high


def _resamples(patterns: Patterns, seed: int) -> Iterator[Floats]:
    random = np.random.default_rng(seed)
    units = round(float(patterns.times.sum()))
    chances = patterns.times / patterns.times.sum()
    at_once = max(1, _CELLS_AT_ONCE // len(chances))
    for done in range(0, _RESAMPLES, at_once):
        yield random.multinomial(units, chances, size=min(at_once, _RESAMPLES - done)).astype(np.float64)


def _acceleration(coefficient: Coefficient, patterns: Patterns) -> float:
    """How the figure's spread changes with the figure, by leaving out each unit in turn."""
    at_once = max(1, _CELLS_AT_ONCE // len(patterns.times))
    places = np.arange(len(patterns.times))
    left_out = np.concatenate(
        [
            coefficient(patterns.times - (places[start : start + at_once, None] == places))
            for start in range(0, len(places), at_once)
        ]
    )
    known = ~np.isnan(left_out)
    if not known.any():
        return 0.0
    times = patterns.times[known]
    off = np.average(left_out[known], weights=times) - left_out[known]
    spread = float(times @ off**2)
    return float(times @ off**3) / (6 * spread**1.5) if spread > _SAME**2 else 0.0


def _corrected(share: float, bias: float, bend: float) -> float:
    """Which quantile of the resamples stands for this one of the truth.

    The bend is at most 1/6, whatever the units, and the bias is held within the resamples: it never divides by 0.
    """
    shifted = bias + _NORMAL.inv_cdf(share)
    return _NORMAL.cdf(bias + shifted / (1 - bend * shifted))


def _where_at_least(agreed: int, of: int, probability: float) -> float:
    """The share at which so many or more agree with this probability, found by halving: both rise together."""
    counts = np.arange(agreed, of + 1)
    ways = np.array([lgamma(of + 1) - lgamma(count + 1) - lgamma(of - count + 1) for count in counts])
    low, high = 0.0, 1.0
    while high - low > _SAME:
        middle = (low + high) / 2
        chance = float(np.exp(ways + counts * log(middle) + (of - counts) * log(1 - middle)).sum())
        low, high = (middle, high) if chance < probability else (low, middle)
    return low
