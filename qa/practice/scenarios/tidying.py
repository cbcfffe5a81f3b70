"""What is done by the clock: recordings of calls that nobody practised to their end do not stay for ever."""

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.platform import audit
from qa.platform.storage import Storage
from qa.practice.scenarios.playing import reply_key
from qa.practice.scenarios.story import MOST_STEPS
from qa.practice.scenarios.tables import PracticeSound, ScenarioAttempt

#: Whoever has not gone on for so long begins anew.
GIVEN_UP = timedelta(days=14)
#: What was just recorded may be on its way into its call.
_YOUNG = timedelta(hours=1)
_MOST = 100


def tidying(storage: Storage) -> Callable[[Session, datetime], int]:
    """A round that ends calls which nobody goes on with, and removes every answer that is in no open call any more."""

    def tidy(session: Session, at: datetime) -> int:
        _end(session, at - GIVEN_UP)
        still = sa.select(ScenarioAttempt.id).where(
            ScenarioAttempt.id == PracticeSound.attempt_id, ScenarioAttempt.finished_at.is_(None)
        )
        over = sa.select(PracticeSound).where(~still.exists(), PracticeSound.since < at - _YOUNG).limit(_MOST)
        rows = session.scalars(over).all()
        for row in rows:
            for step in range(MOST_STEPS):
                storage.delete(reply_key(row.attempt_id, step))
            session.delete(row)
        return len(rows)

    return tidy


def _end(session: Session, before: datetime) -> None:
    open_still = sa.select(ScenarioAttempt).where(ScenarioAttempt.finished_at.is_(None))
    for attempt in session.scalars(open_still.where(ScenarioAttempt.started_at < before).limit(_MOST)).unique():
        audit.record(session, None, "practice_expired", attempt.id)
        session.delete(attempt)
    session.flush()
