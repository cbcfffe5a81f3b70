"""Consistency: how far apart agents lie, and how far one agent's weeks do, once the luck of the draw is taken away.

Shares of few opportunities differ by chance alone. Three parts make up what is seen: between agents, between the weeks
of one agent, and chance. The first two are told here; the third is how many opportunities there were.

*Between agents.* Each agent's share is put on the scale arcsin(sqrt(share)), on which chance does not depend on the
share itself. The mean square of agents there, less each one's own noise (the jackknife over their weeks, so it holds
chance and uneven weeks alike), is what lies between them; its interval is the modified large sample one. It is told as
a share: half the distance between an agent one standard deviation above and one as far below.

*Within an agent.* The variance of an agent's weekly shares less what chance alone would give them, averaged over
agents; told as a standard deviation. Its interval comes from how the agents differ in it.
"""

from dataclasses import dataclass

import numpy as np

from qa.measures.cohorts import Said
from qa.measures.statistics import FEWEST_AGENTS, Change, Numbers, quantile, variance_left

#: An agent counts with at least so many weeks of at least `FEWEST_A_WEEK` decided opportunities each.
FEWEST_WEEKS = 3
FEWEST_A_WEEK = 2
#: So many opportunities in all, or an agent's share says too little of them to be compared.
FEWEST_IN_ALL = 10


@dataclass(frozen=True, slots=True)
class Consistency:
    """Both spreads in shares of 0..1; 0 is an even team, or even weeks. `agents` and `opportunities` stand behind."""

    between: Change
    within: Change
    agents: int
    opportunities: int


def consistency(counts: Said) -> Consistency:
    """What lies between agents and between an agent's weeks. No values with fewer than `FEWEST_AGENTS` agents."""
    decided = np.where(counts.decided >= FEWEST_A_WEEK, counts.decided, 0.0)
    said = np.where(decided > 0, counts.said, 0.0)
    enough = ((decided > 0).sum(axis=1) >= FEWEST_WEEKS) & (decided.sum(axis=1) >= FEWEST_IN_ALL)
    said, decided = said[enough], decided[enough]
    agents, asked = len(said), int(decided.sum())
    if agents < FEWEST_AGENTS:
        return Consistency(Change(), Change(), agents, asked)
    return Consistency(_between(said, decided), _within(said, decided), agents, asked)


def _between(said: Numbers, decided: Numbers) -> Change:
    weeks = (decided > 0).sum(axis=1)
    whole, asked = said.sum(axis=1, keepdims=True), decided.sum(axis=1, keepdims=True)
    placed = _even(whole, asked)[:, 0]
    # One week left out at a time; where there is no such week, nothing changes and nothing is added.
    without = np.where(decided > 0, _even(whole - said, asked - decided), 0.0)
    mean = without.sum(axis=1, keepdims=True) / weeks[:, None]
    noise = (np.square(np.where(decided > 0, without - mean, 0.0)).sum(axis=1) * (weeks - 1) / weeks).mean()
    spread = float(placed.var(ddof=1))
    ends = variance_left(spread, float(noise), (len(placed) - 1.0, float((weeks - 1).sum())))
    value, low, high = (
        _half_distance(float(placed.mean()), variance) for variance in (max(0.0, spread - float(noise)), *ends)
    )
    return Change(value, low, high)


def _within(said: Numbers, decided: Numbers) -> Change:
    asked = decided > 0
    weeks = asked.sum(axis=1)
    shares = np.divide(said, decided, out=np.zeros_like(said), where=asked)
    means = shares.sum(axis=1, keepdims=True) / weeks[:, None]
    seen = np.square(np.where(asked, shares - means, 0.0)).sum(axis=1) / (weeks - 1)
    # What chance alone gives a share of n: estimated without bias by s (1 - s) / (n - 1).
    luck = np.where(asked, shares * (1 - shares) / np.maximum(1, decided - 1), 0.0).sum(axis=1) / weeks
    left = float(np.mean(seen - luck))
    if float(seen.mean()) <= 0:
        return Change(0.0, 0.0, 0.0)
    error = float(np.std(seen - luck, ddof=1) / np.sqrt(len(seen)))
    # A mean square is lopsided as a product is: the interval is one of factors.
    factor = float(np.exp(quantile(len(seen) - 1) * error / seen.mean()))
    low, high = seen.mean() / factor - luck.mean(), seen.mean() * factor - luck.mean()
    return Change(*(float(np.sqrt(max(0.0, variance))) for variance in (left, low, high)))


def _even(said: Numbers, decided: Numbers) -> Numbers:
    """arcsin(sqrt(share)), with Anscombe's small correction (Biometrika 35:246, 1948)."""
    placed: Numbers = np.arcsin(np.sqrt((said + 0.375) / (decided + 0.75)))
    return placed


def _half_distance(middle: float, variance: float) -> float:
    ends = np.clip([middle - np.sqrt(variance), middle + np.sqrt(variance)], 0, np.pi / 2)
    low, high = np.square(np.sin(ends))
    return float(high - low) / 2
