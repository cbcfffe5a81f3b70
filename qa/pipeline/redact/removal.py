"""A transcript without its personal numbers, and the words that were taken out of it.

Each number becomes one placeholder word in each turn that it was said in, with the time of the words that it stands
for. Its text is a mark without a letter or a digit: it belongs to no language, so a page or a file gives it a name in
its reader's (`named`), and whoever compares words, phrases or meanings finds nothing in it to compare.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from statistics import fmean

from qa.engines.interfaces import Word
from qa.pipeline.model import Speaker, Transcript, Turn
from qa.pipeline.redact.finder import find
from qa.pipeline.redact.rules import Kind
from qa.platform.spans import Span

#: What stands in a transcript in the place of a number.
MARKS: dict[Kind, str] = {"card": "⟦▤⟧", "security_code": "⟦▥⟧", "id_number": "⟦▦⟧", "phone": "⟦▧⟧"}
_KINDS = {mark: kind for kind, mark in MARKS.items()}
_MARK = re.compile("|".join(map(re.escape, MARKS.values())))
_NAMES: dict[Kind, tuple[str, str]] = {
    "card": ("מספר כרטיס", "card number"),
    "security_code": ("קוד אבטחה", "security code"),
    "id_number": ("מספר זהות", "ID number"),
    "phone": ("מספר טלפון", "phone number"),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number of some kind is heard."""

    kind: Kind
    speaker: Speaker
    span: Span


@dataclass(frozen=True, slots=True)
class Removed:
    """The words that one placeholder stands for. They are not shown when this is printed or logged."""

    kind: Kind
    speaker: Speaker
    span: Span  # of the placeholder
    words: tuple[Word, ...] = field(repr=False)

    @property
    def text(self) -> str:
        """What was said."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Redacted:
    """A transcript that may be kept and shown, what was taken out of it, and where that is to be heard."""

    transcript: Transcript
    removed: tuple[Removed, ...]
    places: tuple[Place, ...]


def redacted(transcript: Transcript, known: Sequence[Place] = ()) -> Redacted:
    """The transcript with a placeholder for each personal number.

    `known` are places where numbers were heard before, by other engines: what stands there now is taken out as well.
    """
    numbers = find(transcript)
    hidden = [Place(n.kind, n.speaker, n.said) for n in numbers] + list(known)
    turns: list[Turn] = []
    removed: list[Removed] = []
    for turn in transcript.turns:
        words, taken = _without(turn, [place for place in hidden if place.speaker == turn.speaker])
        turns.append(replace(turn, words=words))
        removed += taken
    heard = [Place(n.kind, n.speaker, n.span) for n in numbers]
    return Redacted(replace(transcript, turns=tuple(turns)), tuple(removed), (*heard, *known))


def covered(turn: Turn, places: Sequence[Place]) -> Turn:
    """The turn with a placeholder for whatever its speaker says at these places."""
    words, _ = _without(turn, [place for place in places if place.speaker == turn.speaker])
    return replace(turn, words=words)


def kind_of_mark(text: str) -> Kind | None:
    """What kind of number this word stands for; None where it is a word like any other."""
    return next((kind for mark, kind in _KINDS.items() if mark in text), None)


def named(text: str, language: str) -> str:
    """The text with each mark as words of the language in square brackets: Hebrew for "he", else English."""
    return _MARK.sub(lambda mark: f"[{_NAMES[_KINDS[mark[0]]][language != 'he']}]", text)


def with_names(transcript: Transcript) -> Transcript:
    """The transcript with names in the places of its marks, in its own language: for files that people read."""
    turns = tuple(
        replace(turn, words=tuple(replace(w, text=named(w.text, transcript.language)) for w in turn.words))
        for turn in transcript.turns
    )
    return replace(transcript, turns=turns)


def _without(turn: Turn, hidden: Sequence[Place]) -> tuple[tuple[Word, ...], list[Removed]]:
    """The turn's words, those of a number as one placeholder; and what each placeholder stands for."""
    words: list[Word] = []
    removed: list[Removed] = []
    for place, group in groupby(turn.words, key=lambda word: _place_of(word, hidden)):
        said = tuple(group)
        if place is None or all(kind_of_mark(word.text) for word in said):
            words += said
            continue
        span = Span(said[0].span.start, max(word.span.end for word in said))
        words.append(Word(MARKS[place.kind], span, fmean(word.probability for word in said)))
        removed.append(Removed(place.kind, turn.speaker, span, said))
    return tuple(words), removed


def _place_of(word: Word, hidden: Sequence[Place]) -> Place | None:
    middle = (word.span.start + word.span.end) // 2
    return next((place for place in hidden if place.span.start <= middle <= place.span.end), None)
