"""Consistency: how far apart agents lie, and how far one agent's weeks do, once the luck of the draw is taken away.

Shares of few opportunities differ by chance alone. Three parts make up what is seen: between agents, between the weeks
of one agent, and chance. The first two are told here, each as a standard deviation of shares; the third is how many
opportunities there were. How they are told apart: see `qa.measures.spread`.
"""

from dataclasses import dataclass

import numpy as np

from qa.measures.cohorts import Said
from qa.measures.spread import spreads
from qa.measures.statistics import FEWEST_AGENTS, Change

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
    return Consistency(*spreads(said, decided), agents, asked)
