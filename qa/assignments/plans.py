"""Plans: made, changed, read. What they draw is `filling`'s. Nothing here commits."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments.filling import plan_in, with_seed
from qa.assignments.giving import can_review
from qa.assignments.schemas import PlanIn
from qa.assignments.tables import Assignment, AssignmentState, Plan
from qa.people.service import agent_by_id
from qa.people.tables import Person, Team
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right

_COUNTED = timedelta(days=30)
_OF_ROW = {"name", "active", "active_from", "active_until"}


class DrawsNothing(Refused):
    """A plan without a quota and without targets."""

    code = "plan_draws_nothing"

    def __init__(self, plan: PlanIn) -> None:
        self.plan = plan
        super().__init__("the plan draws nothing: it needs a number of calls for each agent, or calls to look for")


class TargetUnclear(Refused):
    """A target that does not say what it looks for, or one that says what another says."""

    code = "target_unclear"

    def __init__(self, kind: str) -> None:
        self.kind = kind
        super().__init__(f"{kind}: each target once, and a situation with its question and whether found or missed")


class CannotReview(Refused):
    """Somebody chosen to review calls may not, or cannot sign in any more."""

    code = "cannot_review"

    def __init__(self, person: Person) -> None:
        self.person = person
        super().__init__(f"{person.name} cannot review calls: choose people who may, and who can sign in")


class EndsBeforeItBegins(Refused):
    """A plan whose last day is before its first."""

    code = "plan_ends_before"

    def __init__(self, plan: PlanIn) -> None:
        self.plan = plan
        super().__init__(f"the plan ends on {plan.active_until}, before it begins on {plan.active_from}")


def all_(session: Session, asker: Principal) -> Sequence[Plan]:
    """Every plan, by name."""
    asker.require(Right.ASSIGN)
    return session.scalars(sa.select(Plan).order_by(Plan.name, Plan.id)).all()


def get(session: Session, asker: Principal, plan_id: str) -> Plan:
    """The plan. Raises NotFound."""
    asker.require(Right.ASSIGN)
    plan = session.get(Plan, plan_id)
    if plan is None:
        raise NotFound("assignment plan", plan_id)
    return plan


def create(session: Session, asker: Principal, wish: PlanIn) -> Plan:
    """A new plan. Raises what `check` raises."""
    asker.require(Right.ASSIGN)
    check(session, wish)
    plan = Plan(made_by=asker.person_id)
    _write(plan, wish)
    session.add(plan)
    session.flush()
    audit.record(session, asker.person_id, "plan_made", plan.id, name=plan.name)
    return plan


def change(session: Session, asker: Principal, at: tuple[str, int], wish: PlanIn) -> Plan:
    """Another plan in its place, from the next draw on. Raises NotFound, StaleVersion, what `check` raises."""
    plan_id, version = at
    plan = get(session, asker, plan_id)
    if plan.version != version:
        raise StaleVersion("plan", version, plan.version)
    check(session, wish)
    before = plan_in(plan)
    _write(plan, wish)
    plan.version = version + 1
    session.flush()
    now_is = plan_in(plan)
    changed = sorted(name for name in PlanIn.model_fields if getattr(before, name) != getattr(now_is, name))
    audit.record(session, asker.person_id, "plan_changed", plan.id, changed=changed)
    return plan


def check(session: Session, wish: PlanIn) -> None:
    """Raises DrawsNothing, TargetUnclear, EndsBeforeItBegins, CannotReview, NotFound (team, agent, person)."""
    if not wish.quota and not wish.targets and not (wish.new_days and wish.new_extra):
        raise DrawsNothing(wish)
    if wish.active_from and wish.active_until and wish.active_until < wish.active_from:
        raise EndsBeforeItBegins(wish)
    seen = set()
    for target in wish.targets:
        is_situation = target.kind == "situation"
        key = (target.kind, target.question_id, target.outcome)
        told = (target.question_id is not None, target.outcome is not None)
        if key in seen or told != (is_situation, is_situation):
            raise TargetUnclear(target.kind)
        seen.add(key)
    if wish.team_id and session.get(Team, wish.team_id) is None:
        raise NotFound("team", wish.team_id)
    for agent_id in wish.agent_ids:
        agent_by_id(session, agent_id)
    for share in wish.reviewers:
        reviewer(session, share.person_id)


def reviewer(session: Session, person_id: str) -> Person:
    """Somebody who can review. Raises NotFound, CannotReview."""
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person", person_id)
    if not can_review(person):
        raise CannotReview(person)
    return person


def counts(session: Session) -> dict[tuple[str, AssignmentState], int]:
    """How many calls of each plan wait or are open, and how many were reviewed lately."""
    lately = sa.or_(Assignment.completed_at.is_(None), Assignment.completed_at > now() - _COUNTED)
    query = (
        sa.select(Assignment.plan_id, Assignment.state, sa.func.count())
        .where(Assignment.plan_id.is_not(None), lately)
        .group_by(Assignment.plan_id, Assignment.state)
    )
    return {(plan_id, state): count for plan_id, state, count in session.execute(query) if plan_id}


def _write(plan: Plan, wish: PlanIn) -> None:
    plan.name, plan.active = wish.name, wish.active
    plan.active_from, plan.active_until = wish.active_from, wish.active_until
    plan.recipe = with_seed(wish).model_dump(mode="json", exclude=_OF_ROW)
