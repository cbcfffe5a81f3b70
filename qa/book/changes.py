"""What became of the book from one version to the next, entry by entry and field by field."""

from collections.abc import Iterator, Sequence
from typing import Literal

from qa.book.schemas import BookChangeOut, BookEntryOut, BookFieldChange, BookLineOut

Change = Literal["added", "removed", "changed"]


def changes(before: Sequence[BookEntryOut], after: Sequence[BookEntryOut]) -> list[BookChangeOut]:
    """New and changed entries in their new order, then those that are gone. A mere change of order is none."""
    earlier = {entry.id: entry for entry in before}
    later = {entry.id for entry in after}
    found: list[BookChangeOut] = []
    for entry in after:
        was = earlier.get(entry.id)
        if was is None:
            found.append(_change(entry, "added"))
        elif fields := list(_fields(was, entry)):
            found.append(_change(entry, "changed", fields))
    return found + [_change(entry, "removed") for entry in before if entry.id not in later]


def _change(entry: BookEntryOut, change: Change, fields: Sequence[BookFieldChange] = ()) -> BookChangeOut:
    return BookChangeOut(entry_id=entry.id, kind=entry.kind, title=entry.title, change=change, fields=list(fields))


def _fields(before: BookEntryOut, after: BookEntryOut) -> Iterator[BookFieldChange]:
    for language in ("he", "en"):
        for field in ("title", "body"):
            was, now = getattr(getattr(before, field), language), getattr(getattr(after, field), language)
            if was != now:
                yield BookFieldChange(field=field, language=language, before=_told(was), after=_told(now))
        for field in ("triggers", "sentences"):
            had, has = getattr(getattr(before, field), language), getattr(getattr(after, field), language)
            if had != has:
                yield BookFieldChange(field=field, language=language, before=_lines(had), after=_lines(has))
    for field in ("question_id", "phase", "within_s"):
        was, now = getattr(before, field), getattr(after, field)
        if was != now:
            yield BookFieldChange(field=field, language=None, before=_told(was), after=_told(now))


def _told(value: object) -> list[str]:
    if value is None or value == "":
        return []
    return [f"{value:g}" if isinstance(value, float) else str(value)]


def _lines(lines: Sequence[BookLineOut]) -> list[str]:
    """The sentences, with what counts as them where only that may differ."""
    return [line.say if not line.wordings else f"{line.say}  ({'; '.join(line.wordings)})" for line in lines]
