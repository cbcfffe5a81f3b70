"""The text witness: finds the moments of a transcript that read like a phrase, however they were spelt or misheard."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

import numpy as np

from qa.pipeline.model import PhraseSpec, Speaker, Turn
from qa.pipeline.phrases import calibration, signs
from qa.pipeline.phrases.alignment import Alignment, Costs, Likenesses, Table
from qa.pipeline.phrases.likeness import Matrix, lengths_agree, likeness
from qa.pipeline.phrases.normalise import is_filler
from qa.pipeline.phrases.patterns import Sequence, sequences
from qa.pipeline.phrases.stream import Stream, stream
from qa.pipeline.phrases.witness import TextWitness
from qa.platform.spans import Span

#: What a token that fills no place costs, as a share of its weight; fillers cost less, a long silence more.
_EXTRA, _EXTRA_FILLER, _EXTRA_BREAK = 0.3, 0.08, 1.0
#: A moment less like the phrase than this is not worth a look.
_WORTH_A_LOOK = 0.35
#: Beside the best moment of a wording, only those count that come this near to it.
_BESIDE_THE_BEST = 0.7
#: As many moments a sequence are read back; a phrase is hardly said more often in one call.
_MOST_MOMENTS = 6
#: Another phrase is a rival where it takes up at least this share of the moment.
_RIVAL_SHARE = 0.6


def witnesses(
    turns: tuple[Turn, ...], duration_ms: int, specs: tuple[PhraseSpec, ...]
) -> dict[str, tuple[TextWitness, ...]]:
    """Per phrase the moments that may say it, in time order, the best wording each; none overlap."""
    vocabulary = _Vocabulary(specs)
    listener = _Listener(turns, duration_ms, vocabulary)
    heard = {spec.id: listener.hear(spec) for spec in specs}
    return {phrase_id: _against_rivals(phrase_id, heard) for phrase_id in heard}


def _against_rivals(phrase_id: str, heard: dict[str, tuple[TextWitness, ...]]) -> tuple[TextWitness, ...]:
    """The moments of one phrase, less likely where another phrase explains the same words better."""
    others = [witness for other, found in heard.items() if other != phrase_id for witness in found]
    return tuple(_against(witness, others) for witness in heard[phrase_id])


def _against(witness: TextWitness, others: list[TextWitness]) -> TextWitness:
    own = witness.evidence
    better = [
        other.similarity - witness.similarity
        for other in others
        if other.similarity > witness.similarity and other.evidence.speaker == own.speaker
        if _shared(other.evidence.span, own.span) >= _RIVAL_SHARE * own.span.length
        and not _words(witness.wording) <= _words(other.wording)
    ]
    if not better:
        return witness
    rivalled = replace(witness.signs, rivalled=max(better))
    return replace(witness, signs=rivalled, probability=calibration.probability(rivalled))


@lru_cache(maxsize=2_000)
def _words(wording: str) -> frozenset[str]:
    """All words of a wording. A phrase whose words another one holds is a part of it, not its rival."""
    return frozenset(choice for sequence in sequences(wording) for place in sequence for choice in place.choices)


def _shared(left: Span, right: Span) -> int:
    common = left.intersection(right)
    return common.length if common else 0


class _Vocabulary:
    """Every word and pair of neighbouring words that the phrases hold, each once."""

    def __init__(self, specs: tuple[PhraseSpec, ...]) -> None:
        words: dict[str, int] = {}
        for spec in specs:
            for wording in spec.wordings:
                for sequence in sequences(wording):
                    for key in _keys(sequence):
                        words.setdefault(key, len(words))
        self.rows = words

    @property
    def words(self) -> list[str]:
        return list(self.rows)


def _keys(sequence: Sequence) -> Iterable[str]:
    for i, place in enumerate(sequence):
        yield from place.choices
        if i and place.choices and sequence[i - 1].choices:
            yield from _pairs(sequence, i)


def _pairs(sequence: Sequence, i: int) -> list[str]:
    return [left + right for left in sequence[i - 1].choices for right in sequence[i].choices]


@dataclass(frozen=True, slots=True)
class _Heard:
    """A stream with what its words have in common with the vocabulary."""

    stream: Stream
    one: Matrix  # vocabulary row x token
    parted: Matrix  # vocabulary row x token written together with the one before it
    joined: Matrix  # vocabulary row x token that may hold two words
    extra_cost: Costs


class _Listener:
    def __init__(self, turns: tuple[Turn, ...], duration_ms: int, vocabulary: _Vocabulary) -> None:
        self.turns, self.duration_ms, self.vocabulary = turns, duration_ms, vocabulary
        self.speakers: tuple[Speaker, ...] = tuple(dict.fromkeys(turn.speaker for turn in turns))
        self._heard: dict[object, _Heard] = {}

    def hear(self, spec: PhraseSpec) -> tuple[TextWitness, ...]:
        found: list[TextWitness] = []
        for speaker in self.speakers:
            if spec.speaker in {None, speaker} or speaker == "unknown":
                heard = self._hearing(speaker, spec)
                for wording in spec.wordings:
                    for sequence in sequences(wording):
                        found += _moments(heard, sequence, wording, self.vocabulary)
        return _best_apart(found)

    def _hearing(self, speaker: Speaker, spec: PhraseSpec) -> _Heard:
        key = (speaker, spec.window)
        if key not in self._heard:
            said = stream(self.turns, speaker, spec.window, self.duration_ms)
            texts = [token.text for token in said.tokens]
            pairs = [left + right for left, right in pairwise(texts)]
            one = likeness(self.vocabulary.words, texts)
            parted = np.zeros_like(one)
            if pairs:
                parted[:, 1:] = likeness(self.vocabulary.words, pairs) * lengths_agree(self.vocabulary.words, pairs)
                parted[:, np.array(said.breaks)] = 0
            joined = one * lengths_agree(self.vocabulary.words, texts)
            self._heard[key] = _Heard(said, one, parted, joined, _extra_cost(said))
        return self._heard[key]


def _extra_cost(said: Stream) -> Costs:
    costs = [_EXTRA_FILLER if is_filler(token.text) else _EXTRA * token.weight for token in said.tokens]
    return np.array(costs, dtype=np.float64) + _EXTRA_BREAK * np.array(said.breaks, dtype=np.float64)


def _moments(heard: _Heard, sequence: Sequence, wording: str, vocabulary: _Vocabulary) -> list[TextWitness]:
    if not heard.stream.tokens:
        return []
    alike = _likenesses(heard, sequence, vocabulary)
    table = Table(sequence, alike, heard.extra_cost)
    found: list[Alignment] = []
    similarities = table.similarities()
    floor = max(_WORTH_A_LOOK, _BESIDE_THE_BEST * float(similarities.max()))
    for end in np.argsort(-similarities, kind="stable"):
        if similarities[end] < floor or len(found) == _MOST_MOMENTS:
            break
        if any(known.first < end <= known.last + 1 for known in found):
            continue
        alignment = table.read_back(int(end))
        if alignment and not any(alignment.first <= k.last and k.first <= alignment.last for k in found):
            found.append(alignment)
    background = float(np.median(similarities))
    return [
        _witness(heard.stream, sequence, wording, signs.Reading(alignment, alike, background)) for alignment in found
    ]


def _likenesses(heard: _Heard, sequence: Sequence, vocabulary: _Vocabulary) -> Likenesses:
    tokens = len(heard.stream.tokens)
    one, parted, joined = (np.zeros((len(sequence), tokens)) for _ in range(3))
    for i, place in enumerate(sequence):
        if place.is_slot:
            continue
        rows = [vocabulary.rows[choice] for choice in place.choices]
        one[i] = heard.one[rows].max(axis=0)
        parted[i] = heard.parted[rows].max(axis=0)
        if i and not sequence[i - 1].is_slot:
            joined[i] = heard.joined[[vocabulary.rows[pair] for pair in _pairs(sequence, i)]].max(axis=0)
    return Likenesses(one, parted, joined)


def _witness(said: Stream, sequence: Sequence, wording: str, reading: signs.Reading) -> TextWitness:
    alignment = reading.alignment
    near_exact = signs.near_exact(said, sequence, reading)
    found = signs.signs(said, sequence, reading)
    return TextWitness(
        wording=wording,
        similarity=alignment.similarity,
        probability=calibration.probability(found),
        exact=near_exact == 1,
        near_exact=near_exact,
        evidence=said.evidence(alignment.first, alignment.last),
        signs=found,
    )


def _best_apart(found: list[TextWitness]) -> tuple[TextWitness, ...]:
    """The likeliest of overlapping moments, in time order."""
    kept: list[TextWitness] = []
    for witness in sorted(found, key=lambda w: (w.exact, w.probability, w.near_exact), reverse=True):
        if not any(witness.evidence.span.overlaps(k.evidence.span) for k in kept):
            kept.append(witness)
    return tuple(sorted(kept, key=lambda w: w.evidence.span))
