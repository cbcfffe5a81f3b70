"""Exemplary moments: what they show, who marked them, and what their agent agreed to."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class Consent(StrEnum):
    """What the agent whose call it is says to other agents' hearing it; nobody else can say it for them."""

    PENDING = "pending"
    NAMED = "named"
    UNNAMED = "unnamed"
    DECLINED = "declined"


class Exemplar(Base):
    """A call, or a span of it, that shows a question, a situation or a phrase at its best.

    A situation is known by its question's id. Times are milliseconds of the call; both None: the whole call.
    Other agents hear it while it is offered (`offered_at`) and its agent agrees. `version` counts its changes.
    """

    __tablename__ = "exemplars"
    __table_args__ = (sa.Index("ix_exemplars_withdrawn_at_id", "withdrawn_at", "id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    agent_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey("people.id"), index=True
    )  # the call's, when it was marked
    rubric_id: Mapped[str | None] = mapped_column(sa.String(80))
    question_id: Mapped[str | None] = mapped_column(sa.String(80), index=True)
    question_he: Mapped[str | None] = mapped_column(sa.Text)  # as it was asked then, so that a list needs no rubric
    question_en: Mapped[str | None] = mapped_column(sa.Text)
    phrase: Mapped[str | None] = mapped_column(sa.String(300))
    language: Mapped[str] = mapped_column(sa.String(8))
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    why: Mapped[str] = mapped_column(sa.Text)
    version: Mapped[int] = mapped_column(default=1)
    consent: Mapped[Consent] = mapped_column(default=Consent.PENDING)
    offered_at: Mapped[datetime | None]
    marked_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    marked_at: Mapped[datetime] = mapped_column(default=now)
    withdrawn_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="joined")
    agent: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=agent_id)
    marker: Mapped[Person] = relationship(lazy="joined", foreign_keys=marked_by)

    # Whoever changes it names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)
