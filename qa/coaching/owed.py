"""How much coaching people did, for what their programmes ask of them in a week."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.coaching.tables import CoachingSession, CoachingTask, TaskState
from qa.programmes import dues

KIND = "coaching"


def provide() -> None:
    """From now on programmes may ask for coaching: sessions acknowledged and tasks done outside of one."""
    dues.provide(KIND, done, waiting)


def done(session: Session, people: Sequence[str], start: datetime, end: datetime) -> Mapping[str, int]:
    """How many sessions each acknowledged, and tasks of no session each did, from `start` to before `end`."""
    acknowledged = CoachingSession.acknowledged_at
    finished = CoachingTask.done_at
    held = _by_agent(session, CoachingSession, people, acknowledged >= start, acknowledged < end)
    did = _by_agent(session, CoachingTask, people, finished >= start, finished < end, CoachingTask.session_id.is_(None))
    return _together(held, did)


def waiting(session: Session, people: Sequence[str]) -> Mapping[str, int]:
    """How many sessions that were shown to them, and tasks of no session, wait for each."""
    open_sessions = (
        CoachingSession.shared_at.is_not(None),
        CoachingSession.acknowledged_at.is_(None),
        CoachingSession.dropped_at.is_(None),
    )
    open_tasks = (CoachingTask.state == TaskState.OPEN, CoachingTask.session_id.is_(None))
    return _together(
        _by_agent(session, CoachingSession, people, *open_sessions),
        _by_agent(session, CoachingTask, people, *open_tasks),
    )


def _by_agent(
    session: Session,
    table: type[CoachingSession] | type[CoachingTask],
    people: Sequence[str],
    *conditions: sa.ColumnElement[bool],
) -> dict[str, int]:
    query = sa.select(table.agent_id, sa.func.count()).where(table.agent_id.in_(people), *conditions)
    return {row[0]: row[1] for row in session.execute(query.group_by(table.agent_id))}


def _together(first: Mapping[str, int], second: Mapping[str, int]) -> dict[str, int]:
    return {person: first.get(person, 0) + second.get(person, 0) for person in {*first, *second}}
