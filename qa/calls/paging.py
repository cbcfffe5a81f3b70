"""Keyset paging: a list goes on behind the row that a cursor names, whatever was added or moved meanwhile."""

from dataclasses import dataclass
from math import isfinite

import sqlalchemy as sa

from qa.calls.schemas import CallOrder
from qa.calls.tables import Call
from qa.platform.errors import Refused

_BETWEEN = "~"


class BadCursor(Refused):
    """A cursor that no page of this order gave out."""

    code = "bad_cursor"

    def __init__(self, cursor: str, order: CallOrder) -> None:
        self.cursor, self.order = cursor, order
        super().__init__(f"{cursor!r} is no cursor of a list in the order {order!r}")


@dataclass(frozen=True, slots=True)
class Listed:
    """Which part of a list is wanted: `limit` rows in this order, from behind the cursor on; None: from its start."""

    order: CallOrder = "newest"
    cursor: str | None = None
    limit: int = 50


def after(listed: Listed, query: sa.Select[Call]) -> sa.Select[Call]:
    """The query in that order, without the rows up to the cursor. Raises BadCursor."""
    if listed.order == "newest":
        ordered = query.order_by(Call.id.desc())
        return ordered.where(Call.id < listed.cursor) if listed.cursor else ordered
    ordered = query.order_by(Call.could_flip.desc(), Call.id.desc())
    if not listed.cursor:
        return ordered
    could_flip, call_id = _read(listed.cursor)
    behind = sa.and_(Call.could_flip == could_flip, Call.id < call_id)
    return ordered.where(sa.or_(Call.could_flip < could_flip, behind))


def cursor_of(order: CallOrder, call: Call) -> str:
    """The cursor behind this call."""
    return call.id if order == "newest" else f"{call.could_flip!r}{_BETWEEN}{call.id}"


def _read(cursor: str) -> tuple[float, str]:
    told, _, call_id = cursor.partition(_BETWEEN)
    try:
        could_flip = float(told)
    except ValueError as error:
        raise BadCursor(cursor, "could_flip") from error
    if not isfinite(could_flip) or not call_id:
        raise BadCursor(cursor, "could_flip")
    return could_flip, call_id
