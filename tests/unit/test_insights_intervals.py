"""Figures over calls: their intervals hold the truth as often as they say, and few calls make no figure."""

from math import isclose

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.insights import intervals
from qa.insights.intervals import FEWEST_CALLS, Moments, Sums, mean, share, share_of_moments

ROUNDS = 4_000


def sums(values: np.ndarray) -> Sums:
    return Sums(len(values), float(values.sum()), float((values**2).sum()))


@pytest.mark.parametrize(
    ("freedom", "published"),
    [(1, 12.706), (2, 4.303), (4, 2.776), (9, 2.262), (30, 2.042), (120, 1.980), (5000, 1.960)],
)
def test_students_quantiles_are_those_of_the_printed_tables(freedom: float, published: float) -> None:
    assert isclose(intervals._t(freedom), published, abs_tol=6e-4)


def test_wilsons_interval_is_the_published_one() -> None:
    # Newcombe, Statistics in Medicine 17:857 (1998), table I: 81 of 263 and 15 of 148, by the normal quantile.
    assert intervals._wilson(81 / 263, 263, 1.959964) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert intervals._wilson(15 / 148, 148, 1.959964) == pytest.approx((0.0624, 0.1605), abs=5e-5)


def test_equal_clusters_have_one_degree_of_freedom_less_than_there_are() -> None:
    parts = [Sums(20, 20.0 * place, 20.0 * place**2) for place in range(8)]
    variance, freedom = intervals._of_agents(parts, 160, 3.5)
    assert freedom == pytest.approx(7)
    # With equal clusters it is the variance of a mean of eight means.
    assert variance == pytest.approx(np.var(np.arange(8), ddof=1) / 8)


def covered(truth: float, made: "np.random.Generator", draw, estimate) -> float:  # type: ignore[no-untyped-def]
    inside = 0
    for _ in range(ROUNDS):
        found = estimate(draw(made))
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= truth <= found.high
    return inside / ROUNDS


@pytest.mark.parametrize(("agents", "evenly"), [(6, True), (12, False), (30, False)])
def test_means_over_agents_hold_the_truth_as_often_as_they_say(agents: int, evenly: bool) -> None:
    def draw(chance: np.random.Generator) -> list[Sums]:
        counts = np.full(agents, 12) if evenly else 3 + chance.geometric(0.08, agents)
        own = chance.normal(0, 6, agents)
        return [sums(74 + off + chance.normal(0, 11, count)) for off, count in zip(own, counts, strict=True)]

    assert 0.93 <= covered(74, np.random.default_rng(1), draw, mean) <= 0.97


@pytest.mark.parametrize("count", [FEWEST_CALLS, 40])
def test_means_over_an_agents_own_calls_hold_the_truth_as_often_as_they_say(count: int) -> None:
    def draw(chance: np.random.Generator) -> list[Sums]:
        return [sums(chance.normal(74, 11, count))]

    assert 0.93 <= covered(74, np.random.default_rng(2), draw, mean) <= 0.97


def test_means_over_a_few_very_agents_hold_these_agents_mean_as_often_as_they_say() -> None:
    levels = (60, 70, 85)

    def draw(chance: np.random.Generator) -> list[Sums]:
        return [sums(chance.normal(level, 9, 8)) for level in levels]

    assert 0.93 <= covered(sum(levels) / 3, np.random.default_rng(3), draw, mean) <= 0.97


@pytest.mark.parametrize(("agents", "mine"), [(8, 15), (25, 20)])
@pytest.mark.parametrize("rate", [0.3, 0.7, 0.85])
def test_shares_over_agents_hold_the_truth_as_often_as_they_say(agents: int, mine: int, rate: float) -> None:
    alike = 12.0  # beta: agents differ in how often they do it

    def draw(chance: np.random.Generator) -> list[Sums]:
        own = chance.beta(rate * alike, (1 - rate) * alike, agents)
        return [sums((chance.random(mine) < one).astype(float)) for one in own]

    assert 0.93 <= covered(rate, np.random.default_rng(4), draw, share) <= 0.97


@pytest.mark.parametrize("count", [FEWEST_CALLS, 40])
def test_shares_over_an_agents_own_calls_hold_the_truth_as_often_as_they_say(count: int) -> None:
    """Over all rates: of a plain share, any interval's coverage jumps with the rate, as counts are whole."""
    chance, inside = np.random.default_rng(5), 0
    for rate in chance.uniform(0.1, 0.9, ROUNDS):
        found = share([sums((chance.random(count) < rate).astype(float))])
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= rate <= found.high
    assert 0.93 <= inside / ROUNDS <= 0.97


def test_long_tails_are_measured_by_their_logarithms() -> None:
    """Handling times are: the typical one is exp of the mean logarithm."""

    def draw(chance: np.random.Generator) -> list[Sums]:
        own = chance.normal(0, 0.2, 10)
        return [sums(np.log(chance.lognormal(5.5 + off, 0.7, 15))) for off in own]

    assert 0.93 <= covered(5.5, np.random.default_rng(6), draw, mean) <= 0.97


def test_calls_that_are_all_alike_do_not_make_an_interval_empty() -> None:
    found = mean([Sums(12, 1200.0, 120_000.0)], (0.0, 100.0))
    assert found.value == found.high == 100.0
    assert found.low is not None
    assert 70 < found.low < 80


def test_few_calls_make_no_figure_but_are_counted() -> None:
    found = share([Sums(FEWEST_CALLS - 1, 4.0, 4.0)])
    assert (found.count, found.value, found.low, found.high) == (FEWEST_CALLS - 1, None, None, None)


@given(st.lists(st.lists(st.floats(0, 1), min_size=1, max_size=30), min_size=1, max_size=12))
def test_whatever_the_shares_the_figure_lies_within_its_interval_and_that_within_0_and_1(
    own: list[list[float]],
) -> None:
    found = share([sums(np.array(values)) for values in own])
    if found.value is not None:
        assert found.low is not None
        assert found.high is not None
        assert 0 <= found.low <= found.value <= found.high <= 1


@pytest.mark.parametrize(("calls", "alike"), [(12, 0.0), (12, 1.5), (30, 1.5), (40, 4.0)])
def test_shares_of_moments_hold_the_truth_where_those_of_a_call_are_alike(calls: int, alike: float) -> None:
    """`alike`: how far calls differ, in standard deviations of the logit."""
    logits = np.random.default_rng(7).normal(-0.4, alike, 200_000)
    truth = float((1 / (1 + np.exp(-logits))).mean())

    def draw(chance: np.random.Generator) -> Moments:
        counts = 1 + chance.integers(0, 4, calls)
        hits = chance.binomial(counts, 1 / (1 + np.exp(-chance.normal(-0.4, alike, calls))))
        crossed = (int((one * other).sum()) for one, other in ((hits, hits), (hits, counts), (counts, counts)))
        return Moments(calls, int(counts.sum()), int(hits.sum()), *crossed)

    assert 0.93 <= covered(truth, np.random.default_rng(8), draw, share_of_moments) <= 0.99


def test_moments_of_one_call_are_no_more_than_it_says() -> None:
    """Twelve moments missed in two calls say what two calls say; each in a call of its own, what twelve do."""
    together = share_of_moments(Moments(2, 12, 12, 72, 72, 72))
    apart = share_of_moments(Moments(12, 12, 12, 12, 12, 12))
    assert together.low is not None
    assert apart.low is not None
    assert together.low < 0.1
    assert apart.low > 0.7
    assert share_of_moments(Moments(9, 9, 9, 9, 9, 9)).value is None, "too few"
