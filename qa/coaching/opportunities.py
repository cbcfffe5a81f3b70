"""What became of agents' opportunities, each counted by itself: whoever counts them stands above and says so here.

A situation may arise several times in a call, and each time is an opportunity. What nobody counts by moments, such as
how a call was conducted, has its one opportunity in each call that asks for it.
"""

from collections.abc import Callable, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.insights.intervals import Moments

#: By rubric, question (its first id) and agent: the opportunities that are decided, of which the missed ones are hits.
Missed = Mapping[tuple[str, str, str], Moments]
#: Counts them over the calls that fulfil these conditions on `Call` and `CallFact`.
Counting = Callable[[Session, Sequence[sa.ColumnElement[bool]]], Missed]

_counting: list[Counting] = []


def provide(counting: Counting) -> None:
    """From now on opportunities of this process are counted so; providing it again replaces what was said before."""
    _counting[:] = [counting]


def missed(session: Session, conditions: Sequence[sa.ColumnElement[bool]]) -> Missed:
    """Every agent's opportunities in these calls; empty where nobody counts any."""
    return _counting[0](session, conditions) if _counting else {}
