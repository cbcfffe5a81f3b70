"""What was said, a row a turn, as it is searched; and the searches that people keep."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Mapped, mapped_column

from qa.platform.clock import new_id, now
from qa.platform.database import Base

#: SQLite keeps what is found in a table of its own, which is no table of the model: it is made in the migrations.
FOUND_BY_SQLITE = "spoken_turns_said"


class SpokenTurn(Base):
    """One turn of the revision that is shown of a call: what stands there for everybody to read, and nothing else.

    It goes with its call. A row of another revision than the shown one is never found, see `qa.search.query`.
    """

    __tablename__ = "spoken_turns"
    __table_args__ = (
        sa.Index("ix_spoken_turns_call_id_turn", "call_id", "turn", unique=True),
        sa.Index("ix_spoken_turns_transcript_id", "transcript_id"),
        # The calls that are indexed, one row each.
        sa.Index(
            "ix_spoken_turns_first", "call_id", sqlite_where=sa.text("turn = 0"), postgresql_where=sa.text("turn = 0")
        ),
        sa.Index("ix_spoken_turns_said", "said", postgresql_using="gin"),
    )

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    transcript_id: Mapped[str] = mapped_column(sa.ForeignKey("transcript_revisions.id", ondelete="CASCADE"))
    revision: Mapped[int]
    turn: Mapped[int]  # its index in the transcript
    speaker: Mapped[str] = mapped_column(sa.String(10))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    text: Mapped[str] = mapped_column(sa.Text)  # words parted by single spaces, personal numbers as their marks
    starts: Mapped[list[Any]]  # when each of these words begins, in milliseconds
    # Postgres finds turns by this; SQLite leaves it empty.
    said: Mapped[str | None] = mapped_column(sa.Text().with_variant(TSVECTOR(), "postgresql"))


class SavedSearch(Base):
    """A search that somebody keeps under a name. Nobody else sees it."""

    __tablename__ = "saved_searches"
    __table_args__ = (sa.UniqueConstraint("person_id", "name"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(sa.String(80))
    asked: Mapped[dict[str, Any]]  # the fields of SearchIn that are set
    created_at: Mapped[datetime] = mapped_column(default=now)
