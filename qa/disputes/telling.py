"""What people are told of disputes: who is to look at one, that its time is nearly over, and the agent how it ended."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.disputes.tables import Dispute, DisputeState
from qa.notices.kinds import Audience, Kind
from qa.notices.service import About, tell

#: How long before its deadline a dispute is told of.
DUE_SOON = timedelta(days=1)


def opened(session: Session, dispute: Dispute, by: str) -> None:
    """Tell who has it now, or where nobody could be found, those who can say who has."""
    tell(session, Kind.DISPUTE_OPENED, _concerned(dispute), _about(dispute), by=by, agent=dispute.agent_id)


def decided(session: Session, dispute: Dispute) -> None:
    """Tell the agent, whom it leads to the feedback as it stands now."""
    about = About(
        call_id=dispute.call_id, evaluation_id=dispute.revised_id or dispute.evaluation_id, occasion=dispute.id
    )
    tell(session, Kind.DISPUTE_DECIDED, [dispute.agent_id], about, by=dispute.decided_by, agent=dispute.agent_id)


def due(session: Session, at: datetime) -> None:
    """Tell of every open dispute whose time is nearly over, once."""
    waiting = (Dispute.state == DisputeState.OPEN, Dispute.due_at < at + DUE_SOON)
    for dispute in session.scalars(sa.select(Dispute).where(*waiting).order_by(Dispute.id)).unique():
        tell(session, Kind.DISPUTE_DUE, _concerned(dispute), _about(dispute), agent=dispute.agent_id)


def _concerned(dispute: Dispute) -> list[str] | Audience:
    return [dispute.assignee_id] if dispute.assignee_id else Audience.TRAINERS


def _about(dispute: Dispute) -> About:
    return About(
        call_id=dispute.call_id,
        evaluation_id=dispute.evaluation_id,
        page=("disputes", dispute.id),
        occasion=dispute.id,
    )
