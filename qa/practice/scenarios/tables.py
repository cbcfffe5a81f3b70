"""Scenarios in all their versions, the sound of their lines, and what agents practised with them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class Scenario(Base):
    """One scenario. `version` counts its changes; agents see its newest version once it is offered.

    `shipped_as`: the name of the file that it came in, where it came with Mashov.
    """

    __tablename__ = "scenarios"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    shipped_as: Mapped[str | None] = mapped_column(sa.String(80), unique=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    offered_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    versions: Mapped[list["ScenarioVersion"]] = relationship(
        lazy="selectin", order_by="ScenarioVersion.number", back_populates="scenario"
    )

    # Whoever changes it names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)

    @property
    def newest(self) -> "ScenarioVersion":
        """The version that is edited and practised."""
        return self.versions[-1]


class ScenarioVersion(Base):
    """One version, never changed: whoever practised with it practised with this. `body`: see `story.Story`."""

    __tablename__ = "scenario_versions"
    __table_args__ = (sa.UniqueConstraint("scenario_id", "number"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    scenario_id: Mapped[str] = mapped_column(sa.ForeignKey("scenarios.id", ondelete="CASCADE"))
    number: Mapped[int]
    body: Mapped[dict[str, Any]]
    saved_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    saved_at: Mapped[datetime] = mapped_column(default=now)

    scenario: Mapped[Scenario] = relationship(lazy="joined", back_populates="versions")
    saver: Mapped[Person | None] = relationship(lazy="joined")


class ScenarioClip(Base):
    """The sound of a customer's line: uploaded by a trainer, or cut out of what people hear of a real call."""

    __tablename__ = "scenario_clips"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    scenario_id: Mapped[str] = mapped_column(sa.ForeignKey("scenarios.id", ondelete="CASCADE"), index=True)
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="SET NULL"))
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    duration_ms: Mapped[int]
    made_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class ScenarioAttempt(Base):
    """One agent's practice with one version. `steps`: the lines that came up, each with what the agent said it did.

    `call_id`: the call that its recordings became, once it was finished.
    """

    __tablename__ = "scenario_attempts"
    __table_args__ = (sa.Index("ix_scenario_attempts_person_id_id", "person_id", "id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    version_id: Mapped[str] = mapped_column(sa.ForeignKey("scenario_versions.id", ondelete="CASCADE"))
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    steps: Mapped[list[Any]] = mapped_column(default=list)
    started_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="SET NULL"), index=True)

    version: Mapped[ScenarioVersion] = relationship(lazy="joined")
    person: Mapped[Person] = relationship(lazy="joined")
    call: Mapped[Call | None] = relationship(lazy="joined")


class PracticeSound(Base):
    """Answers of an attempt lie, or are about to lie, in the store: written when the attempt begins.

    It refers to no attempt on purpose: where one goes together with its person, this row stays behind and tells what is
    still to be removed.
    """

    __tablename__ = "practice_sounds"

    attempt_id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now, index=True)
