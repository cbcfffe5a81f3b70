"""How often something was said where there was an opportunity for it, by agent and week: what all measures begin with.

An opportunity is a call in which a phrase or a transition belongs, and for a situation each of its triggers. It ends as
said, as not said, or undecided; undecided ones are in no share, are counted apart, and widen its bounds.
"""

from dataclasses import dataclass, field

import numpy as np

from qa.measures.statistics import Numbers


@dataclass(frozen=True, slots=True)
class Said:
    """Counts of one question, agents by weeks. `weeks` count from day 0 on, as `qa.programmes.stages` has them."""

    weeks: tuple[int, ...]
    said: Numbers
    not_said: Numbers
    unsure: Numbers = field(default_factory=lambda: np.zeros((0, 0)))

    @property
    def decided(self) -> Numbers:
        """How many opportunities were decided."""
        return self.said + self.not_said

    def between(self, first: int, last: int) -> tuple[Numbers, Numbers]:
        """Said and decided of each agent, from one week to another, both included."""
        own = np.array([first <= week <= last for week in self.weeks], dtype=bool)
        return self.said[:, own].sum(axis=1), self.decided[:, own].sum(axis=1)
