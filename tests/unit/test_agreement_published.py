"""Every coefficient against worked examples that were published with their results; each names its source."""

from collections.abc import Sequence

import numpy as np
import pytest

from qa.scoring.agreement import coefficients
from qa.scoring.agreement.intervals import exact, resampled
from qa.scoring.agreement.measure import (
    Measure,
    agreement,
    cohen_kappa,
    fleiss_kappa,
    gwet_ac,
    krippendorff_alpha,
    percent_agreement,
)
from qa.scoring.agreement.ratings import Floats, Level, Ratings, Scale

_ = None
DIGITS = "12345"

#: Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", section C: 4 observers, 12 units. It is
#: `cac.raw4raters` in Gwet's irrCAC as well.
FOUR_OBSERVERS = (
    (1, 2, 3, 3, 2, 1, 4, 1, 2, _, _, _),
    (1, 2, 3, 3, 2, 2, 4, 1, 2, 5, _, _),
    (_, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3),
    (1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, _),
)
#: Fleiss 1971, table 1: 30 patients, 6 psychiatrists, 5 diagnoses; a digit for each of the six.
FLEISS_1971 = (  # noqa: SIM905  (thirty strings in a list would be thirty lines)
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 "
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
).split()
#: The ten subjects, fourteen raters and five categories by which Fleiss' kappa is most often explained; counts.
TEN_SUBJECTS = (
    (0, 0, 0, 0, 14),
    (0, 2, 6, 4, 2),
    (0, 0, 3, 5, 6),
    (0, 3, 9, 2, 0),
    (2, 2, 8, 1, 1),
    (7, 7, 0, 0, 0),
    (3, 2, 6, 3, 0),
    (2, 5, 3, 2, 2),
    (6, 5, 2, 1, 0),
    (0, 2, 2, 3, 7),
)
#: `distrib.6raters` of Gwet's irrCAC (Gwet 2014): 15 patients, 6 psychiatrists.
SIX_PSYCHIATRISTS = (
    (0, 0, 0, 6, 0),
    (0, 3, 0, 0, 3),
    (0, 1, 4, 0, 1),
    (0, 0, 0, 0, 6),
    (0, 3, 0, 3, 0),
    (2, 0, 4, 0, 0),
    (0, 0, 4, 0, 2),
    (2, 0, 3, 1, 0),
    (2, 0, 0, 4, 0),
    (0, 0, 0, 0, 6),
    (1, 0, 0, 5, 0),
    (1, 1, 0, 4, 0),
    (0, 3, 3, 0, 0),
    (1, 0, 0, 5, 0),
    (0, 2, 0, 3, 1),
)
#: `cont3x3abstractors` of Gwet's irrCAC: 100 patients, two abstractors of their charts.
ABSTRACTORS = ((13, 0, 0), (0, 20, 7), (0, 4, 56))
#: Forty numbers drawn from an exponential distribution.
WAITS = (
    (3.31, 0.56, 1.41, 1.13, 0.07, 0.09, 2.03, 1.06, 0.49, 0.69),
    (0.72, 0.03, 2.99, 1.4, 1.53, 0.47, 3.92, 3.42, 1.12, 0.39),
    (1.24, 0.61, 0.88, 3.57, 2.17, 0.25, 0.34, 1.64, 0.18, 0.35),
    (0.59, 1.48, 0.85, 0.14, 0.15, 0.77, 0.58, 0.76, 3.81, 1.85),
)
#: Cohen 1968, table 1, as counts of its 200 patients.
COHEN_1968 = ((88, 14, 18), (10, 40, 10), (2, 6, 12))


def by_observer(rows: Sequence[Sequence[object]], level: Level, answers: Sequence[str | int]) -> Ratings:
    units = {str(unit): {f"r{rater}": row[unit] for rater, row in enumerate(rows)} for unit in range(len(rows[0]))}
    return Ratings.of(Scale(level, tuple(answers)), units)


def by_count(counts: Sequence[Sequence[int]], level: Level = "nominal") -> Ratings:
    units = {}
    for unit, row in enumerate(counts):
        given = [answer for answer, times in enumerate(row) for _ in range(times)]
        units[str(unit)] = {f"r{rater}": answer for rater, answer in enumerate(given)}
    return Ratings.of(Scale(level, tuple(range(len(counts[0])))), units)


def by_table(table: Sequence[Sequence[int]], level: Level = "ordinal") -> Ratings:
    cells = [(i, j) for i, row in enumerate(table) for j, times in enumerate(row) for _ in range(times)]
    units = {str(unit): {"one": one, "other": other} for unit, (one, other) in enumerate(cells)}
    return Ratings.of(Scale(level, tuple(range(len(table)))), units)


def value(measure: Measure) -> float:
    assert measure.value is not None
    return measure.value


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849)])
def test_alpha_of_krippendorffs_four_observers_at_each_level(level: Level, published: float) -> None:
    found = krippendorff_alpha(by_observer(FOUR_OBSERVERS, level, range(1, 6)))
    assert found.value == pytest.approx(published, abs=5e-4)
    assert (found.basis.units, found.basis.ratings) == (11, 40)  # unit 12 has one observer only


def test_alpha_of_krippendorffs_two_observers_and_two_answers() -> None:
    """Krippendorff 2011, section A: alpha 0.095."""
    rows = ("0100000010", "1110010000")
    assert value(krippendorff_alpha(by_observer(rows, "nominal", "01"))) == pytest.approx(0.095, abs=5e-4)


def test_alpha_of_krippendorffs_two_observers_and_five_answers() -> None:
    """Krippendorff 2011, section B: alpha 0.692."""
    rows = ("aabbdcccedda", "babbbccceddd")
    assert value(krippendorff_alpha(by_observer(rows, "nominal", "abcde"))) == pytest.approx(0.692, abs=5e-4)


@pytest.mark.parametrize(("level", "published"), [("nominal", 0.691), ("interval", 0.811)])
def test_alpha_of_three_coders_with_most_ratings_missing(level: Level, published: float) -> None:
    """The worked example of Wikipedia, "Krippendorff's alpha": 3 coders, 15 units, 26 pairable ratings."""
    rows = (
        (_, _, _, _, _, 3, 4, 1, 2, 1, 1, 3, 3, _, 3),
        (1, _, 2, 1, 3, 3, 4, 3, _, _, _, _, _, _, _),
        (_, _, 2, 1, 3, 4, 4, _, 2, 1, 1, 3, 3, _, 4),
    )
    found = krippendorff_alpha(by_observer(rows, level, range(1, 5)))
    assert found.value == pytest.approx(published, abs=5e-4)
    assert found.basis.ratings == 26


def test_fleiss_kappa_of_fleiss_own_patients() -> None:
    """Fleiss 1971: kappa 0.430; the further digits are printed by R's irr, `kappam.fleiss(diagnoses)`."""
    rows = tuple(zip(*FLEISS_1971, strict=True))
    found = fleiss_kappa(by_observer(rows, "nominal", DIGITS))
    assert found.value == pytest.approx(0.4302445, abs=5e-8)
    assert (found.basis.units, found.basis.ratings) == (30, 180)


def test_fleiss_kappa_of_the_ten_subjects() -> None:
    """Wikipedia, "Fleiss' kappa", worked example: 0.210; shares of the answers .143 .200 .279 .150 .229."""
    found = fleiss_kappa(by_count(TEN_SUBJECTS))
    assert found.value == pytest.approx(0.210, abs=5e-4)
    assert list(found.basis.prevalence.values()) == pytest.approx([0.143, 0.200, 0.279, 0.150, 0.229], abs=6e-4)


def test_six_psychiatrists_as_gwet_prints_them() -> None:
    """README of Gwet's irrCAC: AC1 0.4448007, Fleiss' kappa 0.4139265, alpha 0.4204384, percent 0.5511111."""
    ratings = by_count(SIX_PSYCHIATRISTS)
    assert value(gwet_ac(ratings)) == pytest.approx(0.4448007, abs=5e-8)
    assert value(fleiss_kappa(ratings)) == pytest.approx(0.4139265, abs=5e-8)
    assert value(krippendorff_alpha(ratings)) == pytest.approx(0.4204384, abs=5e-8)
    assert value(percent_agreement(ratings)) == pytest.approx(0.5511111, abs=5e-8)


def test_four_raters_with_missing_ratings_as_gwet_prints_them() -> None:
    """README of Gwet's irrCAC: percent 0.8181818, AC1 0.77544, Fleiss' kappa 0.76117, alpha 0.74342."""
    ratings = by_observer(FOUR_OBSERVERS, "nominal", range(1, 6))
    assert value(percent_agreement(ratings)) == pytest.approx(0.8181818, abs=5e-8)
    assert value(gwet_ac(ratings)) == pytest.approx(0.77544, abs=5e-6)
    assert value(fleiss_kappa(ratings)) == pytest.approx(0.76117, abs=5e-6)
    assert value(krippendorff_alpha(ratings)) == pytest.approx(0.74342, abs=5e-6)


def test_ac2_of_four_raters_with_quadratic_weights() -> None:
    """Not printed with its result: computed by irrCAC 0.4.4, `CAC(raw_4raters(), weights="quadratic").gwet()`."""
    ratings = by_observer(FOUR_OBSERVERS, "ordinal", range(1, 6))
    assert value(gwet_ac(ratings, "quadratic")) == pytest.approx(0.91400, abs=5e-6)


def test_two_abstractors_as_gwet_prints_them() -> None:
    """README of Gwet's irrCAC: kappa 0.7964094, AC1 0.8493305, alpha 0.7972585, percent 0.89."""
    ratings = by_table(ABSTRACTORS, "nominal")
    assert value(cohen_kappa(ratings)) == pytest.approx(0.7964094, abs=5e-8)
    assert value(gwet_ac(ratings)) == pytest.approx(0.8493305, abs=5e-8)
    assert value(krippendorff_alpha(ratings)) == pytest.approx(0.7972585, abs=5e-8)
    assert value(percent_agreement(ratings)) == pytest.approx(0.89)


def test_quadratic_kappa_of_the_abstractors() -> None:
    """The example output of `kappa2.table(..., quadratic.weights(1:q))` in irrCAC's manual: 0.8921569."""
    assert value(cohen_kappa(by_table(ABSTRACTORS), "quadratic")) == pytest.approx(0.8921569, abs=5e-8)


def test_cohens_kappa_of_his_psychiatrists_plain_and_with_his_own_weights() -> None:
    """Cohen 1968: kappa 0.492; weighted 0.348, where mistakes cost 1, 3 and 6."""
    assert value(cohen_kappa(by_table(COHEN_1968, "nominal"))) == pytest.approx(0.492, abs=5e-4)
    his_own = 1 - np.array([[0, 1, 3], [1, 0, 6], [3, 6, 0]]) / 6
    both = np.array([(one, other) for one in range(3) for other in range(3)], dtype=np.float64)
    weighted = coefficients.cohen(both, his_own)(np.array(COHEN_1968, dtype=np.float64).reshape(1, 9))
    assert weighted[0] == pytest.approx(0.348, abs=5e-4)


def test_linear_kappa_of_wives_and_husbands() -> None:
    """`Kappa(SexualFun)` in R's vcd (Agresti 1990, p. 350): unweighted 0.1293, equally spaced weights 0.2374."""
    ratings = by_table(((7, 7, 2, 3), (2, 8, 3, 7), (1, 5, 4, 9), (2, 8, 9, 14)))
    assert value(cohen_kappa(ratings)) == pytest.approx(0.1293, abs=5e-5)
    assert value(cohen_kappa(ratings, "linear")) == pytest.approx(0.2374, abs=5e-5)


def test_kappas_that_sas_prints() -> None:
    """The output of SAS that statsmodels' tests compare with: simple 0.4842, weighted (linear) 0.4701."""
    ratings = by_table(((0, 4, 1), (0, 8, 0), (0, 1, 5)))
    assert value(cohen_kappa(ratings)) == pytest.approx(0.4842, abs=5e-5)
    assert value(cohen_kappa(ratings, "linear")) == pytest.approx(0.4701, abs=5e-5)


def test_kappa_is_paradoxical_where_ac1_is_not() -> None:
    """Feinstein and Cicchetti 1990: both tables agree in 85 of 100; kappa is 0.70 and 0.32.

    AC1 is theirs by hand: chance is 2π(1−π) with π the mean share of the first answer, 0.475 and 0.875.
    """
    even, skewed = by_table(((40, 9), (6, 45)), "nominal"), by_table(((80, 10), (5, 5)), "nominal")
    assert [value(percent_agreement(ratings)) for ratings in (even, skewed)] == pytest.approx([0.85, 0.85])
    assert value(cohen_kappa(even)) == pytest.approx(0.70, abs=5e-3)
    assert value(cohen_kappa(skewed)) == pytest.approx(0.32, abs=5e-3)
    by_hand = [(0.85 - 2 * pi * (1 - pi)) / (1 - 2 * pi * (1 - pi)) for pi in (0.475, 0.875)]
    assert [value(gwet_ac(ratings)) for ratings in (even, skewed)] == pytest.approx(by_hand)
    assert list(cohen_kappa(skewed).basis.prevalence.values()) == pytest.approx([0.875, 0.125])


def test_kappa_may_fall_below_chance_where_nearly_all_agree() -> None:
    """Gwet 2002, "Kappa statistic is not satisfactory ...": 118, 5, 2 and 0 of 125; kappa −0.023, AC1 0.941."""
    ratings = by_table(((118, 5), (2, 0)), "nominal")
    assert value(percent_agreement(ratings)) == pytest.approx(118 / 125)
    assert value(cohen_kappa(ratings)) == pytest.approx(-0.0234, abs=5e-5)
    assert value(gwet_ac(ratings)) == pytest.approx(0.9408, abs=5e-5)


def test_intervals_lie_where_the_published_ones_do() -> None:
    """README of Gwet's irrCAC, closed form, for the abstractors; resampling gives a like interval, not the same."""
    published = {
        "percent": (0.828, 0.952),
        "cohen_kappa": (0.680, 0.913),
        "gwet_ac": (0.764, 0.935),
        "krippendorff_alpha": (0.680, 0.914),
    }
    found = {measure.name: measure for measure in agreement(by_table(ABSTRACTORS, "nominal"))}
    for name, (low, high) in published.items():
        assert found[name].low == pytest.approx(low, abs=0.04), name
        assert found[name].high == pytest.approx(high, abs=0.04), name


@pytest.mark.parametrize(
    ("agreed", "of", "low", "high"),
    [(81, 263, 0.2527, 0.3676), (15, 148, 0.0578, 0.1617), (0, 20, 0.0, 0.1684), (1, 29, 0.0009, 0.1776)],
)
def test_exact_intervals_as_newcombe_prints_them(agreed: int, of: int, low: float, high: float) -> None:
    """Newcombe 1998, Statistics in Medicine 17, 857, table I, Clopper and Pearson's."""
    assert exact(agreed, of) == pytest.approx((low, high), abs=5e-5)


def test_the_exact_interval_of_none_wrong_is_the_rule_of_three() -> None:
    """Hanley and Lippman-Hand 1983: where none of n went wrong, up to about 3.7 in n may, two-sided at 95 %."""
    assert exact(300, 300) == (pytest.approx(1 - 3.69 / 300, abs=1e-4), 1.0)


def test_a_skewed_sample_gets_the_interval_that_scipy_gives() -> None:
    """scipy 1.12, `bootstrap((waits,), numpy.mean, n_resamples=200_000, method="BCa")`: 0.925 to 1.620.

    Plain percentiles would be 0.900 to 1.583.
    """
    patterns = coefficients.Patterns.of(np.array(WAITS).reshape(-1, 1))

    def mean(times: Floats) -> Floats:
        return (times @ patterns.rows[:, 0]) / times.sum(axis=1)

    assert resampled(mean, patterns, seed=0) == pytest.approx((0.925, 1.620), abs=0.015)
