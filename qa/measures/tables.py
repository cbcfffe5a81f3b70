"""What the measures add up: opportunities of each call, and moments with the customer's tone before and after."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from qa.platform.database import Base


class MeasuredCall(Base):
    """One call that is taken up, and by which evaluation: a call may have been, and have nothing to add."""

    __tablename__ = "measured_calls"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    evaluation_id: Mapped[str] = mapped_column(sa.String(16), index=True)
    rubric_version_id: Mapped[str] = mapped_column(sa.String(16))


class OpportunityFact(Base):
    """What became of one call's opportunities for one phrase, transition or situation. No row: there was none.

    `question_id` is the first id that the question ever had, as in `qa.insights.tables.AnswerFact`.
    """

    __tablename__ = "opportunity_facts"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("measured_calls.call_id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(sa.String(100), primary_key=True)
    said: Mapped[int]
    not_said: Mapped[int]
    unsure: Mapped[int]


class ToneMoment(Base):
    """A turn of the agent with the customer's tone known shortly before and after it.

    Tones are -5..+5, `at` is how far the call had come, 0..1, and `said` the first ids of the transition questions
    of which a sentence stands in the turn, and which sentence: see `qa.measures.facts.sentence_key`.
    """

    __tablename__ = "tone_moments"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("measured_calls.call_id", ondelete="CASCADE"), primary_key=True)
    turn: Mapped[int] = mapped_column(primary_key=True)
    start_ms: Mapped[int]
    phase: Mapped[str | None] = mapped_column(sa.String(20))
    at: Mapped[float]
    before: Mapped[float]
    after: Mapped[float]
    said: Mapped[list[Any]]
