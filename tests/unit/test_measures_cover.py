"""The intervals of the measures hold what is true as often as they say, on cohorts that were drawn with it.

Many more kinds of cohorts, and how often it was each time: `tests/benchmarks/measures_cover.md`.
"""

import pytest

from tests.unit import drawn_measures as of
from tests.unit.drawn_cohorts import TRUTHS, Tell, Truth, held

#: An interval of 95 % may hold the truth this often, and no more seldom or often.
LEAST, MOST = 0.93, 0.97
#: Chosen before anything was drawn with it, and the same for all: none of it was picked for what it gives.
SEED = 5_787
#: Where a draw costs little, and where it costs much.
MANY, FEW = 2_000, 500

_EVERY = pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: f"{truth.agents}x{truth.opportunities[1]}")


def _holds(tell: Tell, times: int) -> None:
    """Twice the standard error of so many draws is left open at either end: 2.3 points below and 1.5 above for 500."""
    for found in held(tell, SEED, times):
        assert found.times == times, "every one of these cohorts is large enough to be told"
        least, most = (end + side * 2 * (end * (1 - end) / times) ** 0.5 for end, side in ((LEAST, -1), (MOST, 1)))
        assert least <= found.share <= most, found


@_EVERY
def test_the_share_of_a_week(truth: Truth) -> None:
    _holds(of.shares_of_weeks(truth), MANY)


@_EVERY
def test_the_change_since_before_the_workshop(truth: Truth) -> None:
    _holds(of.change_since_before(truth), MANY)


@_EVERY
def test_the_gap_between_practice_and_live_calls(truth: Truth) -> None:
    _holds(of.gap_of_practice(truth), MANY)


@pytest.mark.parametrize(
    "truth",
    [
        of.steady(8, (4, 40), 1.0, 0.7, 0.4),
        of.steady(15, (2, 8), -1.2, 0.8, 0.5),
        of.steady(20, (5, 40), 2.2, 0.9, 0.3),  # where shares are high
    ],
    ids=lambda truth: f"{truth.agents}x{truth.opportunities[1]}",
)
def test_the_spread_between_agents_and_within_one(truth: Truth) -> None:
    _holds(of.spreads(truth), FEW)


def test_the_spreads_where_agents_are_not_normal() -> None:
    _holds(of.spreads(of.steady(15, (5, 20), 0.5, 0.8, 0.5), normal=False), FEW)


@pytest.mark.parametrize(("agents", "calls", "effect"), [(8, 40, 0.0), (15, 40, 0.8), (25, 30, -0.3)])
def test_the_effect_of_a_sentence_on_the_customers_tone(agents: int, calls: int, effect: float) -> None:
    _holds(of.tone_after_a_sentence(agents, calls, effect), FEW)


@pytest.mark.parametrize(("agents", "coached", "effect"), [(12, 4, 0.0), (20, 6, 0.1), (40, 10, 0.15), (40, 20, 0.05)])
def test_the_effect_of_coaching_sessions(agents: int, coached: int, effect: float) -> None:
    _holds(of.coaching_sessions(agents, coached, effect), FEW)


@pytest.mark.parametrize(("agents", "effect"), [(9, 0.0), (20, 0.1), (40, 0.2)])
def test_the_effect_of_one_session(agents: int, effect: float) -> None:
    _holds(of.one_session(agents, effect), FEW)


@_EVERY
def test_the_change_of_a_question_from_week_to_week(truth: Truth) -> None:
    _holds(of.second_week(truth), MANY)


@pytest.mark.parametrize("asked", [(4, 8), (5, 20), (20, 40)])
def test_the_change_of_one_agent_from_week_to_week(asked: tuple[int, int]) -> None:
    _holds(of.second_week_of_one_agent(asked), MANY)
