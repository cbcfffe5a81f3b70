"""The published coefficients, each as a function of how often every pattern of ratings occurs.

Units that were rated alike are one *pattern*. A coefficient takes the patterns' frequencies, one row for the sample as
it is and one for every resample of it, and gives one figure a row, NaN where it is not defined. So the figure that is
shown and the resamples around it come from the same lines of code.

Sources: Cohen 1960 and 1968 (kappa, weighted); Fleiss 1971, and Gwet 2014 ch. 2 for missing ratings (Fleiss' kappa);
Gwet 2008 and 2014 (AC1, AC2); Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability" (alpha).
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa.scoring.agreement.ratings import MISSING, Codes, Floats, Ratings, Scale

#: Patterns' frequencies, resamples × patterns, to one figure a resample.
Coefficient = Callable[[Floats], Floats]
#: What a disagreement costs: always all, or more the further the answers lie apart, by distance or by its square.
Weights = Literal["none", "linear", "quadratic"]

#: Agreement by chance this near to certain leaves nothing to correct for.
_NOTHING_LEFT = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Patterns:
    """The different rows of `rows`, in an order that does not depend on the units', and how often each occurs."""

    rows: Floats
    times: Floats

    @classmethod
    def of(cls, rows: Floats) -> "Patterns":
        different, times = np.unique(rows, axis=0, return_counts=True)
        return cls(different, times.astype(np.float64))


def credit(scale: Scale, weights: Weights) -> Floats:
    """Answers × answers: how far two answers count as agreeing, 1 for the same and 0 for the furthest apart."""
    places = scale.positions
    if weights == "none" or len(places) < 2:
        return np.eye(len(places))
    apart: Floats = np.abs(places[:, None] - places[None, :]) / (places[-1] - places[0])
    return 1.0 - (apart if weights == "linear" else apart**2)


def pairs(ratings: Ratings) -> Codes:
    """Units × raters: the answers of the units that all of them rated."""
    both: Codes = ratings.codes[(ratings.codes != MISSING).all(axis=1)]
    return both


def percent(counts: Floats) -> Coefficient:
    """The share of agreeing pairs of raters in a unit, averaged over the units that have a pair; 0..1."""
    observed = _Observed.of(counts, np.eye(counts.shape[1]))
    return observed.mean


def fleiss(counts: Floats) -> Coefficient:
    """Fleiss' kappa; chance is two draws from all raters' answers together."""
    observed, shares = _Observed.of(counts, np.eye(counts.shape[1])), _shares(counts)

    def kappa(times: Floats) -> Floats:
        answers = _mean(times, shares)
        return _corrected(observed.mean(times), (answers**2).sum(axis=1))

    return kappa


def gwet(counts: Floats, agreeing: Floats) -> Coefficient:
    """AC1, and AC2 where `agreeing` gives partial credit; chance is a guess at units that are hard to tell.

    Raises ValueError where the scale has one answer only: there is nothing to tell apart.
    """
    possible = counts.shape[1]
    if possible < 2:
        raise ValueError("AC1 needs a scale of two answers or more")
    observed, shares = _Observed.of(counts, agreeing), _shares(counts)

    def coefficient(times: Floats) -> Floats:
        answers = _mean(times, shares)
        hard = (answers * (1.0 - answers)).sum(axis=1) / (possible * (possible - 1))
        return _corrected(observed.mean(times), agreeing.sum() * hard)

    return coefficient


def cohen(both: Floats, agreeing: Floats) -> Coefficient:
    """Cohen's kappa, weighted where `agreeing` gives partial credit; chance keeps each rater's own habits.

    `both` is patterns × 2, the two raters' answers as places on the scale.
    """
    one, other = both.astype(np.int64).T
    habits_of_one, habits_of_other = np.eye(len(agreeing))[one], np.eye(len(agreeing))[other]
    agreed = agreeing[one, other]

    def kappa(times: Floats) -> Floats:
        chance = ((_mean(times, habits_of_one) @ agreeing) * _mean(times, habits_of_other)).sum(axis=1)
        return _corrected(_mean(times, agreed[:, None])[:, 0], chance)

    return kappa


def alpha(counts: Floats, scale: Scale) -> Coefficient:
    """Krippendorff's alpha at the level of the scale; units with a single rating say nothing and are left out."""
    size = counts.sum(axis=1)
    paired = np.where((size >= 2)[:, None], counts, 0.0)
    apart = _nominal if scale.level == "nominal" else _by_rank if scale.level == "ordinal" else _by_number(scale)

    def coefficient(times: Floats) -> Floats:
        found, possible = apart(times, paired)
        ratings = times @ paired.sum(axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            value = 1.0 - (ratings - 1.0) * found / possible
        return np.where(possible > _NOTHING_LEFT, value, np.nan)

    return coefficient


#: Frequencies and counts to the disagreement within units, and between any two ratings at all, a resample each.
_Disagreement = Callable[[Floats, Floats], tuple[Floats, Floats]]


def _nominal(times: Floats, counts: Floats) -> tuple[Floats, Floats]:
    size = counts.sum(axis=1)
    within = (size**2 - (counts**2).sum(axis=1)) / np.maximum(size - 1.0, 1.0)
    answers = times @ counts
    return times @ within, answers.sum(axis=1) ** 2 - (answers**2).sum(axis=1)


def _by_rank(times: Floats, counts: Floats) -> tuple[Floats, Floats]:
    """The ordinal distance of two answers is that of their middle ranks among all ratings of the same resample."""
    answers = times @ counts
    return _squares(times, counts, np.cumsum(answers, axis=1) - answers / 2)


def _by_number(scale: Scale) -> _Disagreement:
    return lambda times, counts: _squares(
        times, counts, np.broadcast_to(scale.positions, (len(times), counts.shape[1]))
    )


def _squares(times: Floats, counts: Floats, places: Floats) -> tuple[Floats, Floats]:
    """Squared distances, summed over ordered pairs by way of sums of squares; `places` is resamples × answers."""
    answers = times @ counts
    ratings = np.maximum(answers.sum(axis=1, keepdims=True), 1.0)
    # Distances do not change by the shift, and small numbers keep their digits when squared.
    centred = places - (places * answers).sum(axis=1, keepdims=True) / ratings
    size = counts.sum(axis=1)
    sums, squares = centred @ counts.T, centred**2 @ counts.T
    within = 2.0 * (size * squares - sums**2) / np.maximum(size - 1.0, 1.0)
    return (times * within).sum(axis=1), 2.0 * ratings[:, 0] * (centred**2 * answers).sum(axis=1)


@dataclass(frozen=True, slots=True, eq=False)
class _Observed:
    """How far each pattern's raters agree, and whether it has two of them."""

    agreed: Floats
    paired: Floats

    @classmethod
    def of(cls, counts: Floats, agreeing: Floats) -> "_Observed":
        size = counts.sum(axis=1)
        together = (counts * (counts @ agreeing - 1.0)).sum(axis=1)
        return cls(together / np.maximum(size * (size - 1.0), 1.0), (size >= 2).astype(np.float64))

    def mean(self, times: Floats) -> Floats:
        with np.errstate(invalid="ignore", divide="ignore"):
            return (times @ (self.agreed * self.paired)) / (times @ self.paired)


def _shares(counts: Floats) -> Floats:
    shares: Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def _mean(times: Floats, rows: Floats) -> Floats:
    average: Floats = (times @ rows) / times.sum(axis=1, keepdims=True)
    return average


def _corrected(observed: Floats, chance: Floats) -> Floats:
    left = 1.0 - chance
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(left > _NOTHING_LEFT, (observed - chance) / left, np.nan)
