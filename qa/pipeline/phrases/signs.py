"""The signs by which a reading of a phrase into a transcript is judged."""

from dataclasses import dataclass

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from qa.pipeline.phrases.alignment import Alignment, Likenesses
from qa.pipeline.phrases.normalise import FULL_WEIGHT, is_filler, is_negator, sound, stems
from qa.pipeline.phrases.patterns import Element, Sequence
from qa.pipeline.phrases.spoken import run
from qa.pipeline.phrases.stream import BREAK, Stream
from qa.pipeline.phrases.witness import Signs

#: Words that changed their place are looked for this many tokens before and behind the moment.
_NEARBY = 3
#: A "not" so many tokens before a moment still turns it round.
_BEFORE = 2
#: A place is taken for filled from this likeness on.
_FILLED = 0.5
#: A wording of so many letters is hardly met by chance.
_LONG_ENOUGH = 16
#: From this likeness on a word was surely heard right.
_WELL_HEARD = 0.9
#: As many words that run in or on are as good as a whole sentence.
_SENTENCE = 4


@dataclass(frozen=True, slots=True)
class Reading:
    """An alignment with the likenesses that it was made from."""

    alignment: Alignment
    alike: Likenesses


def signs(said: Stream, sequence: Sequence, reading: Reading) -> Signs:
    """All signs of one reading."""
    alignment = reading.alignment
    heard = _heard(said, alignment, without_fillers=True)
    wanted = _wanted(sequence, alignment, heard)
    content = _content(said, sequence, reading) or [alignment.similarity]
    run_in, run_on = run(said.words, said.tokens[alignment.first].first, said.tokens[alignment.last].last)
    return Signs(
        aligned=alignment.similarity,
        letters=fuzz.ratio(wanted, heard) / 100,
        weakest=min(content),
        covered=sum(content) / len(content),
        turned=float(_turned(said, sequence, alignment)),
        intruded=_intruded(said, sequence, alignment),
        rivalled=0.0,  # known only once the other phrases have been heard
        brevity=max(0.0, 1 - len(wanted) / _LONG_ENOUGH),
        clarity=said.clarity(alignment.first, alignment.last),
        reliability=said.clarity(0, len(said.tokens) - 1),
        run_in=min(1.0, run_in / _SENTENCE),
        run_on=min(1.0, run_on / _SENTENCE),
    )


def near_exact(said: Stream, sequence: Sequence, reading: Reading) -> float:
    """Likeness of the sounds to the very wording: 1 only where nothing but spelling differs."""
    heard = _heard(said, reading.alignment)
    return Levenshtein.normalized_similarity(_wanted(sequence, reading.alignment, heard), heard)


def _heard(said: Stream, alignment: Alignment, *, without_fillers: bool = False) -> str:
    """The moment's tokens as they sound, run together; what fills slots is nobody's business."""
    skipped = set(alignment.slotted)
    if without_fillers:
        skipped |= {at for at in alignment.extra if is_filler(said.tokens[at].text)}
    inside = range(alignment.first, alignment.last + 1)
    return "".join(sound(said.tokens[at].text) for at in inside if at not in skipped)


def _wanted(sequence: Sequence, alignment: Alignment, heard: str) -> str:
    """The wording as it sounds, by the choices that fit best; what may be left out counts only where it was said."""
    chosen = []
    for place, fit in zip(sequence, alignment.filled, strict=True):
        if place.is_slot or (place.optional and (fit or 0) < _FILLED):
            continue
        chosen.append(max((sound(choice) for choice in place.choices), key=lambda c: fuzz.partial_ratio(c, heard)))
    return "".join(chosen)


def _content(said: Stream, sequence: Sequence, reading: Reading) -> list[float]:
    """How well each content word is supported, in its place or anywhere near."""
    alignment = reading.alignment
    start, end = _nearby(said, alignment)
    return [
        max(fit or 0.0, float(reading.alike.one[i, start:end].max()))
        for i, (place, fit) in enumerate(zip(sequence, alignment.filled, strict=True))
        if place.weight == FULL_WEIGHT
    ]


def _intruded(said: Stream, sequence: Sequence, alignment: Alignment) -> float:
    """Content words that fill nothing, by how clearly they were heard, for each content word of the phrase."""
    own = sum(place.weight == FULL_WEIGHT for place in sequence) or 1
    foreign = [
        at for at in alignment.extra if said.tokens[at].weight == FULL_WEIGHT and not is_filler(said.tokens[at].text)
    ]
    return min(1.0, sum(said.clarity(at, at) for at in foreign) / own)


def _nearby(said: Stream, alignment: Alignment) -> tuple[int, int]:
    """The tokens of the moment and a few around it, from start to before end, not across a long silence."""
    start, end = alignment.first, alignment.last + 1
    while start > max(0, alignment.first - _NEARBY) and said.tokens[start - 1].text != BREAK:
        start -= 1
    while end < min(len(said.tokens), alignment.last + 1 + _NEARBY) and said.tokens[end].text != BREAK:
        end += 1
    return start, end


def _turned(said: Stream, sequence: Sequence, alignment: Alignment) -> bool:
    """Whether a "not" was added, or one of the phrase's own is missing where the words around it were well heard.

    Where they were not, the recogniser may have swallowed a small word, and nothing can be said.
    """
    if any(_negates(said.tokens[at].text) for at in (*_just_before(said, alignment.first), *alignment.extra)):
        return True
    fits = [fit or 0.0 for fit in alignment.filled]
    return any(
        _is_negation(place)
        and fits[i] < _FILLED
        and all(fit >= _WELL_HEARD for fit in fits[max(0, i - 1) : i] + fits[i + 1 : i + 2])
        for i, place in enumerate(sequence)
    )


def _just_before(said: Stream, first: int) -> range:
    """The tokens that run into the moment from just before it."""
    runs_in = run(said.words, said.tokens[first].first, said.tokens[first].first)[0]
    return range(max(0, first - min(_BEFORE, runs_in)), first)


def _negates(text: str) -> bool:
    return any(is_negator(stem) for stem in stems(text))


def _is_negation(place: Element) -> bool:
    return not place.optional and any(_negates(choice) for choice in place.choices)
