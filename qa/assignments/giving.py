"""The small deeds of which everything else is made: to choose a call, to give it to somebody, to take it back.

Each is audited, and none happens to a call that somebody else is choosing in this very moment.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments import telling
from qa.assignments.schemas import WhyOut
from qa.assignments.tables import Assignment, AssignmentState
from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.security.roles import Right, Role, may

#: How long a reviewer has where nobody says.
USUAL_TIME = timedelta(days=7)
LIVE = (AssignmentState.WAITING, AssignmentState.OPEN)


@dataclass(frozen=True, slots=True)
class Chosen:
    """A call that was chosen, why, until when it is due, and by which part of which plan, where it was one."""

    call_id: str
    why: list[dict[str, Any]]
    due_at: datetime
    plan_id: str | None = None
    week: str | None = None
    part: str | None = None


def can_review(person: Person) -> bool:
    """Whether the person may review calls, and can sign in to do it."""
    return not person.disabled and may(person.role, Right.EVALUATE)


def live(session: Session, call_id: str) -> Assignment | None:
    """The call's assignment that waits or is open."""
    return session.scalar(sa.select(Assignment).where(Assignment.call_id == call_id, Assignment.state.in_(LIVE)))


def claim(session: Session, call_ids: Iterable[str], *, wait: bool) -> set[str]:
    """Hold these calls until the transaction ends, so that nobody else chooses or gives them; returns those held.

    Without `wait` those that somebody holds now are left out. Whoever has written to the audit trail already, which
    everybody waits for, must not wait for a call. What was read of a call before it was held must be read again.
    """
    held = sa.select(Call.id).where(Call.id.in_(list(call_ids))).order_by(Call.id)
    return set(session.scalars(held.with_for_update(key_share=True, skip_locked=not wait)))


def choose(session: Session, by: str | None, chosen: Chosen, to: str | None = None, **facts: object) -> Assignment:
    """A new assignment, somebody's at once or waiting; `facts` are for the audit trail. The call must be claimed."""
    made = Assignment(
        call_id=chosen.call_id,
        state=AssignmentState.WAITING if to is None else AssignmentState.OPEN,
        reviewer_id=to,
        assigned_at=None if to is None else now(),
        why=chosen.why,
        due_at=chosen.due_at,
        plan_id=chosen.plan_id,
        week=chosen.week,
        part=chosen.part,
    )
    session.add(made)
    session.flush()
    audit.record(session, by, "call_chosen", made.id, call=chosen.call_id, plan=chosen.plan_id, to=to, **facts)
    return made


def give(session: Session, by: str | None, assignment: Assignment, reviewer_id: str) -> Assignment:
    """Somebody has it from now on."""
    before = assignment.reviewer_id
    assignment.state, assignment.reviewer_id, assignment.assigned_at = AssignmentState.OPEN, reviewer_id, now()
    _changed(session, assignment)
    audit.record(session, by, "call_assigned", assignment.id, call=assignment.call_id, to=reviewer_id, before=before)
    telling.assigned(session, by, assignment)
    return assignment


def by_hand(session: Session, person_id: str) -> dict[str, Any]:
    """That somebody chose, as a fact of why."""
    name = session.get_one(Person, person_id).name
    return WhyOut(kind="by_hand", person_name=name).model_dump(mode="json", exclude_none=True)


def hand(session: Session, by: str, assignment: Assignment, reviewer_id: str) -> Assignment:
    """The same because somebody wants it so, which the reviewer is told beside why the call was chosen."""
    others = [fact for fact in assignment.why if fact["kind"] != "by_hand"]
    assignment.why = [*others, by_hand(session, by)]
    return give(session, by, assignment, reviewer_id)


def take_back(session: Session, by: str | None, assignment: Assignment, because: str) -> Assignment:
    """It waits for somebody again."""
    before = assignment.reviewer_id
    if by == before:
        assignment.given_back_by = by
    assignment.state, assignment.reviewer_id, assignment.assigned_at = AssignmentState.WAITING, None, None
    _changed(session, assignment)
    audit.record(session, by, "call_unassigned", assignment.id, call=assignment.call_id, before=before, because=because)
    return assignment


def put_off(session: Session, by: str, assignment: Assignment, due_at: datetime) -> Assignment:
    """Another time by which it is due."""
    before, assignment.due_at = assignment.due_at, due_at
    _changed(session, assignment)
    audit.record(session, by, "call_due_changed", assignment.id, before=before.isoformat(), due_at=due_at.isoformat())
    return assignment


def withdraw(session: Session, by: str, assignment: Assignment) -> None:
    """It need not be reviewed."""
    assignment.state = AssignmentState.WITHDRAWN
    _changed(session, assignment)
    audit.record(session, by, "call_withdrawn", assignment.id, call=assignment.call_id)


def complete(session: Session, reviewer_id: str | None, assignment: Assignment) -> None:
    """Its evaluation was submitted, by whomever: the one who did it has done it."""
    before = assignment.reviewer_id
    assignment.state, assignment.completed_at = AssignmentState.DONE, now()
    assignment.reviewer_id = reviewer_id
    assignment.assigned_at = assignment.assigned_at or assignment.completed_at
    _changed(session, assignment)
    audit.record(session, reviewer_id, "assignment_done", assignment.id, call=assignment.call_id, before=before)


def free_those_who_left(session: Session) -> int:
    """Take back what people have open who cannot review any more; returns how many that were."""
    gone = sa.or_(Person.disabled, Person.role.in_([role for role in Role if not may(role, Right.EVALUATE)]))
    left = sa.select(Assignment).join(Person, Person.id == Assignment.reviewer_id)
    left = left.where(Assignment.state == AssignmentState.OPEN, gone)
    held = claim(session, session.scalars(left.with_only_columns(Assignment.call_id)).all(), wait=False)
    freed = session.scalars(left.where(Assignment.call_id.in_(held)).order_by(Assignment.id)).all()
    for assignment in freed:
        take_back(session, None, assignment, "left")
    return len(freed)


def _changed(session: Session, assignment: Assignment) -> None:
    assignment.version += 1
    session.flush()
    session.expire(assignment, ["reviewer"])
