"""Evaluations: what the machine suggested and what people answered, side by side, neither ever overwritten."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call, TranscriptRevision
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base
from qa.rubric.tables import RubricVersion


class EvaluationState(StrEnum):
    """draft -> submitted -> published -> acknowledged; disputed meanwhile; retracted once a revision took its place."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    ACKNOWLEDGED = "acknowledged"
    DISPUTED = "disputed"
    RETRACTED = "retracted"


#: What an agent was shown and what still stands.
SHOWN = (EvaluationState.PUBLISHED, EvaluationState.ACKNOWLEDGED, EvaluationState.DISPUTED)


class Evaluation(Base):
    """One call held against one rubric version, resting on one transcript revision. `version` counts its changes.

    What was published is not changed any more: a revision takes its place, and it stays as it was shown, retracted.
    """

    __tablename__ = "evaluations"
    __table_args__ = (sa.UniqueConstraint("call_id", "transcript_id", "rubric_version_id", "revision"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    transcript_id: Mapped[str] = mapped_column(sa.ForeignKey("transcript_revisions.id"))
    rubric_version_id: Mapped[str] = mapped_column(sa.ForeignKey("rubric_versions.id"))
    revision: Mapped[int] = mapped_column(default=1, server_default="1")
    revises_id: Mapped[str | None] = mapped_column(sa.ForeignKey("evaluations.id", ondelete="SET NULL"))
    state: Mapped[EvaluationState] = mapped_column(default=EvaluationState.DRAFT)
    version: Mapped[int] = mapped_column(default=1)
    summary: Mapped[str | None] = mapped_column(sa.Text)
    reviewer_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)
    submitted_at: Mapped[datetime | None]
    published_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    acknowledgement: Mapped[str | None] = mapped_column(sa.Text)
    retracted_at: Mapped[datetime | None]
    retracted_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    retracted_why: Mapped[str | None] = mapped_column(sa.Text)
    findings: Mapped[dict[str, Any] | None]  # what the page shows besides suggestions, see `findings.py`

    call: Mapped[Call] = relationship(lazy="raise")
    transcript: Mapped[TranscriptRevision] = relationship(lazy="raise")
    rubric: Mapped[RubricVersion] = relationship(lazy="joined")
    reviewer: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=reviewer_id)
    retractor: Mapped[Person | None] = relationship(lazy="raise", foreign_keys=retracted_by)
    suggestions: Mapped[list["SuggestionRow"]] = relationship(lazy="selectin", order_by="SuggestionRow.id")
    answers: Mapped[list["AnswerRow"]] = relationship(lazy="selectin", order_by="AnswerRow.id")

    # Whoever changes an evaluation names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class SuggestionRow(Base):
    """What the machine says about one question."""

    __tablename__ = "suggestions"
    __table_args__ = (sa.UniqueConstraint("evaluation_id", "question_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    evaluation_id: Mapped[str] = mapped_column(sa.ForeignKey("evaluations.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(sa.String(80))
    verdict: Mapped[str] = mapped_column(sa.String(20))
    option_id: Mapped[str | None] = mapped_column(sa.String(80))
    probability: Mapped[float]
    evidence: Mapped[list[Any]]
    why: Mapped[dict[str, Any]]
    engine: Mapped[str] = mapped_column(sa.String(300))
    created_at: Mapped[datetime] = mapped_column(default=now)


class AnswerRow(Base):
    """What a person says about one question. The newest that was not withdrawn counts; the others remain readable."""

    __tablename__ = "answers"
    __table_args__ = (sa.Index("ix_answers_evaluation_id_question_id", "evaluation_id", "question_id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    evaluation_id: Mapped[str] = mapped_column(sa.ForeignKey("evaluations.id", ondelete="CASCADE"))
    question_id: Mapped[str] = mapped_column(sa.String(80))
    option_id: Mapped[str | None] = mapped_column(sa.String(80))
    not_applicable: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str | None] = mapped_column(sa.Text)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    answered_at: Mapped[datetime] = mapped_column(default=now)
    replaced_at: Mapped[datetime | None]
    # Left as the machine suggested it by the person who ended the review, see `qa.evaluation.signing`.
    confirmed: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    person: Mapped[Person] = relationship(lazy="joined")


class ToneCorrection(Base):
    """What a reviewer says of one turn's tone. The machine's mark stays beside it; a newer correction replaces it."""

    __tablename__ = "tone_corrections"
    __table_args__ = (sa.UniqueConstraint("transcript_id", "turn"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    transcript_id: Mapped[str] = mapped_column(sa.ForeignKey("transcript_revisions.id", ondelete="CASCADE"))
    turn: Mapped[int]  # its index in that transcript
    label: Mapped[str] = mapped_column(sa.String(10))
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    at: Mapped[datetime] = mapped_column(default=now)
    reason: Mapped[str | None] = mapped_column(sa.Text)

    person: Mapped[Person] = relationship(lazy="joined")


class FoundInCall(Base):
    """One thing that was found in a call, by its name, repeated for lists and searches: see `qa.evaluation.found`."""

    __tablename__ = "found_in_calls"
    __table_args__ = (sa.Index("ix_found_in_calls_name_call_id", "name", "call_id"),)

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    name: Mapped[str] = mapped_column(sa.String(120), primary_key=True)
