"""Notices, and who wishes to be told of what."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from qa.platform.clock import new_id, now
from qa.platform.database import Base


class Notice(Base):
    """One person is told one thing once: `key` names what it is about.

    The call is named by its id and goes with it; what a call is, only the nouns above know.
    """

    __tablename__ = "notices"
    __table_args__ = (
        sa.UniqueConstraint("person_id", "kind", "key"),
        sa.Index("ix_notices_person_id_id", "person_id", "id"),
        sa.Index("ix_notices_person_id_read_at", "person_id", "read_at"),
    )

    # Ids sort by age, so the newest notice has the greatest.
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(sa.String(30))
    key: Mapped[str] = mapped_column(sa.String(120))
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    evaluation_id: Mapped[str | None] = mapped_column(sa.String(16))
    at_ms: Mapped[int | None]
    page: Mapped[str | None] = mapped_column(sa.String(200))
    facts: Mapped[dict[str, Any]]
    told_at: Mapped[datetime] = mapped_column(default=now)
    read_at: Mapped[datetime | None]


class OwnChoice(Base):
    """Whether this person wishes to be told of something."""

    __tablename__ = "notice_choices"

    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    kind: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    told: Mapped[bool]


class HouseChoice(Base):
    """Whether people are told of something unless they chose for themselves."""

    __tablename__ = "notice_house_choices"

    kind: Mapped[str] = mapped_column(sa.String(30), primary_key=True)
    told: Mapped[bool]


def add_once(session: Session, table: type[Base], rows: list[dict[str, Any]]) -> None:
    """Add the rows that are not there by the table's unique keys; two who add the same at once do not disturb."""
    if not rows:
        return
    insert = postgresql.insert if session.get_bind().dialect.name == "postgresql" else sqlite.insert
    session.flush()
    session.execute(insert(table).on_conflict_do_nothing(), rows)
