"""Assignments, plans and draws into what the web says of them, without what a person must not know yet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments.filling import Drawing, plan_in
from qa.assignments.paging import cursor_of
from qa.assignments.sampling import RANDOM
from qa.assignments.schemas import (
    AssignmentOut,
    DrawnOut,
    DrawOut,
    PlanBrief,
    PlanOut,
    ReviewerBrief,
    ShareOut,
    WhyOut,
)
from qa.assignments.tables import Assignment, AssignmentState, Plan
from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import call_out, jobs_of
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.jobs import Job
from qa.platform.security.principal import Principal

#: Calls of a draw that are shown one by one.
MOST_SHOWN = 200
#: Reasons that tell nothing of what was made of a call.
_HARMLESS = {"random", "new_agent", "by_hand"}


def assignments_out(session: Session, asker: Principal, rows: Sequence[Assignment]) -> list[AssignmentOut]:
    """A page of them."""
    call_ids = [row.call_id for row in rows]
    blind, jobs, at = blindfolds.among(session, asker, call_ids), jobs_of(session, call_ids), now()
    return [_out(row, jobs[row.call_id], at, blind=row.call_id in blind) for row in rows]


def assignment_out(session: Session, asker: Principal, row: Assignment) -> AssignmentOut:
    """One."""
    return assignments_out(session, asker, [row])[0]


def cursor_behind(session: Session, asker: Principal, row: Assignment, *, done: bool) -> str:
    """The cursor of a page that ends with this one."""
    blind = bool(blindfolds.among(session, asker, [row.call_id]))
    return cursor_of(row, blind=blind, done=done)


def plan_out(plan: Plan, counts: Mapping[tuple[str, AssignmentState], int]) -> PlanOut:
    """A plan, with how many of its calls stand where."""
    waiting, open_ = counts.get((plan.id, AssignmentState.WAITING), 0), counts.get((plan.id, AssignmentState.OPEN), 0)
    return PlanOut(
        id=plan.id,
        version=plan.version,
        plan=plan_in(plan),
        created_at=plan.created_at,
        open=waiting + open_,
        done=counts.get((plan.id, AssignmentState.DONE), 0),
    )


def draw_out(session: Session, asker: Principal, drawing: Drawing) -> DrawOut:
    """A draw, without the calls drawn on purpose that this person judges blind."""
    call_ids = [drawn.choice.call_id for drawn in drawing.drawn]
    blind = blindfolds.among(session, asker, call_ids)
    told = [one for one in drawing.drawn if one.choice.part == RANDOM or one.choice.call_id not in blind]
    shown = told[:MOST_SHOWN]
    shown_ids = [one.choice.call_id for one in shown]
    calls = {call.id: call for call in session.scalars(sa.select(Call).where(Call.id.in_(shown_ids)))}
    jobs = jobs_of(session, shown_ids)
    given = Counter(one.reviewer_id for one in drawing.drawn if one.reviewer_id)
    people = {one.id: _brief(one) for one in session.scalars(sa.select(Person).where(Person.id.in_(given)))}
    return DrawOut(
        week=drawing.week,
        seed=drawing.seed,
        candidates=drawing.candidates,
        calls=len(drawing.drawn),
        items=[
            DrawnOut(
                call=call_out(calls[one.choice.call_id], jobs[one.choice.call_id], blind=one.choice.call_id in blind),
                why=one.why,
                reviewer=people.get(one.reviewer_id or ""),
            )
            for one in shown
        ],
        hidden=len(drawing.drawn) - len(told),
        shares=sorted(
            (ShareOut(reviewer=people[person_id], calls=count) for person_id, count in given.items()),
            key=lambda share: (-share.calls, share.reviewer.name),
        ),
    )


def _out(row: Assignment, jobs: Sequence[Job], at: datetime, *, blind: bool) -> AssignmentOut:
    why = [WhyOut.model_validate(fact) for fact in row.why]
    hides = blind and any(fact.kind not in _HARMLESS for fact in why)
    return AssignmentOut(
        id=row.id,
        version=row.version,
        state=row.state.value,
        call=call_out(row.call, jobs, blind=blind),
        reviewer=_brief(row.reviewer) if row.reviewer else None,
        plan=PlanBrief(id=row.plan.id, name=row.plan.name) if row.plan and not hides else None,
        why=[WhyOut(kind="hidden")] if hides else why,
        assigned_at=row.assigned_at,
        due_at=row.due_at,
        overdue=row.state is AssignmentState.OPEN and row.due_at < at,
        started=row.state is AssignmentState.OPEN and not blind and not row.call.machine_only,
        blind=blind,
        completed_at=row.completed_at,
    )


def _brief(person: Person) -> ReviewerBrief:
    return ReviewerBrief(id=person.id, name=person.name)
