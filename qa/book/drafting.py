"""What trainers do with the book: a draft is begun, edited entry by entry, and published once. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa.book import checking, first, service
from qa.book.changes import changes
from qa.book.schemas import (
    MOST_ENTRIES,
    BookCheckIn,
    BookDraftOut,
    BookEntryIn,
    BookEntryOut,
    BookFinding,
    BookLineIn,
    BookLineOut,
    BookLinesIn,
    BookLinesOut,
    BookOrderIn,
    BookPublicationIn,
)
from qa.book.service import entries_of, in_order
from qa.book.tables import BookVersion
from qa.platform import audit
from qa.platform.clock import new_id, now
from qa.platform.errors import Conflict, NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.schemas import Texts
from qa.rubric.store import newest_versions, rubric_of


class DraftExists(Conflict):
    """There is one draft at a time, for everybody who works on the book."""

    code = "book_draft_exists"

    def __init__(self) -> None:
        super().__init__("the book has a draft already; go on with that one")


class TooManyEntries(Conflict):
    """More than anybody reads."""

    code = "book_too_long"

    def __init__(self) -> None:
        super().__init__(f"a book holds {MOST_ENTRIES} entries; remove one before you add another")


class LineTakenTwice(Refused):
    """Two sentences with one lasting name."""

    code = "book_line_twice"

    def __init__(self, line_id: str) -> None:
        self.line_id = line_id
        super().__init__(f"the sentence {line_id!r} stands in the book already; leave its id out to add another one")


class OrderIncomplete(Refused):
    """An order that leaves entries out, or names others."""

    code = "book_order_incomplete"

    def __init__(self) -> None:
        super().__init__("the order must name every entry of the draft, each once")


class NothingNew(Refused):
    """A version that says what the one before says."""

    code = "book_nothing_new"

    def __init__(self) -> None:
        super().__init__("the draft says what the published book says; change something before you publish it")


class BookUnsound(Refused):
    """Errors that must be mended before anybody reads it; `detail` lists them."""

    code = "book_unsound"

    def __init__(self, errors: Sequence[BookFinding]) -> None:
        self.errors = tuple(errors)
        self.detail = [finding.model_dump() for finding in errors]
        super().__init__("; ".join(finding.message for finding in errors))


@dataclass(frozen=True, slots=True)
class _Content:
    """Sentences by language, with their lasting ids."""

    known: set[str]

    def lines(self, lines: BookLinesIn) -> BookLinesOut:
        """The same with an id for each. Raises LineTakenTwice."""
        return BookLinesOut(he=[self._line(line) for line in lines.he], en=[self._line(line) for line in lines.en])

    def _line(self, line: BookLineIn) -> BookLineOut:
        if line.id in self.known:
            raise LineTakenTwice(line.id)
        line_id = line.id or new_id()
        self.known.add(line_id)
        wordings = list(dict.fromkeys(wording.strip() for wording in line.wordings))
        return BookLineOut(id=line_id, say=line.say.strip(), wordings=wordings)


def draft(session: Session, asker: Principal) -> BookDraftOut:
    """The draft, with what the linter says of it and what is new in it. Raises NotFound."""
    asker.require(Right.MANAGE_RUBRICS)
    return _out(session, _draft(session))


def begin(session: Session, asker: Principal) -> BookDraftOut:
    """A draft that says what the newest book says; where there is none, what the rubrics say. Raises DraftExists."""
    asker.require(Right.MANAGE_RUBRICS)
    newest = session.scalars(sa.select(BookVersion).order_by(BookVersion.number.desc()).limit(1)).unique().one_or_none()
    if newest is not None and newest.published_at is None:
        raise DraftExists
    entries = (
        entries_of(newest) if newest else first.first_entries([rubric_of(row) for row in newest_versions(session)])
    )
    row = BookVersion(number=newest.number + 1 if newest else 1, content=_kept(entries), begun_by=asker.person_id)
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else began one in this very moment
        raise DraftExists from error
    session.refresh(row)
    audit.record(session, asker.person_id, "book_draft_begun", row.id, number=row.number)
    return _out(session, row)


def discard(session: Session, asker: Principal, version: int) -> None:
    """Throw the draft away; what is published stays. Raises NotFound, StaleVersion."""
    row = _held(session, asker, version)
    session.delete(row)
    audit.record(session, asker.person_id, "book_draft_discarded", row.id, number=row.number)


def add(session: Session, asker: Principal, version: int, wish: BookEntryIn) -> BookDraftOut:
    """Add an entry behind those of its kind. Raises NotFound, StaleVersion, TooManyEntries, LineTakenTwice."""
    row = _held(session, asker, version)
    entries = entries_of(row)
    if len(entries) >= MOST_ENTRIES:
        raise TooManyEntries
    entry = _entry(new_id(), wish, entries)
    _keep(session, row, [*entries, entry])
    audit.record(session, asker.person_id, "book_entry_added", row.id, entry=entry.id, number=row.number)
    return _out(session, row)


def change(session: Session, asker: Principal, at: tuple[str, int], wish: BookEntryIn) -> BookDraftOut:
    """Say the entry `at` (id, version of the draft) anew. Raises NotFound, StaleVersion, LineTakenTwice."""
    row = _held(session, asker, at[1])
    entries = entries_of(row)
    place = _place(entries, at[0])
    others = [*entries[:place], *entries[place + 1 :]]
    _keep(session, row, [*entries[:place], _entry(at[0], wish, others), *entries[place + 1 :]])
    audit.record(session, asker.person_id, "book_entry_changed", row.id, entry=at[0], number=row.number)
    return _out(session, row)


def remove(session: Session, asker: Principal, at: tuple[str, int]) -> BookDraftOut:
    """Take the entry out of the draft. Raises NotFound, StaleVersion."""
    row = _held(session, asker, at[1])
    entries = entries_of(row)
    del entries[_place(entries, at[0])]
    _keep(session, row, entries)
    audit.record(session, asker.person_id, "book_entry_removed", row.id, entry=at[0], number=row.number)
    return _out(session, row)


def order(session: Session, asker: Principal, version: int, wish: BookOrderIn) -> BookDraftOut:
    """Put the entries in another order. Raises NotFound, StaleVersion, OrderIncomplete."""
    row = _held(session, asker, version)
    by_id = {entry.id: entry for entry in entries_of(row)}
    if sorted(wish.entry_ids) != sorted(by_id):
        raise OrderIncomplete
    _keep(session, row, [by_id[entry_id] for entry_id in wish.entry_ids])
    audit.record(session, asker.person_id, "book_ordered", row.id, number=row.number)
    return _out(session, row)


def publish(session: Session, asker: Principal, version: int, wish: BookPublicationIn) -> BookVersion:
    """Make the draft what everybody reads, for good. Raises NotFound, StaleVersion, BookUnsound, NothingNew."""
    row = _held(session, asker, version)
    entries = entries_of(row)
    errors = [one for one in checking.findings(entries, checking.asked(session)) if one.severity == "error"]
    if errors:
        raise BookUnsound(errors)
    before = _newest_entries(session)
    if before == entries:
        raise NothingNew
    row.note = (wish.note or "").strip() or None
    row.published_by, row.published_at = asker.person_id, now()
    row.version += 1
    session.flush()
    session.refresh(row)
    audit.record(
        session, asker.person_id, "book_published", row.id, number=row.number, changes=len(changes(before, entries))
    )
    return row


def check(session: Session, asker: Principal, wish: BookCheckIn) -> list[BookFinding]:
    """What the linter says of an entry as it is being typed, among those of the draft or the book. Keeps nothing."""
    asker.require(Right.MANAGE_RUBRICS)
    row = session.scalars(sa.select(BookVersion).order_by(BookVersion.number.desc()).limit(1)).unique().one_or_none()
    others = [entry for entry in entries_of(row) if entry.id != wish.entry_id] if row else []
    entry = _entry(wish.entry_id or new_id(), wish.entry, [])
    return checking.findings_of(entry, others, checking.asked(session))


def _draft(session: Session) -> BookVersion:
    row = session.scalars(sa.select(BookVersion).where(BookVersion.published_at.is_(None))).unique().one_or_none()
    if row is None:
        raise NotFound("draft of the language book", "at present")
    return row


def _held(session: Session, asker: Principal, version: int) -> BookVersion:
    asker.require(Right.MANAGE_RUBRICS)
    row = _draft(session)
    if row.version != version:
        raise StaleVersion("draft of the language book", version, row.version)
    return row


def _place(entries: Sequence[BookEntryOut], entry_id: str) -> int:
    for place, entry in enumerate(entries):
        if entry.id == entry_id:
            return place
    raise NotFound("entry", entry_id)


def _entry(entry_id: str, wish: BookEntryIn, others: Sequence[BookEntryOut]) -> BookEntryOut:
    """What was asked for, with ids, and without what entries of its kind do not have."""
    taken = {
        line.id for entry in others for lines in (entry.triggers, entry.sentences) for line in (*lines.he, *lines.en)
    }
    content, principle, situation = _Content(taken), wish.kind == "principle", wish.kind == "situation"
    return BookEntryOut(
        id=entry_id,
        kind=wish.kind,
        title=Texts(he=wish.title.he.strip(), en=wish.title.en.strip()),
        body=Texts(he=wish.body.he.strip(), en=wish.body.en.strip()),
        question_id=None if principle else wish.question_id,
        phase=wish.phase if wish.kind == "transition" else None,
        within_s=wish.within_s if situation else None,
        triggers=content.lines(wish.triggers if situation else BookLinesIn()),
        sentences=content.lines(BookLinesIn() if principle else wish.sentences),
    )


def _keep(session: Session, row: BookVersion, entries: Sequence[BookEntryOut]) -> None:
    row.content = _kept(entries)
    row.changed_at = now()
    row.version += 1
    session.flush()


def _kept(entries: Sequence[BookEntryOut]) -> dict[str, list[dict[str, object]]]:
    return {"entries": [entry.model_dump() for entry in in_order(entries)]}


def _newest_entries(session: Session) -> list[BookEntryOut]:
    try:
        return entries_of(service.published(session, None))
    except NotFound:
        return []


def _out(session: Session, row: BookVersion) -> BookDraftOut:
    entries, known = entries_of(row), checking.asked(session)
    return BookDraftOut(
        number=row.number,
        version=row.version,
        begun_by=row.beginner.name if row.beginner else None,
        begun_at=row.begun_at,
        changed_at=row.changed_at,
        entries=entries,
        findings=checking.findings(entries, known),
        changes=changes(_newest_entries(session), entries),
        questions=checking.questions(known),
    )
