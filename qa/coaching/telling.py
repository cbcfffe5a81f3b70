"""What people are told of coaching: the agent what waits, the trainer what came of it."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.coaching.tables import ActionState, CoachingAction, CoachingSession, CoachingTask, TaskState
from qa.notices.kinds import Audience, Kind
from qa.notices.service import About, tell

#: How long before its day the agent is told of a task or an agreement.
DUE_SOON = timedelta(days=2)


def task(session: Session, made: CoachingTask) -> None:
    """Tell the agent of a task, or those who coach of what a reviewer proposes."""
    if made.state is TaskState.PROPOSED:
        about = About(page=("coaching", "tasks"), occasion=made.id)
        tell(session, Kind.COACHING_PROPOSED, Audience.TRAINERS, about, by=made.made_by, agent=made.agent_id)
        return
    about = About(page=("my-coaching",), occasion=made.id)
    tell(session, Kind.COACHING_TASK, [made.agent_id], about, by=made.made_by)


def task_done(session: Session, done: CoachingTask) -> None:
    """Tell whoever made it."""
    # Who proposed it may not be one who coaches: the call is open to both.
    about = About(call_id=done.call_id, page=() if done.call_id else ("coaching", "tasks"), occasion=done.id)
    tell(session, Kind.COACHING_ACKNOWLEDGED, [done.made_by], about, by=done.agent_id, agent=done.agent_id)


def shared(session: Session, coaching: CoachingSession) -> None:
    """Tell the agent that a session waits."""
    about = About(page=("my-coaching", coaching.id), occasion=coaching.id)
    tell(session, Kind.COACHING_SESSION, [coaching.agent_id], about, by=coaching.trainer_id)


def acknowledged(session: Session, coaching: CoachingSession) -> None:
    """Tell the trainer."""
    about = About(page=("coaching", "sessions", coaching.id), occasion=coaching.id)
    told = {"by": coaching.agent_id, "agent": coaching.agent_id}
    tell(session, Kind.COACHING_ACKNOWLEDGED, [coaching.trainer_id], about, **told)


def met(session: Session, action: CoachingAction) -> None:
    """Tell both that the agent's calls showed it."""
    tell(session, Kind.COACHING_MET, [action.session.trainer_id], _to_trainer(action), agent=action.agent_id)
    tell(session, Kind.COACHING_MET, [action.agent_id], _to_agent(action))


def reopened(session: Session, action: CoachingAction) -> None:
    """Tell both that a correction took it back."""
    tell(session, Kind.COACHING_REOPENED, [action.session.trainer_id], _to_trainer(action), agent=action.agent_id)
    tell(session, Kind.COACHING_REOPENED, [action.agent_id], _to_agent(action))


def due(session: Session, at: datetime) -> None:
    """Tell the agent of what is nearly due, once, and the trainer of what its day found still open, once."""
    soon, today = (at + DUE_SOON).date(), at.date()
    open_actions = (CoachingAction.state == ActionState.OPEN, CoachingAction.begins_at.is_not(None))
    query = sa.select(CoachingAction).where(*open_actions, CoachingAction.due_on <= soon)
    for action in session.scalars(query.order_by(CoachingAction.id)).unique():
        tell(session, Kind.COACHING_DUE, [action.agent_id], _to_agent(action))
        if action.due_on < today:
            tell(
                session, Kind.COACHING_NOT_YET, [action.session.trainer_id], _to_trainer(action), agent=action.agent_id
            )
    tasks = sa.select(CoachingTask).where(CoachingTask.state == TaskState.OPEN, CoachingTask.due_on <= soon)
    for waiting in session.scalars(tasks.order_by(CoachingTask.id)).unique():
        about = About(page=("my-coaching",), occasion=waiting.id)
        tell(session, Kind.COACHING_DUE, [waiting.agent_id], about)


def _to_trainer(action: CoachingAction) -> About:
    return About(page=("coaching", "sessions", action.session_id), occasion=f"{action.id} {action.changed}")


def _to_agent(action: CoachingAction) -> About:
    return About(page=("my-coaching", action.session_id), occasion=f"{action.id} {action.changed}")
