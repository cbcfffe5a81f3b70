"""The web's door to coaching: whom to coach on what, tasks, sessions, and the agent's own."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Response

from qa.calls import blindfolds
from qa.calls import service as calls
from qa.calls.recording import Recordings
from qa.coaching import questions, sessions, suggestions, tasks
from qa.coaching.schemas import (
    CoachingHeldIn,
    CoachingMomentIn,
    CoachingPlanIn,
    CoachingQuestion,
    CoachingSessionIn,
    CoachingSessionOut,
    CoachingSessionPage,
    CoachingSpanIn,
    CoachingSuggestions,
    CoachingTaskChange,
    CoachingTaskOut,
    CoachingTaskPage,
    CoachingTasksIn,
    OwnCoaching,
    OwnCoachingSession,
    OwnCoachingTask,
    OwnWordsIn,
    TaskStateName,
)
from qa.coaching.tables import TaskState
from qa.coaching.view import brief_out, own_out, own_session_out, own_task_out, session_out, task_out
from qa.exemplars.clip import Moment, sound_of
from qa.platform import audit, clock
from qa.platform.web import Asking, Coaches, Evaluates, HasFeedback, IfMatch, Parts, Reading, The, Writing

router = APIRouter(tags=["coaching"])

SOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/ogg": {"schema": {"type": "string", "format": "binary"}}}}
}


def _today(parts: The) -> date:
    return clock.today(parts.settings.time_zone)


#: The day that it is where the organisation is: until it is over, nothing that is due on it is late.
Today = Annotated[date, Depends(_today)]
ShortId = Annotated[str | None, Query(max_length=16)]


@router.get("/coaching/suggestions")
def list_coaching_suggestions(
    session: Reading,
    asker: Coaches,
    parts: The,
    *,
    weeks: Annotated[int, Query(ge=1, le=26)] = 6,
    team_id: ShortId = None,
    agent_id: ShortId = None,
    cohort_id: ShortId = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> CoachingSuggestions:
    """Whom to coach on what, by what is lost for certain in a week, with moments to hear."""
    asked = suggestions.Asked(weeks, team_id, agent_id, cohort_id, limit)
    return suggestions.suggest(session, asker, asked, parts.settings)


@router.get("/coaching/questions")
def list_coaching_questions(session: Reading, _asker: Coaches) -> list[CoachingQuestion]:
    """Every question that something can be agreed about."""
    return [suggestions.question_out(one) for one in questions.known(session).values()]


@router.post("/calls/{call_id}/coaching-tasks", status_code=201)
def create_coaching_moment(call_id: str, wish: CoachingMomentIn, unit: Writing, asker: Evaluates) -> CoachingTaskOut:
    """A task from a moment of a call; a reviewer's is proposed to those who coach."""
    return task_out(tasks.from_moment(unit.session, asker, call_id, wish))


@router.post("/coaching/tasks", status_code=201)
def create_coaching_tasks(wish: CoachingTasksIn, unit: Writing, asker: Coaches) -> list[CoachingTaskOut]:
    """The same task for each of some agents, from a question or a cohort's target."""
    return [task_out(task) for task in tasks.give(unit.session, asker, wish)]


@router.get("/coaching/tasks")
def list_coaching_tasks(
    session: Reading,
    asker: Coaches,
    *,
    state: TaskStateName | None = None,
    agent_id: ShortId = None,
    cursor: ShortId = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> CoachingTaskPage:
    """Tasks, the newest first."""
    wanted = tasks.Wanted(TaskState(state) if state else None, agent_id)
    rows = tasks.page(session, asker, wanted, cursor, limit)
    shown = rows[:limit]
    items = [task_out(task) for task in shown]
    return CoachingTaskPage(items=items, next_cursor=shown[-1].id if len(rows) > limit else None)


@router.patch("/coaching/tasks/{task_id}")
def change_coaching_task(
    task_id: str, wish: CoachingTaskChange, unit: Writing, asker: Coaches, version: IfMatch
) -> CoachingTaskOut:
    """Accept what was proposed, or say better what is asked."""
    return task_out(tasks.change(unit.session, asker, (task_id, version), wish))


@router.delete("/coaching/tasks/{task_id}", status_code=204)
def withdraw_coaching_task(task_id: str, unit: Writing, asker: Coaches, version: IfMatch) -> None:
    """Ask for it no longer."""
    tasks.withdraw(unit.session, asker, (task_id, version))


@router.get("/coaching/sessions")
def list_coaching_sessions(
    session: Reading,
    asker: Coaches,
    today: Today,
    *,
    agent_id: ShortId = None,
    cursor: ShortId = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> CoachingSessionPage:
    """Sessions, the newest first."""
    rows = sessions.page(session, asker, agent_id, cursor, limit)
    shown = rows[:limit]
    items = [brief_out(session, asker, held, today) for held in shown]
    return CoachingSessionPage(items=items, next_cursor=shown[-1].id if len(rows) > limit else None)


@router.post("/coaching/sessions", status_code=201)
def create_coaching_session(wish: CoachingSessionIn, unit: Writing, asker: Coaches, today: Today) -> CoachingSessionOut:
    """Prepare a session; its agent does not see it yet."""
    return session_out(unit.session, asker, sessions.create(unit.session, asker, wish), today)


@router.get("/coaching/sessions/{session_id}")
def get_coaching_session(session_id: str, session: Reading, asker: Coaches, today: Today) -> CoachingSessionOut:
    """A session, with how what was agreed stands today."""
    return session_out(session, asker, sessions.get(session, asker, session_id), today)


@router.put("/coaching/sessions/{session_id}")
def change_coaching_session(
    session_id: str, wish: CoachingPlanIn, unit: Writing, asker: Coaches, today: Today, version: IfMatch
) -> CoachingSessionOut:
    """Give all that it holds anew, until it is acknowledged."""
    return session_out(unit.session, asker, sessions.change(unit.session, asker, (session_id, version), wish), today)


@router.delete("/coaching/sessions/{session_id}", status_code=204)
def drop_coaching_session(session_id: str, unit: Writing, asker: Coaches, version: IfMatch) -> None:
    """It will not take place."""
    sessions.drop(unit.session, asker, (session_id, version))


@router.post("/coaching/sessions/{session_id}/share")
def share_coaching_session(
    session_id: str, unit: Writing, asker: Coaches, today: Today, version: IfMatch
) -> CoachingSessionOut:
    """Show it to the agent, who is told."""
    return session_out(unit.session, asker, sessions.share(unit.session, asker, (session_id, version)), today)


@router.post("/coaching/sessions/{session_id}/hold")
def hold_coaching_session(
    session_id: str, wish: CoachingHeldIn, unit: Writing, asker: Coaches, today: Today, version: IfMatch
) -> CoachingSessionOut:
    """It was held: calls from then on count towards what was agreed."""
    held = sessions.hold(unit.session, asker, (session_id, version), wish.held_at)
    return session_out(unit.session, asker, held, today)


@router.delete("/coaching/sessions/{session_id}/actions/{action_id}")
def drop_coaching_action(
    session_id: str, action_id: str, unit: Writing, asker: Coaches, today: Today, version: IfMatch
) -> CoachingSessionOut:
    """Follow up on it no longer."""
    held = sessions.drop_action(unit.session, asker, (session_id, version), action_id)
    return session_out(unit.session, asker, held, today)


@router.post("/calls/{call_id}/coaching-sound", response_class=Response, responses=SOUND)
def hear_coaching_moment(call_id: str, wish: CoachingSpanIn, asker: Coaches, parts: The) -> Response:
    """The sound of a moment to coach on, without personal numbers. That it is heard is audited."""
    with parts.database.write() as unit:
        call = calls.get(unit.session, asker, call_id)
        blindfolds.check(unit.session, asker, [call.id])
        tasks.check_span(call, wish.start_ms, wish.end_ms)
        audit.record(unit.session, asker.person_id, "coaching_moment_heard", call.id, start_ms=wish.start_ms)
    return _sound(parts, tasks.Spot(call.id, wish.start_ms, wish.end_ms))


@router.post("/coaching/clips/{clip_id}/sound", response_class=Response, responses=SOUND)
def hear_coaching_clip(clip_id: str, asker: Asking, parts: The) -> Response:
    """The sound of a session's clip alone, without personal numbers. That it is heard is audited."""
    with parts.database.write() as unit:
        clip = sessions.clip_to_hear(unit.session, asker, clip_id)
    return _sound(parts, clip)


@router.post("/coaching/tasks/{task_id}/sound", response_class=Response, responses=SOUND)
def hear_coaching_task(task_id: str, asker: Asking, parts: The) -> Response:
    """The sound of a task's moment alone, without personal numbers. That it is heard is audited."""
    with parts.database.write() as unit:
        spot = tasks.to_hear(unit.session, asker, task_id)
    return _sound(parts, spot)


@router.get("/coaching/mine")
def get_own_coaching(session: Reading, asker: HasFeedback, today: Today) -> OwnCoaching:
    """The agent's own: what went well first, what waits, what was agreed and how it stands."""
    return own_out(session, asker, today)


@router.get("/coaching/mine/sessions/{session_id}")
def get_own_coaching_session(session_id: str, session: Reading, asker: HasFeedback, today: Today) -> OwnCoachingSession:
    """One of the agent's own sessions."""
    return own_session_out(session, asker, sessions.own(session, asker, session_id), today)


@router.put("/coaching/mine/sessions/{session_id}/words")
def put_own_coaching_words(
    session_id: str, wish: OwnWordsIn, unit: Writing, asker: HasFeedback, today: Today, version: IfMatch
) -> OwnCoachingSession:
    """The agent's own words on it."""
    return own_session_out(
        unit.session, asker, sessions.say(unit.session, asker, (session_id, version), wish.words), today
    )


@router.post("/coaching/mine/sessions/{session_id}/acknowledge")
def acknowledge_coaching_session(
    session_id: str, wish: OwnWordsIn, unit: Writing, asker: HasFeedback, today: Today, version: IfMatch
) -> OwnCoachingSession:
    """The agent agrees that this was talked about."""
    held = sessions.acknowledge(unit.session, asker, (session_id, version), wish.words)
    return own_session_out(unit.session, asker, held, today)


@router.post("/coaching/mine/tasks/{task_id}/done")
def finish_coaching_task(
    task_id: str, wish: OwnWordsIn, unit: Writing, asker: HasFeedback, version: IfMatch
) -> OwnCoachingTask:
    """The agent did it."""
    return own_task_out(unit.session, tasks.finish(unit.session, asker, (task_id, version), wish.words))


def _sound(parts: Parts, moment: Moment) -> Response:
    sound = sound_of(Recordings.of(parts.settings, parts.storage), moment)
    return Response(sound, media_type="audio/ogg", headers={"Cache-Control": "private, no-store"})
