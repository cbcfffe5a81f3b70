"""One row a job, for ever: what happened to every call can be read here."""

from datetime import datetime, timedelta
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from qa.platform.clock import new_id, now
from qa.platform.database import Base

#: Whoever enqueues a job rings for it; the sweeper rings too if nobody came for it by then.
FIRST_RING = timedelta(seconds=30)


class JobState(StrEnum):
    """queued -> running -> done; a failure goes back to queued, the last one to quarantined."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    QUARANTINED = "quarantined"


class Job(Base):
    """Work owed to one subject. `key` makes asking twice harmless: the same work has the same key."""

    __tablename__ = "jobs"
    __table_args__ = (
        sa.UniqueConstraint("kind", "key"),
        sa.Index("ix_jobs_state_lease_until", "state", "lease_until"),
        sa.Index("ix_jobs_state_ring_after", "state", "ring_after"),
        sa.Index("ix_jobs_subject", "subject"),
    )

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    kind: Mapped[str] = mapped_column(sa.String(40))
    subject: Mapped[str] = mapped_column(sa.String(16))
    key: Mapped[str] = mapped_column(sa.String(200))
    state: Mapped[JobState] = mapped_column(default=JobState.QUEUED)
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    worker: Mapped[str | None] = mapped_column(sa.String(120))
    lease_until: Mapped[datetime | None]
    heartbeat_at: Mapped[datetime | None]
    stage: Mapped[str] = mapped_column(sa.String(20), default="received")
    share: Mapped[float] = mapped_column(default=0.0)
    error_code: Mapped[str | None] = mapped_column(sa.String(60))
    error_message: Mapped[str | None] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(default=now)
    rings: Mapped[int] = mapped_column(default=0)
    ring_after: Mapped[datetime] = mapped_column(default=lambda: now() + FIRST_RING)
    changed_at: Mapped[datetime] = mapped_column(default=now, index=True)
    finished_at: Mapped[datetime | None]
