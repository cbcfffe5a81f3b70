"""How much waits for each reviewer, and how long they take. Read only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from statistics import median
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments import weeks
from qa.assignments.schemas import LoadOut, QueueCounts, ReviewerBrief
from qa.assignments.tables import Assignment, AssignmentState
from qa.calls.tables import Call
from qa.calls.view import visible_to
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right, Role, may

_MEASURED = timedelta(days=90)
_DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class _Count:
    open: int = 0
    overdue: int = 0
    started: int = 0
    done_this_week: int = 0


def mine(session: Session, asker: Principal) -> QueueCounts:
    """What waits for this person, and what waits for anybody."""
    asker.require(Right.EVALUATE)
    count = _counts(session, Assignment.reviewer_id == asker.person_id).get(asker.person_id, _Count())
    waiting = (
        sa.select(sa.func.count())
        .select_from(Assignment)
        .join(Call, Call.id == Assignment.call_id)
        .where(Assignment.state == AssignmentState.WAITING, visible_to(asker))
    )
    return QueueCounts(
        open=count.open,
        overdue=count.overdue,
        started=count.started,
        done_this_week=count.done_this_week,
        waiting=session.scalar(waiting) or 0,
    )


def of_everybody(session: Session, asker: Principal) -> list[LoadOut]:
    """Everybody who reviews or has something open: reviewers and trainers first who have the most."""
    asker.require(Right.ASSIGN)
    counts, days = _counts(session, sa.true()), _days(session)
    who_may = [role for role in Role if may(role, Right.EVALUATE) and role is not Role.ADMINISTRATOR]
    reviews = sa.and_(Person.role.in_(who_may), ~Person.disabled)
    people = session.scalars(sa.select(Person).where(sa.or_(reviews, Person.id.in_(counts)))).all()
    rows = [_load(person, counts.get(person.id, _Count()), days) for person in people]
    return sorted(rows, key=lambda row: (-row.open, row.reviewer.name, row.reviewer.id))


def _load(person: Person, count: _Count, days: Mapping[str, list[float]]) -> LoadOut:
    took = days.get(person.id)
    return LoadOut(
        reviewer=ReviewerBrief(id=person.id, name=person.name),
        disabled=person.disabled,
        open=count.open,
        overdue=count.overdue,
        started=count.started,
        done_this_week=count.done_this_week,
        median_days=round(median(took), 1) if took else None,
    )


def _counts(session: Session, whose: sa.ColumnElement[bool]) -> dict[str, _Count]:
    at = now()
    is_open = Assignment.state == AssignmentState.OPEN
    done = sa.and_(Assignment.state == AssignmentState.DONE, Assignment.completed_at >= weeks.begins(at))
    query = (
        sa.select(
            Assignment.reviewer_id,
            _sum(is_open),
            _sum(sa.and_(is_open, Assignment.due_at < at)),
            _sum(sa.and_(is_open, ~Call.machine_only)),
            _sum(done),
        )
        .join(Call, Call.id == Assignment.call_id)
        .where(whose, Assignment.reviewer_id.is_not(None), sa.or_(is_open, done))
        .group_by(Assignment.reviewer_id)
    )
    return {row[0]: _Count(*row[1:]) for row in session.execute(query)}


def _sum(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[Any]:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _days(session: Session) -> dict[str, list[float]]:
    """How many days each finished call of the last time took, by reviewer."""
    query = sa.select(Assignment.reviewer_id, Assignment.assigned_at, Assignment.completed_at).where(
        Assignment.state == AssignmentState.DONE, Assignment.completed_at > now() - _MEASURED
    )
    took: dict[str, list[float]] = {}
    for reviewer_id, given, completed in session.execute(query):
        if reviewer_id and given and completed:
            took.setdefault(reviewer_id, []).append((completed - given).total_seconds() / _DAY_S)
    return took
