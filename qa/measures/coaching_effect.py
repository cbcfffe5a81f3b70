"""What coaching sessions changed: the coached agents' shares before and after, against others' in the same weeks.

Difference in differences: for each session, the coached agent's change from the weeks before to those after, and the
change of each agent who was not coached on that question within those weeks. Whatever changed for everybody, as with
the season or the programme itself, is in both. It cannot tell coaching from what goes with being chosen for it: agents
are coached when they did badly, and some of them would have got better anyway.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.measures.regression import Rows, effect_of_first
from qa.measures.statistics import Change, chance_of_counting, luck_of

#: So many coached agents, or the effect is told of each session alone.
FEWEST_COACHED = 4
#: So many agents to compare with, for every session that counts.
FEWEST_COMPARED = 5
#: An agent counts with so many decided opportunities before and after.
FEWEST_EACH = 5


@dataclass(frozen=True, slots=True)
class Counts:
    """One agent's opportunities around a session: said and decided, before and after it."""

    agent: str
    before: tuple[float, float]
    after: tuple[float, float]

    @property
    def enough(self) -> bool:
        """Whether both sides have enough to count."""
        return min(self.before[1], self.after[1]) >= FEWEST_EACH

    @property
    def change(self) -> float:
        """The share after less the one before."""
        return self.after[0] / self.after[1] - self.before[0] / self.before[1]

    @property
    def luck(self) -> float:
        """The variance of the change by the luck of the draw alone."""
        return sum(luck_of(*side) or chance_of_counting(*side) for side in (self.before, self.after))


@dataclass(frozen=True, slots=True)
class Around:
    """A session: the coached agent and those who were not coached in its weeks."""

    coached: Counts
    others: tuple[Counts, ...]

    @property
    def compared(self) -> tuple[Counts, ...]:
        """The others with enough on both sides."""
        return tuple(other for other in self.others if other.enough)

    @property
    def counts(self) -> bool:
        """Whether the session can be told at all."""
        return self.coached.enough and len(self.compared) >= FEWEST_COMPARED


def of_session(around: Around) -> Change:
    """One session's effect: the coached agent's change less the mean change of the others.

    How far an agent may drift by themselves is taken from how far the others do, beyond the luck of the draw.
    """
    if not around.counts:
        return Change()
    others = around.compared
    changes = np.array([other.change for other in others])
    spread = float(changes.var(ddof=1))
    drift = max(0.0, spread - float(np.mean([other.luck for other in others])))
    of_others = drift + spread / len(others)
    variance = around.coached.luck + of_others
    # Only what the others tell is uncertain itself (Satterthwaite).
    freedom = (len(others) - 1) * (variance / of_others) ** 2 if of_others > 0 else float("inf")
    return Change.of(around.coached.change - float(changes.mean()), float(np.sqrt(variance)), freedom)


def of_sessions(sessions: Sequence[Around]) -> tuple[Change, int, int]:
    """The mean effect of sessions, with how many agents were coached in them and how many sessions count."""
    own = [around for around in sessions if around.counts]
    coached = {around.coached.agent for around in own}
    if len(coached) < FEWEST_COACHED:
        return Change(), len(coached), len(own)
    agents = {agent: place for place, agent in enumerate(sorted(_everybody(own)))}
    rows = [
        (number, counts, counts is around.coached)
        for number, around in enumerate(own)
        for counts in (around.coached, *around.compared)
    ]
    x = np.zeros((len(rows), 1 + len(own)))
    for place, (number, _, is_coached) in enumerate(rows):
        x[place, 0], x[place, 1 + number] = is_coached, 1.0
    found = effect_of_first(
        Rows(
            y=np.array([counts.change for _, counts, _ in rows]),
            x=x,
            agents=np.array([agents[counts.agent] for _, counts, _ in rows]),
            within=False,
        )
    )
    return found, len(coached), len(own)


def _everybody(sessions: Sequence[Around]) -> set[str]:
    return {counts.agent for around in sessions for counts in (around.coached, *around.compared)}
