"""Whom to coach on what: where most is lost for certain, with the moments to hear.

For every agent and question, of the live calls of the last weeks: the opportunities that are decided, every one that
arose in a call; the share of them that was missed, with its 95 % interval; and what the question weighs in a call's
score. The lower end of the interval times the opportunities of a week is what is missed in a week at the least. That
times the weight ranks the list: few opportunities, or many in few calls, have a wide interval and a low lower end, so
nobody comes first by a handful of calls. Below `FEWEST_CALLS` opportunities nothing is suggested at all. What is not
said but done, such as how a call was conducted, has one opportunity in each call, and is lost by as much of its points
as is missing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import has_sound
from qa.coaching import opportunities, questions
from qa.coaching.following import DONE
from qa.coaching.questions import Known
from qa.coaching.schemas import (
    CoachingEvidence,
    CoachingPerson,
    CoachingQuestion,
    CoachingSuggestion,
    CoachingSuggestions,
)
from qa.coaching.tables import ActionState, CoachingAction, CoachingSession, CoachingTask, TaskState
from qa.evaluation.schemas import EvidenceOut
from qa.evaluation.tables import Evaluation
from qa.insights import facts, heat, query
from qa.insights.hours import Days
from qa.insights.intervals import FEWEST_CALLS, Estimate, Sums, share, share_of_moments
from qa.insights.query import Wish
from qa.insights.tables import AnswerFact, CallFact
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.settings import Settings
from qa.programmes import service as programmes
from qa.rubric.store import rubric_of
from qa.rubric.tables import RubricVersion

#: At most so many moments beside a suggestion, and how much is heard before and after what points to them.
_MOMENTS = 10
_BEFORE_MS, _AFTER_MS = 2_000, 10_000

InHand = Literal["session", "task"]


@dataclass(frozen=True, slots=True)
class Asked:
    """Which suggestions are wanted. `weeks`: how far back calls count; None elsewhere: everybody, everything."""

    weeks: int = 6
    team_id: str | None = None
    agent_id: str | None = None
    cohort_id: str | None = None
    limit: int = 30


@dataclass(frozen=True, slots=True)
class Lost:
    """The share of an agent's opportunities for a question that was missed; `missed` None: they are lost in part."""

    figure: Estimate
    missed: int | None = None


@dataclass(frozen=True, slots=True)
class _Found:
    agent: Person
    question: Known
    lost: Lost
    weeks: int
    in_hand: InHand | None

    @property
    def per_week(self) -> float:
        """Opportunities in a week."""
        return self.lost.figure.count / self.weeks

    @property
    def lost_weekly(self) -> float:
        """How many of them are missed at the least."""
        return (self.lost.figure.low or 0.0) * self.per_week


def suggest(session: Session, asker: Principal, asked: Asked, settings: Settings) -> CoachingSuggestions:
    """Those whom coaching would help most by what their calls show, those already in hand last."""
    asker.require(Right.COACH)
    zone = ZoneInfo(settings.time_zone)
    last = now().astimezone(zone).date()
    days = Days(last - timedelta(days=7 * asked.weeks - 1), last, zone)
    wish = Wish(days=days, team_id=asked.team_id, agent_id=asked.agent_id)
    found = sorted(_found(session, asker, wish, asked), key=_rank)[: asked.limit]
    moments = _moments(session, asker, wish, found)
    counting = sa.select(sa.func.count()).select_from(CallFact).join(Call, Call.id == CallFact.call_id)
    within = (CallFact.began_s >= days.start_s, CallFact.began_s < days.end_s)
    return CoachingSuggestions(
        since=days.first,
        until=days.last,
        weeks=asked.weeks,
        fewest=FEWEST_CALLS,
        calls=session.scalar(counting.where(*query.counted(asker, wish))) or 0,
        hidden=session.scalar(counting.where(*within, blindfolds.blinded(asker))) or 0,
        items=[_out(session, one, moments[(one.agent.id, one.question.id)]) for one in found],
    )


def _rank(one: _Found) -> tuple[bool, float, str, str]:
    return one.in_hand is not None, -one.lost_weekly * one.question.weight, one.agent.id, one.question.id


def _found(session: Session, asker: Principal, wish: Wish, asked: Asked) -> list[_Found]:
    known, in_hand = questions.known(session), _in_hand(session)
    people = _people(session, asked)
    of_cohort = [Call.agent_id.in_(people)] if asked.cohort_id else []
    found = []
    for (rubric_id, question_id, agent_id), lost in _lost(session, asker, wish, of_cohort).items():
        agent, question = people.get(agent_id), known.get((rubric_id, question_id))
        if agent is not None and question is not None:
            one = _Found(agent, question, lost, asked.weeks, in_hand.get((agent_id, question_id)))
            if one.lost_weekly * question.weight > 0:
                found.append(one)
    return found


def _lost(
    session: Session, asker: Principal, wish: Wish, only: Sequence[sa.ColumnElement[bool]]
) -> Mapping[tuple[str, str, str], Lost]:
    """By rubric, question and agent: opportunities one by one where they are counted so, else a call for each."""
    found: dict[tuple[str, str, str], Lost] = {}
    by_rubric = query.questions(session, asker, wish, [CallFact.rubric_id], *only)
    for (question_id, (rubric_id,)), told in by_rubric.items():
        for agent_id, sums in told.shares.items():
            # What is lost is what is missing to the whole.
            lost = Sums(sums.count, sums.count - sums.total, sums.count - 2 * sums.total + sums.squares)
            found[str(rubric_id), question_id, agent_id] = Lost(share([lost]))
    for key, moments in opportunities.missed(session, [*query.counted(asker, wish), *only]).items():
        found[key] = Lost(share_of_moments(moments), moments.hits)
    return found


def _people(session: Session, asked: Asked) -> dict[str, Person]:
    query_ = sa.select(Person).where(Person.disabled.is_(False))
    if asked.cohort_id:
        query_ = query_.where(Person.id.in_(programmes.members_of(session, asked.cohort_id)))
    return {person.id: person for person in session.scalars(query_)}


def _in_hand(session: Session) -> dict[tuple[str, str], InHand]:
    """What is open already, by agent and question."""
    tasks = sa.select(CoachingTask.agent_id, CoachingTask.question_id).where(CoachingTask.state == TaskState.OPEN)
    actions = (
        sa.select(CoachingAction.agent_id, CoachingAction.question_id)
        .join(CoachingSession, CoachingSession.id == CoachingAction.session_id)
        .where(CoachingAction.state == ActionState.OPEN, CoachingSession.dropped_at.is_(None))
    )
    found: dict[tuple[str, str], InHand] = {(row[0], row[1]): "task" for row in session.execute(tasks) if row[1]}
    found.update({(row[0], row[1]): "session" for row in session.execute(actions)})
    return found


def _moments(
    session: Session, asker: Principal, wish: Wish, found: Sequence[_Found]
) -> Mapping[tuple[str, str], list[CoachingEvidence]]:
    """The newest moments in which each was missed; a whole call where nothing points to one."""
    return {
        (one.agent.id, one.question.id): missed(session, asker, replace(wish, agent_id=one.agent.id), one.question.id)
        for one in found
    }


def missed(session: Session, asker: Principal, wish: Wish, question_id: str) -> list[CoachingEvidence]:
    """The newest moments in which the question was missed, of the calls that count."""
    rows = session.execute(
        sa.select(Call, CallFact, AnswerFact, Evaluation.findings, RubricVersion)
        .select_from(CallFact)
        .join(Call, Call.id == CallFact.call_id)
        .join(AnswerFact, AnswerFact.call_id == CallFact.call_id)
        .join(Evaluation, Evaluation.id == CallFact.evaluation_id)
        .join(RubricVersion, RubricVersion.id == Evaluation.rubric_version_id)
        .where(AnswerFact.question_id == question_id, AnswerFact.share < DONE, *query.counted(asker, wish))
        .order_by(CallFact.began_s.desc(), CallFact.call_id)
        .limit(_MOMENTS)
    ).all()
    evidence = heat.evidence_of(session, {fact.evaluation_id for _, fact, *_ in rows}, question_id)
    shown = []
    for call, fact, answer, findings, version in rows:
        own_ids = {own for own, first in facts.first_ids(session, rubric_of(version)).items() if first == question_id}
        telling = _triggers(findings or {}, own_ids) or evidence.get(fact.evaluation_id, [])[:1] or [None]
        shown += [_moment(call, fact, answer, points_to) for points_to in telling]
    return shown[:_MOMENTS]


def _moment(call: Call, fact: CallFact, answer: AnswerFact, points_to: EvidenceOut | None) -> CoachingEvidence:
    return CoachingEvidence(
        call_id=call.id,
        began_at=datetime.fromtimestamp(fact.began_s, UTC),
        start_ms=max(0, points_to.start_ms - _BEFORE_MS) if points_to else None,
        end_ms=min(call.duration_ms or 0, points_to.end_ms + _AFTER_MS) if points_to else None,
        text=points_to.text if points_to else None,
        decided_by=answer.decided_by,
        has_sound=has_sound(call),
    )


def _triggers(findings: Mapping[str, Any], own_ids: set[str]) -> list[EvidenceOut | None]:
    """What the customer said where the answer to it did not come: more telling than what the question rests on."""
    return [
        EvidenceOut.model_validate(one["trigger"])
        for one in findings.get("opportunities", [])
        if one["question_id"] in own_ids and one["outcome"] in ("missed", "late")
    ]


def _out(session: Session, one: _Found, moments: list[CoachingEvidence]) -> CoachingSuggestion:
    cohort = programmes.cohort_of(session, one.agent.id)
    targets = programmes.targets_of(session, cohort.id) if cohort else []
    figure = one.lost.figure
    target = next((aim.share for aim in targets if aim.question_id == one.question.id), None)
    return CoachingSuggestion(
        agent=person_out(one.agent),
        question=question_out(one.question),
        opportunities=figure.count,
        missed=one.lost.missed,
        per_week=round(one.per_week, 2),
        lost=round(figure.value or 0.0, 4),
        low=round(figure.low or 0.0, 4),
        high=round(figure.high or 0.0, 4),
        lost_weekly=round(one.lost_weekly, 2),
        target=target,
        cohort_id=cohort.id if cohort and target is not None else None,
        in_hand=one.in_hand,
        evidence=moments,
    )


def person_out(person: Person) -> CoachingPerson:
    """A person as coaching names one."""
    return CoachingPerson(id=person.id, name=person.name, team=person.team.name if person.team else None)


def question_out(question: Known) -> CoachingQuestion:
    """A question as the web says it."""
    return CoachingQuestion(
        id=question.id,
        rubric_id=question.rubric_id,
        text=question.text,
        section=question.section,
        weight=round(question.weight, 2),
        critical=question.critical,
    )
