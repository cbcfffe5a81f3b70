"""Training programmes, the cohorts that go through them, and who is in each."""

from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class Programme(Base):
    """What a workshop teaches and what is expected after it. `version` counts its changes, `ended_at` None: it runs.

    `dues` is a list of {stage, kind, count}: what each member owes in a week of that stage, see `qa.programmes.dues`.
    `language` is that of the calls that count, None: all. `simulated`: a generator drew it, and it is shown as such.
    """

    __tablename__ = "programmes"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    name: Mapped[str] = mapped_column(sa.String(120))
    note: Mapped[str | None] = mapped_column(sa.Text)
    language: Mapped[str | None] = mapped_column(sa.String(2))
    practice_weeks: Mapped[int] = mapped_column(default=3)
    dues: Mapped[list[Any]] = mapped_column(default=list)
    simulated: Mapped[bool] = mapped_column(default=False, server_default=sa.false())
    version: Mapped[int] = mapped_column(default=1)
    made_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))  # None: not by a person
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]

    targets: Mapped[list["ProgrammeTarget"]] = relationship(
        lazy="selectin", order_by="ProgrammeTarget.position", cascade="all, delete-orphan"
    )

    # Whoever changes a programme names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class ProgrammeTarget(Base):
    """How often a phrase, transition or situation should be said where there is an opportunity for it, 0..1.

    `question_id` is the first id that the rubric's question ever had, as in `qa.insights.tables.AnswerFact`.
    """

    __tablename__ = "programme_targets"

    programme_id: Mapped[str] = mapped_column(sa.ForeignKey("programmes.id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    share: Mapped[float]
    position: Mapped[int] = mapped_column(default=0)


class Cohort(Base):
    """People who go through a programme together. `day0` is the day of their workshop; `version` counts changes.

    `ended_at`: nothing is asked of them from then on. `moved_at`: when `day0` was changed last.
    """

    __tablename__ = "cohorts"
    __table_args__ = (sa.UniqueConstraint("programme_id", "name"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    programme_id: Mapped[str] = mapped_column(sa.ForeignKey("programmes.id"))
    name: Mapped[str] = mapped_column(sa.String(120))
    day0: Mapped[date] = mapped_column(sa.Date)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)
    ended_at: Mapped[datetime | None]
    moved_at: Mapped[datetime | None]

    programme: Mapped[Programme] = relationship(lazy="joined")
    members: Mapped[list["CohortMember"]] = relationship(
        lazy="selectin", order_by="CohortMember.person_id", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class CohortMember(Base):
    """One agent in one cohort."""

    __tablename__ = "cohort_members"

    cohort_id: Mapped[str] = mapped_column(sa.ForeignKey("cohorts.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"), primary_key=True, index=True)
    joined_at: Mapped[datetime] = mapped_column(default=now)

    person: Mapped[Person] = relationship(lazy="joined")
