"""What agents say of their own calls. Nothing here ever enters a score or a figure."""

from datetime import datetime
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base
from qa.rubric.tables import RubricVersion


class SelfState(StrEnum):
    """draft -> submitted, or declined; what was declined may be asked for again."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    DECLINED = "declined"


class SelfEvaluation(Base):
    """One agent's own answers for one call. `version` counts its changes; `asked_by` None: of the agent's own accord.

    `before_feedback`: whether it was begun while nothing had been published to the agent about the call.
    """

    __tablename__ = "self_evaluations"
    __table_args__ = (sa.UniqueConstraint("call_id", "agent_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    agent_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), index=True)
    rubric_version_id: Mapped[str] = mapped_column(sa.ForeignKey("rubric_versions.id"))
    state: Mapped[SelfState] = mapped_column(default=SelfState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    before_feedback: Mapped[bool]
    asked_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    asked_words: Mapped[str | None] = mapped_column(sa.Text)
    asked_at: Mapped[datetime] = mapped_column(default=now)
    words: Mapped[str | None] = mapped_column(sa.Text)  # the agent's own, about the whole call
    closed_at: Mapped[datetime | None]  # when it was handed in, or declined

    call: Mapped[Call] = relationship(lazy="joined")
    rubric: Mapped[RubricVersion] = relationship(lazy="joined")
    agent: Mapped[Person] = relationship(lazy="joined", foreign_keys=agent_id)
    asker: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=asked_by)
    answers: Mapped[list["SelfAnswer"]] = relationship(lazy="selectin", order_by="SelfAnswer.id")

    # Whoever changes it names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class SelfAnswer(Base):
    """What the agent says about one question. The newest that was not replaced counts; the others remain readable."""

    __tablename__ = "self_answers"
    __table_args__ = (sa.Index("ix_self_answers_self_evaluation_id", "self_evaluation_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    self_evaluation_id: Mapped[str] = mapped_column(sa.ForeignKey("self_evaluations.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(sa.String(80))
    option_id: Mapped[str | None] = mapped_column(sa.String(80))
    not_applicable: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(sa.Text)
    answered_at: Mapped[datetime] = mapped_column(default=now)
    replaced_at: Mapped[datetime | None]
