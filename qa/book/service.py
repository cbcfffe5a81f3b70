"""What everybody can do with the book: read it, look back, keep sentences at hand. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from qa.book.changes import changes
from qa.book.saying import patterns
from qa.book.schemas import (
    BookChangesOut,
    BookEntryOut,
    BookLanguage,
    BookLineOut,
    BookLinesOut,
    BookOut,
    BookVersionOut,
)
from qa.book.tables import BookStar, BookVersion
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal


@dataclass(frozen=True, slots=True)
class BookSentence:
    """A sentence for others to use: its lasting id, how it is said, and patterns of all that counts as it."""

    id: str
    say: str
    wordings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BookSituation:
    """A situation of the newest book in one language, with at least one sentence that answers it.

    `question_id` is the rubric question that counts it, or None. `within_s`: how soon the answer is owed, or None.
    `triggers` are examples of what customers say; there may be none.
    """

    id: str
    question_id: str | None
    title: str
    within_s: float | None
    triggers: tuple[BookSentence, ...]
    sentences: tuple[BookSentence, ...]


def situations(session: Session, language: BookLanguage) -> list[BookSituation]:
    """The situations of the newest published book that have sentences in this language; none where there is no book."""
    row = _newest(session)
    found = [entry for entry in entries_of(row) if entry.kind == "situation"] if row else []
    return [
        BookSituation(
            id=entry.id,
            question_id=entry.question_id,
            title=entry.title.he if language == "he" else entry.title.en,
            within_s=entry.within_s,
            triggers=_sentences(entry.triggers, language),
            sentences=_sentences(entry.sentences, language),
        )
        for entry in found
        if lines_in(entry.sentences, language)
    ]


def read(session: Session, asker: Principal, number: int | None = None) -> BookOut:
    """The newest published version, or the one of that number. Raises NotFound."""
    row = published(session, number)
    newest = _newest(session)
    return BookOut(
        number=row.number,
        note=row.note,
        published_at=row.published_at or row.changed_at,
        published_by=row.publisher.name if row.publisher else None,
        newest=newest is not None and newest.id == row.id,
        entries=entries_of(row),
        stars=sorted(stars(session, asker)),
    )


def versions(session: Session) -> list[BookVersionOut]:
    """All published versions, the newest first, each with how much became new in it."""
    rows = session.scalars(_published().order_by(BookVersion.number)).unique().all()
    told: list[BookVersionOut] = []
    before: list[BookEntryOut] = []
    for row in rows:
        entries = entries_of(row)
        kinds = [change.change for change in changes(before, entries)]
        told.append(
            BookVersionOut(
                number=row.number,
                note=row.note,
                published_at=row.published_at or row.changed_at,
                published_by=row.publisher.name if row.publisher else None,
                entries=len(entries),
                added=kinds.count("added"),
                changed=kinds.count("changed"),
                removed=kinds.count("removed"),
            )
        )
        before = entries
    return told[::-1]


def changes_of(session: Session, number: int) -> BookChangesOut:
    """What is new in the version of that number, against the one before. Raises NotFound."""
    row = published(session, number)
    earlier = _published().where(BookVersion.number < number).order_by(BookVersion.number.desc()).limit(1)
    before = session.scalars(earlier).unique().one_or_none()
    return BookChangesOut(
        number=row.number,
        before=before.number if before else None,
        changes=changes(entries_of(before) if before else [], entries_of(row)),
    )


def stars(session: Session, asker: Principal) -> set[str]:
    """The ids of the sentences that this person keeps at hand, whether the newest book still has them or not."""
    return set(session.scalars(sa.select(BookStar.line_id).where(BookStar.person_id == asker.person_id)))


def star(session: Session, asker: Principal, line_id: str) -> None:
    """Keep a sentence of the newest book at hand; once more is harmless. Raises NotFound."""
    row = published(session, None)
    if all(line.id != line_id for entry in entries_of(row) for _, line in sentences_of(entry)):
        raise NotFound("sentence", line_id)
    insert = (sqlite if session.get_bind().dialect.name == "sqlite" else postgresql).insert(BookStar)
    told = {"person_id": asker.person_id, "line_id": line_id, "starred_at": now()}
    kept = session.execute(insert.values(told).on_conflict_do_nothing().returning(BookStar.line_id)).all()
    if kept:
        audit.record(session, asker.person_id, "book_sentence_starred", line_id)


def unstar(session: Session, asker: Principal, line_id: str) -> None:
    """Keep it no longer; harmless where it was not kept."""
    own = session.get(BookStar, (asker.person_id, line_id))
    if own is not None:
        session.delete(own)
        audit.record(session, asker.person_id, "book_sentence_unstarred", line_id)


def published(session: Session, number: int | None) -> BookVersion:
    """The published version of that number; None: the newest. Raises NotFound."""
    if number is None:
        row = _newest(session)
    else:
        row = session.scalars(_published().where(BookVersion.number == number)).unique().one_or_none()
    if row is None:
        raise NotFound("version of the language book", number or "that is published")
    return row


def entries_of(row: BookVersion) -> list[BookEntryOut]:
    """The entries of a version, in its order."""
    return [BookEntryOut.model_validate(told) for told in row.content["entries"]]


def lines_in(lines: BookLinesOut, language: BookLanguage) -> list[BookLineOut]:
    """The sentences in one language."""
    return lines.he if language == "he" else lines.en


def sentences_of(entry: BookEntryOut) -> list[tuple[BookLanguage, BookLineOut]]:
    """What an entry gives people to say, in both languages."""
    return [*(("he", line) for line in entry.sentences.he), *(("en", line) for line in entry.sentences.en)]


def _sentences(lines: BookLinesOut, language: BookLanguage) -> tuple[BookSentence, ...]:
    return tuple(
        BookSentence(line.id, line.say, patterns(line.say, line.wordings)) for line in lines_in(lines, language)
    )


def _published() -> sa.Select[BookVersion]:
    return sa.select(BookVersion).where(BookVersion.published_at.is_not(None))


def _newest(session: Session) -> BookVersion | None:
    return session.scalars(_published().order_by(BookVersion.number.desc()).limit(1)).unique().one_or_none()


def in_order(entries: Sequence[BookEntryOut]) -> list[BookEntryOut]:
    """Principles, then situations, then sentences by phase; within these as they come."""
    from qa.rubric.kinds.base import PHASES

    kinds = ("principle", "situation", "transition")
    return sorted(
        entries,
        key=lambda entry: (kinds.index(entry.kind), PHASES.index(entry.phase) if entry.phase else -1),
    )
