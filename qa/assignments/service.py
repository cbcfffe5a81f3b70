"""The queue: what waits for a reviewer, the next call, and what a lead does with assignments. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments import giving, paging, plans
from qa.assignments.candidates import blind, last_reviewers, never_chosen, unreviewed
from qa.assignments.schemas import AssignmentChange, NextIn, Standing, WhyOut
from qa.assignments.tables import Assignment, AssignmentState
from qa.calls import blindfolds
from qa.calls.tables import Call, Medium
from qa.calls.view import visible_to
from qa.evaluation.service import when_submitted
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right

#: Calls of the pool that are looked at together: somebody else may be taking the first ones.
_LOOKED_AT = 50


class NotOpen(Conflict):
    """The assignment was done or withdrawn, and does not change any more."""

    code = "assignment_closed"

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        super().__init__("this call was reviewed or withdrawn meanwhile, so it waits for nobody any more")


class JudgedBlind(Conflict):
    """The call cannot go to somebody who judges it in a calibration session."""

    code = "reviewer_judges_blind"

    def __init__(self, assignment: Assignment) -> None:
        self.assignment = assignment
        super().__init__("this person scores the call blind in a calibration session; choose somebody else")


@dataclass(frozen=True, slots=True)
class Which:
    """Which assignments a list shows; None means all."""

    standing: Standing | None = None
    reviewer_id: str | None = None
    plan_id: str | None = None
    call_ids: Sequence[str] = ()
    medium: Medium | None = None


def page(session: Session, asker: Principal, which: Which, listed: paging.Listed) -> Sequence[Assignment]:
    """The assignments that this person may see, in the order of a queue; one more than asked for. Raises BadCursor."""
    chosen = sa.select(Assignment).join(Call, Call.id == Assignment.call_id).where(*_matching(asker, which))
    done = which.standing == "done"
    return session.scalars(paging.after(listed, chosen, asker, done=done).limit(listed.limit + 1)).unique().all()


def get(session: Session, asker: Principal, assignment_id: str) -> Assignment:
    """One that this person may see. Raises NotFound."""
    query = sa.select(Assignment).join(Call, Call.id == Assignment.call_id)
    found = session.scalar(query.where(Assignment.id == assignment_id, _seen_by(asker), visible_to(asker)))
    if found is None:
        raise NotFound("assignment", assignment_id)
    return found


def next_call(session: Session, asker: Principal, wish: NextIn) -> tuple[Assignment | None, bool]:
    """The next call of this person, and whether it was taken just now.

    First what is theirs already, then what was chosen and nobody has, then one that nobody chose: of those whose result
    is the least settled, rather one of an agent whom somebody else reviewed last.
    """
    asker.require(Right.EVALUATE)
    mine = _to_do(asker, AssignmentState.OPEN, wish).where(Assignment.reviewer_id == asker.person_id)
    if wish.leaving:
        mine = mine.where(Assignment.call_id != wish.leaving)
    own = session.scalars(paging.in_order(mine, asker).limit(1)).unique().one_or_none()
    if own is not None:
        return own, False
    taken = _take_waiting(session, asker, wish) or _take_from_pool(session, asker, wish)
    return taken, taken is not None


def offers(session: Session, asker: Principal) -> bool:
    """Whether there are calls that nobody chose, of which this person could take one."""
    return session.scalar(_pool(asker).with_only_columns(Call.id).limit(1)) is not None


def give_back(session: Session, asker: Principal, assignment_id: str) -> Assignment:
    """It waits for somebody else. Raises NotFound, NotOpen."""
    asker.require(Right.EVALUATE)
    assignment = _held(session, asker, assignment_id)
    if assignment.state is AssignmentState.OPEN:
        giving.take_back(session, asker.person_id, assignment, "given_back")
    return assignment


def withdraw(session: Session, asker: Principal, assignment_id: str) -> None:
    """The call need not be reviewed. Raises NotFound, NotOpen."""
    asker.require(Right.ASSIGN)
    giving.withdraw(session, asker.person_id, _held(session, asker, assignment_id))


def change(session: Session, asker: Principal, at: tuple[str, int], wish: AssignmentChange) -> Assignment:
    """Another reviewer, another time. Raises NotFound, StaleVersion, NotOpen, CannotReview, JudgedBlind."""
    asker.require(Right.ASSIGN)
    assignment_id, version = at
    assignment = _held(session, asker, assignment_id)
    if assignment.version != version:
        raise StaleVersion("assignment", version, assignment.version)
    if wish.due_at is not None:
        giving.put_off(session, asker.person_id, assignment, wish.due_at)
    if "reviewer_id" not in wish.model_fields_set or wish.reviewer_id == assignment.reviewer_id:
        return assignment
    if wish.reviewer_id is None:
        return giving.take_back(session, asker.person_id, assignment, "unassigned")
    plans.reviewer(session, wish.reviewer_id)
    if (assignment.call_id, wish.reviewer_id) in blind(session, [assignment.call_id]):
        raise JudgedBlind(assignment)
    return giving.hand(session, asker.person_id, assignment, wish.reviewer_id)


def follow_evaluations() -> None:
    """From now on a call waits for nobody any more once this process submits its evaluation."""
    when_submitted(_submitted)


def _submitted(session: Session, evaluation: Evaluation) -> None:
    assignment = giving.live(session, evaluation.call_id)
    if assignment is not None:
        giving.complete(session, evaluation.reviewer_id, assignment)


def _held(session: Session, asker: Principal, assignment_id: str) -> Assignment:
    """The assignment, waiting or open, which nobody else changes until the transaction ends."""
    giving.claim(session, [get(session, asker, assignment_id).call_id], wait=True)
    assignment = get(session, asker, assignment_id)
    session.refresh(assignment)
    if assignment.state not in giving.LIVE:
        raise NotOpen(assignment)
    return assignment


def _take_waiting(session: Session, asker: Principal, wish: NextIn) -> Assignment | None:
    """What was chosen and nobody has: what is due first."""
    other = sa.or_(Assignment.given_back_by.is_(None), Assignment.given_back_by != asker.person_id)
    waiting = _to_do(asker, AssignmentState.WAITING, wish).where(other)
    rows = session.scalars(paging.in_order(waiting, asker).limit(_LOOKED_AT)).unique().all()
    last = last_reviewers(session, {one.call.agent_id for one in rows if one.call.agent_id}, now())
    for one in rows:
        twice = last.get(one.call.agent_id or "") == asker.person_id
        if twice and one.plan is not None and one.plan.recipe["alternate"]:
            continue
        if giving.claim(session, [one.call_id], wait=False):
            session.refresh(one)
            if one.state is AssignmentState.WAITING:
                return giving.give(session, asker.person_id, one, asker.person_id)
    return None


def _take_from_pool(session: Session, asker: Principal, wish: NextIn) -> Assignment | None:
    pool = _pool(asker).order_by(Call.could_flip.desc(), Call.id.desc())
    if wish.leaving:
        pool = pool.where(Call.id != wish.leaving)
    if wish.medium:
        pool = pool.where(Call.medium == wish.medium)
    calls = session.scalars(pool.limit(_LOOKED_AT)).unique().all()
    last = last_reviewers(session, {call.agent_id for call in calls if call.agent_id}, now())
    for call in sorted(calls, key=lambda call: last.get(call.agent_id or "") == asker.person_id):
        if not giving.claim(session, [call.id], wait=False):
            continue
        if session.scalar(_pool(asker).with_only_columns(Call.id).where(Call.id == call.id)) is None:
            continue
        why = [WhyOut(kind="taken", value=round(call.could_flip, 3)).model_dump(mode="json", exclude_none=True)]
        chosen = giving.choose(session, asker.person_id, giving.Chosen(call.id, why, now() + giving.USUAL_TIME))
        return giving.give(session, asker.person_id, chosen, asker.person_id)
    return None


def _pool(asker: Principal) -> sa.Select[Call]:
    return sa.select(Call).where(visible_to(asker), unreviewed(), never_chosen(), ~blindfolds.blinded(asker))


def _to_do(asker: Principal, state: AssignmentState, wish: NextIn) -> sa.Select[Assignment]:
    """Those in the state whose call can be reviewed by this person now, of the medium that was asked for."""
    query = sa.select(Assignment).join(Call, Call.id == Assignment.call_id)
    if wish.medium:
        query = query.where(Call.medium == wish.medium)
    return query.where(
        Assignment.state == state,
        visible_to(asker),
        ~blindfolds.blinded(asker),
        Call.evaluation_state == EvaluationState.DRAFT.value,
    )


def _seen_by(asker: Principal) -> sa.ColumnElement[bool]:
    """The condition under which an assignment is there for this person: all for who assigns, else one's own."""
    return sa.true() if asker.may(Right.ASSIGN) else Assignment.reviewer_id == asker.person_id


def _matching(asker: Principal, which: Which) -> list[sa.ColumnElement[bool]]:
    conditions = [_seen_by(asker), visible_to(asker), Assignment.state != AssignmentState.WITHDRAWN]
    if which.standing:
        conditions.append(standing(which.standing, now()))
    if which.reviewer_id:
        conditions.append(Assignment.reviewer_id == which.reviewer_id)
    if which.medium:
        conditions.append(Call.medium == which.medium)
    if which.call_ids:
        conditions.append(Assignment.call_id.in_(which.call_ids))
    if which.plan_id:  # which plan drew a call may tell what was made of it
        conditions += [Assignment.plan_id == which.plan_id, ~blindfolds.blinded(asker)]
    return conditions


def standing(wanted: Standing, at: datetime) -> sa.ColumnElement[bool]:
    """The condition under which an assignment stands there at that moment."""
    if wanted == "overdue":
        return sa.and_(Assignment.state == AssignmentState.OPEN, Assignment.due_at < at)
    return Assignment.state == AssignmentState(wanted)
