"""The life of a coaching session: prepared, shown, held, acknowledged. Nothing here commits."""

from collections.abc import Callable, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import visible_to
from qa.coaching import following, questions, tasks, telling
from qa.coaching.schemas import CoachingActionIn, CoachingClipIn, CoachingPlanIn, CoachingSessionIn
from qa.coaching.tables import (
    ActionState,
    CoachingAction,
    CoachingClip,
    CoachingSession,
    CoachingTask,
    TaskState,
)
from qa.learning_records import service as learning_records
from qa.learning_records.statements import Thing, ThingKind, Verb
from qa.people.service import agent_by_id
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right

#: A session and the version of it that was read.
At = tuple[str, int]


class NotNow(Conflict):
    """The session is past this step, or not there yet."""

    code = "coaching_not_now"

    def __init__(self, coaching: CoachingSession, needed: str) -> None:
        self.coaching, self.needed = coaching, needed
        super().__init__(f"this needs a session that is {needed}")


class GoalStands(Conflict):
    """Calls count towards it already, so the goal stays what was agreed."""

    code = "coaching_goal_stands"

    def __init__(self, action: CoachingAction) -> None:
        self.action = action
        super().__init__("calls count towards this agreement already; drop it and agree on another one")


class HeldLater(Refused):
    """A session was held in the past, or just now."""

    code = "coaching_held_later"

    def __init__(self, held_at: datetime) -> None:
        self.held_at = held_at
        super().__init__(f"{held_at.isoformat()} has not come yet")


def create(session: Session, asker: Principal, wish: CoachingSessionIn) -> CoachingSession:
    """Prepare a session; the agent does not know of it yet.

    Raises NotFound (agent, call, question, task), RatedBlind, NoSuchMoment.
    """
    asker.require(Right.COACH)
    agent = agent_by_id(session, wish.agent_id)
    made = CoachingSession(agent_id=agent.id, trainer_id=asker.person_id)
    session.add(made)
    taken_up = tasks.for_session(session, asker, agent.id, wish.task_ids)
    _fill(session, asker, made, wish)
    for task in taken_up:
        _take_up(made, task)
    session.flush()
    session.refresh(made)
    audit.record(session, asker.person_id, "coaching_session_made", made.id, agent=agent.id)
    return made


def page(
    session: Session, asker: Principal, agent_id: str | None, cursor: str | None, limit: int
) -> Sequence[CoachingSession]:
    """Sessions, the newest first, from behind the cursor; one more than `limit`."""
    query = _seen(asker).order_by(CoachingSession.id.desc())
    if agent_id:
        query = query.where(CoachingSession.agent_id == agent_id)
    if cursor:
        query = query.where(CoachingSession.id < cursor)
    return session.scalars(query.limit(limit + 1)).unique().all()


def get(session: Session, asker: Principal, session_id: str) -> CoachingSession:
    """A session, for those who coach. Raises NotFound."""
    return _found(session, _seen(asker), session_id)


def tasks_of(session: Session, coaching: CoachingSession) -> Sequence[CoachingTask]:
    """The tasks that the session took up."""
    query = sa.select(CoachingTask).where(CoachingTask.session_id == coaching.id).order_by(CoachingTask.id)
    return session.scalars(query).unique().all()


def change(session: Session, asker: Principal, at: At, wish: CoachingPlanIn) -> CoachingSession:
    """Give all that it holds anew. Raises NotFound, StaleVersion, NotNow, GoalStands, RatedBlind, NoSuchMoment."""

    def do(coaching: CoachingSession) -> None:
        if coaching.acknowledged_at is not None:
            raise NotNow(coaching, "not acknowledged yet")
        _fill(session, asker, coaching, wish)

    return _change(session, asker, at, "changed", do)


def share(session: Session, asker: Principal, at: At) -> CoachingSession:
    """Show it to the agent, who is told. Raises NotFound, StaleVersion, NotNow."""

    def do(coaching: CoachingSession) -> None:
        if coaching.shared_at is not None:
            raise NotNow(coaching, "not shared yet")
        _show(session, coaching)

    return _change(session, asker, at, "shared", do)


def hold(session: Session, asker: Principal, at: At, held_at: datetime | None) -> CoachingSession:
    """It was held; calls from then on count. Raises NotFound, StaleVersion, NotNow, HeldLater."""

    def do(coaching: CoachingSession) -> None:
        if coaching.held_at is not None:
            raise NotNow(coaching, "not held yet")
        if held_at is not None and held_at > now():
            raise HeldLater(held_at)
        coaching.held_at = held_at or now()
        if coaching.shared_at is None:
            _show(session, coaching)
        following.held(session, coaching)
        talk = Thing(ThingKind.COACHING, coaching.id, instructor_id=coaching.trainer_id)
        learning_records.say(session, coaching.agent_id, Verb.ATTENDED, talk)

    return _change(session, asker, at, "held", do)


def drop(session: Session, asker: Principal, at: At) -> None:
    """It will not take place; what was agreed goes with it. Raises NotFound, StaleVersion, NotNow."""

    def do(coaching: CoachingSession) -> None:
        if coaching.held_at is not None:
            raise NotNow(coaching, "not held yet")
        coaching.dropped_at = now()
        for action in coaching.actions:
            action.state = ActionState.DROPPED
        for task in tasks_of(session, coaching):
            task.session_id, task.version = None, task.version + 1

    _change(session, asker, at, "dropped", do)


def drop_action(session: Session, asker: Principal, at: At, action_id: str) -> CoachingSession:
    """Follow up on this no longer, also after it was acknowledged. Raises NotFound, StaleVersion."""

    def do(coaching: CoachingSession) -> None:
        action = next((one for one in coaching.actions if one.id == action_id), None)
        if action is None:
            raise NotFound("agreement", action_id)
        action.state = ActionState.DROPPED

    return _change(session, asker, at, "action_dropped", do)


def mine(session: Session, asker: Principal) -> Sequence[CoachingSession]:
    """The agent's own, the newest first."""
    return session.scalars(_own(asker).order_by(CoachingSession.id.desc()).limit(50)).unique().all()


def own(session: Session, asker: Principal, session_id: str) -> CoachingSession:
    """One of the agent's own. Raises NotFound."""
    return _found(session, _own(asker), session_id)


def say(session: Session, asker: Principal, at: At, words: str | None) -> CoachingSession:
    """The agent's own words, until it is acknowledged. Raises NotFound, StaleVersion, NotNow."""
    return _own_change(session, asker, at, words, acknowledged=False)


def acknowledge(session: Session, asker: Principal, at: At, words: str | None) -> CoachingSession:
    """The agent agrees that this was talked about, in own words if there are any; the tasks it took up are done.

    Raises NotFound, StaleVersion, NotNow where it was not held yet or is acknowledged already.
    """
    return _own_change(session, asker, at, words, acknowledged=True)


def clip_to_hear(session: Session, asker: Principal, clip_id: str) -> CoachingClip:
    """The clip, for somebody who may hear it; that it is heard is audited. Raises NotFound."""
    query = sa.select(CoachingClip).join(CoachingSession).join(Call, Call.id == CoachingClip.call_id)
    query = query.where(CoachingClip.id == clip_id, CoachingSession.dropped_at.is_(None), ~blindfolds.blinded(asker))
    if not asker.may(Right.COACH):
        asker.require(Right.OWN_FEEDBACK)
        shown = (CoachingSession.shared_at.is_not(None), CoachingSession.agent_id == asker.person_id)
        query = query.where(*shown, Call.agent_id == asker.person_id)
    clip = session.scalars(query).unique().one_or_none()
    if clip is None:
        raise NotFound("clip", clip_id)
    audit.record(session, asker.person_id, "coaching_clip_heard", clip.id, call=clip.call_id)
    return clip


def _fill(session: Session, asker: Principal, coaching: CoachingSession, wish: CoachingPlanIn) -> None:
    coaching.went_well, coaching.agenda = wish.went_well or None, list(wish.agenda)
    coaching.planned_for = wish.planned_for
    if coaching.trainer_id == asker.person_id:
        coaching.private_note = wish.private_note or None
    session.flush()
    kept = [clip for clip in coaching.clips if clip.call_id in blindfolds.among(session, asker, [clip.call_id])]
    made = [_clip(session, asker, coaching.agent_id, clip) for clip in wish.clips]
    # What this person cannot see, because of judging the call blind, is not theirs to take away.
    coaching.clips = [*made, *kept]
    for place, clip in enumerate(coaching.clips):
        clip.place = place
    _agree(session, coaching, wish.actions)
    session.flush()


def _clip(session: Session, asker: Principal, agent_id: str, wish: CoachingClipIn) -> CoachingClip:
    call = session.scalar(sa.select(Call).where(Call.id == wish.call_id, Call.agent_id == agent_id, visible_to(asker)))
    if call is None:
        raise NotFound("call", wish.call_id)
    blindfolds.check(session, asker, [call.id])
    tasks.check_span(call, wish.start_ms, wish.end_ms)
    question = questions.named(session, wish.question_id) if wish.question_id else None
    return CoachingClip(
        **wish.model_dump(),
        question_he=question.text.he if question else None,
        question_en=question.text.en if question else None,
        place=0,
    )


def _agree(session: Session, coaching: CoachingSession, wishes: Sequence[CoachingActionIn]) -> None:
    """What was agreed becomes what is wished for; what is missing among the wishes is dropped."""
    standing = {action.id: action for action in coaching.actions if action.state is not ActionState.DROPPED}
    for wish in wishes:
        action = standing.pop(wish.id, None) if wish.id else None
        if wish.id and action is None:
            raise NotFound("agreement", wish.id)
        if action is None:
            action = CoachingAction(agent_id=coaching.agent_id, begins_at=now() if coaching.held_at else None)
            action.state, action.evidence = ActionState.OPEN, []
        elif action.begins_at is not None and not _same_goal(action, wish):
            raise GoalStands(action)
        if action.question_id != wish.question_id:
            question = questions.named(session, wish.question_id)
            action.question_he, action.question_en = question.text.he, question.text.en
        for name, value in wish.model_dump(exclude={"id"}).items():
            setattr(action, name, value or None if name == "words" else value)
        if action not in coaching.actions:
            coaching.actions.append(action)
    for action in standing.values():
        action.state = ActionState.DROPPED


def _same_goal(action: CoachingAction, wish: CoachingActionIn) -> bool:
    now_agreed = (action.question_id, action.needed, action.out_of, action.people_only)
    return now_agreed == (wish.question_id, wish.needed, wish.out_of, wish.people_only)


def _take_up(coaching: CoachingSession, task: CoachingTask) -> None:
    """A task becomes part of the session, its moment a clip."""
    task.session_id, task.version = coaching.id, task.version + 1
    known = {(clip.call_id, clip.start_ms) for clip in coaching.clips}
    if task.call_id is not None and (task.call_id, task.start_ms) not in known:
        clip = CoachingClip(call_id=task.call_id, start_ms=task.start_ms, end_ms=task.end_ms, words=task.words)
        clip.question_id, clip.question_he, clip.question_en = task.question_id, task.question_he, task.question_en
        clip.place, clip.good = len(coaching.clips), False
        coaching.clips.append(clip)


def _show(session: Session, coaching: CoachingSession) -> None:
    coaching.shared_at = now()
    telling.shared(session, coaching)


def _change(
    session: Session, asker: Principal, at: At, deed: str, do: Callable[[CoachingSession], None]
) -> CoachingSession:
    """Every change by those who coach: allowed, of the version that was read, audited."""
    asker.require(Right.COACH)
    coaching = get(session, asker, at[0])
    if coaching.version != at[1]:
        raise StaleVersion("coaching session", at[1], coaching.version)
    do(coaching)
    coaching.version += 1
    session.flush()
    session.refresh(coaching)
    audit.record(session, asker.person_id, f"coaching_session_{deed}", coaching.id)
    return coaching


def _own_change(
    session: Session, asker: Principal, at: At, words: str | None, *, acknowledged: bool
) -> CoachingSession:
    coaching = own(session, asker, at[0])
    if coaching.version != at[1]:
        raise StaleVersion("coaching session", at[1], coaching.version)
    if coaching.acknowledged_at is not None:
        raise NotNow(coaching, "not acknowledged yet")
    if acknowledged and coaching.held_at is None:
        raise NotNow(coaching, "held")
    coaching.agent_words = words or None
    if acknowledged:
        coaching.acknowledged_at = now()
        for task in tasks_of(session, coaching):
            if task.state is TaskState.OPEN:
                task.state, task.done_at, task.version = TaskState.DONE, now(), task.version + 1
        telling.acknowledged(session, coaching)
    coaching.version += 1
    session.flush()
    session.refresh(coaching)
    deed = "coaching_session_acknowledged" if acknowledged else "coaching_words_said"
    audit.record(session, asker.person_id, deed, coaching.id)
    return coaching


def _seen(asker: Principal) -> sa.Select[CoachingSession]:
    asker.require(Right.COACH)
    return sa.select(CoachingSession).where(CoachingSession.dropped_at.is_(None))


def _own(asker: Principal) -> sa.Select[CoachingSession]:
    asker.require(Right.OWN_FEEDBACK)
    shown = (CoachingSession.shared_at.is_not(None), CoachingSession.dropped_at.is_(None))
    return sa.select(CoachingSession).where(CoachingSession.agent_id == asker.person_id, *shown)


def _found(session: Session, among: sa.Select[CoachingSession], key: str) -> CoachingSession:
    coaching = session.scalars(among.where(CoachingSession.id == key)).unique().one_or_none()
    if coaching is None:
        raise NotFound("coaching session", key)
    return coaching
