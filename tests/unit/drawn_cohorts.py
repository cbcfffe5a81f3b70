"""Cohorts that are drawn with a known truth: agents who differ, weeks that rise, few opportunities or many."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from qa.measures.cohorts import Said
from qa.measures.statistics import Change, Estimate, Numbers

WEEKS = tuple(range(-4, 8))

#: An interval as a measure tells it, and what is true of the cohort that it was drawn from.
Drawn = tuple[Change | Estimate, float]
#: What one drawn cohort tells, one interval or several that are told together.
Tell = Callable[[np.random.Generator], Iterable[Drawn]]


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
        return expit(self.level + own + weekly + np.array(self.rise))

    def counts(self, draw: np.random.Generator, chances: Numbers | None = None) -> Said:
        """A cohort of that truth."""
        drawn = self.chances(draw) if chances is None else chances
        asked = draw.integers(self.opportunities[0], self.opportunities[1] + 1, drawn.shape)
        said = draw.binomial(asked, drawn).astype(float)
        return Said(WEEKS, said, asked - said, np.zeros(drawn.shape))

    def expected(self) -> Numbers:
        """The share of each week among agents such as these."""
        return _expected(self)


def expit(odds: Numbers) -> Numbers:
    """Chances from log-odds."""
    result: Numbers = 1 / (1 + np.exp(-odds))
    return result


@lru_cache(maxsize=200)
def _expected(truth: Truth) -> Numbers:
    nodes, weights = np.polynomial.hermite_e.hermegauss(61)
    odds = truth.level + np.hypot(truth.between, truth.within) * nodes[:, None] + np.array(truth.rise)
    result: Numbers = weights @ expit(odds) / weights.sum()
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


class Held(NamedTuple):
    """Of so many intervals: in how many the truth lies below, and above. Those without a value are not of them."""

    times: int
    below: int
    above: int

    @property
    def share(self) -> float:
        """How often the interval holds the truth."""
        return 1 - (self.below + self.above) / self.times


def held(tell: Tell, seed: int, times: int) -> list[Held]:
    """What became of each interval that is told, over so many drawn cohorts."""
    draw = np.random.default_rng(seed)
    found: dict[int, list[tuple[bool, bool]]] = {}
    for _ in range(times):
        for place, (told, truth) in enumerate(tell(draw)):
            if told.low is not None and told.high is not None:
                found.setdefault(place, []).append((truth < told.low, truth > told.high))
    return [Held(len(one), sum(low for low, _ in one), sum(high for _, high in one)) for one in found.values()]
