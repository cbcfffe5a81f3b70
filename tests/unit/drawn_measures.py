"""Each measure over drawn cohorts: what it tells of one, beside what is true of it."""

import numpy as np

from qa.measures import adoption, coaching_effect, stalling
from qa.measures.anchor import Moment, effect_of
from qa.measures.coaching_effect import Around, Counts
from qa.measures.consistency import consistency
from qa.measures.strata import Pair
from qa.measures.transfer import gap
from tests.unit.drawn_cohorts import WEEKS, Tell, Truth, expit


def shares_of_weeks(truth: Truth, weeks: tuple[int, ...] = (-2, 3)) -> Tell:
    """The share of a week, of all agents together."""
    places = [WEEKS.index(week) for week in weeks]

    def tell(draw):
        counts = truth.counts(draw)
        for place in places:
            yield adoption.pooled_share(counts.said[:, place], counts.decided[:, place]), truth.expected()[place]

    return tell


def change_since_before(truth: Truth) -> Tell:
    """From the weeks before the workshop to weeks 2 to 7, which are equal but for chance."""
    weeks = truth.expected()
    expected = float(weeks[6:].mean() - weeks[:4].mean())

    def tell(draw):
        yield adoption.since(truth.counts(draw), (-4, -1), (2, 7))[0], expected

    return tell


def gap_of_practice(truth: Truth) -> Tell:
    """Three questions, of which practice and live calls have unequal numbers; agents carry over unequally well."""

    def pairs(draw, agents):
        own = truth.between * draw.standard_normal((agents, 1)) + np.array([-0.5, 0.0, 0.5])
        lost = 0.5 + 0.4 * draw.standard_normal((agents, 1))
        return expit(truth.level + 0.6 + own), expit(truth.level + 0.6 + own - lost)

    practised, live = pairs(np.random.default_rng(2), 200_000)
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
        yield found.change, expected

    return tell


def steady(agents: int, asked: tuple[int, int], level: float, between: float, within: float) -> Truth:
    """Without a trend, as what a programme changes is no inconsistency."""
    return Truth(agents, asked, level, between, within, (0.0,) * len(WEEKS))


def spreads(truth: Truth, *, normal: bool = True) -> Tell:
    """Between agents, and between the weeks of one. `normal`: whether levels are normal in log-odds, or else beta.

    What is true of agents is what their weeks come to in the long run, wherever these weeks happened to lie.
    """
    chance = float(expit(np.array(truth.level)))
    variance = (truth.between * chance * (1 - chance)) ** 2
    many = chance * (1 - chance) / variance - 1 if variance else np.inf

    def levels(draw, agents):
        if normal:
            return truth.level + truth.between * draw.standard_normal((agents, 1))
        own = np.clip(draw.beta(chance * many, (1 - chance) * many, (agents, 1)), 1e-6, 1 - 1e-6)
        return np.log(own / (1 - own))

    nodes, weights = np.polynomial.hermite_e.hermegauss(31)
    weekly = expit(levels(np.random.default_rng(3), 100_000) + truth.within * nodes)
    long_run = weekly @ weights / weights.sum()
    apart = float(long_run.std())
    uneven = float(np.sqrt((weekly**2 @ weights / weights.sum() - long_run**2).mean()))

    def tell(draw):
        chances = expit(levels(draw, truth.agents) + truth.within * draw.standard_normal((truth.agents, len(WEEKS))))
        found = consistency(truth.counts(draw, chances))
        yield found.between, apart
        yield found.within, uneven

    return tell


def tone_after_a_sentence(agents: int, calls: int, effect: float) -> Tell:
    """Skilled agents say it more, at worse moments and in one phase; it works better for some than for others."""

    def tell(draw):
        moments = []
        for agent in range(agents):
            skill, own = 0.7 * draw.standard_normal(), effect + 0.3 * draw.standard_normal()
            many = int(draw.integers(calls // 2, calls * 2))
            before, at = draw.normal(-0.5 + 0.5 * skill, 2, many), draw.random(many)
            phase, place = draw.integers(0, 4, many), draw.integers(0, 3, many)
            said = draw.random(many) < expit(-1 + 0.6 * skill - 0.15 * before + 0.5 * (phase == 2))
            after = 0.5 * before + 0.3 * phase + 0.2 * place + at + skill + own * said + draw.normal(0, 2, many)
            moments += [
                Moment(str(agent), str(p), str(q), float(w), float(b), float(a), frozenset(["it"] if s else []))
                for p, q, w, b, a, s in zip(phase, place, at, before, after, said, strict=True)
            ]
        yield effect_of("it", moments).change, effect

    return tell


def _coached(draw: np.random.Generator, agents: int, coached: int, effect: float) -> list[Around]:
    """Sessions at different times among agents who rise together, drift each in their own way, and have busy weeks."""
    weeks = np.arange(16)
    # So low that nobody's share is cut off at 1 by what coaching adds.
    odds = -1.2 + 0.6 * draw.standard_normal((agents, 1)) + (0.06 + 0.04 * draw.standard_normal((agents, 1))) * weeks
    chances = expit(odds + 0.2 * draw.standard_normal((agents, 16)))
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


def coaching_sessions(agents: int, coached: int, effect: float) -> Tell:
    """All sessions together."""

    def tell(draw):
        yield coaching_effect.of_sessions(_coached(draw, agents, coached, effect))[0], effect

    return tell


def one_session(agents: int, effect: float) -> Tell:
    """One session by itself."""

    def tell(draw):
        yield coaching_effect.of_session(_coached(draw, agents, 1, effect)[0]), effect

    return tell


def second_week(truth: Truth) -> Tell:
    """A question's change in the first week against before, and in the second against the first."""
    weeks = dict(zip(WEEKS, truth.expected(), strict=True))
    before = float(np.mean([weeks[week] for week in range(-4, 0)]))

    def tell(draw):
        found = stalling.of_questions({"q": truth.counts(draw)})["q"]
        yield found.first, weeks[1] - before
        yield found.second, weeks[2] - weeks[1]

    return tell


def second_week_of_one_agent(asked: tuple[int, int], levels: tuple[float, ...] = (-1.0, 0.0, 0.5, 1.0)) -> Tell:
    """One agent over several questions, in the proportion in which they came up."""
    truths = [Truth(1, asked, level, 0.0, 0.0) for level in levels]

    def tell(draw):
        counts, changes, weights = {}, [], []
        for name, truth in enumerate(truths):
            chances = truth.chances(draw)
            counts[str(name)] = said = truth.counts(draw, chances)
            first, second = (said.decided[0, WEEKS.index(week)] for week in (1, 2))
            changes.append(chances[0, WEEKS.index(2)] - chances[0, WEEKS.index(1)])
            weights.append(first * second / (first + second))
        yield stalling.of_agents(counts, ["a"])["a"].second, float(np.average(changes, weights=weights))

    return tell
