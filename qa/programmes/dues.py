"""What members of a cohort owe in a week, and how much of it is done.

A programme says for each stage how many of each kind are owed in a week. Who knows how many were done stands above this
noun: it registers a provider for its kind, and from then on programmes may ask for that kind.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from qa.programmes.stages import Stage

#: How many of its kind each of these people did from `start` to before `end`; who is missing did none.
Done = Callable[[Session, Sequence[str], datetime, datetime], Mapping[str, int]]
#: How many of its kind wait for each of these people at this moment, done ones not counted.
Waiting = Callable[[Session, Sequence[str]], Mapping[str, int]]


@dataclass(frozen=True, slots=True)
class Due:
    """So many of one kind in every week of a stage."""

    stage: Stage
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class Owed:
    """What one member owes in one week, and did of it. `done` may be more than `owed`."""

    kind: str
    owed: int
    done: int

    @property
    def open(self) -> int:
        """How many are still to be done."""
        return max(0, self.owed - self.done)


@dataclass(frozen=True, slots=True)
class _Provider:
    done: Done
    waiting: Waiting | None


_providers: dict[str, _Provider] = {}


def provide(kind: str, done: Done, waiting: Waiting | None = None) -> None:
    """From now on, `done` tells how many of this kind people did; providing it again replaces what was said before.

    With `waiting`, nobody owes more than there is: what was done and what waits for them.
    """
    _providers[kind] = _Provider(done, waiting)


def provided() -> list[str]:
    """The kinds that can be asked for, by name."""
    return sorted(_providers)


def owed(
    session: Session, people: Sequence[str], dues: Sequence[Due], start: datetime, end: datetime
) -> dict[str, list[Owed]]:
    """What each of these people owes of these dues, which are of one stage, from `start` to before `end`.

    A due of a kind that nobody provides any more is left out: nothing could tell that it was done.
    """
    found: dict[str, list[Owed]] = {person: [] for person in people}
    for due in dues:
        provider = _providers.get(due.kind)
        if provider is None or not people:
            continue
        done = provider.done(session, people, start, end)
        waiting = provider.waiting(session, people) if provider.waiting else None
        for person in people:
            own = done.get(person, 0)
            count = due.count if waiting is None else min(due.count, own + waiting.get(person, 0))
            found[person].append(Owed(due.kind, count, own))
    return found
