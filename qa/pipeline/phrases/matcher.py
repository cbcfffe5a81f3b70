"""The text witness: finds the moments of a transcript that read like a phrase, however they were spelt or misheard."""

from dataclasses import replace
from functools import lru_cache

import numpy as np

from qa.pipeline.model import PhraseSpec, Speaker, Turn, Window
from qa.pipeline.phrases import calibration, signs
from qa.pipeline.phrases.alignment import Alignment, Table
from qa.pipeline.phrases.hearing import Heard, Vocabulary, hear
from qa.pipeline.phrases.patterns import Sequence, sequences
from qa.pipeline.phrases.spoken import spoken, widened
from qa.pipeline.phrases.stream import Stream, stream
from qa.pipeline.phrases.witness import TextWitness
from qa.platform.spans import Span

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
    vocabulary = Vocabulary(specs)
    listener = _Listener(turns, duration_ms, vocabulary)
    heard = {spec.id: listener.hear(spec) for spec in specs}
    return {phrase_id: _against_rivals(phrase_id, heard) for phrase_id in heard}


def witness_of(said: Stream, spec: PhraseSpec) -> TextWitness:
    """How the whole of these words reads as the phrase, by the wording that fits best, however badly."""
    heard = hear(said, Vocabulary((spec,)))
    found = [
        _witness(said, sequence, wording, signs.Reading(_of_all(heard, sequence), heard.likenesses(sequence)))
        for wording in spec.wordings
        for sequence in sequences(wording)
    ]
    return max(found, key=lambda witness: (calibration.by_text(witness.signs), witness.similarity))


def _of_all(heard: Heard, sequence: Sequence) -> Alignment:
    """The best reading, with all words that it has no use for counted as strangers."""
    last = len(heard.stream.tokens) - 1
    table = Table(sequence, heard.likenesses(sequence), heard.passing)
    read = table.read_back(int(table.similarities().argmax()))
    if read is None:
        nothing = tuple(None if place.is_slot else 0.0 for place in sequence)
        return Alignment(0, last, 0.0, nothing, ((0, 0),) * len(sequence), tuple(range(last + 1)), ())
    used = {at for start, end in read.where for at in range(start, end)}
    return replace(read, first=0, last=last, extra=tuple(at for at in range(last + 1) if at not in used))


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
    return replace(witness, signs=replace(witness.signs, rivalled=max(better)))


@lru_cache(maxsize=2_000)
def _words(wording: str) -> frozenset[str]:
    """All words of a wording. A phrase whose words another one holds is a part of it, not its rival."""
    return frozenset(choice for sequence in sequences(wording) for place in sequence for choice in place.choices)


def _shared(left: Span, right: Span) -> int:
    common = left.intersection(right)
    return common.length if common else 0


class _Listener:
    def __init__(self, turns: tuple[Turn, ...], duration_ms: int, vocabulary: Vocabulary) -> None:
        self.turns, self.duration_ms, self.vocabulary = turns, duration_ms, vocabulary
        self.speakers: tuple[Speaker, ...] = tuple(dict.fromkeys(turn.speaker for turn in turns))
        self._heard: dict[tuple[Speaker, Window], Heard] = {}

    def hear(self, spec: PhraseSpec) -> tuple[TextWitness, ...]:
        found: list[TextWitness] = []
        for speaker in self.speakers:
            if spec.speaker in {None, speaker} or speaker == "unknown":
                heard = self._hearing(speaker, spec.window)
                for wording in spec.wordings:
                    for sequence in sequences(wording):
                        found += _moments(heard, sequence, wording)
        return _best_apart(found)

    def _hearing(self, speaker: Speaker, window: Window) -> Heard:
        if (speaker, window) not in self._heard:
            said = stream(self.turns, speaker, window, self.duration_ms)
            self._heard[speaker, window] = hear(said, self.vocabulary)
        return self._heard[speaker, window]


def _moments(heard: Heard, sequence: Sequence, wording: str) -> list[TextWitness]:
    """Where the stream reads most like the sequence, the best first; no two of them overlap."""
    if not heard.stream.tokens:
        return []
    alike = heard.likenesses(sequence)
    table = Table(sequence, alike, heard.passing)
    similarities = table.similarities()
    floor = max(_WORTH_A_LOOK, _BESIDE_THE_BEST * float(similarities.max()))
    found: list[Alignment] = []
    for end in np.argsort(-similarities, kind="stable"):
        if similarities[end] < floor or len(found) == _MOST_MOMENTS:
            break
        if any(known.first < end <= known.last + 1 for known in found):
            continue
        alignment = table.read_back(int(end))
        if alignment and not any(alignment.first <= known.last and known.first <= alignment.last for known in found):
            found.append(alignment)
    return [
        _witness(heard.stream, sequence, wording, signs.Reading(widened(heard.stream, sequence, alignment), alike))
        for alignment in found
    ]


def _witness(said: Stream, sequence: Sequence, wording: str, reading: signs.Reading) -> TextWitness:
    alignment = reading.alignment
    near_exact = signs.near_exact(said, sequence, reading)
    return TextWitness(
        wording=wording,
        similarity=alignment.similarity,
        exact=near_exact == 1,
        near_exact=near_exact,
        evidence=said.evidence(alignment.first, alignment.last),
        signs=signs.signs(said, sequence, reading),
        spoken=spoken(said, sequence, alignment),
    )


def _best_apart(found: list[TextWitness]) -> tuple[TextWitness, ...]:
    """The likeliest of overlapping moments, in time order."""
    kept: list[TextWitness] = []
    for witness in sorted(found, key=lambda w: (w.exact, calibration.by_text(w.signs), w.near_exact), reverse=True):
        if not any(witness.evidence.span.overlaps(k.evidence.span) for k in kept):
            kept.append(witness)
    return tuple(sorted(kept, key=lambda w: w.evidence.span))
