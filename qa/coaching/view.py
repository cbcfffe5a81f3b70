"""Coaching into what the web says of it: for those who coach, and for the agent."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import has_sound
from qa.coaching import following, sessions, tasks
from qa.coaching.schemas import (
    ActionStanding,
    CoachingActionOut,
    CoachingClipOut,
    CoachingSessionBrief,
    CoachingSessionOut,
    CoachingShownCall,
    CoachingTaskOut,
    OwnCoaching,
    OwnCoachingBrief,
    OwnCoachingSession,
    OwnCoachingTask,
    SessionStateName,
)
from qa.coaching.suggestions import person_out
from qa.coaching.tables import ActionState, CoachingAction, CoachingClip, CoachingSession, CoachingTask
from qa.exemplars.clip import Moment, words_of
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.schemas import Texts


def session_out(session: Session, asker: Principal, held: CoachingSession, today: date) -> CoachingSessionOut:
    """A session for those who coach; the note is its trainer's alone."""
    is_mine = held.trainer_id == asker.person_id
    return CoachingSessionOut(
        id=held.id,
        version=held.version,
        agent=person_out(held.agent),
        trainer=held.trainer.name,
        mine=is_mine,
        state=_state(held),
        went_well=held.went_well,
        agenda=list(held.agenda),
        private_note=held.private_note if is_mine else None,
        planned_for=held.planned_for,
        shared_at=held.shared_at,
        held_at=held.held_at,
        agent_words=held.agent_words,
        acknowledged_at=held.acknowledged_at,
        clips=_clips_out(session, asker, _seen_clips(session, asker, held)),
        actions=actions_out(session, asker, held.actions, today),
        tasks=[task_out(task) for task in sessions.tasks_of(session, held)],
    )


def brief_out(session: Session, asker: Principal, held: CoachingSession, today: date) -> CoachingSessionBrief:
    """One line of the list."""
    return CoachingSessionBrief(
        id=held.id,
        version=held.version,
        agent=person_out(held.agent),
        trainer=held.trainer.name,
        state=_state(held),
        planned_for=held.planned_for,
        made_at=held.made_at,
        shared_at=held.shared_at,
        held_at=held.held_at,
        acknowledged_at=held.acknowledged_at,
        clips=len(held.clips),
        actions=actions_out(session, asker, held.actions, today),
    )


def own_session_out(session: Session, asker: Principal, held: CoachingSession, today: date) -> OwnCoachingSession:
    """A session for its agent."""
    shown = _seen_clips(session, asker, held)
    return OwnCoachingSession(
        id=held.id,
        version=held.version,
        trainer=held.trainer.name,
        state=_state(held),
        went_well=held.went_well,
        agenda=list(held.agenda),
        planned_for=held.planned_for,
        held_at=held.held_at,
        agent_words=held.agent_words,
        acknowledged_at=held.acknowledged_at,
        clips=_clips_out(session, asker, shown),
        withheld=len(held.clips) - len(shown),
        actions=actions_out(session, asker, held.actions, today),
    )


def own_out(session: Session, asker: Principal, today: date) -> OwnCoaching:
    """The agent's own page."""
    held = sessions.mine(session, asker)
    agreed = actions_out(session, asker, [action for one in held for action in one.actions], today)
    return OwnCoaching(
        went_well=[one.went_well for one in held if one.went_well][:3],
        tasks=[own_task_out(session, task) for task in tasks.mine(session, asker)],
        sessions=[_own_brief(one) for one in held],
        actions=sorted(agreed, key=lambda action: (action.standing != "met", action.due_on)),
    )


def task_out(task: CoachingTask) -> CoachingTaskOut:
    """A task for those who coach."""
    return CoachingTaskOut(
        id=task.id,
        version=task.version,
        agent=person_out(task.agent),
        source=task.source.value,
        state=task.state.value,
        question_id=task.question_id,
        question=_texts(task.question_he, task.question_en),
        call_id=task.call_id,
        start_ms=task.start_ms,
        end_ms=task.end_ms,
        has_sound=task.call is not None and has_sound(task.call),
        words=task.words,
        due_on=task.due_on,
        made_by=task.maker.name,
        made_at=task.made_at,
        session_id=task.session_id,
        agent_words=task.agent_words,
        done_at=task.done_at,
    )


def own_task_out(session: Session, task: CoachingTask) -> OwnCoachingTask:
    """A task for its agent."""
    spot = tasks.Spot(task.call_id, task.start_ms, task.end_ms) if task.call_id is not None else None
    return OwnCoachingTask(
        id=task.id,
        version=task.version,
        state=task.state.value,
        question_id=task.question_id,
        question=_texts(task.question_he, task.question_en),
        has_sound=task.call is not None and has_sound(task.call),
        length_ms=_length(task, task.call) if task.call else None,
        heard=words_of(session, spot) if spot else [],
        words=task.words,
        due_on=task.due_on,
        made_by=task.maker.name,
        made_at=task.made_at,
        agent_words=task.agent_words,
        done_at=task.done_at,
    )


def actions_out(
    session: Session, asker: Principal, actions: Iterable[CoachingAction], today: date
) -> list[CoachingActionOut]:
    """What was agreed and not dropped, and by which calls it stands, as far as this person may see them.

    `today`: the day that it is where the organisation is.
    """
    standing = [action for action in actions if action.state is not ActionState.DROPPED]
    windows = {action.id: following.window(session, action) for action in standing}
    hidden = blindfolds.among(session, asker, {kept["call_id"] for window in windows.values() for kept in window})
    windows = {key: [kept for kept in window if kept["call_id"] not in hidden] for key, window in windows.items()}
    seen = _seen_calls(session, asker, {kept["call_id"] for window in windows.values() for kept in window})
    return [_action_out(action, windows[action.id], seen, today) for action in standing]


def _action_out(
    action: CoachingAction, window: list[dict[str, Any]], seen: dict[str, str | None], today: date
) -> CoachingActionOut:
    overdue = action.state is ActionState.OPEN and action.due_on < today
    return CoachingActionOut(
        id=action.id,
        question_id=action.question_id,
        question=Texts(he=action.question_he, en=action.question_en),
        words=action.words,
        due_on=action.due_on,
        needed=action.needed,
        out_of=action.out_of,
        people_only=action.people_only,
        standing=_standing(action, overdue=overdue),
        overdue=overdue,
        done=sum(kept["done"] for kept in window),
        seen=len(window),
        rounds=action.rounds,
        closed_at=action.closed_at,
        reopened_at=action.reopened_at,
        calls=[_shown(kept, seen[kept["call_id"]]) for kept in window if kept["call_id"] in seen],
    )


def _standing(action: CoachingAction, *, overdue: bool) -> ActionStanding:
    if action.state is not ActionState.OPEN:
        return "met" if action.state is ActionState.MET else "dropped"
    if action.begins_at is None:
        return "waiting"
    return "not_yet" if action.rounds or overdue else "open"


def _shown(kept: dict[str, Any], evaluation_id: str | None) -> CoachingShownCall:
    return CoachingShownCall(
        call_id=kept["call_id"],
        evaluation_id=evaluation_id,
        began_at=datetime.fromtimestamp(kept["began_s"], UTC),
        done=kept["done"],
        decided_by=kept["decided_by"],
    )


def _seen_calls(session: Session, asker: Principal, call_ids: set[str]) -> dict[str, str | None]:
    """Those of the calls that this person may see, with the evaluation that stands of each.

    An agent sees those of the own calls that feedback was published of: the others count, and are not shown.
    """
    query = sa.select(Call.id, Call.evaluation_id).where(Call.id.in_(call_ids), ~blindfolds.blinded(asker))
    if not asker.may(Right.SEE_ALL_CALLS):
        query = query.where(Call.agent_id == asker.person_id, Call.shared_at.is_not(None))
    return {row[0]: row[1] for row in session.execute(query)}


def _seen_clips(session: Session, asker: Principal, held: CoachingSession) -> list[CoachingClip]:
    """Without those of calls that this person judges, and for an agent those that turned out to be another's."""
    hidden = blindfolds.among(session, asker, {clip.call_id for clip in held.clips})
    everybodys = asker.may(Right.SEE_ALL_CALLS)
    return [
        clip
        for clip in held.clips
        if clip.call_id not in hidden and (everybodys or clip.call.agent_id == asker.person_id)
    ]


def _clips_out(session: Session, asker: Principal, clips: Sequence[CoachingClip]) -> list[CoachingClipOut]:
    seen = _seen_calls(session, asker, {clip.call_id for clip in clips})
    return [_clip_out(session, clip, seen.get(clip.call_id)) for clip in clips]


def _clip_out(session: Session, clip: CoachingClip, evaluation_id: str | None) -> CoachingClipOut:
    return CoachingClipOut(
        id=clip.id,
        call_id=clip.call_id,
        evaluation_id=evaluation_id,
        began_at=clip.call.started_at or clip.call.received_at,
        start_ms=clip.start_ms,
        end_ms=clip.end_ms,
        length_ms=_length(clip, clip.call),
        call_ms=clip.call.duration_ms,
        question_id=clip.question_id,
        question=_texts(clip.question_he, clip.question_en),
        words=clip.words,
        good=clip.good,
        heard=words_of(session, clip),
        has_sound=has_sound(clip.call),
    )


def _own_brief(held: CoachingSession) -> OwnCoachingBrief:
    return OwnCoachingBrief(
        id=held.id,
        trainer=held.trainer.name,
        state=_state(held),
        planned_for=held.planned_for,
        shared_at=held.shared_at or held.made_at,
        held_at=held.held_at,
        acknowledged_at=held.acknowledged_at,
        clips=len(held.clips),
    )


def _state(held: CoachingSession) -> SessionStateName:
    if held.dropped_at is not None:
        return "dropped"
    if held.acknowledged_at is not None:
        return "acknowledged"
    if held.held_at is not None:
        return "held"
    return "shared" if held.shared_at is not None else "draft"


def _texts(he: str | None, en: str | None) -> Texts | None:
    return Texts(he=he, en=en or he) if he else None


def _length(moment: Moment | CoachingTask, call: Call) -> int | None:
    has_span = moment.start_ms is not None and moment.end_ms is not None
    return (moment.end_ms or 0) - (moment.start_ms or 0) if has_span else call.duration_ms
