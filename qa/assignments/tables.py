"""Assignments: which call waits for which reviewer, why it was chosen, and the plans that choose."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class AssignmentState(StrEnum):
    """waiting (chosen, nobody has it) <-> open (somebody has it) -> done (its evaluation was submitted).

    A waiting or open one may be withdrawn, and then it is as if it had not been chosen.
    """

    WAITING = "waiting"
    OPEN = "open"
    DONE = "done"
    WITHDRAWN = "withdrawn"


_LIVE = "state IN ('waiting', 'open')"


class Plan(Base):
    """How calls are drawn, week by week. `recipe` holds the rest of what the editor holds; `version` its changes."""

    __tablename__ = "assignment_plans"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(120))
    active: Mapped[bool] = mapped_column(default=True)
    active_from: Mapped[date | None] = mapped_column(sa.Date)
    active_until: Mapped[date | None] = mapped_column(sa.Date)
    recipe: Mapped[dict[str, Any]]
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)

    # Whoever changes a plan names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class Assignment(Base):
    """One call to be reviewed. `why`: WhyOut facts, as they were when it was chosen. `part`: which part of the plan.

    At most one of a call is waiting or open: the database sees to that.
    """

    __tablename__ = "assignments"
    __table_args__ = (
        sa.Index(
            "uq_assignments_live_call_id",
            "call_id",
            unique=True,
            sqlite_where=sa.text(_LIVE),
            postgresql_where=sa.text(_LIVE),
        ),
        sa.Index("ix_assignments_call_id", "call_id"),
        sa.Index("ix_assignments_reviewer_id_state_due_at", "reviewer_id", "state", "due_at"),
        sa.Index("ix_assignments_plan_id_week", "plan_id", "week"),
    )

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    state: Mapped[AssignmentState]
    reviewer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    plan_id: Mapped[str | None] = mapped_column(sa.ForeignKey("assignment_plans.id"))
    week: Mapped[str | None] = mapped_column(sa.String(8))
    part: Mapped[str | None] = mapped_column(sa.String(120))
    why: Mapped[list[Any]]
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    assigned_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    completed_at: Mapped[datetime | None]
    given_back_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))  # not offered to them again

    call: Mapped[Call] = relationship(lazy="joined")
    reviewer: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[reviewer_id])
    plan: Mapped[Plan | None] = relationship(lazy="joined")

    # Whoever changes an assignment changes what was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)
