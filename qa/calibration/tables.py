"""Calibration sessions: which calls, who scores them, what each said, and what they settled on."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base
from qa.rubric.tables import RubricVersion


class SessionState(StrEnum):
    """draft -> open (everybody scores, nobody sees) -> compared (everybody sees) -> done."""

    DRAFT = "draft"
    OPEN = "open"
    COMPARED = "compared"
    DONE = "done"


class CalibrationSession(Base):
    """Calls of one rubric version, scored by several people. `version` counts changes of it and of its references."""

    __tablename__ = "calibration_sessions"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    title: Mapped[str] = mapped_column(sa.String(120))
    rubric_version_id: Mapped[str] = mapped_column(sa.ForeignKey("rubric_versions.id"))
    state: Mapped[SessionState] = mapped_column(default=SessionState.DRAFT)
    hides_machine: Mapped[bool]
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    opened_at: Mapped[datetime | None]
    compared_at: Mapped[datetime | None]
    done_at: Mapped[datetime | None]

    rubric: Mapped[RubricVersion] = relationship(lazy="joined")
    maker: Mapped[Person] = relationship(lazy="joined")
    participants: Mapped[list["Participant"]] = relationship(
        lazy="selectin", order_by="Participant.person_id", cascade="all, delete-orphan"
    )
    calls: Mapped[list["SessionCall"]] = relationship(
        lazy="selectin", order_by="SessionCall.place", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class Participant(Base):
    """Somebody who scores the session's calls."""

    __tablename__ = "calibration_participants"

    session_id: Mapped[str] = mapped_column(
        sa.ForeignKey("calibration_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    handed_in_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class SessionCall(Base):
    """A call of a session, with the evaluation whose suggestions are the machine's answers to compare."""

    __tablename__ = "calibration_calls"

    session_id: Mapped[str] = mapped_column(
        sa.ForeignKey("calibration_sessions.id", ondelete="CASCADE"), primary_key=True
    )
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True, index=True)
    evaluation_id: Mapped[str] = mapped_column(sa.ForeignKey("evaluations.id", ondelete="CASCADE"))
    place: Mapped[int]

    call: Mapped[Call] = relationship(lazy="joined")


class Sheet(Base):
    """One person's scoring of one call in one session; the call's ordinary evaluation knows nothing of it."""

    __tablename__ = "calibration_sheets"
    __table_args__ = (sa.UniqueConstraint("session_id", "call_id", "person_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("calibration_sessions.id", ondelete="CASCADE"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    version: Mapped[int] = mapped_column(default=1)
    complete: Mapped[bool] = mapped_column(default=False)

    person: Mapped[Person] = relationship(lazy="joined")
    ratings: Mapped[list["Rating"]] = relationship(lazy="selectin", order_by="Rating.id")

    # Whoever changes a sheet names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class Rating(Base):
    """What a sheet says about one question. The newest that was not replaced counts; the others remain readable."""

    __tablename__ = "calibration_ratings"
    __table_args__ = (sa.Index("ix_calibration_ratings_sheet_id_question_id", "sheet_id", "question_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    sheet_id: Mapped[str] = mapped_column(sa.ForeignKey("calibration_sheets.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(sa.String(80))
    option_id: Mapped[str | None] = mapped_column(sa.String(80))
    not_applicable: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str | None] = mapped_column(sa.Text)
    rated_at: Mapped[datetime] = mapped_column(default=now)
    replaced_at: Mapped[datetime | None]


class ReferenceAnswer(Base):
    """What the session settled on for one question of one call; the newest that was not replaced counts."""

    __tablename__ = "calibration_references"
    __table_args__ = (sa.Index("ix_calibration_references_session_id", "session_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("calibration_sessions.id", ondelete="CASCADE"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    question_id: Mapped[str] = mapped_column(sa.String(80))
    option_id: Mapped[str | None] = mapped_column(sa.String(80))
    not_applicable: Mapped[bool] = mapped_column(default=False)
    why: Mapped[str | None] = mapped_column(sa.Text)  # None: everybody had said the same
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    replaced_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")


class DiscussionNote(Base):
    """What was said of a question when the answers were compared, or (`decision`) what was decided about it."""

    __tablename__ = "calibration_notes"
    __table_args__ = (sa.Index("ix_calibration_notes_session_id", "session_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("calibration_sessions.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(sa.String(80))
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    text: Mapped[str] = mapped_column(sa.Text)
    decision: Mapped[bool] = mapped_column(default=False)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    written_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(lazy="joined")


class TrustDecision(Base):
    """What a person made of a proposal about a question's machine answers. The newest accepted one is the state.

    It holds for the question as it was worded (`digest`) and for the engines that answered: after a change of either
    there is no decision, which means suggest_only. `number` counts a question's decisions, so that two people cannot
    both take the same step.
    """

    __tablename__ = "calibration_trust"
    __table_args__ = (sa.UniqueConstraint("rubric_id", "question_id", "digest", "number"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    rubric_id: Mapped[str] = mapped_column(sa.String(80))
    question_id: Mapped[str] = mapped_column(sa.String(80))
    digest: Mapped[str] = mapped_column(sa.String(64))
    engine: Mapped[str] = mapped_column(sa.String(300))
    number: Mapped[int]
    session_id: Mapped[str] = mapped_column(sa.ForeignKey("calibration_sessions.id"))
    before: Mapped[str] = mapped_column(sa.String(20))
    proposed: Mapped[str] = mapped_column(sa.String(20))
    accepted: Mapped[bool]
    reason: Mapped[str] = mapped_column(sa.Text)
    grounds: Mapped[list[Any]]
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(lazy="joined")
