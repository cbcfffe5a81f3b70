"""The language book on an agent's own page: a sentence for the week, and those that one keeps at hand."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book import service as books
from qa.book.schemas import BookEntryOut, BookLanguage
from qa.book.tables import BookStar
from qa.homes.schemas import HomeBook, HomeSentence
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.rubric.schemas import Texts

_MOST_KEPT = 4


def book(
    session: Session, asker: Principal, week: int, language: BookLanguage, targets: Mapping[str, Texts]
) -> HomeBook | None:
    """What the newest book has for this agent; None where nothing is published.

    The sentence of the week serves one of the targets; without any, it is one of the whole book. All have their turn.
    """
    try:
        entries = books.entries_of(books.published(session, None))
    except NotFound:
        return None
    stars = _newest_stars(session, asker)
    sentences = list(_sentences(entries, set(stars), targets))
    spoken = [one for one in sentences if one.language == language]
    offered = [one for one in spoken if one.question is not None] or spoken
    kept = sorted((one for one in sentences if one.starred), key=lambda one: stars.index(one.line_id))
    return HomeBook(
        of_week=offered[week % len(offered)] if offered else None, kept=kept[:_MOST_KEPT], kept_in_all=len(kept)
    )


def _newest_stars(session: Session, asker: Principal) -> list[str]:
    mine = sa.select(BookStar.line_id).where(BookStar.person_id == asker.person_id)
    return list(session.scalars(mine.order_by(BookStar.starred_at.desc(), BookStar.line_id)))


def _sentences(
    entries: Sequence[BookEntryOut], stars: set[str], targets: Mapping[str, Texts]
) -> Iterator[HomeSentence]:
    for entry in entries:
        for language, line in books.sentences_of(entry):
            yield HomeSentence(
                line_id=line.id,
                entry_id=entry.id,
                language=language,
                say=line.say,
                title=entry.title,
                question=targets.get(entry.question_id or ""),
                starred=line.id in stars,
            )
