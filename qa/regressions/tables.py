"""Cases that people settled, and what came of running a draft against them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base
from qa.rubric.tables import RubricVersion


class RegressionCase(Base):
    """What people found to be the right answer to one question of one call, under the rubric version of that day.

    It outlives its call: then nobody can be asked any more, and it says so. `why` None: the dispute says it.
    """

    __tablename__ = "regression_cases"
    __table_args__ = (sa.Index("ix_regression_cases_retired_at_id", "retired_at", "id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="SET NULL"), index=True)
    rubric_version_id: Mapped[str] = mapped_column(sa.ForeignKey("rubric_versions.id"))
    question_id: Mapped[str] = mapped_column(sa.String(80))
    option_id: Mapped[str | None] = mapped_column(sa.String(80))
    not_applicable: Mapped[bool] = mapped_column(default=False)
    decided_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    why: Mapped[str | None] = mapped_column(sa.Text)
    dispute_id: Mapped[str | None] = mapped_column(sa.String(16))
    made_at: Mapped[datetime] = mapped_column(default=now)
    retired_at: Mapped[datetime | None]
    retired_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    retired_why: Mapped[str | None] = mapped_column(sa.Text)  # None: a newer decision took its place

    call: Mapped[Call | None] = relationship(lazy="joined")
    rubric: Mapped[RubricVersion] = relationship(lazy="joined")
    decider: Mapped[Person] = relationship(lazy="joined", foreign_keys=decided_by)
    retirer: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=retired_by)


class RegressionRun(Base):
    """A draft that somebody had run against the cases; its job in the ledger says how far it is."""

    __tablename__ = "regression_runs"
    __table_args__ = (sa.Index("ix_regression_runs_digest", "digest"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    source: Mapped[str] = mapped_column(sa.Text)
    digest: Mapped[str] = mapped_column(sa.String(64))  # of the draft's content
    asked_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    asked_at: Mapped[datetime] = mapped_column(default=now)
    finished_at: Mapped[datetime | None]

    results: Mapped[list["RegressionResult"]] = relationship(lazy="selectin", order_by="RegressionResult.case_id")


class RegressionResult(Base):
    """What came of one case in one run, in the form in which the web says it. Quotes of a call go with the call."""

    __tablename__ = "regression_results"

    run_id: Mapped[str] = mapped_column(sa.ForeignKey("regression_runs.id", ondelete="CASCADE"), primary_key=True)
    case_id: Mapped[str] = mapped_column(sa.ForeignKey("regression_cases.id", ondelete="CASCADE"), primary_key=True)
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    outcome: Mapped[str] = mapped_column(sa.String(12))
    said: Mapped[dict[str, Any]]
