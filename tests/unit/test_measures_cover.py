"""The intervals of the measures hold what is true as often as they say, on cohorts that were drawn with it."""

import numpy as np
import pytest

from qa.measures import adoption, coaching_effect, stalling
from qa.measures.anchor import Moment, effect_of
from qa.measures.coaching_effect import Around, Counts
from qa.measures.consistency import consistency
from qa.measures.strata import Pair
from qa.measures.transfer import gap
from tests.unit.drawn_cohorts import LEAST, MOST, TRUTHS, WEEKS, Truth, held

_EVERY = pytest.mark.parametrize("truth", TRUTHS, ids=lambda truth: f"{truth.agents}x{truth.opportunities[1]}")


def _expit(x):
    return 1 / (1 + np.exp(-x))


@_EVERY
@pytest.mark.parametrize("week", [-2, 3])
def test_the_share_of_a_week(truth, week):
    expected, place = truth.expected()[WEEKS.index(week)], WEEKS.index(week)

    def tell(draw):
        counts = truth.counts(draw)
        return adoption.pooled_share(counts.said[:, place], counts.decided[:, place]), expected

    assert LEAST <= held(tell, 9_101) <= MOST


@_EVERY
def test_the_change_since_before_the_workshop(truth):
    weeks = truth.expected()
    expected = weeks[6:].mean() - weeks[:4].mean()

    def tell(draw):
        return adoption.since(truth.counts(draw), (-4, -1), (2, 7))[0], expected

    # Weeks 2 to 7 are equal but for chance, so that the share of all is the mean of their shares.
    assert LEAST <= held(tell, 9_102) <= MOST


@_EVERY
def test_the_gap_between_practice_and_live_calls(truth):
    """Three questions, of which practice and live calls have unequal numbers; agents carry over unequally well."""

    def pairs(draw, agents):
        own = truth.between * draw.standard_normal((agents, 1)) + np.array([-0.5, 0.0, 0.5])
        lost = 0.5 + 0.4 * draw.standard_normal((agents, 1))
        return _expit(truth.level + 0.6 + own), _expit(truth.level + 0.6 + own - lost)

    practised, live = pairs(np.random.default_rng(2), 400_000)
    asked = np.array([[2, 5, 3], [truth.opportunities[1], 2 * truth.opportunities[1], truth.opportunities[1]]])
    weights = asked[0] * asked[1] / asked.sum(axis=0)
    expected = float((live - practised).mean(axis=0) @ weights / weights.sum())

    def tell(draw):
        drawn = pairs(draw, truth.agents)
        said = [draw.binomial(of, chance) for of, chance in zip(asked, drawn, strict=True)]
        found = gap(
            Pair(str(agent), kind, (said[0][agent, kind], asked[0][kind]), (said[1][agent, kind], asked[1][kind]))
            for agent in range(truth.agents)
            for kind in range(3)
        )
        return found.change, expected

    assert LEAST <= held(tell, 9_103, 1_000) <= MOST


#: Without a trend, as what a programme changes is no inconsistency.
STEADY = tuple(
    Truth(agents, asked, level, between, within, (0.0,) * len(WEEKS))
    for agents, asked, level, between, within in (
        (8, (2, 8), 0.0, 0.6, 0.3),
        (8, (4, 40), 1.0, 0.7, 0.4),
        (15, (2, 8), -1.2, 0.6, 0.3),
        (20, (4, 40), 0.0, 0.4, 0.5),
        (40, (2, 8), 0.8, 0.8, 0.2),
        (40, (2, 40), -0.5, 0.6, 0.4),
    )
)


@pytest.mark.parametrize("truth", STEADY, ids=lambda truth: f"{truth.agents}x{truth.opportunities[1]}")
@pytest.mark.parametrize("what", ["between", "within"])
def test_the_spread_between_agents_and_within_one(truth, what):
    many = truth.chances(np.random.default_rng(3), agents=200_000)
    if what == "between":
        # What an agent's weeks come to in the long run, wherever these weeks happened to lie.
        odds = truth.level + truth.between * np.random.default_rng(4).standard_normal(20_000)
        weeks = truth.within * np.random.default_rng(5).standard_normal(400)
        placed = np.arcsin(np.sqrt(_expit(odds[:, None] + weeks).mean(axis=1)))
        low, high = np.square(np.sin([placed.mean() - placed.std(), placed.mean() + placed.std()]))
        expected = float(high - low) / 2
    else:
        expected = float(np.sqrt(many.var(axis=1, ddof=1).mean()))

    def tell(draw):
        return getattr(consistency(truth.counts(draw)), what), expected

    assert LEAST <= held(tell, 9_104) <= MOST


@pytest.mark.parametrize(("agents", "calls", "effect"), [(8, 60, 0.0), (15, 60, 0.8), (40, 30, 0.4), (25, 120, -0.3)])
def test_the_effect_of_a_sentence_on_the_customers_tone(agents, calls, effect):
    """Skilled agents say it more, at worse moments and in one phase; it works better for some than for others."""

    def tell(draw):
        moments = []
        for agent in range(agents):
            skill, own = 0.7 * draw.standard_normal(), effect + 0.3 * draw.standard_normal()
            many = int(draw.integers(calls // 2, calls * 2))
            before, at = draw.normal(-0.5 + 0.5 * skill, 2, many), draw.random(many)
            phase, place = draw.integers(0, 4, many), draw.integers(0, 3, many)
            said = draw.random(many) < _expit(-1 + 0.6 * skill - 0.15 * before + 0.5 * (phase == 2))
            after = 0.5 * before + 0.3 * phase + 0.2 * place + at + skill + own * said + draw.normal(0, 2, many)
            moments += [
                Moment(str(agent), str(p), str(q), float(w), float(b), float(a), frozenset(["it"] if s else []))
                for p, q, w, b, a, s in zip(phase, place, at, before, after, said, strict=True)
            ]
        return effect_of("it", moments).change, effect

    assert LEAST <= held(tell, 9_105, 500) <= MOST


def _coached(draw, agents, coached, effect):
    """Sessions at different times among agents who rise together, drift each in their own way, and have busy weeks."""
    weeks = np.arange(16)
    # So low that nobody's share is cut off at 1 by what coaching adds.
    odds = -1.2 + 0.6 * draw.standard_normal((agents, 1)) + (0.06 + 0.04 * draw.standard_normal((agents, 1))) * weeks
    chances = _expit(odds + 0.2 * draw.standard_normal((agents, 16)))
    when = draw.integers(4, 12, coached)
    for agent, week in enumerate(when):
        chances[agent, week:] = np.minimum(1, chances[agent, week:] + effect)
    asked = draw.integers(2, 25, chances.shape)
    said = draw.binomial(asked, chances)

    def counts(agent, week):
        around = (slice(week - 4, week), slice(week, week + 4))
        return Counts(str(agent), *((said[agent, part].sum(), asked[agent, part].sum()) for part in around))

    return [
        Around(counts(agent, week), tuple(counts(other, week) for other in range(coached, agents)))
        for agent, week in enumerate(when)
    ]


@pytest.mark.parametrize(("agents", "coached", "effect"), [(12, 4, 0.0), (20, 6, 0.1), (40, 10, 0.15), (40, 20, 0.05)])
def test_the_effect_of_coaching_sessions(agents, coached, effect):
    def tell(draw):
        return coaching_effect.of_sessions(_coached(draw, agents, coached, effect))[0], effect

    assert LEAST <= held(tell, 9_126, 2_000 if agents < 20 else 500) <= MOST


@pytest.mark.parametrize(("agents", "effect"), [(9, 0.0), (20, 0.1), (40, 0.2)])
def test_the_effect_of_one_session(agents, effect):
    def tell(draw):
        return coaching_effect.of_session(_coached(draw, agents, 1, effect)[0]), effect

    assert LEAST <= held(tell, 9_127) <= MOST


@_EVERY
@pytest.mark.parametrize("which", ["first", "second"])
def test_the_change_of_a_question_from_week_to_week(truth, which):
    weeks = dict(zip(WEEKS, truth.expected(), strict=True))
    before = np.mean([weeks[week] for week in range(-4, 0)])
    expected = weeks[1] - before if which == "first" else weeks[2] - weeks[1]

    def tell(draw):
        return getattr(stalling.of_questions({"q": truth.counts(draw)})["q"], which), expected

    assert LEAST <= held(tell, 9_108) <= MOST


@pytest.mark.parametrize("asked", [(4, 8), (5, 20), (20, 40)])
def test_the_change_of_one_agent_from_week_to_week(asked):
    truths = [Truth(1, asked, level, 0.0, 0.0) for level in (-1.0, 0.0, 0.5, 1.0)]

    def tell(draw):
        counts, changes, weights = {}, [], []
        for name, truth in enumerate(truths):
            chances = truth.chances(draw)
            counts[str(name)] = said = truth.counts(draw, chances)
            first, second = (said.decided[0, WEEKS.index(week)] for week in (1, 2))
            changes.append(chances[0, WEEKS.index(2)] - chances[0, WEEKS.index(1)])
            weights.append(first * second / (first + second))
        # What the agent's questions come to, in the proportion in which they came up.
        return stalling.of_agents(counts, ["a"])["a"].second, float(np.average(changes, weights=weights))

    assert LEAST <= held(tell, 9_119) <= MOST
