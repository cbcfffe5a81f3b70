"""What learning records do by the clock: send what waits, and clear away what arrived long ago."""

from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.learning_records.sending import Messenger
from qa.learning_records.tables import LearningStatement, StatementState
from qa.notices.webhooks.outward import Outward
from qa.platform.database import Database
from qa.platform.jobs.rounds import Round
from qa.platform.security.sealing import Vault
from qa.platform.settings import Settings

#: How long a statement is kept here after it arrived; it is kept for good where it went.
KEPT_STORED = timedelta(days=90)


def rounds(config: Settings, database: Database) -> tuple[Round, ...]:
    """What a process that runs for long does every few seconds."""
    return (Messenger(database, Outward.of(config.webhook_hosts), Vault(config.sealing_key)).round,)


def tidy(session: Session, moment: datetime) -> None:
    """Clear away what is over by then. Its id is made of what it says, so saying it again later does not double it."""
    over = LearningStatement.happened_at < moment - KEPT_STORED
    session.execute(sa.delete(LearningStatement).where(over, LearningStatement.state == StatementState.STORED))
