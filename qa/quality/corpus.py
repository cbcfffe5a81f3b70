"""A labelled corpus as a listener may know it: which recordings, in which language, who is on which channel.

Nothing here can hold a label. What the calls really contain is read by `labels.py`, after the verdicts are written.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from qa.pipeline.model import Language, Speaker
from qa.quality.book import LANGUAGES, Book, read_book
from qa.quality.errors import BadCorpus
from qa.quality.record import Record

#: The only keys of a call's file that are kept before the verdicts are written. "id" is the call's name.
UNLABELLED = ("id", "language", "audio", "channels")
#: Who is on a channel, as a corpus says it and as the pipeline does.
_SPEAKERS: dict[str, Speaker] = {"agent": "agent", "customer": "customer", "mono": "unknown"}


@dataclass(frozen=True, slots=True)
class UnlabelledCall:
    """A call to be heard. `roles` are in the order of the channels; "unknown" where one channel carries both."""

    id: str
    language: Language
    audio: Path
    roles: tuple[Speaker, ...]


@dataclass(frozen=True, slots=True)
class Corpus:
    """The calls of a folder and the book that they are held against."""

    folder: Path
    book: Book
    calls: tuple[UnlabelledCall, ...]


def call_files(folder: Path) -> Iterator[Path]:
    """The JSON file of each call, Hebrew first, by name."""
    for language in LANGUAGES:
        yield from sorted((folder / language).glob("*.json"))


def open_corpus(folder: Path) -> Corpus:
    """The corpus in that folder, without its labels. Raises BadCorpus."""
    if not folder.is_dir():
        raise BadCorpus(folder, "there is no such folder")
    book = read_book(folder)
    calls = tuple(_unlabelled(path, book) for path in call_files(folder))
    if not calls:
        raise BadCorpus(folder, f"holds no calls: no JSON file in {' or '.join(f'{name}/' for name in LANGUAGES)}")
    names = [call.id for call in calls]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise BadCorpus(folder, f"several calls are called {', '.join(twice)}")
    return Corpus(folder, book, calls)


def _unlabelled(path: Path, book: Book) -> UnlabelledCall:
    record = Record.read(path, only=UNLABELLED)
    language = cast("Language", record.one_of("language", LANGUAGES))
    if not book.phrases_of(language):
        raise record.wrong("language", f"is {language}, but the language book has no phrase in it")
    audio = path.parent / record.text("audio")
    if not audio.is_file():
        raise record.wrong("audio", f"names a file that is not there: {audio}")
    return UnlabelledCall(record.text_or_none("id") or path.stem, language, audio, _roles(record))


def _roles(record: Record) -> tuple[Speaker, ...]:
    channels = record.record("channels")
    places = sorted(channels.body, key=lambda place: int(place) if place.isdigit() else -1)
    if places != [str(number) for number in range(len(places))] or not places:
        raise record.wrong("channels", 'must be numbered from "0"')
    return tuple(_SPEAKERS[channels.one_of(place, tuple(_SPEAKERS))] for place in places)
