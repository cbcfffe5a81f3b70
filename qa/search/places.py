"""In which message of a written conversation something stands, as far as its words are indexed."""

from bisect import bisect_right
from collections.abc import Callable, Iterable

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, Medium
from qa.search.tables import SpokenTurn

#: Tells the number of the message, from 1 on, in which a place of a call stands; None where the call was spoken.
MessageAt = Callable[[str, int], int | None]


def messages_of(session: Session, calls: Iterable[Call]) -> MessageAt:
    """The messages of those of the calls that were written; of the others nothing is read."""
    written = [call.id for call in calls if call.medium is not Medium.VOICE]
    starts: dict[str, list[int]] = {}
    if written:
        turns = sa.select(SpokenTurn.call_id, SpokenTurn.start_ms).where(SpokenTurn.call_id.in_(written))
        for call_id, start in session.execute(turns.order_by(SpokenTurn.call_id, SpokenTurn.turn)):
            starts.setdefault(call_id, []).append(start)
    return lambda call_id, at: max(1, bisect_right(starts[call_id], at)) if call_id in starts else None
