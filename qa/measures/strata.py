"""The same agent before and after, where what is compared has kinds that must not be mixed: questions, rubric versions.

Within each kind the two shares are compared; what a kind tells counts by how many opportunities it has on both sides.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass

from qa.measures.statistics import Change, chance_of_counting, luck_of, mean_change


@dataclass(frozen=True, slots=True)
class Pair:
    """One agent's opportunities of one kind on two sides: said and decided, first and second."""

    agent: str
    kind: Hashable
    first: tuple[float, float]
    second: tuple[float, float]


@dataclass(frozen=True, slots=True)
class Own:
    """One agent's share on the second side less the first, the variance by luck alone, and the opportunities."""

    value: float
    luck: float
    first: float
    second: float


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
    if not found:
        return Change()
    luck = sum(own.luck for own in found.values()) / len(found) ** 2
    return mean_change([own.value for own in found.values()], luck)


def _own(pairs: list[Pair]) -> Own:
    weights = [pair.first[1] * pair.second[1] / (pair.first[1] + pair.second[1]) for pair in pairs]
    whole = sum(weights)
    values = (pair.second[0] / pair.second[1] - pair.first[0] / pair.first[1] for pair in pairs)
    lucks = (luck_of(*pair.first) + luck_of(*pair.second) for pair in pairs)
    luck = sum(weight**2 * luck for weight, luck in zip(weights, lucks, strict=True)) / whole**2
    first, second = (
        (sum(side[0] for side in sides), sum(side[1] for side in sides))
        for sides in ([pair.first for pair in pairs], [pair.second for pair in pairs])
    )
    return Own(
        value=sum(weight * value for weight, value in zip(weights, values, strict=True)) / whole,
        # All or nothing everywhere does not show what luck does: then it is as if one more had gone either way.
        luck=luck or chance_of_counting(*first) + chance_of_counting(*second),
        first=first[1],
        second=second[1],
    )
