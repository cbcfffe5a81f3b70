"""All witnesses on all phrases: the text finds the moments, then meaning and sound are heard on those in question."""

from collections import defaultdict

from qa.pipeline.model import Means, PhraseSpec, Transcript
from qa.pipeline.phrases import calibration, matcher, meaning, seeking, sound
from qa.pipeline.phrases.witness import MeaningWitness, SoundWitness, Testimony, TextWitness

#: A moment that the text finds less likely than this is no question for the others.
_OUT_OF_QUESTION = 0.03
#: So many moments of one phrase are put to the others, the likeliest first.
_MOST_QUESTIONS = 4

_Question = tuple[PhraseSpec, TextWitness]


def testimonies(
    transcript: Transcript, specs: tuple[PhraseSpec, ...], means: Means
) -> dict[str, tuple[Testimony, ...]]:
    """Per phrase what all witnesses at hand say of the moments that may hold it, in time order."""
    found = matcher.witnesses(transcript.turns, transcript.duration_ms, specs)
    likely = {spec.id: _in_question(found[spec.id]) for spec in specs}
    sought = _sought(transcript, specs, means)
    questions = [(spec, witness) for spec in specs for witness in _with(sought.get(spec.id, ()), likely[spec.id])]
    meanings = _meanings(questions, specs, means)
    sounds = _sounds(questions, transcript.language, means)
    said = defaultdict(list)
    for (spec, witness), by_meaning, by_sound in zip(questions, meanings, sounds, strict=True):
        said[spec.id].append(Testimony(witness, by_meaning, by_sound))
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
    likely = sorted(found, key=lambda witness: calibration.by_text(witness.signs), reverse=True)[:_MOST_QUESTIONS]
    kept = [witness for witness in likely if calibration.by_text(witness.signs) >= _OUT_OF_QUESTION]
    return tuple(sorted(kept, key=lambda witness: witness.evidence.span))


def _meanings(
    questions: list[_Question], specs: tuple[PhraseSpec, ...], means: Means
) -> tuple[MeaningWitness | None, ...]:
    if not (means.engines and means.engines.embedder):
        return (None,) * len(questions)
    return meaning.compare(questions, specs, means.engines.embedder)


def _sounds(questions: list[_Question], language: str, means: Means) -> tuple[SoundWitness | None, ...]:
    if not (means.sound and means.engines and means.engines.reader):
        return (None,) * len(questions)
    return sound.listen([witness for _, witness in questions], means.sound, means.engines.reader, language)
