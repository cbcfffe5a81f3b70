"""What reviewers are told of their queue: a call that came, and one whose time is over."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.assignments.tables import Assignment, AssignmentState
from qa.notices.kinds import Kind
from qa.notices.service import About, tell


def assigned(session: Session, by: str | None, assignment: Assignment) -> None:
    """Tell the reviewer who has it from now on."""
    _tell(session, Kind.ASSIGNED, assignment, by)


def overdue(session: Session, at: datetime) -> None:
    """Tell of every open assignment whose time is over, once."""
    late = (Assignment.state == AssignmentState.OPEN, Assignment.due_at < at)
    for assignment in session.scalars(sa.select(Assignment).where(*late).order_by(Assignment.id)).unique():
        _tell(session, Kind.OVERDUE, assignment, None)


def _tell(session: Session, kind: Kind, assignment: Assignment, by: str | None) -> None:
    to = [assignment.reviewer_id] if assignment.reviewer_id else []
    tell(session, kind, to, About(call_id=assignment.call_id, occasion=assignment.id), by=by)
