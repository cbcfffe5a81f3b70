"""What the database adds up for the measures: which calls count, by agent, question and day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

import numpy as np
import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call, Purpose
from qa.calls.view import spoken, visible_to
from qa.coaching.tables import CoachingAction, CoachingClip, CoachingSession, CoachingTask
from qa.insights.hours import Days, date_of
from qa.insights.intervals import Moments
from qa.insights.tables import CallFact
from qa.measures.anchor import Moment
from qa.measures.cohorts import Said
from qa.measures.tables import MeasuredCall, OpportunityFact, ToneMoment
from qa.platform.security.principal import Principal
from qa.programmes.stages import week_of


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose calls of which days count; `language` None: calls in any."""

    asker: Principal
    members: tuple[str, ...]
    days: Days
    language: str | None


@dataclass(frozen=True, slots=True)
class Day:
    """One agent's opportunities for one question on one day, under one version of its rubric."""

    agent: str
    question_id: str
    version_id: str
    day: date
    said: int
    not_said: int
    unsure: int


@dataclass(frozen=True, slots=True)
class Coached:
    """An agent was coached on a question on that day."""

    agent: str
    question_id: str
    day: date


@dataclass(frozen=True, slots=True)
class Counted:
    """How many calls count, how many of them a generator drew, and how many are hidden from the asker."""

    calls: int
    simulated: int
    hidden: int


def days_of(session: Session, scope: Scope, purpose: Purpose) -> list[Day]:
    """Every day with an opportunity."""
    day = scope.days.day(_began())
    by = (Call.agent_id, OpportunityFact.question_id, MeasuredCall.rubric_version_id, day)
    sums = (sa.func.sum(column) for column in (OpportunityFact.said, OpportunityFact.not_said, OpportunityFact.unsure))
    rows = session.execute(
        sa.select(*by, *sums)
        .select_from(Call)
        .join(CallFact, CallFact.call_id == Call.id)
        .join(MeasuredCall, MeasuredCall.call_id == Call.id)
        .join(OpportunityFact, OpportunityFact.call_id == Call.id)
        .where(*_counted(scope, purpose), MeasuredCall.evaluation_id == Call.evaluation_id)
        .group_by(*by)
    )
    return [Day(str(row[0]), row[1], row[2], date_of(row[3]), *(int(count) for count in row[4:])) for row in rows]


def by_week(days: Sequence[Day], agents: Sequence[str], day0: date, weeks: Sequence[int]) -> dict[str, Said]:
    """The same by question, as agents by weeks; days of other weeks are left out."""
    rows, columns = ({name: place for place, name in enumerate(names)} for names in (agents, weeks))
    found: dict[str, tuple[np.ndarray, np.ndarray, np.ndarray]] = {}
    for one in days:
        week = columns.get(week_of(day0, one.day))
        if week is None:
            continue
        shape = (len(agents), len(weeks))
        counts = found.setdefault(one.question_id, (np.zeros(shape), np.zeros(shape), np.zeros(shape)))
        for table, count in zip(counts, (one.said, one.not_said, one.unsure), strict=True):
            table[rows[one.agent], week] += count
    return {question: Said(tuple(weeks), *counts) for question, counts in found.items()}


def moments_of(session: Session, scope: Scope) -> list[Moment]:
    """The agents' turns in live calls with the customer's tone known around them."""
    rows = session.execute(
        sa.select(
            Call.agent_id,
            spoken(),
            Call.queue,
            ToneMoment.phase,
            ToneMoment.at,
            ToneMoment.before,
            ToneMoment.after,
            ToneMoment.said,
        )
        .select_from(Call)
        .join(CallFact, CallFact.call_id == Call.id)
        .join(MeasuredCall, MeasuredCall.call_id == Call.id)
        .join(ToneMoment, ToneMoment.call_id == Call.id)
        .where(*_counted(scope, Purpose.LIVE), MeasuredCall.evaluation_id == Call.evaluation_id)
        .order_by(Call.id, ToneMoment.turn)
    )
    return [
        Moment(agent, phase, f"{language}/{queue}", at, before, after, frozenset(said))
        for agent, language, queue, phase, at, before, after, said in rows
    ]


def counted(session: Session, scope: Scope, purpose: Purpose) -> Counted:
    """What the figures rest on."""
    whole = sa.select(sa.func.count(), sa.func.sum(sa.case((Call.simulated, 1), else_=0)))
    joined = whole.select_from(Call).join(CallFact, CallFact.call_id == Call.id)
    calls, simulated = session.execute(joined.where(*_counted(scope, purpose))).one()
    hidden = session.execute(joined.where(*_fits(scope, purpose), blindfolds.blinded(scope.asker))).one()[0]
    return Counted(calls, int(simulated or 0), hidden)


def missed(session: Session, conditions: Sequence[sa.ColumnElement[bool]]) -> Mapping[tuple[str, str, str], Moments]:
    """Every agent's decided opportunities in these calls, see `qa.coaching.opportunities`."""
    lost = OpportunityFact.not_said
    decided = OpportunityFact.said + lost
    by = (CallFact.rubric_id, OpportunityFact.question_id, Call.agent_id)
    sums = (decided, lost, lost * lost, lost * decided, decided * decided)
    rows = session.execute(
        sa.select(*by, sa.func.count(), *(sa.func.sum(column) for column in sums))
        .select_from(CallFact)
        .join(Call, Call.id == CallFact.call_id)
        .join(MeasuredCall, MeasuredCall.call_id == Call.id)
        .join(OpportunityFact, OpportunityFact.call_id == Call.id)
        .where(*conditions, MeasuredCall.evaluation_id == Call.evaluation_id, decided > 0, Call.agent_id.is_not(None))
        .group_by(*by)
    )
    return {(row[0], row[1], str(row[2])): Moments(*(int(count) for count in row[3:])) for row in rows}


def coached(session: Session, agents: Sequence[str], zone: ZoneInfo) -> list[Coached]:
    """Who of these was coached on what, by the day on which the session was held; dropped sessions do not count."""
    found: set[Coached] = set()
    for table in (CoachingTask, CoachingAction, CoachingClip):
        about = sa.select(CoachingSession.agent_id, table.question_id, CoachingSession.held_at)
        joined = about.join(table, table.session_id == CoachingSession.id)
        held = (CoachingSession.held_at.is_not(None), CoachingSession.dropped_at.is_(None))
        mine = (CoachingSession.agent_id.in_(agents), table.question_id.is_not(None))
        for agent, question, held_at in session.execute(joined.where(*held, *mine)):
            if held_at is not None:
                found.add(Coached(agent, str(question), held_at.astimezone(zone).date()))
    return sorted(found, key=lambda one: (one.day, one.agent, one.question_id))


def _fits(scope: Scope, purpose: Purpose) -> list[sa.ColumnElement[bool]]:
    conditions = [
        CallFact.evaluation_id == Call.evaluation_id,
        Call.purpose == purpose,
        visible_to(scope.asker),
        Call.agent_id.in_(scope.members),
        CallFact.began_s >= scope.days.start_s,
        CallFact.began_s < scope.days.end_s,
    ]
    if scope.language:
        conditions.append(spoken() == scope.language)
    return conditions


def _counted(scope: Scope, purpose: Purpose) -> list[sa.ColumnElement[bool]]:
    return [*_fits(scope, purpose), ~blindfolds.blinded(scope.asker)]


def _began() -> sa.ColumnElement[int]:
    return CallFact.began_s  # type: ignore[return-value]  # the model's attribute is such a column
