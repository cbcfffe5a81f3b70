"""Disputes: which answers an agent sees differently, who looks at them again, and what came of it."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.evaluation.tables import Evaluation
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class DisputeState(StrEnum):
    """open -> withdrawn by the agent, or decided: upheld (all of it), partly, rejected (none of it)."""

    OPEN = "open"
    WITHDRAWN = "withdrawn"
    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


#: What a dispute can come to.
DECIDED = (DisputeState.UPHELD, DisputeState.PARTLY, DisputeState.REJECTED)


class Decision(StrEnum):
    """What was decided about one question."""

    UPHELD = "upheld"
    REJECTED = "rejected"


class Dispute(Base):
    """One evaluation, looked at again because its agent asked, by `due_at`. `version` counts its changes."""

    __tablename__ = "disputes"
    __table_args__ = (sa.Index("ix_disputes_state_id", "state", "id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    evaluation_id: Mapped[str] = mapped_column(sa.ForeignKey("evaluations.id", ondelete="CASCADE"), index=True)
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    state: Mapped[DisputeState] = mapped_column(default=DisputeState.OPEN)
    version: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(default=now)
    due_at: Mapped[datetime]
    assignee_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    assigned_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    # What the decision made.
    revised_id: Mapped[str | None] = mapped_column(sa.ForeignKey("evaluations.id", ondelete="SET NULL"))

    call: Mapped[Call] = relationship(lazy="raise")
    evaluation: Mapped[Evaluation] = relationship(lazy="raise", foreign_keys=evaluation_id)
    agent: Mapped[Person] = relationship(lazy="joined", foreign_keys=agent_id)
    assignee: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=assignee_id)
    decider: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=decided_by)
    questions: Mapped[list["DisputedQuestion"]] = relationship(lazy="selectin", order_by="DisputedQuestion.place")

    # Whoever changes a dispute names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class DisputedQuestion(Base):
    """What the agent says of one question, the answer that stood then and whose it was, and what was decided of it."""

    __tablename__ = "disputed_questions"
    __table_args__ = (sa.UniqueConstraint("dispute_id", "question_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    dispute_id: Mapped[str] = mapped_column(sa.ForeignKey("disputes.id", ondelete="CASCADE"))
    place: Mapped[int]
    question_id: Mapped[str] = mapped_column(sa.String(80))
    reason: Mapped[str] = mapped_column(sa.Text)
    at_ms: Mapped[int | None]  # the moment of the call that the agent points at
    stood_option_id: Mapped[str | None] = mapped_column(sa.String(80))
    stood_not_applicable: Mapped[bool]
    answered_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"), index=True)
    decision: Mapped[Decision | None]
    option_id: Mapped[str | None] = mapped_column(sa.String(80))
    not_applicable: Mapped[bool] = mapped_column(default=False)
    decision_reason: Mapped[str | None] = mapped_column(sa.Text)

    answerer: Mapped[Person | None] = relationship(lazy="joined")
