"""A stream compared with every word that the phrases hold, once for all of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from qa.pipeline.model import PhraseSpec
from qa.pipeline.phrases.alignment import Likenesses, Passing
from qa.pipeline.phrases.likeness import Matrix, lengths_agree, likeness
from qa.pipeline.phrases.normalise import is_filler, weight
from qa.pipeline.phrases.patterns import Sequence, sequences
from qa.pipeline.phrases.stream import BREAK, Stream

#: What a token that fills no place costs, as a share of its weight; fillers cost less.
_EXTRA, _EXTRA_FILLER = 0.3, 0.08
#: No phrase runs across a long silence: more than any phrase weighs.
_IMPASSABLE = 1_000.0


class Vocabulary:
    """Every word and pair of neighbouring words that the phrases hold, each once."""

    def __init__(self, specs: tuple[PhraseSpec, ...]) -> None:
        keys = (
            key for spec in specs for wording in spec.wordings for found in sequences(wording) for key in _keys(found)
        )
        self.words = list(dict.fromkeys(keys))
        self.rows = {word: row for row, word in enumerate(self.words)}


def _keys(sequence: Sequence) -> Iterator[str]:
    for i, place in enumerate(sequence):
        yield from place.choices
        yield from _pairs(sequence, i)


def _pairs(sequence: Sequence, i: int) -> list[str]:
    """The words at places i-1 and i written together, in all their choices; none beside a slot."""
    if not i:
        return []
    return [left + right for left in sequence[i - 1].choices for right in sequence[i].choices]


@dataclass(frozen=True, slots=True)
class Heard:
    """A stream with what its tokens have in common with the vocabulary; matrices are vocabulary rows x tokens."""

    stream: Stream
    vocabulary: Vocabulary
    one: Matrix  # the token by itself
    parted: Matrix  # the token written together with the one before it
    joined: Matrix  # the token where it may hold two words
    passing: Passing

    def likenesses(self, sequence: Sequence) -> Likenesses:
        """The rows of this sequence's places; any choice will do."""
        one, parted, joined = (np.zeros((len(sequence), len(self.stream.tokens))) for _ in range(3))
        for i, place in enumerate(sequence):
            if place.choices:
                one[i] = self._best(self.one, list(place.choices))
                parted[i] = self._best(self.parted, list(place.choices))
            if pairs := _pairs(sequence, i):
                joined[i] = self._best(self.joined, pairs)
        return Likenesses(one, parted, joined)

    def _best(self, matrix: Matrix, words: list[str]) -> Matrix:
        best: Matrix = matrix[[self.vocabulary.rows[word] for word in words]].max(axis=0)
        return best


def hear(stream: Stream, vocabulary: Vocabulary) -> Heard:
    """The stream, compared."""
    texts = [token.text for token in stream.tokens]
    one = likeness(vocabulary.words, texts)
    joined = one * lengths_agree(vocabulary.words, texts)
    broken = np.array([text == BREAK for text in texts], dtype=np.bool_)
    one[:, broken] = joined[:, broken] = -_IMPASSABLE
    return Heard(
        stream,
        vocabulary,
        one=one,
        parted=_parted(vocabulary, texts),
        joined=joined,
        passing=Passing(
            extra=np.array([_extra_cost(text) for text in texts], dtype=np.float64),
            slotted=np.array([_IMPASSABLE * (text == BREAK) for text in texts], dtype=np.float64),
        ),
    )


def _parted(vocabulary: Vocabulary, texts: list[str]) -> Matrix:
    parted = np.zeros((len(vocabulary.words), len(texts)))
    pairs = ["".join(pair) for pair in pairwise(texts)]
    if pairs:
        parted[:, 1:] = likeness(vocabulary.words, pairs) * lengths_agree(vocabulary.words, pairs)
        parted[:, 1:][:, [BREAK in pair for pair in pairwise(texts)]] = -_IMPASSABLE
    return parted


def _extra_cost(text: str) -> float:
    if text == BREAK:
        return _IMPASSABLE
    return _EXTRA_FILLER if is_filler(text) else _EXTRA * weight(text)
