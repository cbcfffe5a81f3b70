"""All witnesses on all phrases: the text finds the moments, then meaning and sound are heard on those in question."""

from collections import defaultdict
from dataclasses import replace

from qa.pipeline.model import Means, PhraseSpec, Transcript
from qa.pipeline.phrases import calibration, matcher, meaning, seeking, sound
from qa.pipeline.phrases.witness import MeaningWitness, Testimony, TextWitness

#: A moment that the text finds less likely than this is no question for the others.
_OUT_OF_QUESTION = 0.03
#: So many moments of one phrase are put to the others, the likeliest first, and all that are as likely as this.
_MOST_QUESTIONS = 2
_LIKELY = 0.3
#: Where text and meaning agree so far that a phrase was not said, nobody asks further. On the labelled training calls
#: no moment below this was one that all witnesses together would have called said.
_SETTLED = 0.05

_Question = tuple[PhraseSpec, TextWitness]


def testimonies(
    transcript: Transcript, specs: tuple[PhraseSpec, ...], means: Means, *, ask_all: bool
) -> dict[str, tuple[Testimony, ...]]:
    """Per phrase what all witnesses at hand say of the moments that may hold it, in time order.

    The sound is heard where the others leave a question open; with `ask_all` everywhere, which fitting needs.
    """
    found = matcher.witnesses(transcript.turns, transcript.duration_ms, specs)
    likely = {spec.id: _in_question(found[spec.id]) for spec in specs}
    sought = _sought(transcript, specs, means)
    questions = [(spec, witness) for spec in specs for witness in _with(sought.get(spec.id, ()), likely[spec.id])]
    meanings = _meanings(questions, specs, means)
    so_far = [
        (spec, Testimony(witness, by_meaning)) for (spec, witness), by_meaning in zip(questions, meanings, strict=True)
    ]
    is_open = [ask_all or not _is_settled(spec, testimony) for spec, testimony in so_far]
    said = defaultdict(list)
    for (spec, _), testimony in zip(so_far, _with_sound(so_far, is_open, transcript.language, means), strict=True):
        said[spec.id].append(testimony)
    return {spec.id: tuple(said[spec.id]) for spec in specs}


def _sought(transcript: Transcript, specs: tuple[PhraseSpec, ...], means: Means) -> dict[str, tuple[TextWitness, ...]]:
    """The moments that only their meaning or their letters suggest."""
    sought: list[seeking.Found] = []
    if means.engines and means.engines.embedder:
        sought += seeking.seek(transcript, specs, means.engines.embedder)
    if means.sound and means.engines and means.engines.reader:
        sought += seeking.seek_by_letters(transcript, specs)
    found = defaultdict(list)
    for one in sought:
        found[one.spec.id].append(matcher.witness_of(one.said, one.spec))
    return {phrase_id: tuple(own) for phrase_id, own in found.items()}


def _with(sought: tuple[TextWitness, ...], likely: tuple[TextWitness, ...]) -> tuple[TextWitness, ...]:
    """All moments in time order; what the text found itself is not asked about twice."""
    kept = list(likely)
    for one in sought:
        if not any(one.evidence.span.overlaps(own.evidence.span) for own in kept):
            kept.append(one)
    return tuple(sorted(kept, key=lambda witness: witness.evidence.span))


def _in_question(found: tuple[TextWitness, ...]) -> tuple[TextWitness, ...]:
    ranked = sorted(((calibration.by_text(witness.signs), at) for at, witness in enumerate(found)), reverse=True)
    kept = [
        at
        for rank, (probability, at) in enumerate(ranked)
        if probability >= _LIKELY or (rank < _MOST_QUESTIONS and probability >= _OUT_OF_QUESTION)
    ]
    return tuple(found[at] for at in sorted(kept))


def _meanings(
    questions: list[_Question], specs: tuple[PhraseSpec, ...], means: Means
) -> tuple[MeaningWitness | None, ...]:
    if not (means.engines and means.engines.embedder and means.engines.sense):
        return (None,) * len(questions)
    return meaning.compare(questions, specs, means.engines.embedder, means.engines.sense)


def _with_sound(
    so_far: list[tuple[PhraseSpec, Testimony]], is_open: list[bool], language: str, means: Means
) -> tuple[Testimony, ...]:
    """The testimonies with what the sound says of those that are still open."""
    if not (means.sound and means.engines and means.engines.reader):
        return tuple(testimony for _, testimony in so_far)
    asked = [at for at, still in enumerate(is_open) if still]
    heard = sound.listen([so_far[at][1].text for at in asked], means.sound, means.engines.reader, language)
    by_place = dict(zip(asked, heard, strict=True))
    return tuple(replace(testimony, sound=by_place.get(at)) for at, (_, testimony) in enumerate(so_far))


def _is_settled(spec: PhraseSpec, testimony: Testimony) -> bool:
    return calibration.probability(testimony, spec.strictness) < _SETTLED
