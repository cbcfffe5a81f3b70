"""Cohorts that are drawn with a known truth: agents who differ, weeks that rise, few opportunities or many."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from qa.measures.cohorts import Said
from qa.measures.statistics import Change, Estimate, Numbers

#: An interval of 95 % may hold the truth this often, and no more seldom or often.
LEAST, MOST = 0.93, 0.97
#: With so many drawn cohorts, how often an interval holds the truth is known to one percentage point.
TIMES = 2_000

WEEKS = tuple(range(-4, 8))


@dataclass(frozen=True, slots=True)
class Truth:
    """How a cohort is: log-odds, and standard deviations on that scale between agents and between an agent's weeks."""

    agents: int
    opportunities: tuple[int, int]  # a week
    level: float
    between: float
    within: float = 0.2
    rise: tuple[float, ...] = (0,) * 4 + (0.4, 0.8, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0)

    def chances(self, draw: np.random.Generator, agents: int | None = None) -> Numbers:
        """The chance of each agent in each week."""
        many = agents or self.agents
        own = self.between * draw.standard_normal((many, 1))
        weekly = self.within * draw.standard_normal((many, len(WEEKS)))
        result: Numbers = 1 / (1 + np.exp(-(self.level + own + weekly + np.array(self.rise))))
        return result

    def counts(self, draw: np.random.Generator, chances: Numbers | None = None) -> Said:
        """A cohort of that truth."""
        drawn = self.chances(draw) if chances is None else chances
        asked = draw.integers(self.opportunities[0], self.opportunities[1] + 1, drawn.shape)
        said = draw.binomial(asked, drawn).astype(float)
        return Said(WEEKS, said, asked - said, np.zeros(drawn.shape))

    def expected(self) -> Numbers:
        """The share of each week among agents such as these."""
        result: Numbers = self.chances(np.random.default_rng(1), agents=400_000).mean(axis=0)
        return result


#: Few agents and many, few opportunities and many, seldom and often said, alike and unlike.
TRUTHS = (
    Truth(8, (2, 8), -1.0, 0.6),
    Truth(8, (4, 40), 0.5, 0.8),
    Truth(15, (2, 8), 0.0, 0.8),
    Truth(20, (2, 40), -2.0, 0.7),
    Truth(40, (2, 8), 1.0, 0.5),
    Truth(40, (10, 40), -0.5, 0.9),
)


def held(
    tell: Callable[[np.random.Generator], tuple[Change | Estimate, float]], seed: int, times: int = TIMES
) -> float:
    """How often the interval holds what is true, over so many drawn cohorts. All of them must have an interval."""
    draw = np.random.default_rng(seed)
    hits = 0
    for _ in range(times):
        found, truth = tell(draw)
        assert found.low is not None
        assert found.high is not None
        hits += found.low <= truth <= found.high
    return hits / times
