"""Looking something up in the book: prefixes and forms of words are known, as they are in calls."""

from collections.abc import Iterator, Sequence

from qa.book.schemas import BookEntryOut, BookHit, BookHitText, BookLanguage, BookMark
from qa.search.words import Question, comparable, found_in

_LANGUAGES: tuple[BookLanguage, ...] = ("he", "en")


def find(entries: Sequence[BookEntryOut], asked: Question) -> list[BookHit]:
    """The entries in which all that is asked for stands in one language, in the order of the book."""
    found: list[BookHit] = []
    for entry in entries:
        texts = [text for language in _LANGUAGES for text in _in_language(entry, language, asked)]
        if texts:
            found.append(BookHit(entry_id=entry.id, texts=texts))
    return found


def _in_language(entry: BookEntryOut, language: BookLanguage, asked: Question) -> Iterator[BookHitText]:
    texts = list(_texts(entry, language))
    if not _holds_all([told for _, told in texts], asked):
        return
    for place, told in texts:
        marks = list(_marks(told, asked))
        if marks:
            yield place.model_copy(update={"marks": marks})


def _texts(entry: BookEntryOut, language: BookLanguage) -> Iterator[tuple[BookHitText, str]]:
    yield BookHitText(field="title", language=language, line_id=None, marks=[]), getattr(entry.title, language)
    yield BookHitText(field="body", language=language, line_id=None, marks=[]), getattr(entry.body, language)
    for line in getattr(entry.triggers, language):
        yield BookHitText(field="triggers", language=language, line_id=line.id, marks=[]), line.say
    for line in getattr(entry.sentences, language):
        yield BookHitText(field="sentences", language=language, line_id=line.id, marks=[]), line.say


def _holds_all(texts: Sequence[str], asked: Question) -> bool:
    """Every word somewhere in the entry, and every phrase within one text."""
    said = {word.text for text in texts for word in comparable(_words(text)) if word}
    if not all(any(wanted.fits(word) for word in said) for wanted in asked.words):
        return False
    return all(any(found_in(_words(text), Question((phrase,), ())) for text in texts) for phrase in asked.phrases)


def _marks(text: str, asked: Question) -> Iterator[BookMark]:
    """Which letters of the text are meant, in order and apart."""
    spans = _spans(text)
    words = [text[start:end] for start, end in spans]
    for first, last in found_in(words, asked):
        yield BookMark(start=spans[first][0], end=spans[last][1])


def _words(text: str) -> list[str]:
    return [text[start:end] for start, end in _spans(text)]


def _spans(text: str) -> list[tuple[int, int]]:
    """Where each word of the text stands; forms side by side, as in מבין/מבינה, are words of their own."""
    spans: list[tuple[int, int]] = []
    start: int | None = None
    for at, letter in enumerate(f"{text} "):
        if letter.isspace() or letter in "/…":
            if start is not None:
                spans.append((start, at))
            start = None
        elif start is None:
            start = at
    return spans
