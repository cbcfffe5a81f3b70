"""Calls, the way they were recorded, and every revision of what was heard in them."""

from datetime import datetime
from enum import StrEnum
from typing import Any, Final

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.people.tables import Person, Team
from qa.platform.clock import new_id, now
from qa.platform.database import Base

#: Where a revision's words come from.
MACHINE: Final = "machine"
CORRECTED: Final = "corrected"


class Purpose(StrEnum):
    """Why a conversation was held. Figures of live calls never count practice."""

    LIVE = "live"
    PRACTICE = "practice"


class Medium(StrEnum):
    """How a conversation was held."""

    VOICE = "voice"
    CHAT = "chat"
    MAIL = "mail"


class Call(Base):
    """One conversation and its recording. Times in milliseconds unless the name says otherwise.

    The columns under "evaluation" repeat what the evaluation says, so that lists filter and sort without a join; only
    `qa.evaluation` writes them, together with the evaluation itself.
    """

    __tablename__ = "calls"
    __table_args__ = (
        sa.Index("ix_calls_agent_id_shared_at", "agent_id", "shared_at"),
        sa.Index("ix_calls_team_id", "team_id"),
        sa.Index("ix_calls_could_flip_id", "could_flip", "id"),
    )

    # Ids sort by age, so the newest call has the greatest.
    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    content_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    file_name: Mapped[str] = mapped_column(sa.String(255))
    received_at: Mapped[datetime] = mapped_column(default=now)
    has_second_file: Mapped[bool] = mapped_column(default=False)

    # What it is: a customer's call, or practice of one; spoken or written; held, or drawn by a generator.
    purpose: Mapped[Purpose] = mapped_column(default=Purpose.LIVE, server_default=Purpose.LIVE.value)
    medium: Mapped[Medium] = mapped_column(default=Medium.VOICE, server_default=Medium.VOICE.value)
    # What one side says, where that was written before the call was held: see `qa.calls.script`.
    script: Mapped[dict[str, Any] | None]
    simulated: Mapped[bool] = mapped_column(default=False, server_default=sa.false())

    # What the telephony system said.
    language: Mapped[str] = mapped_column(sa.String(4), default="auto")
    channel_roles: Mapped[list[Any] | None]
    started_at: Mapped[datetime | None]
    direction: Mapped[str | None] = mapped_column(sa.String(8))
    customer_ref: Mapped[str | None] = mapped_column(sa.String(120))
    queue: Mapped[str | None] = mapped_column(sa.String(120))
    handle_ms: Mapped[int | None]
    hold_ms: Mapped[int | None]
    wait_ms: Mapped[int | None]
    agent_code: Mapped[str | None] = mapped_column(sa.String(120))
    agent_id: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    team_id: Mapped[str | None] = mapped_column(sa.ForeignKey("teams.id"))

    # What we heard.
    heard_language: Mapped[str | None] = mapped_column(sa.String(8))
    duration_ms: Mapped[int | None]
    flags: Mapped[list[Any]] = mapped_column(default=list)
    ready_at: Mapped[datetime | None]
    # The revision that is shown and scored; None: the newest, as in calls from before there was a choice.
    transcript_id: Mapped[str | None] = mapped_column(sa.String(16))

    # The evaluation, repeated for lists.
    evaluation_id: Mapped[str | None] = mapped_column(sa.String(16))
    evaluation_state: Mapped[str | None] = mapped_column(sa.String(12))
    percent: Mapped[float | None]
    passed: Mapped[bool | None]
    could_flip: Mapped[float] = mapped_column(default=0.0, server_default="0")  # how likely the verdict will turn
    machine_only: Mapped[bool] = mapped_column(default=True)
    unsure: Mapped[int] = mapped_column(default=0)
    shared_at: Mapped[datetime | None]  # when feedback on this call was published to its agent

    agent: Mapped[Person | None] = relationship(lazy="joined")
    team: Mapped[Team | None] = relationship(lazy="joined")


#: The end of a line, as every database spells it.
_NEXT_LINE: sa.ColumnElement[str] = sa.literal_column("'\n'")


def _names() -> sa.ColumnElement[str]:
    names: sa.ColumnElement[str] = Call.file_name.expression
    for further in (Call.customer_ref, Call.agent_code, Call.queue):
        names = names + _NEXT_LINE + sa.func.coalesce(further, sa.literal_column("''"))
    return sa.func.lower(names)


#: All that a call goes by, a line each, in small letters: one expression, which Postgres has an index of (migration
#: 0007, in the same words). Nobody types the end of a line, so nothing is found across two of them.
NAMES = _names()
NAMES_INDEX: Final = "ix_calls_names"


class TranscriptRevision(Base):
    """What one set of engines heard in a call, or what people made of that. Never changed; what is better is new.

    A correction counts what it says of the machine: how many words the call has now, how many of them stand in turns
    that people corrected, and how many edits lead from the machine's words to these.
    """

    __tablename__ = "transcript_revisions"
    __table_args__ = (sa.UniqueConstraint("call_id", "revision"), sa.UniqueConstraint("call_id", "engine_key"))

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    revision: Mapped[int]
    engine_key: Mapped[str] = mapped_column(sa.String(200))  # which engines, or which person, made it
    language: Mapped[str] = mapped_column(sa.String(8))
    body: Mapped[dict[str, Any]]
    created_at: Mapped[datetime] = mapped_column(default=now)

    origin: Mapped[str] = mapped_column(sa.String(10), default=MACHINE, server_default=MACHINE)
    made_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))  # who corrected; None: a machine heard it
    based_on: Mapped[str | None] = mapped_column(sa.ForeignKey("transcript_revisions.id"))  # what was corrected
    machine_id: Mapped[str | None] = mapped_column(sa.ForeignKey("transcript_revisions.id"), index=True)  # its root
    words: Mapped[int | None]
    checked_words: Mapped[int | None]
    word_errors: Mapped[int | None]

    maker: Mapped[Person | None] = relationship(lazy="joined")
