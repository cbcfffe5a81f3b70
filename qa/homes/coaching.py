"""One's own coaching in short: the talk that comes, what was talked about and not confirmed, and what was agreed."""

from datetime import date

from sqlalchemy.orm import Session

from qa.coaching import sessions, tasks
from qa.coaching.schemas import CoachingActionOut
from qa.coaching.tables import CoachingSession, TaskState
from qa.coaching.view import actions_out
from qa.homes.schemas import HomeCoaching, HomeTalk
from qa.platform.security.principal import Principal

_MOST_AGREEMENTS = 3


def coaching(session: Session, asker: Principal, today: date) -> HomeCoaching:
    """What comes next and what waits for this agent."""
    held = [one for one in sessions.mine(session, asker) if one.dropped_at is None]
    coming = [one for one in held if one.held_at is None and one.acknowledged_at is None]
    agreed = [action for one in held for action in one.actions]
    going = [action for action in actions_out(session, asker, agreed, today) if action.standing != "met"]
    waiting = [task for task in tasks.mine(session, asker) if task.state is TaskState.OPEN]
    days = [task.due_on for task in waiting if task.due_on is not None]
    return HomeCoaching(
        next=_talk(min(coming, key=_when)) if coming else None,
        unread=[_talk(one) for one in held if one.held_at is not None and one.acknowledged_at is None],
        agreements=sorted(going, key=_day)[:_MOST_AGREEMENTS],
        agreed=len(going),
        tasks=len(waiting),
        next_task_on=min(days, default=None),
    )


def _talk(held: CoachingSession) -> HomeTalk:
    return HomeTalk(id=held.id, trainer=held.trainer.name, planned_for=held.planned_for, held_at=held.held_at)


def _when(held: CoachingSession) -> tuple[bool, float]:
    return held.planned_for is None, held.planned_for.timestamp() if held.planned_for else 0.0


def _day(action: CoachingActionOut) -> tuple[date, str]:
    return action.due_on, action.id
