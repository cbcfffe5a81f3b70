"""What a plan draws: shown before anything is kept, or kept. Keeping the same draw twice adds nothing."""

import secrets
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments import giving, weeks
from qa.assignments import sampling as pure
from qa.assignments.candidates import (
    Draw,
    barred,
    candidates,
    last_reviewers,
    loads,
    never_chosen,
    new_agents,
    unreviewed,
)
from qa.assignments.sampling import Candidate, Choice, Recipe, Reviewer, Sharing, Target, share_out
from qa.assignments.schemas import PlanIn, TargetIn, WhyOut
from qa.assignments.tables import Assignment, AssignmentState, Plan
from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import now
from qa.rubric.model import Question
from qa.rubric.schemas import Texts
from qa.rubric.store import newest_versions, rubric_of

#: Calls of one plan that one round draws.
A_ROUND = 200
#: What counts as little or much where a plan does not say.
USUAL_BOUNDS: dict[pure.TargetKind, float] = {
    "could_flip": 0.1,
    "low_score": 60.0,
    "customer_tone": -1.0,
    "unsure": 1.0,
    "auto_fail": 0.0,
    "situation": 0.0,
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """One call of a draw: why, and whom it goes to (None: nobody may have it now)."""

    choice: Choice
    why: list[WhyOut]
    reviewer_id: str | None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A whole draw. `candidates`: how many calls had the chance."""

    week: str
    seed: int
    candidates: int
    drawn: list[Drawn]


def week_to_draw(plan: PlanIn, at: datetime) -> str:
    """The week that the plan draws from by itself."""
    return weeks.week_of(at) if plan.timing == "running_week" else weeks.week_before(at)


def with_seed(plan: PlanIn) -> PlanIn:
    """The plan with a seed, by chance where it has none."""
    return plan if plan.seed is not None else plan.model_copy(update={"seed": secrets.randbelow(1 << 31)})


def plan_in(plan: Plan) -> PlanIn:
    """The plan as the editor has it."""
    return PlanIn.model_validate(
        plan.recipe
        | {
            "name": plan.name,
            "active": plan.active,
            "active_from": plan.active_from,
            "active_until": plan.active_until,
        }
    )


def preview(session: Session, plan: PlanIn, plan_id: str | None, week: str | None) -> Drawing:
    """What the plan would draw now. Nothing is kept."""
    plan = with_seed(plan)
    draw = Draw(plan, week or week_to_draw(plan, now()))
    calls = candidates(session, draw)
    choices = _choose(session, draw, calls, _filled(session, plan_id, draw.week))
    given = _share(session, plan, [(choice.call_id, choice.agent_id) for choice in choices])
    texts = _question_texts(session, plan)
    by_id = {call.call_id: call for call in calls}
    drawn = [
        Drawn(choice, _why(draw, choice, by_id[choice.call_id], texts), reviewer)
        for choice, reviewer in zip(choices, given, strict=True)
    ]
    return Drawing(draw.week, plan.seed or 0, len(calls), drawn)


def run(session: Session, by: str | None, plan_id: str, week: str | None = None, *, most: int | None = None) -> Drawing:
    """Draw what is missing of the week, at most so many, and give it with what else of the plan waits for somebody."""
    wish = plan_in(_held(session, plan_id))
    drawing = preview(session, wish, plan_id, week)
    held = giving.claim(session, [drawn.choice.call_id for drawn in drawing.drawn], wait=False)
    free = set(session.scalars(sa.select(Call.id).where(Call.id.in_(held), unreviewed(), never_chosen())))
    kept = [drawn for drawn in drawing.drawn if drawn.choice.call_id in free][:most]
    waiting = _waiting(session, plan_id)
    calls = [(drawn.choice.call_id, drawn.choice.agent_id) for drawn in kept]
    given = _share(session, wish, [*calls, *((one.call_id, one.call.agent_id) for one in waiting)])
    told = [replace(drawn, reviewer_id=to) for drawn, to in zip(kept, given, strict=False)]
    for drawn in told:
        chosen = _chosen(plan_id, wish, drawing.week, drawn)
        giving.choose(session, by, chosen, drawn.reviewer_id, seed=drawing.seed)
    for assignment, to in zip(waiting, given[len(kept) :], strict=True):
        if to is not None:
            giving.give(session, by, assignment, to)
    return replace(drawing, drawn=told)


def fill(session: Session, at: datetime | None = None) -> int:
    """One round of all plans that are active: frees what people who left have, draws what is missing.

    Returns how many calls were drawn: at most `A_ROUND` of each plan, so that others who write need not wait long, and
    the next round goes on. Once nothing is missing a round adds nothing, however often it is done.
    """
    today = (at or now()).date()
    active = (
        Plan.active,
        sa.or_(Plan.active_from.is_(None), Plan.active_from <= today),
        sa.or_(Plan.active_until.is_(None), Plan.active_until >= today),
    )
    plans = sa.select(Plan.id).where(*active).order_by(Plan.id)
    # All at once and before anything is written, so that two rounds never wait for each other.
    plan_ids = session.scalars(plans.with_for_update(key_share=True)).all()
    giving.free_those_who_left(session)
    return sum(len(run(session, None, plan_id, most=A_ROUND).drawn) for plan_id in plan_ids)


def reviewers_of(session: Session, plan: PlanIn) -> list[Reviewer]:
    """Those of the plan who can review now, with what they have open."""
    weights = {share.person_id: share.weight for share in plan.reviewers}
    people = session.scalars(sa.select(Person).where(Person.id.in_(weights)).order_by(Person.id)).all()
    open_ = loads(session, list(weights))
    return [Reviewer(one.id, weights[one.id], open_[one.id]) for one in people if giving.can_review(one)]


def _held(session: Session, plan_id: str) -> Plan:
    """The plan, which nobody else runs or changes until the transaction ends."""
    session.execute(sa.select(Plan.id).where(Plan.id == plan_id).with_for_update(key_share=True))
    return session.get_one(Plan, plan_id, populate_existing=True)


def _choose(session: Session, draw: Draw, calls: Sequence[Candidate], filled: pure.Filled) -> list[Choice]:
    plan = draw.plan
    new = new_agents(session, draw, {call.agent_id for call in calls if call.agent_id is not None})
    targets = tuple(_target(target) for target in plan.targets)
    return pure.draw(Recipe(plan.seed or 0, draw.week, plan.quota, plan.new_extra, targets), calls, new, filled)


def _target(wish: TargetIn) -> Target:
    bound = USUAL_BOUNDS[wish.kind] if wish.bound is None else wish.bound
    return Target(wish.kind, wish.per_week, bound, wish.question_id, wish.outcome)


def _filled(session: Session, plan_id: str | None, week: str) -> Counter[tuple[str, str | None]]:
    """How many calls each part of the plan has of the week, by agent; what was withdrawn is missing again."""
    if plan_id is None:
        return Counter()
    counted = (
        sa.select(Assignment.part, Call.agent_id, sa.func.count())
        .join(Call, Call.id == Assignment.call_id)
        .where(Assignment.plan_id == plan_id, Assignment.week == week, Assignment.state != AssignmentState.WITHDRAWN)
        .group_by(Assignment.part, Call.agent_id)
    )
    return Counter({(part, agent_id): count for part, agent_id, count in session.execute(counted) if part})


def _share(session: Session, plan: PlanIn, calls: Sequence[tuple[str, str | None]]) -> list[str | None]:
    agents = {agent_id for _call_id, agent_id in calls if agent_id is not None}
    sharing = Sharing(
        seed=plan.seed or 0,
        last=last_reviewers(session, agents, now()),
        barred=barred(session, [call_id for call_id, _agent in calls]),
        strict=plan.alternate,
    )
    return share_out(calls, reviewers_of(session, plan), sharing)


def _waiting(session: Session, plan_id: str) -> Sequence[Assignment]:
    """What the plan drew before and nobody has, as far as nobody else is giving it just now."""
    query = sa.select(Assignment).where(Assignment.plan_id == plan_id, Assignment.state == AssignmentState.WAITING)
    held = giving.claim(session, session.scalars(query.with_only_columns(Assignment.call_id)).all(), wait=False)
    return session.scalars(query.where(Assignment.call_id.in_(held)).order_by(Assignment.id)).unique().all()


def _chosen(plan_id: str, plan: PlanIn, week: str, drawn: Drawn) -> giving.Chosen:
    why = [fact.model_dump(mode="json", exclude_none=True) for fact in drawn.why]
    due_at = now() + timedelta(days=plan.due_days)
    return giving.Chosen(drawn.choice.call_id, why, due_at, plan_id, week, drawn.choice.part)


def _why(draw: Draw, choice: Choice, call: Candidate, texts: dict[str, Texts]) -> list[WhyOut]:
    target = next((one for one in draw.plan.targets if _target(one).part == choice.part), None)
    facts = [
        WhyOut(
            kind=target.kind if target else "random",
            week=draw.week,
            place=choice.place,
            of=choice.of,
            drawn_from=choice.drawn_from,
            value=_value(target.kind, call) if target else None,
            question=texts.get(target.question_id or "") if target else None,
            outcome=target.outcome if target else None,
        )
    ]
    return [*facts, WhyOut(kind="new_agent")] if choice.new_agent else facts


def _value(kind: pure.TargetKind, call: Candidate) -> float | None:
    match kind:
        case "could_flip":
            return round(call.could_flip, 3)
        case "low_score":
            return call.percent
        case "customer_tone":
            return call.customer_tone
        case "unsure":
            return float(call.unsure)
        case _:
            return None


def _question_texts(session: Session, plan: PlanIn) -> dict[str, Texts]:
    """The words of the questions that the plan's targets name, by the newest rubrics that ask them."""
    wanted = {target.question_id for target in plan.targets if target.question_id}
    if not wanted:
        return {}
    asked: list[Question] = [question for row in newest_versions(session) for question in rubric_of(row).questions]
    return {question.id: Texts.of(question.text) for question in asked if question.id in wanted}
