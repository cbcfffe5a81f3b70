"""What is done by the clock: nothing of an attempt stays that went with its person or call, or that is too old."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.platform import audit
from qa.platform.storage import Storage
from qa.practice.drills.service import remove_sound
from qa.practice.drills.tables import DrillAttempt, DrillSound

#: A sound is written down before its attempt is; an upload does not take so long.
_YOUNG = timedelta(hours=1)
_MOST = 200


def tidying(storage: Storage, keep_days: int) -> Callable[[Session, datetime], int]:
    """A round that lets attempts go after so many days, and every sound whose attempt is gone."""

    def tidy(session: Session, at: datetime) -> int:
        _let_go(session, at - timedelta(days=keep_days))
        kept = sa.select(DrillAttempt.id).where(DrillAttempt.id == DrillSound.attempt_id).exists()
        orphans = sa.select(DrillSound).where(~kept, DrillSound.since < at - _YOUNG).limit(_MOST)
        rows = session.scalars(orphans).all()
        for row in rows:
            remove_sound(storage, row.attempt_id)
            session.delete(row)
        return len(rows)

    return tidy


def _let_go(session: Session, before: datetime) -> None:
    old = sa.select(DrillAttempt).where(DrillAttempt.created_at < before).limit(_MOST)
    for attempt in session.scalars(old).unique():
        audit.record(session, None, "drill_attempt_expired", attempt.id)
        session.delete(attempt)
    session.flush()
