"""The transfer gap: how much more often a phrase is said in practice than in live calls, by the same agents.

Only what was held against the same version of the rubric is compared, question by question. Drills are no calls and
are told apart from this, see `qa.measures.drilled`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from qa.measures.statistics import Change
from qa.measures.strata import Own, Pair, by_agent, over_agents

#: An agent counts with at least so many decided opportunities in practice and in live calls.
FEWEST_EACH = 2


@dataclass(frozen=True, slots=True)
class Gap:
    """Live less practice, 0..1: below 0 where what is practised does not come up in live calls yet."""

    change: Change
    agents: dict[str, Own]


def gap(pairs: Iterable[Pair]) -> Gap:
    """The gap over agents; `first` of each pair is practice and `second` live, `kind` the question and version."""
    own = by_agent(pairs, FEWEST_EACH)
    return Gap(over_agents(own), own)
