"""What a trainer does next for a cohort, the most urgent first: each with whom it is about and where it is done.

What has a day that has passed comes first, then whom to coach, what was left undone, what waits to be heard, what is
due in the days to come, and last what waits for others.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.coaching import suggestions
from qa.coaching.tables import ActionState, CoachingAction, CoachingSession, CoachingTask, TaskState
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.homes.trainer_schemas import StepKind, StepPerson, TrainerStep
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.settings import Settings
from qa.practice.drills.service import unheard
from qa.programmes.calendar import today, week_at
from qa.programmes.late import left
from qa.programmes.stages import Stage
from qa.programmes.tables import Cohort
from qa.rubric.schemas import Texts

#: What is planned or due is told so many days before.
_AHEAD = 3
_MOST_COACHED = 3
_MOST_DATED = 4
_MOST_NAMED = 4
#: Practice older than this is not offered to be heard any more.
_RECENT = timedelta(days=14)
#: For so long nobody is reminded of what they were shown.
_GRACE = timedelta(days=3)
_ORDER: tuple[StepKind, ...] = ("session", "agreement", "coach", "late", "practice", "proposal", "confirm", "unread")
#: These wait until what has no day is told, unless their day has passed.
_DATED = frozenset({"session", "agreement"})


@dataclass(frozen=True, slots=True)
class Looking:
    """Who looks for something to do, and for which cohort."""

    session: Session
    asker: Principal
    cohort: Cohort
    settings: Settings

    @property
    def names(self) -> dict[str, str]:
        """The members who can sign in, by id."""
        return {one.person_id: one.person.name for one in self.cohort.members if not one.person.disabled}


def steps(looking: Looking) -> list[TrainerStep]:
    """Everything that there is to do; nothing once the programme has ended."""
    if looking.cohort.programme.ended_at is not None or not looking.names:
        return []
    found = [*_talks(looking), *_agreements(looking), *_coaching(looking), *_together(looking)]
    return sorted(found, key=_place)


def _place(step: TrainerStep) -> tuple[int, int, date]:
    first = 0 if step.overdue else 2 if step.kind in _DATED else 1
    last = 3 if step.kind in ("proposal", "confirm", "unread") else first
    return last, _ORDER.index(step.kind), step.on or date.max


def _talks(looking: Looking) -> Iterator[TrainerStep]:
    """Talks of one's own that are planned for these days, or were and are not marked as held."""
    zone, day = ZoneInfo(looking.settings.time_zone), today(looking.settings)
    query = (
        sa.select(CoachingSession)
        .where(CoachingSession.agent_id.in_(looking.names), CoachingSession.trainer_id == looking.asker.person_id)
        .where(CoachingSession.held_at.is_(None), CoachingSession.dropped_at.is_(None))
        .where(CoachingSession.planned_for < now() + timedelta(days=_AHEAD))
        .order_by(CoachingSession.planned_for)
        .limit(_MOST_DATED)
    )
    for held in looking.session.scalars(query).unique():
        assert held.planned_for is not None, "only planned ones were asked for"
        on = held.planned_for.astimezone(zone).date()
        person = StepPerson(id=held.agent_id, name=looking.names[held.agent_id], session_id=held.id)
        yield TrainerStep(kind="session", people=[person], in_all=1, on=on, overdue=on < day)


def _agreements(looking: Looking) -> Iterator[TrainerStep]:
    """What was agreed and is to be looked at in these days, or was, and the calls have not shown it yet."""
    day = today(looking.settings)
    query = (
        sa.select(CoachingAction)
        .join(CoachingSession, CoachingSession.id == CoachingAction.session_id)
        .where(CoachingAction.agent_id.in_(looking.names), CoachingAction.state == ActionState.OPEN)
        .where(CoachingAction.begins_at.is_not(None), CoachingSession.dropped_at.is_(None))
        .where(CoachingAction.due_on <= day + timedelta(days=_AHEAD))
        .order_by(CoachingAction.due_on, CoachingAction.id)
        .limit(_MOST_DATED)
    )
    for agreed in looking.session.scalars(query).unique():
        person = StepPerson(id=agreed.agent_id, name=looking.names[agreed.agent_id], session_id=agreed.session_id)
        yield TrainerStep(
            kind="agreement",
            people=[person],
            in_all=1,
            on=agreed.due_on,
            overdue=agreed.due_on < day,
            question=Texts(he=agreed.question_he, en=agreed.question_en),
        )


def _coaching(looking: Looking) -> Iterator[TrainerStep]:
    """Whom to coach on what, a person once, without what is in hand; nobody before it was taught."""
    stage = week_at(looking.cohort, today(looking.settings), looking.settings).stage
    if stage is Stage.BEFORE or not looking.asker.may(Right.COACH):
        return
    asked = suggestions.Asked(cohort_id=looking.cohort.id, limit=4 * _MOST_COACHED)
    told = suggestions.suggest(looking.session, looking.asker, asked, looking.settings).items
    first = {one.agent.id: one for one in reversed(told) if one.in_hand is None}
    ranked = [one for one in told if first.get(one.agent.id) is one]
    for one in ranked[:_MOST_COACHED]:
        person = StepPerson(id=one.agent.id, name=one.agent.name, count=one.opportunities)
        yield TrainerStep(kind="coach", people=[person], in_all=1, question=one.question.text, suggestion=one)


def _together(looking: Looking) -> Iterator[TrainerStep]:
    """What is alike for several members, in one step each."""
    session, day = looking.session, now()
    late = {
        person: sum(one.open for one in own) for person, own in left(session, looking.cohort, looking.settings).items()
    }
    yield from _of(looking, "late", late)
    if looking.asker.may(Right.SEE_PRACTICE):
        yield from _of(looking, "practice", unheard(session, looking.asker, list(looking.names), day - _RECENT))
    yield from _of(looking, "proposal", _proposed(looking))
    yield from _of(looking, "confirm", *_unconfirmed(looking, day - _GRACE))
    yield from _of(looking, "unread", _unread(looking, day - _GRACE))


def _of(
    looking: Looking, kind: StepKind, counts: Mapping[str, int], talks: Mapping[str, str] | None = None
) -> Iterator[TrainerStep]:
    names, talks = looking.names, talks or {}
    waiting = sorted(
        (person for person, count in counts.items() if count and person in names),
        key=lambda person: (-counts[person], names[person], person),
    )
    people = [
        StepPerson(id=person, name=names[person], count=counts[person], session_id=talks.get(person))
        for person in waiting[:_MOST_NAMED]
    ]
    if people:
        yield TrainerStep(kind=kind, people=people, in_all=len(waiting))


def _proposed(looking: Looking) -> dict[str, int]:
    mine = (CoachingTask.state == TaskState.PROPOSED, CoachingTask.agent_id.in_(looking.names))
    query = sa.select(CoachingTask.agent_id, sa.func.count()).where(*mine).group_by(CoachingTask.agent_id)
    return {str(row[0]): row[1] for row in looking.session.execute(query)}


def _unconfirmed(looking: Looking, before: datetime) -> tuple[dict[str, int], dict[str, str]]:
    """Talks that were held and that the agent has not confirmed, and of each agent the newest of them."""
    query = (
        sa.select(CoachingSession.agent_id, sa.func.count(), sa.func.max(CoachingSession.id))
        .where(CoachingSession.agent_id.in_(looking.names), CoachingSession.held_at < before)
        .where(CoachingSession.acknowledged_at.is_(None), CoachingSession.dropped_at.is_(None))
        .group_by(CoachingSession.agent_id)
    )
    rows = looking.session.execute(query).all()
    return {row[0]: row[1] for row in rows}, {row[0]: row[2] for row in rows}


def _unread(looking: Looking, before: datetime) -> dict[str, int]:
    query = (
        sa.select(Call.agent_id, sa.func.count())
        .select_from(Evaluation)
        .join(Call, Call.id == Evaluation.call_id)
        .where(Call.agent_id.in_(looking.names), ~blindfolds.blinded(looking.asker))
        .where(Evaluation.state == EvaluationState.PUBLISHED, Evaluation.published_at < before)
        .group_by(Call.agent_id)
    )
    return {str(row[0]): row[1] for row in looking.session.execute(query)}
