"""How far apart agents lie, and one agent's weeks, as a likelihood has it that takes the luck of the draw into account.

What is taken to be so: an agent has a level on the scale of log-odds, levels of agents such as these are normal with
some standard deviation, an agent's weeks are normal around their level with another, and what is said of what was
asked in a week is binomial. Chances near 0 and 1 and weeks of two opportunities need no correction then, as they do
where shares are taken for measurements.

The likelihood is added up over a grid of levels, once roughly and once finely where it is not negligible, and weighed
with Jeffreys's prior of each of the two spreads (flat near nothing but where chance drowns it) and a flat one of the
middle; what is told is the middle of what remains and the ends that leave 2.5 % on either side. Where no spread at all
is as good an account by the likelihood ratio, the interval begins at 0. That these hold what is true as often as they
say was measured, also where levels are not normal: see `tests.benchmarks.measures_cover`.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from qa.measures.statistics import CONFIDENCE, Change, Numbers

#: How many places the grid has of the mean, the spread of agents and that of weeks: roughly, then finely.
_ROUGH, _FINE = (9, 9, 8), (15, 23, 15)
#: Levels further from 0 than this, in log-odds, are told from 0 and 1 by no count.
_FURTHEST = 14.0
#: Spreads beyond these are no spread of agents, or weeks, who do the same work: in log-odds.
_WIDEST, _WILDEST = 6.0, 3.0
#: Half of the 95 % quantile of chi-square with one degree of freedom: likelihoods this much lower are as good.
_AS_GOOD = 1.92


class Spreads(NamedTuple):
    """Standard deviations of chances, 0..1: between agents in the long run, and between the weeks of one agent."""

    between: Change
    within: Change


@dataclass(frozen=True, slots=True)
class _Counts:
    said: Numbers
    asked: Numbers

    @property
    def weeks(self) -> Numbers:
        return np.asarray((self.asked > 0).sum(axis=1), dtype=np.float64)


@dataclass(frozen=True, slots=True)
class _Places:
    """The places of the grid, each in order."""

    middle: Numbers
    between: Numbers
    within: Numbers


@dataclass(frozen=True, slots=True)
class _Found:
    """By middle, spread between and spread within: log-likelihood, what it weighs, and both spreads of chances."""

    places: _Places
    likelihood: Numbers
    weight: Numbers
    apart: Numbers
    uneven: Numbers


def spreads(said: Numbers, asked: Numbers) -> Spreads:
    """Both spreads of counts by agent and week; weeks with nothing asked tell nothing. Needs two agents or more."""
    counts = _Counts(said, asked)
    levels = _levels(counts)
    rough = _search(counts, levels, _first_places(counts))
    fine = _search(counts, levels, _closer(rough))
    even_team, even_weeks = (fine.likelihood[:, 0, :].max(), fine.likelihood[:, :, 0].max())
    best = fine.likelihood.max()
    return Spreads(
        _told(fine.apart, fine.weight, even=bool(best - even_team < _AS_GOOD)),
        _told(fine.uneven, fine.weight, even=bool(best - even_weeks < _AS_GOOD)),
    )


def _told(values: Numbers, weight: Numbers, *, even: bool) -> Change:
    order = np.argsort(values, axis=None)
    own, own_weight = values.ravel()[order], weight.ravel()[order]
    reached = (np.cumsum(own_weight) - own_weight / 2) / own_weight.sum()
    outside = (1 - CONFIDENCE) / 2
    low, middle, high = (float(one) for one in np.interp([outside, 0.5, 1 - outside], reached, own))
    return Change(middle, 0.0 if even else low, high)


def _levels(counts: _Counts) -> Numbers:
    """The log-odds at which chances are taken: fine enough for the agent with the most opportunities."""
    placed, luck = _placed(counts.said.sum(axis=1), counts.asked.sum(axis=1))
    step = float(np.clip(0.7 * np.sqrt(luck.min()), 0.02, 0.15))
    aside = 4 * max(float(placed.std()), 0.5) + 1
    low, high = max(-_FURTHEST, placed.min() - aside), min(_FURTHEST, placed.max() + aside)
    return np.arange(low, high + step, step)


def _placed(said: Numbers, asked: Numbers) -> tuple[Numbers, Numbers]:
    """Log-odds of shares, and about which variance luck gives them."""
    missed = asked - said
    return np.log((said + 0.5) / (missed + 0.5)), 1 / (said + 0.5) + 1 / (missed + 0.5)


def _first_places(counts: _Counts) -> _Places:
    placed, luck = _placed(counts.said.sum(axis=1), counts.asked.sum(axis=1))
    whole, _ = _placed(counts.said.sum(), counts.asked.sum())
    seen = max(float(placed.std(ddof=1)), 0.3)
    reach = 5 * float(np.sqrt((seen**2 + luck.mean()) / len(placed)))
    return _Places(
        np.linspace(float(whole) - reach, float(whole) + reach, _ROUGH[0]),
        _from_nothing(min(_WIDEST, 4 * seen), _ROUGH[1]),
        _from_nothing(_WILDEST, _ROUGH[2]),
    )


def _from_nothing(most: float, many: int) -> Numbers:
    """Spreads from 0 on, closer to each other where they are small."""
    return most * np.linspace(0, 1, many) ** 2


def _closer(rough: _Found) -> _Places:
    """Places where the weight is, and 0 among the spreads."""
    ends = []
    for axis, places in enumerate((rough.places.middle, rough.places.between, rough.places.within)):
        own = rough.weight.sum(axis=tuple(other for other in range(3) if other != axis))
        kept = np.flatnonzero(own > 1e-4 * own.max())
        ends.append((places[max(0, kept[0] - 1)], places[min(len(places) - 1, kept[-1] + 1)]))
    middle, between, within = (np.linspace(low, high, many) for (low, high), many in zip(ends, _FINE, strict=True))
    return _Places(middle, _with_nothing(between), _with_nothing(within))


def _with_nothing(places: Numbers) -> Numbers:
    return places if places[0] == 0 else np.concatenate([[0.0], places])


def _search(counts: _Counts, levels: Numbers, places: _Places) -> _Found:
    chance = 1 / (1 + np.exp(-levels))
    weekly = _weekly(counts, levels)
    middle, between = np.meshgrid(places.middle, places.between, indexing="ij")
    lies = _normal(levels, middle.ravel(), np.maximum(between.ravel(), 1e-9))
    shape = middle.shape
    likelihood, apart, uneven = [], [], []
    for own in places.within:
        spread = _normal(levels, levels, np.full(len(levels), max(own, 1e-9)))
        of_agents = np.log(np.maximum(weekly @ spread.T, 1e-300)).sum(axis=1)
        most = of_agents.max(axis=1, keepdims=True)
        added = np.log(np.maximum(np.exp(of_agents - most) @ lies.T, 1e-300)).sum(axis=0) + most.sum()
        likelihood.append(added.reshape(shape))
        long_run = spread @ chance
        mean = lies @ long_run
        apart.append(np.sqrt(np.maximum(0, lies @ long_run**2 - mean**2)).reshape(shape))
        uneven.append(np.sqrt(np.maximum(0, lies @ (spread @ chance**2 - long_run**2))).reshape(shape))
    logs = np.stack(likelihood, axis=-1)
    weight = np.exp(logs - logs.max()) * _prior(counts, places)
    return _Found(places, logs, weight, np.stack(apart, axis=-1), np.stack(uneven, axis=-1))


def _weekly(counts: _Counts, levels: Numbers) -> Numbers:
    """The likelihood of each agent's each week at each level, its highest being 1: agents x weeks x levels."""
    said, missed = counts.said[:, :, None], (counts.asked - counts.said)[:, :, None]
    logs = -said * np.logaddexp(0, -levels) - missed * np.logaddexp(0, levels)
    result: Numbers = np.exp(logs - logs.max(axis=2, keepdims=True))
    return result


def _normal(levels: Numbers, middle: Numbers, spread: Numbers) -> Numbers:
    """How much of each normal distribution lies at each level: a row for each."""
    # A spread far below the grid's step lies wholly at the nearest level.
    nearest = np.abs(levels[None, :] - middle[:, None])
    off = nearest.min(axis=1, keepdims=True)
    logs = -(nearest**2 - off**2) / (2 * spread[:, None] ** 2)
    own = np.exp(logs)
    result: Numbers = own / own.sum(axis=1, keepdims=True)
    return result


def _prior(counts: _Counts, places: _Places) -> Numbers:
    """Jeffreys's prior of each spread with all else held, for measurements with the noise of their counts.

    That of the middle must not know of the spread: with both, few agents would seem more even than they are, as where
    a variance is divided by their number and not by one less. It is flat but where luck drowns every spread.
    """
    middle, between, within = (
        places.middle[:, None, None, None],
        places.between[None, :, None, None],
        places.within[None, None, :, None],
    )
    odds = 2 + np.exp(middle) + np.exp(-middle)  # 1 / (chance * (1 - chance))
    asked, weeks = counts.asked.sum(axis=1), counts.weeks
    noise = odds / asked + within**2 / weeks
    of_middle = np.sqrt((1 / (_WIDEST**2 + odds / asked)).sum(axis=-1))
    of_between = between[..., 0] * np.sqrt((1 / (between**2 + noise) ** 2).sum(axis=-1))
    weekly = odds * weeks / asked
    of_within = within[..., 0] * np.sqrt((np.maximum(weeks - 1, 0) / (within**2 + weekly) ** 2).sum(axis=-1))
    steps = [np.gradient(own) for own in (places.middle, places.between, places.within)]
    width = steps[0][:, None, None] * steps[1][None, :, None] * steps[2][None, None, :]
    result: Numbers = of_middle * of_between * of_within * width
    return result
