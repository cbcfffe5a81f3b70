"""A moment as words: the phrase as it would be spoken there, and what the recogniser heard there and around it."""

from collections.abc import Iterator
from dataclasses import replace

from rapidfuzz import fuzz

from qa.engines.interfaces import Word
from qa.pipeline.phrases.alignment import Alignment
from qa.pipeline.phrases.normalise import FULL_WEIGHT, sound, weight
from qa.pipeline.phrases.patterns import Element, Sequence
from qa.pipeline.phrases.stream import Stream
from qa.pipeline.phrases.witness import Spoken
from qa.platform.spans import Span

#: Sound that is heard around a moment, and for each word of the phrase that the transcript lacks at that end.
_AROUND_MS, _FOR_A_WORD_MS = 250, 250
#: A place is taken for filled from this likeness on.
_FILLED = 0.25
#: A word belongs to a clip when more of it than this lies inside.
_GRAZE_MS = 120
#: A pause as long as this parts two clauses even where the recogniser wrote no mark.
_PAUSE_MS = 300
_MARKS = ".?!,;:"
#: So many words beyond the moment are looked at.
_FAR = 10


def widened(said: Stream, sequence: Sequence, alignment: Alignment) -> Alignment:
    """The alignment with what was said in the place of words that the phrase has at its ends and the transcript lacks.

    "Thank you for your payment" is no moment "Thank you for your" that lacks a last word, but one that has another.
    """
    required = [fit for place, fit in zip(sequence, alignment.filled, strict=True) if not place.optional]
    first, last = alignment.first, alignment.last
    for _ in range(_unfilled(tuple(required))):
        if first > 0 and not _parted(said.words, said.tokens[first - 1].last) and said.tokens[first - 1].text:
            first -= 1
    for _ in range(_unfilled(tuple(required[::-1]))):
        if (
            last + 1 < len(said.tokens)
            and not _parted(said.words, said.tokens[last].last)
            and said.tokens[last + 1].text
        ):
            last += 1
    strangers = (*range(first, alignment.first), *alignment.extra, *range(alignment.last + 1, last + 1))
    return replace(alignment, first=first, last=last, extra=strangers)


def spoken(said: Stream, sequence: Sequence, alignment: Alignment) -> Spoken:
    """The moment of this alignment as words."""
    first, last = said.tokens[alignment.first].first, said.tokens[alignment.last].last
    moment = _span(said.words[first : last + 1])
    clip = Span(
        max(0, moment.start - _AROUND_MS - _FOR_A_WORD_MS * _unfilled(alignment.filled)),
        moment.end + _AROUND_MS + _FOR_A_WORD_MS * _unfilled(alignment.filled[::-1]),
    )
    wanted = tuple(_wanted(said, sequence, alignment))
    return Spoken(
        wanted=tuple(word for word, _ in wanted),
        own=tuple(own for _, own in wanted),
        before=_texts(w for w in said.words[:first] if w.span.end > clip.start + _GRAZE_MS),
        inside=_texts(said.words[first : last + 1]),
        after=_texts(w for w in said.words[last + 1 :] if w.span.start < clip.end - _GRAZE_MS),
        stretches=tuple(_stretches(said.words, first, last)),
        clip=clip,
    )


def _stretches(words: tuple[Word, ...], first: int, last: int) -> Iterator[str]:
    """The whole clauses that the moment lies in, then with the clause before, and with the one behind."""
    before, after = run(words, first, last)
    start, end = first - before, last + after
    earlier = start - 1 - run(words, start - 1, start - 1)[0] if start else start
    later = end + 1 + run(words, end + 1, end + 1)[1] if end + 1 < len(words) else end
    for left, right in dict.fromkeys([(start, end), (earlier, end), (start, later)]):
        yield " ".join(_texts(words[left : right + 1]))


def run(words: tuple[Word, ...], first: int, last: int) -> tuple[int, int]:
    """How many words run into the words `first`..`last`, and how many run on behind, with no pause and no mark."""
    before = after = 0
    while before < _FAR and not _parted(words, first - before - 1):
        before += 1
    while after < _FAR and not _parted(words, last + after):
        after += 1
    return before, after


def clauses(words: tuple[Word, ...]) -> list[tuple[int, int]]:
    """All clauses, each as its first and last word; a clause of one word goes with the next."""
    found = []
    start = 0
    for at in range(len(words)):
        if _parted(words, at) and (at > start or at == len(words) - 1):
            found.append((start, at))
            start = at + 1
    return found


def _parted(words: tuple[Word, ...], at: int) -> bool:
    """Whether a clause ends between the word at that place and the next."""
    if not 0 <= at < len(words) - 1:
        return True
    return words[at].text[-1] in _MARKS or words[at + 1].span.start - words[at].span.end >= _PAUSE_MS


def _wanted(said: Stream, sequence: Sequence, alignment: Alignment) -> Iterator[tuple[str, bool]]:
    """The phrase's words as they are written, each with whether it is a content word of the wording itself."""
    for place, (start, end) in zip(sequence, alignment.where, strict=True):
        tokens = [token for token in said.tokens[start:end] if token.text]
        if place.is_slot:
            for at in sorted({at for token in tokens for at in range(token.first, token.last + 1)}):
                yield said.words[at].text, False
        elif not place.optional or tokens:
            written, choice = _best_choice(place, "".join(sound(token.text) for token in tokens))
            if written:
                yield written, weight(choice) >= FULL_WEIGHT


def _best_choice(place: Element, heard: str) -> tuple[str, str]:
    """The choice that sounds most like what was heard in its place, as it is written and as it is compared."""
    pairs = list(zip(place.spelt, place.choices, strict=True))
    return max(pairs, key=lambda pair: fuzz.ratio(sound(pair[1]), heard)) if heard else pairs[0]


def _unfilled(fits: tuple[float | None, ...]) -> int:
    """How many places at the beginning nothing fills."""
    return next((i for i, fit in enumerate(fits) if fit is not None and fit >= _FILLED), len(fits))


def _span(words: tuple[Word, ...]) -> Span:
    return Span(min(word.span.start for word in words), max(word.span.end for word in words))


def _texts(words: tuple[Word, ...] | Iterator[Word]) -> tuple[str, ...]:
    return tuple(word.text for word in words)
