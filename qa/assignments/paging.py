"""The order of a queue, and how its list goes on from where a page ended."""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite
from typing import Any

import sqlalchemy as sa

from qa.assignments.tables import Assignment
from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.platform.errors import Refused
from qa.platform.security.principal import Principal

_BETWEEN = "~"


class BadQueueCursor(Refused):
    """A cursor that no page of such a list gave out."""

    code = "bad_cursor"

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor
        super().__init__(f"{cursor!r} is no cursor of this list")


@dataclass(frozen=True, slots=True)
class Listed:
    """Which part of a list is wanted: `limit` rows from behind the cursor on; None: from its start."""

    cursor: str | None = None
    limit: int = 50


def in_order(query: sa.Select[Assignment], asker: Principal) -> sa.Select[Assignment]:
    """By when it is due, which puts what is late first; what is due together by how likely the result will turn."""
    return query.order_by(Assignment.due_at, _flips(asker).desc(), Assignment.id)


def after(
    listed: Listed, query: sa.Select[Assignment], asker: Principal, *, done: bool = False
) -> sa.Select[Assignment]:
    """The query in its order, without the rows up to the cursor. Raises BadQueueCursor."""
    if done:
        ordered = query.order_by(Assignment.completed_at.desc(), Assignment.id.desc())
        if not listed.cursor:
            return ordered
        moment, _flip, last_id = _read(listed.cursor)
        earlier = Assignment.completed_at < moment
        return ordered.where(sa.or_(earlier, sa.and_(Assignment.completed_at == moment, Assignment.id < last_id)))
    ordered = in_order(query, asker)
    if not listed.cursor:
        return ordered
    moment, flip, last_id = _read(listed.cursor)
    flips = _flips(asker)
    behind = sa.or_(flips < flip, sa.and_(flips == flip, Assignment.id > last_id))
    return ordered.where(sa.or_(Assignment.due_at > moment, sa.and_(Assignment.due_at == moment, behind)))


def cursor_of(assignment: Assignment, *, blind: bool, done: bool = False) -> str:
    """The cursor behind this one; `blind`: the asker may not know what was made of its call."""
    moment = assignment.completed_at if done else assignment.due_at
    flip = 0.0 if blind or done else assignment.call.could_flip
    assert moment is not None, "what is done was completed at some moment"
    return _BETWEEN.join((moment.isoformat(), repr(flip), assignment.id))


def _flips(asker: Principal) -> sa.ColumnElement[Any]:
    """Where the result of a call is hidden from somebody, its place in a list must not tell it either."""
    return sa.case((blindfolds.blinded(asker), sa.literal(0.0)), else_=Call.could_flip)


def _read(cursor: str) -> tuple[datetime, float, str]:
    try:
        told, flip_told, last_id = cursor.split(_BETWEEN)
        moment, flip = datetime.fromisoformat(told), float(flip_told)
    except ValueError as error:
        raise BadQueueCursor(cursor) from error
    if moment.tzinfo is None or not isfinite(flip):
        raise BadQueueCursor(cursor)
    try:
        moment = moment.astimezone()
    except OverflowError as error:
        raise BadQueueCursor(cursor) from error
    return moment, flip, last_id
