"""Whether the calls that came after an agreement show it: pure counting, without a database.

A goal is a number of calls in which something is done, out of so many that gave the opportunity. The calls are taken in
the order in which they were held, a window at a time: a window ends as soon as the goal is reached, which closes the
agreement, or as soon as it cannot be reached in it any more, and then the next call begins a new one. Windows do not
overlap: were every stretch of calls tried, chance alone would close nearly every agreement sooner or later.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Goal:
    """To be done in `needed` of the next `out_of` opportunities."""

    needed: int
    out_of: int


@dataclass(frozen=True, slots=True)
class Shown:
    """What one call showed that gave the opportunity."""

    call_id: str
    done: bool


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a goal stands. `calls` are those of the window that is going on, or of the one that reached the goal."""

    reached: bool
    rounds: int  # whole windows that went by without it
    calls: tuple[Shown, ...]

    @property
    def done(self) -> int:
        """In how many of these calls it was done."""
        return sum(call.done for call in self.calls)


def progress(goal: Goal, calls: Iterable[Shown]) -> Progress:
    """Where the goal stands after these calls, which come in the order in which they were held."""
    rounds, window = 0, list[Shown]()
    for call in calls:
        window.append(call)
        done = sum(one.done for one in window)
        if done >= goal.needed:
            return Progress(reached=True, rounds=rounds, calls=tuple(window))
        if len(window) - done > goal.out_of - goal.needed:
            rounds, window = rounds + 1, []
    return Progress(reached=False, rounds=rounds, calls=tuple(window))
