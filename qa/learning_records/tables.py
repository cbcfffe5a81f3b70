"""Where statements go, and every statement that was made."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from qa.platform.clock import new_id, now
from qa.platform.database import Base

#: There is one store, so that everybody's learning lies together.
THE_ONE: Final = 1


class RecordStore(Base):
    """The store that is told. Its secret is sealed: a stolen database signs in nowhere.

    `home` is this system's own address when the store was named. It stands in every statement, as part of who is meant
    by an account and of what an activity is called, so it does not change when the system moves. Whoever holds the
    lease sends; `fence` tells a late one that it is over. While the store rests, nothing is sent to it.
    """

    __tablename__ = "learning_record_stores"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=THE_ONE)
    url: Mapped[str] = mapped_column(sa.String(500))
    user_name: Mapped[str] = mapped_column(sa.String(200))
    secret: Mapped[str] = mapped_column(sa.Text)
    home: Mapped[str] = mapped_column(sa.String(300))
    by_email: Mapped[bool] = mapped_column(default=False)
    paused: Mapped[bool] = mapped_column(default=False)
    paused_because: Mapped[str | None] = mapped_column(sa.String(20))
    failures: Mapped[int] = mapped_column(default=0)  # one after the other, since the last success
    failing_since: Mapped[datetime | None]
    status: Mapped[int | None]  # of the last answer in HTTP
    problem: Mapped[str | None] = mapped_column(sa.String(20))  # why the last attempt failed
    sent_at: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(default=0)
    made_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class StatementState(StrEnum):
    """waiting -> stored, or refused by the store for what it says."""

    WAITING = "waiting"
    STORED = "stored"
    REFUSED = "refused"


class LearningStatement(Base):
    """That somebody did something, as it is said in every attempt. Ids sort by age; `uuid` is what the store sees."""

    __tablename__ = "learning_statements"
    __table_args__ = (sa.Index("ix_learning_statements_state_id", "state", "id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    uuid: Mapped[str] = mapped_column(sa.String(36), unique=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), index=True)
    verb: Mapped[str] = mapped_column(sa.String(20))
    thing: Mapped[dict[str, Any]]
    result: Mapped[dict[str, Any]]
    happened_at: Mapped[datetime] = mapped_column(default=now)
    state: Mapped[StatementState] = mapped_column(default=StatementState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    status: Mapped[int | None]
    tried_at: Mapped[datetime | None]
