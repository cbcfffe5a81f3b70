"""Many calls at once, for one reviewer or spread over several. Nothing here commits."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments import giving, plans
from qa.assignments.candidates import barred, blind, last_reviewers, loads
from qa.assignments.sampling import Reviewer, Sharing, share_out
from qa.assignments.schemas import BulkIn, Skipped, WhySkipped
from qa.assignments.tables import Assignment, AssignmentState
from qa.calls.tables import Call, Purpose
from qa.calls.view import visible_to
from qa.evaluation.tables import EvaluationState
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right, Role, may


def assign_many(session: Session, asker: Principal, wish: BulkIn) -> tuple[list[Assignment], list[Skipped]]:
    """Give calls to one reviewer, or spread them; what cannot be given is told. Raises CannotReview, NotFound."""
    asker.require(Right.ASSIGN)
    call_ids = list(dict.fromkeys(wish.call_ids))
    giving.claim(session, call_ids, wait=True)
    calls = {call.id: call for call in session.scalars(sa.select(Call).where(Call.id.in_(call_ids), visible_to(asker)))}
    has = {
        one.call_id: one
        for one in session.scalars(
            sa.select(Assignment).where(Assignment.call_id.in_(call_ids), Assignment.state.in_(giving.LIVE))
        )
    }
    unfit = {call_id: _unfit(calls.get(call_id), has.get(call_id), wish) for call_id in call_ids}
    skipped = {call_id: why for call_id, why in unfit.items() if why is not None}
    fit = [calls[call_id] for call_id in call_ids if call_id not in skipped]
    given: list[Assignment] = []
    for call, reviewer_id in zip(fit, _to_whom(session, fit, wish), strict=True):
        if reviewer_id is None:
            skipped[call.id] = "blind"
            continue
        assignment = has.get(call.id) or _chosen_by_hand(session, asker, call, wish)
        if wish.due_at not in (None, assignment.due_at):
            giving.put_off(session, asker.person_id, assignment, wish.due_at)
        if assignment.reviewer_id != reviewer_id:
            giving.hand(session, asker.person_id, assignment, reviewer_id)
        given.append(assignment)
    return given, [Skipped(call_id=call_id, why=why) for call_id, why in skipped.items()]


def _chosen_by_hand(session: Session, asker: Principal, call: Call, wish: BulkIn) -> Assignment:
    due_at = wish.due_at or now() + giving.USUAL_TIME
    chosen = giving.Chosen(call.id, [giving.by_hand(session, asker.person_id)], due_at)
    return giving.choose(session, asker.person_id, chosen)


def _unfit(call: Call | None, has: Assignment | None, wish: BulkIn) -> WhySkipped | None:
    if call is None:
        return "missing"
    if call.purpose is not Purpose.LIVE:
        return "practice"
    if call.evaluation_state is None:
        return "not_scored"
    if call.evaluation_state != EvaluationState.DRAFT.value:
        return "reviewed"
    if wish.reviewer_id is None and has is not None and has.state is AssignmentState.OPEN:
        return "assigned"
    return None


def _to_whom(session: Session, calls: Sequence[Call], wish: BulkIn) -> list[str | None]:
    """The reviewer of each of the calls; None where everybody named judges it blind."""
    named = [wish.reviewer_id] if wish.reviewer_id else wish.spread_over
    if named:
        people = [plans.reviewer(session, person_id) for person_id in dict.fromkeys(named)]
    else:
        who_may = [role for role in Role if may(role, Right.EVALUATE) and role is not Role.ADMINISTRATOR]
        everybody = sa.select(Person).where(Person.role.in_(who_may), ~Person.disabled).order_by(Person.id)
        people = list(session.scalars(everybody))
    open_ = loads(session, [person.id for person in people])
    agents = {call.agent_id for call in calls if call.agent_id is not None}
    call_ids = [call.id for call in calls]
    # Whoever gave a call back gets it again only from somebody who names them.
    shut = blind(session, call_ids) if named else barred(session, call_ids)
    sharing = Sharing(seed=0, last=last_reviewers(session, agents, now()), barred=shut, strict=False)
    reviewers = [Reviewer(person.id, 1, open_[person.id]) for person in people]
    return share_out([(call.id, call.agent_id) for call in calls], reviewers, sharing)
