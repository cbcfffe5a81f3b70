"""The web's door to the language book on paper."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Query, Response

from qa.book import service
from qa.book.schemas import BookEntryOut, BookId, BookLinesOut
from qa.exports.job_aid import Aid, write_job_aid
from qa.exports.tabular import Language
from qa.platform import audit
from qa.platform.web import Asking, Writing, to_take_away

router = APIRouter(tags=["book"])

_MOST_CHOSEN = 60


@router.get("/book/job-aid.pdf", response_class=Response, responses={200: {"content": {"application/pdf": {}}}})
def print_job_aid(
    unit: Writing,
    asker: Asking,
    *,
    texts: Annotated[Language, Query(description="The language of the page")] = "he",
    entry: Annotated[
        list[BookId], Query(max_length=_MOST_CHOSEN, description="Entries to print whole; none: what is starred")
    ] = [],  # noqa: B006 (FastAPI copies it)
) -> Response:
    """The job aid, one page: the entries named, or else the sentences that one has starred. It is audited."""
    book = service.read(unit.session, asker)
    chosen = [one for one in book.entries if one.id in entry] if entry else _starred(book.entries, set(book.stars))
    page = write_job_aid(Aid(chosen, book.number), texts)
    audit.record(unit.session, asker.person_id, "job_aid_printed", "book", number=book.number, entries=len(chosen))
    return Response(page, media_type="application/pdf", headers=to_take_away("job-aid.pdf"))


def _starred(entries: Sequence[BookEntryOut], stars: set[str]) -> list[BookEntryOut]:
    """The entries that hold a starred sentence, with those sentences alone."""
    found: list[BookEntryOut] = []
    for entry in entries:
        kept = BookLinesOut(
            he=[line for line in entry.sentences.he if line.id in stars],
            en=[line for line in entry.sentences.en if line.id in stars],
        )
        if kept.he or kept.en:
            found.append(entry.model_copy(update={"sentences": kept}))
    return found
