"""The web's door to the language book."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from qa.book import drafting, finding, service, trying
from qa.book.schemas import (
    BookChangesOut,
    BookCheckIn,
    BookDraftOut,
    BookEntryIn,
    BookFinding,
    BookHit,
    BookOrderIn,
    BookOut,
    BookPublicationIn,
    BookTrialIn,
    BookTrialOut,
    BookVersionOut,
)
from qa.platform.web import Asking, IfMatch, ManagesRubrics, Reading, Writing
from qa.search.words import question

router = APIRouter(prefix="/book", tags=["book"])

Number = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("")
def get_book(session: Reading, asker: Asking) -> BookOut:
    """The book as everybody reads it: the version published last."""
    return service.read(session, asker)


@router.get("/found")
def search_book(
    session: Reading, _asker: Asking, *, q: Annotated[str, Query(min_length=1, max_length=200)]
) -> list[BookHit]:
    """The entries in which these words stand, in any form, and where."""
    return finding.find(service.entries_of(service.published(session, None)), question(q))


@router.get("/versions")
def list_book_versions(session: Reading, _asker: Asking) -> list[BookVersionOut]:
    """Everything that was published, the newest first."""
    return service.versions(session)


@router.get("/versions/{number}")
def get_book_version(number: Number, session: Reading, asker: Asking) -> BookOut:
    """The book as it read in that version."""
    return service.read(session, asker, number)


@router.get("/versions/{number}/changes")
def get_book_changes(number: Number, session: Reading, _asker: Asking) -> BookChangesOut:
    """What is new in that version, against the one before."""
    return service.changes_of(session, number)


@router.put("/stars/{line_id}", status_code=204)
def star_sentence(line_id: str, unit: Writing, asker: Asking) -> None:
    """Keep a sentence at hand. Nobody else sees it."""
    service.star(unit.session, asker, line_id)


@router.delete("/stars/{line_id}", status_code=204)
def unstar_sentence(line_id: str, unit: Writing, asker: Asking) -> None:
    """Keep it no longer."""
    service.unstar(unit.session, asker, line_id)


@router.get("/draft")
def get_book_draft(session: Reading, asker: ManagesRubrics) -> BookDraftOut:
    """The draft, what the linter says of it, and what is new in it."""
    return drafting.draft(session, asker)


@router.post("/draft", status_code=201)
def begin_book_draft(unit: Writing, asker: ManagesRubrics) -> BookDraftOut:
    """Begin a draft from what is published."""
    return drafting.begin(unit.session, asker)


@router.delete("/draft", status_code=204)
def discard_book_draft(unit: Writing, asker: ManagesRubrics, version: IfMatch) -> None:
    """Throw the draft away."""
    drafting.discard(unit.session, asker, version)


@router.post("/draft/entries", status_code=201)
def add_book_entry(wish: BookEntryIn, unit: Writing, asker: ManagesRubrics, version: IfMatch) -> BookDraftOut:
    """Add an entry to the draft. If-Match holds the draft's version."""
    return drafting.add(unit.session, asker, version, wish)


@router.put("/draft/entries/{entry_id}")
def change_book_entry(
    entry_id: str, wish: BookEntryIn, unit: Writing, asker: ManagesRubrics, version: IfMatch
) -> BookDraftOut:
    """Say an entry of the draft anew. Sentences keep their ids where they are named."""
    return drafting.change(unit.session, asker, (entry_id, version), wish)


@router.delete("/draft/entries/{entry_id}")
def remove_book_entry(entry_id: str, unit: Writing, asker: ManagesRubrics, version: IfMatch) -> BookDraftOut:
    """Take an entry out of the draft."""
    return drafting.remove(unit.session, asker, (entry_id, version))


@router.put("/draft/order")
def order_book(wish: BookOrderIn, unit: Writing, asker: ManagesRubrics, version: IfMatch) -> BookDraftOut:
    """Put the entries of the draft in another order."""
    return drafting.order(unit.session, asker, version, wish)


@router.post("/draft/publication", status_code=201)
def publish_book(wish: BookPublicationIn, unit: Writing, asker: ManagesRubrics, version: IfMatch) -> BookOut:
    """Publish the draft: from now on everybody reads it, and it never changes again."""
    row = drafting.publish(unit.session, asker, version, wish)
    return service.read(unit.session, asker, row.number)


@router.post("/check")
def check_book_entry(wish: BookCheckIn, session: Reading, asker: ManagesRubrics) -> list[BookFinding]:
    """What the linter says of an entry as it is being typed. Nothing is kept."""
    return drafting.check(session, asker, wish)


@router.post("/trial")
def try_book_words(wish: BookTrialIn, session: Reading, asker: ManagesRubrics) -> BookTrialOut:
    """Which live calls of the last weeks would match, with moments to hear. Nothing is kept."""
    return trying.try_out(session, asker, wish)
