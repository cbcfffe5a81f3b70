"""Attempts at drills: what somebody recorded in reply to a customer's sentence, and what was heard in it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.engines.interfaces import SIMULATED
from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class DrillAttempt(Base):
    """One reply. Nobody but the one who gave it, and trainers, learns that it exists.

    A drill is known by `drill_id`, the sentence that was answered by `moment_id` (see `qa.practice.drills.moments`);
    neither has a row. Where the sentence is out of a call, the attempt goes when the call goes. Times are milliseconds
    of the reply. Until it is judged there is no `verdict`; why it could not be judged, the ledger knows.
    """

    __tablename__ = "drill_attempts"
    __table_args__ = (sa.Index("ix_drill_attempts_person_id_id", "person_id", "id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    drill_id: Mapped[str] = mapped_column(sa.String(120))
    moment_id: Mapped[str] = mapped_column(sa.String(40))
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(sa.String(2))
    topic_he: Mapped[str] = mapped_column(sa.Text)  # what is practised, as it was called then
    topic_en: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(default=now)

    judged_at: Mapped[datetime | None]
    verdict: Mapped[str | None] = mapped_column(sa.String(10))
    probability: Mapped[float | None]  # that what is wanted was said
    heard: Mapped[str | None] = mapped_column(sa.Text)  # all of the reply, without personal numbers
    quote: Mapped[str | None] = mapped_column(sa.Text)  # the words that the verdict rests on
    quote_start_ms: Mapped[int | None]
    quote_end_ms: Mapped[int | None]
    late: Mapped[bool] = mapped_column(default=False)  # said, but begun later than the rule allows
    why: Mapped[dict[str, Any] | None]  # {"he": …, "en": …}
    detail: Mapped[str | None] = mapped_column(sa.Text)  # in English: which wording, and what each witness says
    duration_ms: Mapped[int | None]
    engine: Mapped[str | None] = mapped_column(sa.String(300))

    person: Mapped[Person] = relationship(lazy="joined")

    @property
    def simulated(self) -> bool:
        """Whether a generator drew it: nobody said anything, and there is nothing to hear."""
        return self.engine is not None and self.engine.startswith(f"{SIMULATED} ")


class DrillSound(Base):
    """Sound of an attempt that lies, or is about to lie, in the store: written before the sound is.

    It refers to no attempt on purpose: where one goes together with its person or its call, this row stays behind and
    tells what is still to be removed.
    """

    __tablename__ = "drill_sounds"

    attempt_id: Mapped[str] = mapped_column(sa.String(16), primary_key=True)
    since: Mapped[datetime] = mapped_column(default=now, index=True)
