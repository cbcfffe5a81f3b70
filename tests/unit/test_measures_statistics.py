"""The arithmetic of the measures against scipy and statsmodels, and what they say where there is little to go by."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import optimize, stats
from statsmodels.stats.multitest import multipletests

from qa.measures import adoption, spread, stalling
from qa.measures.cohorts import Said
from qa.measures.consistency import consistency
from qa.measures.regression import Rows, effect_of_first
from qa.measures.statistics import Change, Sides, holm, mean_difference, pooled_share, quantile
from tests.unit.drawn_cohorts import WEEKS, Truth, expit


@pytest.mark.parametrize("freedom", [1, 2.5, 7, 39, 400])
def test_students_quantile_is_scipys(freedom):
    assert quantile(freedom) == pytest.approx(stats.t.ppf(0.975, freedom), rel=1e-9)


def _sides(*shares, asked):
    return [Sides.of(np.asarray(own, dtype=float), np.full(len(own), 1 / asked)) for own in shares]


def test_a_mean_difference_near_one_half_is_students_paired_interval():
    draw = np.random.default_rng(1)
    level = 0.5 + 0.03 * draw.standard_normal(12)
    before, after = level + 0.01 * draw.standard_normal(12), level + 0.01 * draw.standard_normal(12)
    found, known = mean_difference(*_sides(before, after, asked=100_000)), stats.ttest_1samp(after - before, 0)
    assert (found.low, found.high) == pytest.approx(known.confidence_interval(0.95), abs=2e-5)
    assert found.chance() == pytest.approx(known.pvalue)


def test_the_interval_of_a_difference_is_what_a_search_over_both_levels_finds():
    """Largest and smallest difference of levels within Student's distance of those seen, by scipy's optimiser."""
    before, after = np.array([0.7, 0.9, 0.95, 0.85, 1.0, 0.6]), np.array([0.9, 0.95, 1.0, 0.98, 1.0, 0.8])
    found = mean_difference(*_sides(before, after, asked=50_000))
    seen = np.array([before.mean(), after.mean()])
    slope = seen * (1 - seen)
    metric = np.linalg.inv(np.cov([before, after]) / 6 / np.outer(slope, slope))
    middle = np.log(seen / (1 - seen))
    near = {"type": "ineq", "fun": lambda at: quantile(5) ** 2 - (at - middle) @ metric @ (at - middle)}
    for side, end in ((1, found.low), (-1, found.high)):
        known = optimize.minimize(lambda at, way=side: way * np.diff(expit(at))[0], middle, constraints=near)
        assert end == pytest.approx(side * known.fun, abs=2e-4)


def test_a_difference_near_all_is_surer_on_the_side_of_all():
    """Nearly all was said before: it can have been less than was seen, and hardly more."""
    [before], [after] = _sides([0.9, 1.0, 0.95, 1.0, 0.9, 0.95], asked=20), _sides([0.95] * 6, asked=5000)
    found = mean_difference(before, after)
    assert found.high - found.value > 1.3 * (found.value - found.low)


def test_agents_who_are_all_alike_leave_what_luck_may_have_done():
    found = mean_difference(*_sides([1.0] * 6, [1.0] * 6, asked=4))
    assert found.value == 0
    assert -0.35 < found.low < -0.03
    assert 0.03 < found.high < 0.35


def test_holms_correction_is_that_of_statsmodels():
    chances = [0.001, 0.02, 0.8, 0.04, 0.012, 0.5]
    assert holm(chances) == pytest.approx(multipletests(chances, method="holm")[1])


def _rows(within):
    draw = np.random.default_rng(2)
    agents = np.repeat(np.arange(9), draw.integers(5, 30, 9))
    x = np.column_stack([draw.random(len(agents)) < 0.4, draw.normal(size=len(agents)), np.ones(len(agents))])
    y = x @ [0.7, -0.3, 1.0] + agents / 5 + draw.normal(size=len(agents))
    return Rows(y, x.astype(float), agents, within)


def test_a_coefficient_is_that_of_least_squares_with_a_column_for_each_agent():
    rows = _rows(within=True)
    dummies = (rows.agents[:, None] == np.arange(9)).astype(float)
    known = sm.OLS(rows.y, np.column_stack([rows.x[:, :2], dummies])).fit()
    assert effect_of_first(rows).value == pytest.approx(known.params[0])


def test_the_deviation_is_cr2_with_its_degrees_of_freedom_as_by_the_plain_matrices():
    """Bell and McCaffrey's formulas written out with whole matrices, which only few rows allow."""
    rows = _rows(within=False)
    x, count = rows.x, len(rows.y)
    inverse = np.linalg.inv(x.T @ x)
    hat = x @ inverse @ x.T
    left = rows.y - hat @ rows.y
    parts, columns = [], []
    for agent in range(9):
        own = np.flatnonzero(rows.agents == agent)
        values, vectors = np.linalg.eigh(np.eye(len(own)) - hat[np.ix_(own, own)])
        root = vectors @ np.diag(values**-0.5) @ vectors.T
        weight = root @ x[own] @ inverse[:, 0]
        parts.append(weight @ left[own])
        columns.append((np.eye(count) - hat)[:, own] @ weight)
    gram = np.array(columns) @ np.array(columns).T
    found = effect_of_first(rows)
    assert found.deviation == pytest.approx(np.sqrt(np.square(parts).sum()))
    assert found.freedom == pytest.approx(np.trace(gram) ** 2 / np.square(gram).sum())


def test_the_uncorrected_part_is_near_statsmodels_clustered_covariance():
    rows = _rows(within=False)
    known = sm.OLS(rows.y, rows.x).fit(cov_type="cluster", cov_kwds={"groups": rows.agents})
    assert effect_of_first(rows).deviation == pytest.approx(known.bse[0], rel=0.25)


def test_an_effect_that_nothing_can_tell_has_no_value():
    agents = np.repeat(np.arange(6), 4)
    column = (agents < 3).astype(float)  # differs between agents only
    rows = Rows(np.random.default_rng(3).normal(size=24), column[:, None], agents, within=True)
    assert effect_of_first(rows).value is None


def test_few_opportunities_have_no_value_and_few_agents_no_change():
    assert pooled_share([1, 2, 1], [3, 3, 3]).value is None
    assert mean_difference(*_sides([0.1] * 4, [0.2] * 4, asked=10)) == Change()
    assert Change().chance() == 1.0


def test_all_said_has_an_interval_that_ends_at_all():
    found = pooled_share([4] * 8, [4] * 8)
    assert (found.value, found.high) == (1.0, 1.0)
    assert 0.5 < found.low < 1


def test_undecided_opportunities_widen_the_bounds_and_change_no_share():
    said, missed = np.array([[6.0]] * 5), np.array([[4.0]] * 5)
    [plain] = adoption.curve(Said((0,), said, missed, np.zeros((5, 1))))
    [open_] = adoption.curve(Said((0,), said, missed, np.full((5, 1), 10.0)))
    assert plain.share == open_.share
    assert (plain.least, plain.most) == (0.6, 0.6)
    assert (open_.least, open_.most) == (0.3, 0.8)


def test_agents_who_differ_by_chance_alone_are_even():
    """Sixty cohorts of equal agents: nearly all intervals begin at 0."""
    truth = Truth(15, (5, 20), 0.4, 0.0, 0.0, (0.0,) * len(WEEKS))
    draw = np.random.default_rng(4)
    found = [consistency(truth.counts(draw)) for _ in range(60)]
    assert sum(one.between.low == 0 for one in found) >= 55
    assert sum(one.within.low == 0 for one in found) >= 55


def test_no_question_fell_by_mistake_in_nineteen_lists_of_twenty():
    """Ten questions that neither rise nor fall: how many lists say that one of them did."""
    truth = Truth(15, (3, 20), 0.2, 0.7, 0.0, (0.0,) * len(WEEKS))
    draw = np.random.default_rng(5)
    lists = [
        stalling.of_questions({str(place): truth.counts(draw) for place in range(10)}).values() for _ in range(400)
    ]
    wrong = sum(any(one.course in ("fell", "goes_on") for one in told) for told in lists)
    assert wrong / 400 <= 0.075  # 5 % and twice what 400 lists leave open


def test_what_rose_and_stands_still_is_told_apart_from_what_goes_on_and_what_falls():
    def course(second):
        rise = (0.0,) * 4 + (0.0, 1.6, second) + (1.6,) * 5
        counts = Truth(40, (60, 80), -0.5, 0.4, 0.0, rise).counts(np.random.default_rng(6))
        return stalling.of_questions({"q": counts})["q"].course

    assert [course(second) for second in (1.6, 2.6, 0.8)] == ["stalled", "goes_on", "fell"]


def test_where_the_grid_is_finer_the_spreads_are_the_same(monkeypatch):
    counts = Truth(12, (3, 30), 1.5, 0.8, 0.4, (0.0,) * len(WEEKS)).counts(np.random.default_rng(7))
    plain = spread.spreads(counts.said, counts.decided)
    monkeypatch.setattr(spread, "_FINE", (45, 61, 45))
    fine = spread.spreads(counts.said, counts.decided)
    for one, other in zip(plain, fine, strict=True):
        assert (one.low, one.value, one.high) == pytest.approx((other.low, other.value, other.high), rel=0.05)


def test_spreads_of_many_opportunities_are_the_plain_standard_deviations():
    """Two hundred agents with a thousand opportunities in each of eight weeks: chance is next to nothing there."""
    draw = np.random.default_rng(8)
    chances = 1 / (1 + np.exp(-(0.5 + 0.7 * draw.standard_normal((200, 1)) + 0.3 * draw.standard_normal((200, 8)))))
    found = spread.spreads(draw.binomial(1000, chances).astype(float), np.full(chances.shape, 1000.0))
    within = np.sqrt(chances.var(axis=1, ddof=1).mean())
    assert found.within.value == pytest.approx(within, rel=0.03)
    assert found.between.value == pytest.approx(np.sqrt(chances.mean(axis=1).var(ddof=1) - within**2 / 8), rel=0.03)


@pytest.mark.parametrize("said", [0.0, 5.0])
def test_where_all_or_nothing_is_said_nobody_differs_as_far_as_can_be_told(said):
    found = spread.spreads(np.full((6, 4), said), np.full((6, 4), 5.0))
    for one in found:
        assert one.low == 0
        assert one.value < one.high < 0.15
