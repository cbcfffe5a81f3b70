"""Coaching: what an agent is asked to look at, the talk about it, what was agreed, and what became of that."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class TaskSource(StrEnum):
    """What a task was made from: a moment of a call, a question that is often missed, or a cohort's target."""

    MOMENT = "moment"
    QUESTION = "question"
    TARGET = "target"


class TaskState(StrEnum):
    """proposed (by a reviewer; the agent does not know) -> open -> done by the agent; or withdrawn."""

    PROPOSED = "proposed"
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


class CoachingTask(Base):
    """One thing that one agent is asked to hear or think about. `version` counts its changes.

    `question_id` is the first id that the question ever had; its words are kept as they were asked then. Times are
    milliseconds of the call; both None: the whole call. `session_id`: the session that took it up.
    """

    __tablename__ = "coaching_tasks"
    __table_args__ = (
        sa.Index("ix_coaching_tasks_agent_id_state", "agent_id", "state"),
        sa.Index("ix_coaching_tasks_state_id", "state", "id"),
    )

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    source: Mapped[TaskSource]
    state: Mapped[TaskState] = mapped_column(default=TaskState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    question_id: Mapped[str | None] = mapped_column(sa.String(100))
    question_he: Mapped[str | None] = mapped_column(sa.Text)
    question_en: Mapped[str | None] = mapped_column(sa.Text)
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="SET NULL"), index=True)
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    cohort_id: Mapped[str | None] = mapped_column(sa.ForeignKey("cohorts.id", ondelete="SET NULL"), index=True)
    words: Mapped[str | None] = mapped_column(sa.Text)  # of whoever made it, to the agent
    due_on: Mapped[date | None]
    made_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    session_id: Mapped[str | None] = mapped_column(
        sa.ForeignKey("coaching_sessions.id", ondelete="SET NULL"), index=True
    )
    agent_words: Mapped[str | None] = mapped_column(sa.Text)
    done_at: Mapped[datetime | None]

    agent: Mapped[Person] = relationship(lazy="joined", foreign_keys=agent_id)
    maker: Mapped[Person] = relationship(lazy="joined", foreign_keys=made_by)
    call: Mapped[Call | None] = relationship(lazy="joined")

    # Whoever changes it names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class CoachingSession(Base):
    """One talk of a trainer with an agent: prepared, shown to the agent (`shared_at`), held, acknowledged.

    `private_note` is the trainer's own and never leaves for the agent. `agenda` is a list of lines.
    """

    __tablename__ = "coaching_sessions"
    __table_args__ = (
        sa.Index("ix_coaching_sessions_agent_id_id", "agent_id", "id"),
        sa.Index("ix_coaching_sessions_trainer_id_id", "trainer_id", "id"),
    )

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    trainer_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)
    went_well: Mapped[str | None] = mapped_column(sa.Text)
    agenda: Mapped[list[Any]] = mapped_column(default=list)
    private_note: Mapped[str | None] = mapped_column(sa.Text)
    planned_for: Mapped[datetime | None]
    made_at: Mapped[datetime] = mapped_column(default=now)
    shared_at: Mapped[datetime | None]
    held_at: Mapped[datetime | None]
    agent_words: Mapped[str | None] = mapped_column(sa.Text)
    acknowledged_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]

    agent: Mapped[Person] = relationship(lazy="joined", foreign_keys=agent_id)
    trainer: Mapped[Person] = relationship(lazy="joined", foreign_keys=trainer_id)
    clips: Mapped[list["CoachingClip"]] = relationship(
        lazy="selectin", order_by="CoachingClip.place", cascade="all, delete-orphan"
    )
    actions: Mapped[list["CoachingAction"]] = relationship(
        lazy="selectin", order_by="CoachingAction.due_on, CoachingAction.id", back_populates="session"
    )

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class CoachingClip(Base):
    """A moment of one of the agent's calls to hear together. `good`: it shows what went well."""

    __tablename__ = "coaching_clips"
    __table_args__ = (sa.Index("ix_coaching_clips_session_id", "session_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("coaching_sessions.id", ondelete="CASCADE"))
    place: Mapped[int]
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    question_id: Mapped[str | None] = mapped_column(sa.String(100))
    question_he: Mapped[str | None] = mapped_column(sa.Text)
    question_en: Mapped[str | None] = mapped_column(sa.Text)
    words: Mapped[str | None] = mapped_column(sa.Text)
    good: Mapped[bool] = mapped_column(default=False)

    call: Mapped[Call] = relationship(lazy="joined")


class ActionState(StrEnum):
    """open -> met, by itself, when calls show it; opened again where a correction takes that back; or dropped."""

    OPEN = "open"
    MET = "met"
    DROPPED = "dropped"


class CoachingAction(Base):
    """What was agreed: a question to do right in `needed` of the next `out_of` live calls that give the opportunity.

    Calls count from `begins_at` on, which is when the session was held. `people_only`: only answers of people count.
    `rounds`: how many whole windows went by without it. `evidence`: what the calls of the window that closed it showed,
    see `qa.coaching.following`. `due_on` is when it is looked at; it closes nothing.
    """

    __tablename__ = "coaching_actions"
    __table_args__ = (
        sa.Index("ix_coaching_actions_agent_id_state", "agent_id", "state"),
        sa.Index("ix_coaching_actions_state_due_on", "state", "due_on"),
        sa.Index("ix_coaching_actions_session_id", "session_id"),
    )

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("coaching_sessions.id", ondelete="CASCADE"))
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    question_id: Mapped[str] = mapped_column(sa.String(100))
    question_he: Mapped[str] = mapped_column(sa.Text)
    question_en: Mapped[str] = mapped_column(sa.Text)
    words: Mapped[str | None] = mapped_column(sa.Text)
    due_on: Mapped[date]
    needed: Mapped[int]
    out_of: Mapped[int]
    people_only: Mapped[bool] = mapped_column(default=False)
    state: Mapped[ActionState] = mapped_column(default=ActionState.OPEN)
    begins_at: Mapped[datetime | None]
    rounds: Mapped[int] = mapped_column(default=0)
    changed: Mapped[int] = mapped_column(default=0)  # how often it closed or was opened again
    closed_at: Mapped[datetime | None]
    reopened_at: Mapped[datetime | None]
    evidence: Mapped[list[Any]] = mapped_column(default=list)

    session: Mapped[CoachingSession] = relationship(lazy="joined", back_populates="actions")
