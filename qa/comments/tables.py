"""Threads that are pinned to a moment, to words or to a question of a call, and what people said in them."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class CommentThread(Base):
    """A conversation about one place of a call. Times in milliseconds of the call.

    Words are pinned by their numbers in one revision of the transcript, and by their time: in another revision the time
    counts. A thread without a time is about its question, or about the call as a whole.
    """

    __tablename__ = "comment_threads"
    __table_args__ = (sa.Index("ix_comment_threads_call_id_id", "call_id", "id"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"))
    start_ms: Mapped[int | None]
    end_ms: Mapped[int | None]
    revision: Mapped[int | None]
    first_word: Mapped[int | None]
    last_word: Mapped[int | None]
    question_id: Mapped[str | None] = mapped_column(sa.String(80))
    made_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    made_at: Mapped[datetime] = mapped_column(default=now)
    shared_at: Mapped[datetime | None]  # since when the call's agent reads and answers here
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))

    resolver: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=[resolved_by])
    comments: Mapped[list["Comment"]] = relationship(lazy="selectin", order_by="Comment.id", back_populates="thread")


class Comment(Base):
    """What one person said. What is taken back stays as an empty place, so that answers to it still stand."""

    __tablename__ = "comments"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    thread_id: Mapped[str] = mapped_column(sa.ForeignKey("comment_threads.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    text: Mapped[str] = mapped_column(sa.Text)
    mentions: Mapped[list[Any]]  # ids of people
    written_at: Mapped[datetime] = mapped_column(default=now)
    edited_at: Mapped[datetime | None]
    removed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship(lazy="joined")
    thread: Mapped[CommentThread] = relationship(lazy="raise", back_populates="comments")
