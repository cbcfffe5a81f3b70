"""The same agent before and after, where what is compared has kinds that must not be mixed: questions, rubric versions.

Within each kind the two shares are compared; what a kind tells counts by how many opportunities it has on both sides.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

import numpy as np

from qa.measures.statistics import Change, Sides, chance_of_counting, luck_of, mean_difference


@dataclass(frozen=True, slots=True)
class Pair:
    """One agent's opportunities of one kind on two sides: said and decided, first and second."""

    agent: str
    kind: Hashable
    first: tuple[float, float]
    second: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Own:
    """One agent on both sides, kinds weighed alike: shares, opportunities, and `noises`, see `Sides`.

    `luck` is the variance of the difference by the luck of the draw alone.
    """

    shares: tuple[float, float]
    noises: tuple[float, float]
    luck: float
    first: float
    second: float

    @property
    def value(self) -> float:
        """The share on the second side less the first."""
        return self.shares[1] - self.shares[0]


def by_agent(pairs: Iterable[Pair], fewest: int = 1) -> dict[str, Own]:
    """Each agent's own difference; those with fewer than `fewest` decided opportunities on a side are left out."""
    kinds: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        if pair.first[1] > 0 and pair.second[1] > 0:
            kinds[pair.agent].append(pair)
    found = {agent: _own(own) for agent, own in kinds.items()}
    return {agent: own for agent, own in found.items() if min(own.first, own.second) >= fewest}


def over_agents(found: dict[str, Own]) -> Change:
    """The mean of the agents' own differences, each counting once."""
    first, second = (
        Sides.of(
            np.array([own.shares[side] for own in found.values()]),
            np.array([own.noises[side] for own in found.values()]),
        )
        for side in (0, 1)
    )
    return mean_difference(first, second)


def _own(pairs: list[Pair]) -> Own:
    first, second = (np.array(side, dtype=float).T for side in zip(*((p.first, p.second) for p in pairs), strict=True))
    weights = first[1] * second[1] / (first[1] + second[1])
    weights /= weights.sum()
    luck = sum(
        weight**2 * (luck_of(*pair.first) + luck_of(*pair.second)) for weight, pair in zip(weights, pairs, strict=True)
    )
    said, asked = np.array([first.sum(axis=1), second.sum(axis=1)]).T
    return Own(
        shares=(float(weights @ (first[0] / first[1])), float(weights @ (second[0] / second[1]))),
        noises=(float(weights**2 @ (1 / first[1])), float(weights**2 @ (1 / second[1]))),
        # All or nothing everywhere does not show what luck does: then it is as if one more had gone either way.
        luck=float(luck) or sum(chance_of_counting(*side) for side in zip(said, asked, strict=True)),
        first=float(asked[0]),
        second=float(asked[1]),
    )
