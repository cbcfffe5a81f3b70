"""Which calls a plan may draw, and what has to be known of them: read from the calls, never changed here."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments import weeks
from qa.assignments.sampling import Candidate, SituationOutcome
from qa.assignments.schemas import PlanIn
from qa.assignments.tables import Assignment, AssignmentState
from qa.calls.blindfolds import Blindfold
from qa.calls.tables import Call
from qa.calls.view import live, spoken
from qa.evaluation import marks
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.people.tables import Person
from qa.rubric.store import rubric_of

#: Reviews older than this do not count for "the same reviewer twice running".
_LATELY = timedelta(days=60)
_BATCH = 100


@dataclass(frozen=True, slots=True)
class Draw:
    """A plan and the week that it draws from."""

    plan: PlanIn
    week: str


def began() -> sa.ColumnElement[Any]:
    """When a call began, as part of a query; where nobody knows, when it came."""
    return sa.func.coalesce(Call.started_at, Call.received_at)


def unreviewed() -> sa.ColumnElement[bool]:
    """The condition under which a live call is scored and no person has said anything about it yet.

    What a generator drew is nobody's to review: there is nothing to hear, and nobody whom it would help.
    """
    unjudged = sa.and_(Call.evaluation_state == EvaluationState.DRAFT.value, Call.machine_only)
    return sa.and_(live(), unjudged, ~Call.simulated)


def never_chosen() -> sa.ColumnElement[bool]:
    """The condition under which nobody and nothing ever chose the call, nor said that it is not to be reviewed."""
    return ~sa.select(Assignment.id).where(Assignment.call_id == Call.id).exists()


def candidates(session: Session, draw: Draw) -> list[Candidate]:
    """The calls that may be drawn, with what the plan's targets ask for."""
    where = _of(draw)
    columns = (Call.id, Call.agent_id, Call.could_flip, Call.percent, Call.unsure)
    found = [
        Candidate(call_id, agent_id, could_flip, percent, unsure)
        for call_id, agent_id, could_flip, percent, unsure in session.execute(sa.select(*columns).where(*where))
    ]
    asked = {target.kind for target in draw.plan.targets}
    tones = _tones(session, where) if "customer_tone" in asked else {}
    situations = _situations(session, where) if "situation" in asked else {}
    failed = _auto_failed(session, where) if "auto_fail" in asked else set()
    return [
        replace(
            call,
            customer_tone=tones.get(call.call_id),
            situations=situations.get(call.call_id, frozenset()),
            auto_fail=call.call_id in failed,
        )
        for call in found
    ]


def new_agents(session: Session, draw: Draw, agent_ids: Collection[str]) -> set[str]:
    """Those of the agents who came, and whose first call was, within the plan's days before the week's end."""
    if not draw.plan.new_days or not agent_ids:
        return set()
    since = weeks.bounds(draw.week)[1] - timedelta(days=draw.plan.new_days)
    earlier = sa.select(Call.id).where(Call.agent_id == Person.id, began() < since, live()).exists()
    return set(
        session.scalars(sa.select(Person.id).where(Person.id.in_(agent_ids), Person.created_at >= since, ~earlier))
    )


def last_reviewers(session: Session, agent_ids: Collection[str], at: datetime) -> dict[str, str]:
    """Who has, or reviewed, the newest call of each agent that anybody was given or submitted lately."""
    given = (
        sa.select(Call.agent_id, Assignment.reviewer_id, sa.func.max(Assignment.assigned_at))
        .join(Call, Call.id == Assignment.call_id)
        .where(
            Assignment.state.in_((AssignmentState.OPEN, AssignmentState.DONE)),
            Assignment.reviewer_id.is_not(None),
            Assignment.assigned_at > at - _LATELY,
            Call.agent_id.in_(agent_ids),
        )
        .group_by(Call.agent_id, Assignment.reviewer_id)
    )
    submitted = (
        sa.select(Call.agent_id, Evaluation.reviewer_id, sa.func.max(Evaluation.submitted_at))
        .join(Call, Call.id == Evaluation.call_id)
        .where(
            Evaluation.reviewer_id.is_not(None),
            live(),
            Evaluation.submitted_at > at - _LATELY,
            Call.agent_id.in_(agent_ids),
        )
        .group_by(Call.agent_id, Evaluation.reviewer_id)
    )
    newest: dict[str, tuple[datetime, str]] = {}
    for query in (given, submitted):
        for agent_id, reviewer_id, moment in session.execute(query):
            assert agent_id and reviewer_id and moment, "the query asks for nothing else"  # noqa: PT018 (one thought)
            newest[agent_id] = max(newest.get(agent_id, (moment, reviewer_id)), (moment, reviewer_id))
    return {agent_id: reviewer_id for agent_id, (_moment, reviewer_id) in newest.items()}


def loads(session: Session, reviewer_ids: Collection[str]) -> Counter[str]:
    """How many calls each of them has open."""
    query = (
        sa.select(Assignment.reviewer_id, sa.func.count())
        .where(Assignment.state == AssignmentState.OPEN, Assignment.reviewer_id.in_(reviewer_ids))
        .group_by(Assignment.reviewer_id)
    )
    return Counter({reviewer_id: count for reviewer_id, count in session.execute(query) if reviewer_id})


def blind(session: Session, call_ids: Sequence[str]) -> set[tuple[str, str]]:
    """(call, person) where the person judges the call without having seen what was made of it."""
    tied = sa.select(Blindfold.call_id, Blindfold.person_id).where(Blindfold.call_id.in_(call_ids))
    return {(call_id, person_id) for call_id, person_id in session.execute(tied)}


def barred(session: Session, call_ids: Sequence[str]) -> set[tuple[str, str]]:
    """(call, person) that must not meet by themselves: the person judges it blind, or gave it back."""
    back = sa.select(Assignment.call_id, Assignment.given_back_by).where(
        Assignment.call_id.in_(call_ids), Assignment.given_back_by.is_not(None)
    )
    gave_back = {(call_id, person_id) for call_id, person_id in session.execute(back) if person_id}
    return blind(session, call_ids) | gave_back


def _of(draw: Draw) -> list[sa.ColumnElement[bool]]:
    begins, ends = weeks.bounds(draw.week)
    plan = draw.plan
    conditions = [unreviewed(), never_chosen(), began() >= begins, began() < ends]
    if plan.agent_ids:
        conditions.append(Call.agent_id.in_(plan.agent_ids))
    exact = (
        (Call.team_id, plan.team_id),
        (spoken(), plan.language),
        (Call.medium, plan.medium),
        (Call.queue, plan.queue),
    )
    return conditions + [column == value for column, value in exact if value]


def _tones(session: Session, where: list[sa.ColumnElement[bool]]) -> dict[str, float]:
    """The mean of what is known of the customer's tone, by call."""
    path = Evaluation.findings[("tone", "quarters", "customer")]
    tones = {}
    for call_id, quarters in session.execute(_with_evaluation(path, where)):
        known = [float(tone) for tone in quarters or () if tone is not None]
        if known:
            tones[call_id] = round(sum(known) / len(known), 2)
    return tones


def _situations(
    session: Session, where: list[sa.ColumnElement[bool]]
) -> Mapping[str, frozenset[tuple[str, SituationOutcome]]]:
    """Which situations came up in each call, and which went without the answer that they ask for."""
    found: dict[str, set[tuple[str, SituationOutcome]]] = {}
    for call_id, opportunities in session.execute(_with_evaluation(Evaluation.findings["opportunities"], where)):
        of_call = found.setdefault(call_id, set())
        for opportunity in opportunities or ():
            of_call.add((opportunity["question_id"], "found"))
            if opportunity["outcome"] == "missed":
                of_call.add((opportunity["question_id"], "missed"))
    return {call_id: frozenset(of_call) for call_id, of_call in found.items()}


def _auto_failed(session: Session, where: list[sa.ColumnElement[bool]]) -> set[str]:
    """The calls that fail by one answer, as far as the machine says; only what fails at all is looked at."""
    query = sa.select(Evaluation).join(Call, Call.evaluation_id == Evaluation.id)
    query = query.where(*where, Call.passed.is_(False)).execution_options(yield_per=_BATCH)
    return {
        evaluation.call_id
        for evaluation in session.scalars(query)
        if marks.score_of(evaluation, rubric_of(evaluation.rubric)).auto_failed_by is not None
    }


def _with_evaluation(column: sa.ColumnElement[Any], where: list[sa.ColumnElement[bool]]) -> sa.Select[Any]:
    return sa.select(Call.id, column).join(Evaluation, Call.evaluation_id == Evaluation.id).where(*where)
