"""Moments that no alignment of words finds, to be put to the other witnesses.

By meaning: a sentence may do a phrase's job with hardly one of its words. Every clause that a speaker said, and every
two in a row, is compared with every phrase; the meaning of two is the mean of theirs, which costs nothing more. By
letters: where the recogniser garbled most words, there is no meaning to find and no word to align, but the letters
still lie where they were said.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from rapidfuzz import fuzz

from qa.engines.interfaces import Embedder, Vectors, Word
from qa.pipeline.model import PhraseSpec, Transcript
from qa.pipeline.phrases.meaning import plain
from qa.pipeline.phrases.normalise import normalise, sound
from qa.pipeline.phrases.spoken import clauses
from qa.pipeline.phrases.stream import Stream, of_words, stream

#: A speaker whose words are less sure than this was hardly understood.
_UNDERSTOOD = 0.6
#: A stretch is worth asking about when it is this much like the phrase, and so much more than the usual stretch is.
_ALIKE, _ABOVE_USUAL = 0.885, 0.045
#: From this clarity on, a phrase that was said leaves words to align.
_RELIABLE = 0.75
#: Percent of the letters that have to agree.
_AGREEING = 50.0
_MOST_WORDS = 30
_FEWEST_WORDS = 2


@dataclass(frozen=True, slots=True)
class Found:
    """A stretch of one speaker's words that may mean a phrase."""

    spec: PhraseSpec
    said: Stream  # the stretch alone


def seek(transcript: Transcript, specs: tuple[PhraseSpec, ...], embedder: Embedder) -> Iterator[Found]:
    """At most one stretch a phrase and speaker: the likeliest, where any is likely."""
    wordings = {spec.id: embedder.embed([plain(wording) for wording in spec.wordings]) for spec in specs}
    for speaker in dict.fromkeys(turn.speaker for turn in transcript.turns):
        own = [spec for spec in specs if spec.speaker in {None, speaker} or speaker == "unknown"]
        for window in dict.fromkeys(spec.window for spec in own):
            said = stream(transcript.turns, speaker, window, transcript.duration_ms)
            if not said.tokens or said.clarity(0, len(said.tokens) - 1) < _UNDERSTOOD:
                continue
            stretches, vectors = _stretches(said.words, embedder)
            for spec in own:
                if spec.window == window and (words := _likeliest(stretches, vectors, wordings[spec.id])):
                    yield Found(spec, of_words(speaker, words))


def seek_by_letters(transcript: Transcript, specs: tuple[PhraseSpec, ...]) -> Iterator[Found]:
    """At most one stretch a phrase and speaker: where the letters agree best, if the words cannot be relied on."""
    for speaker in dict.fromkeys(turn.speaker for turn in transcript.turns):
        own = [spec for spec in specs if spec.speaker in {None, speaker} or speaker == "unknown"]
        for window in dict.fromkeys(spec.window for spec in own):
            said = stream(transcript.turns, speaker, window, transcript.duration_ms)
            if not said.tokens or said.clarity(0, len(said.tokens) - 1) >= _RELIABLE:
                continue
            letters = _Letters.of(said)
            for spec in own:
                if spec.window == window and (words := letters.likest(spec)):
                    yield Found(spec, of_words(speaker, words))


@dataclass(frozen=True, slots=True)
class _Letters:
    """A stream as it sounds, without spaces; `word_of` tells for each letter which word it came from."""

    said: Stream
    text: str
    word_of: tuple[int, ...]

    @classmethod
    def of(cls, said: Stream) -> "_Letters":
        sounds = [(sound(token.text), token.first) for token in said.tokens]
        return cls(said, "".join(text for text, _ in sounds), tuple(word for text, word in sounds for _ in text))

    def likest(self, spec: PhraseSpec) -> tuple[Word, ...]:
        """The words where the letters of any wording agree best; none where they hardly agree."""
        found = [
            fuzz.partial_ratio_alignment(wanted, self.text, score_cutoff=_AGREEING)
            for wording in spec.wordings
            if (wanted := "".join(sound(text) for text in normalise(plain(wording)).split()))
            and len(wanted) <= len(self.text)
        ]
        best = max((one for one in found if one), key=lambda one: one.score, default=None)
        if best is None:
            return ()
        last = min(best.dest_end, len(self.word_of)) - 1
        return self.said.words[self.word_of[best.dest_start] : self.word_of[last] + 1]


def _stretches(words: tuple[Word, ...], embedder: Embedder) -> tuple[list[tuple[Word, ...]], Vectors]:
    """Each clause, and each with the one behind it; their vectors, shape (stretches, width)."""
    parts = [words[first : last + 1] for first, last in clauses(words)]
    texts = [" ".join(word.text for word in part) for part in parts]
    vectors = embedder.embed(texts)
    weighed = vectors * np.array([[len(text)] for text in texts], dtype=np.float32)
    found = [*zip(parts, vectors, strict=True)]
    found += [(one + other, _unit(weighed[at] + weighed[at + 1])) for at, (one, other) in enumerate(pairwise(parts))]
    fitting = [(part, vector) for part, vector in found if _FEWEST_WORDS <= len(part) <= _MOST_WORDS]
    return [part for part, _ in fitting], np.array([vector for _, vector in fitting], dtype=np.float32)


def _unit(vector: Vectors) -> Vectors:
    unit: Vectors = vector / np.linalg.norm(vector)
    return unit


def _likeliest(stretches: list[tuple[Word, ...]], vectors: Vectors, wordings: Vectors) -> tuple[Word, ...] | None:
    if not stretches:
        return None
    likenesses = (vectors @ wordings.T).max(axis=1)
    best = int(likenesses.argmax())
    stands_out = float(likenesses[best]) - float(np.median(likenesses)) >= _ABOVE_USUAL
    return stretches[best] if likenesses[best] >= _ALIKE and stands_out else None
