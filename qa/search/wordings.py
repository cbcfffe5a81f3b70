"""Where a turn holds a wording (of a topic, of a sentence of the book), found in any form of its words.

A wording is a pattern of the family syntax (`{חשבון|חשבונית}`, `[a]`, `...`); its words are looked for as search looks
for words: under every prefix, gender, number and regular ending. They must stand one after the other.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from qa.pipeline.phrases.patterns import SLOT_WORDS, sequences
from qa.search.words import Question, SaidWord, WantedWord, comparable, forms_of, said_forms


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a wording: a word in any of its forms, or a slot for a few that nobody can know."""

    word: WantedWord | None
    optional: bool


Wording = tuple[Place, ...]


def wordings_of(pattern: str) -> tuple[Wording, ...]:
    """Every plain wording of a pattern. Raises BadPattern."""
    return tuple(
        tuple(
            Place(
                None if element.is_slot else WantedWord(frozenset().union(*map(forms_of, element.choices))),
                element.optional,
            )
            for element in sequence
        )
        for sequence in sequences(pattern)
    )


def asked_of(wording: Wording) -> Question:
    """What a turn must hold to be worth looking at: every word that may not be left out."""
    return Question((), tuple(place.word for place in wording if place.word and not place.optional))


class Watch:
    """Wordings of several topics, by the words that they can begin with."""

    def __init__(self, topics: Iterable[tuple[str, Sequence[str]]]) -> None:
        """`topics` are ids with their patterns. Raises BadPattern."""
        self._begun: dict[str, list[tuple[str, Wording]]] = {}
        for topic_id, patterns in topics:
            for pattern in patterns:
                for wording in wordings_of(pattern):
                    self._begin(topic_id, wording)

    def _begin(self, topic_id: str, wording: Wording) -> None:
        for at, place in enumerate(wording):
            for form in place.word.forms if place.word else ():
                self._begun.setdefault(form, []).append((topic_id, wording[at:]))
            if place.word and not place.optional:
                return

    def mentions(self, words: Sequence[str]) -> Iterator[tuple[str, int, int]]:
        """Which topics the words of a turn mention, each moment once: id, first and last word, both included."""
        said = comparable(words)
        ends: dict[str, int] = {}
        for at, word in enumerate(said):
            if word is None:
                continue
            begun = {
                id(wording): (topic, wording) for form in said_forms(word.text) for topic, wording in self._at(form)
            }
            longest: dict[str, int] = {}
            for topic_id, wording in begun.values():
                end = _end(said, at, wording)
                if end is not None:
                    longest[topic_id] = max(longest.get(topic_id, -1), end)
            for topic_id, end in longest.items():
                last = said[end]
                if last is not None and word.first > ends.get(topic_id, -1):
                    ends[topic_id] = last.last
                    yield topic_id, word.first, last.last

    def _at(self, form: str) -> Sequence[tuple[str, Wording]]:
        return self._begun.get(form, ())


def _end(said: Sequence[SaidWord | None], at: int, wording: Wording) -> int | None:
    """The place of the wording's last word, if it is said from this place on."""
    if not wording:
        return at - 1
    place, rest = wording[0], wording[1:]
    if place.word is None:
        for skipped in range(SLOT_WORDS + 1):
            if any(word is None for word in said[at : at + skipped]):
                return None
            if (end := _end(said, at + skipped, rest)) is not None:
                return end
        return None
    word = said[at] if at < len(said) else None
    if word is not None and place.word.fits(word.text) and (end := _end(said, at + 1, rest)) is not None:
        return end
    return _end(said, at, rest) if place.optional else None
