"""Agreement between raters: each coefficient with what it rests on, how sure it is, and why where there is none.

No coefficient is shown without the prevalence of the answers. Where nearly all answers are the same, kappa and alpha
fall towards 0 however well raters agree (Feinstein and Cicchetti 1990): agreement by chance is then nearly certain, and
the few other answers decide alone. AC1 does not fall, and for the same reason says little of those few. Neither is the
right one of the two; only both, with the prevalence, tell what was seen.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from math import isnan
from typing import Literal

import numpy as np

from qa.scoring.agreement import coefficients
from qa.scoring.agreement.coefficients import Coefficient, Patterns, Weights, credit, pairs
from qa.scoring.agreement.intervals import FEW_MINORITY, exact, resampled
from qa.scoring.agreement.ratings import MISSING, Floats, Ratings, Value

Name = Literal["percent", "cohen_kappa", "fleiss_kappa", "gwet_ac", "krippendorff_alpha"]
#: Why there is no figure. too_few_pairs: fewer than two units that two raters rated. one_answer_only: everybody always
#: gave the same answer, so that nothing is left that chance would not explain. one_choice_only: the scale has no second
#: answer. not_two_raters: Cohen's kappa is for two. no_order: weights need answers that have an order.
Undefined = Literal["too_few_pairs", "one_answer_only", "one_choice_only", "not_two_raters", "no_order"]
#: Why there is no interval around a figure. nobody_disagreed: the units show no spread to resample; how much
#: disagreement they may hide is what the interval of the percent says. too_often_undefined: too many resamples have no
#: figure.
NoInterval = Literal["nobody_disagreed", "too_often_undefined"]


@dataclass(frozen=True, slots=True)
class Basis:
    """What a figure rests on. Counted are units that at least two raters rated, and the ratings in them.

    `prevalence` is each answer's share of these ratings, 0..1, also of answers that nobody gave; it is empty without
    ratings. `disagreed`: units whose raters did not all say the same. `minority`: units in which anybody gave another
    answer than the commonest.
    """

    units: int
    ratings: int
    prevalence: Mapping[Value, float]
    disagreed: int
    minority: int

    @property
    def rough(self) -> bool:
        """Whether there is too little variety for an interval of kappa or alpha to be taken at its word."""
        return self.minority < FEW_MINORITY


@dataclass(frozen=True, slots=True)
class Measure:
    """One coefficient: 1 is perfect agreement, 0 as much as by chance, below it less; the percent is 0..1.

    `value` None: not defined, `undefined` says why. `low` and `high` are None together, `no_interval` says why where
    there is a value.
    """

    name: Name
    weights: Weights
    basis: Basis
    value: float | None = None
    low: float | None = None
    high: float | None = None
    undefined: Undefined | None = None
    no_interval: NoInterval | None = None


def agreement(ratings: Ratings, weights: Weights = "none", seed: int = 0) -> tuple[Measure, ...]:
    """All coefficients. `weights` applies to Cohen's kappa and to Gwet's AC; alpha goes by the level of the scale."""
    return (
        percent_agreement(ratings, seed),
        cohen_kappa(ratings, weights, seed),
        fleiss_kappa(ratings, seed),
        gwet_ac(ratings, weights, seed),
        krippendorff_alpha(ratings, seed),
    )


def percent_agreement(ratings: Ratings, seed: int = 0) -> Measure:
    """How many pairs of raters agree in a unit, on average. Where all do, the interval is the exact one of units."""
    measure = _measured(Measure("percent", "none", _basis(ratings)), ratings.counts, coefficients.percent, seed)
    if measure.no_interval != "nobody_disagreed":
        return measure
    low, high = exact(measure.basis.units, measure.basis.units)
    return replace(measure, low=low, high=high, no_interval=None)


def cohen_kappa(ratings: Ratings, weights: Weights = "none", seed: int = 0) -> Measure:
    """Of the two raters' units that both rated."""
    both = pairs(ratings)
    measure = Measure("cohen_kappa", weights, _basis(replace(ratings, codes=both)))
    if len(ratings.raters) != 2:
        return replace(measure, undefined="not_two_raters")
    if _no_order(ratings, weights):
        return replace(measure, undefined="no_order")
    agreeing = credit(ratings.scale, weights)
    return _measured(measure, both.astype(np.float64), lambda rows: coefficients.cohen(rows, agreeing), seed)


def fleiss_kappa(ratings: Ratings, seed: int = 0) -> Measure:
    """Of any number of raters, who need not be the same in each unit nor equally many."""
    return _measured(Measure("fleiss_kappa", "none", _basis(ratings)), ratings.counts, coefficients.fleiss, seed)


def gwet_ac(ratings: Ratings, weights: Weights = "none", seed: int = 0) -> Measure:
    """AC1, or AC2 with weights. It is defined, and 1, also where everybody always gives the same of several answers."""
    measure = Measure("gwet_ac", weights, _basis(ratings))
    if _no_order(ratings, weights):
        return replace(measure, undefined="no_order")
    if len(ratings.scale.answers) < 2:
        return replace(measure, undefined="one_choice_only")
    agreeing = credit(ratings.scale, weights)
    return _measured(measure, ratings.counts, lambda rows: coefficients.gwet(rows, agreeing), seed)


def krippendorff_alpha(ratings: Ratings, seed: int = 0) -> Measure:
    """At the level of the scale, whatever is missing."""
    measure = Measure("krippendorff_alpha", "none", _basis(ratings))
    return _measured(measure, ratings.counts, lambda rows: coefficients.alpha(rows, ratings.scale), seed)


def _measured(measure: Measure, rows: Floats, build: Callable[[Floats], Coefficient], seed: int) -> Measure:
    if measure.basis.units < 2:
        return replace(measure, undefined="too_few_pairs")
    patterns = Patterns.of(rows)
    coefficient = build(patterns.rows)
    value = float(coefficient(patterns.times[None, :])[0])
    if isnan(value):
        return replace(measure, undefined="one_answer_only")
    if measure.basis.disagreed == 0:
        return replace(measure, value=value, no_interval="nobody_disagreed")
    interval = resampled(coefficient, patterns, seed)
    if interval is None:
        return replace(measure, value=value, no_interval="too_often_undefined")
    return replace(measure, value=value, low=interval[0], high=interval[1])


def _no_order(ratings: Ratings, weights: Weights) -> bool:
    return weights != "none" and not ratings.scale.ordered


def _basis(ratings: Ratings) -> Basis:
    paired = ratings.codes[(ratings.codes != MISSING).sum(axis=1) >= 2]
    counts = replace(ratings, codes=paired).counts
    size, given = counts.sum(axis=1), counts.sum(axis=0)
    commonest = counts[:, int(given.argmax())] if len(given) else size
    prevalence = dict(zip(ratings.scale.answers, given / given.sum(), strict=True)) if given.sum() else {}
    return Basis(
        units=len(paired),
        ratings=int(given.sum()),
        prevalence={answer: float(share) for answer, share in prevalence.items()},
        disagreed=int((counts.max(axis=1, initial=0.0) < size).sum()),
        minority=int((commonest < size).sum()),
    )
