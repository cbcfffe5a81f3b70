"""What is added up over calls, the topics that people watch for, and the promises that were made in calls."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class CallFact(Base):
    """What one call's standing evaluation comes to, as one row that databases add up. `qa.insights.facts` writes it.

    `people_percent` is what the score would be of people's answers alone, None where nobody answered anything. Tones
    are the customer's, -5..+5, in the first and the last quarter of the call that has any.
    """

    __tablename__ = "call_facts"
    __table_args__ = (sa.Index("ix_call_facts_began_s", "began_s"),)

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True)
    evaluation_id: Mapped[str] = mapped_column(sa.ForeignKey("evaluations.id", ondelete="CASCADE"), index=True)
    rubric_id: Mapped[str] = mapped_column(sa.String(80))
    began_s: Mapped[int] = mapped_column(sa.BigInteger)  # seconds since 1970, UTC
    percent: Mapped[float | None]
    people_percent: Mapped[float | None]
    from_people: Mapped[int]
    from_machine: Mapped[int]
    tone_start: Mapped[float | None]
    tone_end: Mapped[float | None]
    dead_air_share: Mapped[float | None]  # of the call, 0..1
    talk_share: Mapped[float | None]  # the agent's, of all speech, 0..1
    log_handle_s: Mapped[float | None]  # the natural logarithm of the handling time in seconds


class AnswerFact(Base):
    """Where one question of that evaluation stands. `share` is where its answer lies between the worst and the best
    option, 0..1; None where it does not apply, is undecided, or all options are worth the same.
    """

    __tablename__ = "answer_facts"

    call_id: Mapped[str] = mapped_column(sa.ForeignKey("call_facts.call_id", ondelete="CASCADE"), primary_key=True)
    question_id: Mapped[str] = mapped_column(sa.String(100), primary_key=True)  # the first id that it ever had
    share: Mapped[float | None]
    decided_by: Mapped[str] = mapped_column(sa.String(7))  # person, machine, nobody
    applies: Mapped[bool]


class TopicKind(StrEnum):
    """What a topic tells of a call."""

    REASON = "reason"
    PRODUCT = "product"
    COMPETITOR = "competitor"


class Topic(Base):
    """Something that calls are about. `wordings` are patterns of the family syntax, in either language.

    `self_service`: a customer who calls for this reason could have helped themselves. `version` counts its changes.
    """

    __tablename__ = "topics"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    kind: Mapped[TopicKind]
    name_he: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str] = mapped_column(sa.String(80))
    wordings: Mapped[list[Any]]
    self_service: Mapped[bool] = mapped_column(default=False)
    version: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(default=now)

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class TopicMention(Base):
    """One moment of a call in which a topic is mentioned, in the words of the transcript that is shown."""

    __tablename__ = "topic_mentions"
    __table_args__ = (
        sa.Index("ix_topic_mentions_topic_id_call_id", "topic_id", "call_id"),
        sa.Index("ix_topic_mentions_call_id", "call_id"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    topic_id: Mapped[str] = mapped_column(sa.ForeignKey("topics.id", ondelete="CASCADE"))
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    speaker: Mapped[str] = mapped_column(sa.String(10))
    text: Mapped[str] = mapped_column(sa.String(200))


class PromiseState(StrEnum):
    """What became of a promise; people say it."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    NO_PROMISE = "no_promise"


class PromiseMade(Base):
    """Something that an agent said would be done after the call. `version` counts its changes.

    The machine finds it and reads by when; what became of it is for people to say. `due_at` None: no time was named.
    """

    __tablename__ = "promises"
    __table_args__ = (
        sa.Index("ix_promises_call_id", "call_id"),
        sa.Index("ix_promises_state_due_at", "state", "due_at"),
    )

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    speaker: Mapped[str] = mapped_column(sa.String(10))
    text: Mapped[str] = mapped_column(sa.Text)
    due_words: Mapped[str | None] = mapped_column(sa.String(200))
    due_at: Mapped[datetime | None]
    probability: Mapped[float]
    state: Mapped[PromiseState] = mapped_column(default=PromiseState.OPEN)
    note: Mapped[str | None] = mapped_column(sa.Text)
    set_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    set_at: Mapped[datetime | None]
    version: Mapped[int] = mapped_column(default=1)

    setter: Mapped[Person | None] = relationship(lazy="joined")

    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)
