"""The language book: one row a version, and the sentences that people keep for themselves."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.people.tables import Person
from qa.platform.clock import new_id, now
from qa.platform.database import Base


class BookVersion(Base):
    """One version of the book. The one that is not published is the draft, and there is at most one.

    `content` is `{"entries": [...]}`, each entry as `qa.book.schemas.BookEntryOut` has it. Once it is published nothing
    of the row changes any more. `version` counts the draft's changes.
    """

    __tablename__ = "book_versions"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    number: Mapped[int] = mapped_column(unique=True)  # a second draft would bear the number of the first
    content: Mapped[dict[str, Any]]
    note: Mapped[str | None] = mapped_column(sa.Text)  # what is new in it, said when it is published
    version: Mapped[int] = mapped_column(default=1)
    begun_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))  # None: it came with Mashov
    begun_at: Mapped[datetime] = mapped_column(default=now)
    changed_at: Mapped[datetime] = mapped_column(default=now)
    published_by: Mapped[str | None] = mapped_column(sa.ForeignKey("people.id"))
    published_at: Mapped[datetime | None]

    publisher: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=published_by)
    beginner: Mapped[Person | None] = relationship(lazy="joined", foreign_keys=begun_by)

    # Whoever changes the draft names the version that was read; the database refuses a second change of it.
    __mapper_args__ = {"version_id_col": version, "version_id_generator": False}  # noqa: RUF012 (SQLAlchemy's form)


class BookStar(Base):
    """A sentence that somebody keeps at hand, over all versions that have it. Nobody else sees it."""

    __tablename__ = "book_stars"

    person_id: Mapped[str] = mapped_column(sa.ForeignKey("people.id", ondelete="CASCADE"), primary_key=True)
    line_id: Mapped[str] = mapped_column(sa.String(60), primary_key=True)
    starred_at: Mapped[datetime] = mapped_column(default=now)
