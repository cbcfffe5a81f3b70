"""From what the witnesses say of each moment to a verdict on the phrase, with its reasons."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa.pipeline.model import Moment, PhraseFinding, PhraseSpec, Strictness, Verdict
from qa.pipeline.phrases import calibration
from qa.pipeline.phrases.witness import Testimony

#: What is said of a phrase that no moment resembles.
_NO_MOMENT = 0.02


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`said` from this probability on, `not_said` below that one, between them `unsure`."""

    said: float
    not_said: float


THRESHOLDS: dict[Strictness, Thresholds] = {
    "exact": Thresholds(said=0.75, not_said=0.3),
    "close": Thresholds(said=0.75, not_said=0.3),
    "meaning": Thresholds(said=0.75, not_said=0.3),
}


#: The most that an exact wording is given where it may have been misheard and the sound was not asked.
_NEARLY = THRESHOLDS["exact"].said - 0.01


def finding(spec: PhraseSpec, testimonies: tuple[Testimony, ...], anyone_spoke: bool) -> PhraseFinding:
    """The verdict on one phrase in one call. `anyone_spoke`: whether a speaker who could say it was heard at all."""
    if not anyone_spoke:
        return PhraseFinding(
            spec.id, "skipped", 0.0, (), f"no words of the {spec.speaker or 'speakers'} were recognised"
        )
    judged = [(testimony, _moment(spec.strictness, testimony)) for testimony in testimonies]
    moments = tuple(moment for _, moment in judged if moment.verdict != "not_said")
    best = max(judged, key=lambda pair: pair[1].probability, default=None)
    if best is None:
        return PhraseFinding(spec.id, "not_said", _NO_MOMENT, (), "nothing in the transcript resembles it")
    testimony, moment = best
    return PhraseFinding(
        phrase_id=spec.id,
        verdict=moment.verdict,
        probability=moment.probability,
        occurrences=tuple(other.evidence for other in moments if other.verdict == moment.verdict),
        why="; ".join(_reasons(spec.strictness, testimony, moment)),
        moments=moments,
        nearest=moment,
    )


def _moment(strictness: Strictness, testimony: Testimony) -> Moment:
    probability = calibration.probability(testimony, strictness)
    if strictness == "exact" and _only_resembles(testimony):
        probability = min(probability, _NEARLY)
    signs = testimony.text.signs
    return Moment(
        testimony.text.evidence,
        _verdict(probability, THRESHOLDS[strictness]),
        probability,
        text=calibration.by_text(signs),
        sound=calibration.by_sound(signs, testimony.sound) if testimony.sound else None,
    )


def _only_resembles(testimony: Testimony) -> bool:
    """A compulsory wording that was not recognised to the word, and no sound to say whether it was misheard."""
    return testimony.sound is None and not testimony.text.exact


def _verdict(probability: float, thresholds: Thresholds) -> Verdict:
    if probability >= thresholds.said:
        return "said"
    return "not_said" if probability < thresholds.not_said else "unsure"


def _reasons(strictness: Strictness, testimony: Testimony, moment: Moment) -> Iterable[str]:
    text = testimony.text
    likeness = text.near_exact if strictness == "exact" else text.similarity
    yield f'heard "{text.evidence.text}" for "{text.wording}", likeness {likeness:.0%}'
    limits = THRESHOLDS[strictness]
    yield f"said from {limits.said:.0%}, not said below {limits.not_said:.0%}; the text alone {moment.text:.0%}"
    yield "the sound was not asked" if moment.sound is None else f"the sound alone {moment.sound:.0%}"
    if testimony.meaning:
        yield f"likeness of meaning {testimony.meaning.best:.2f}"
    yield from _remarks(strictness, testimony)


def _remarks(strictness: Strictness, testimony: Testimony) -> Iterable[str]:
    signs = testimony.text.signs
    if strictness == "exact" and _only_resembles(testimony):
        yield "not to the word, but it may have been misheard"
    if signs.turned:
        yield 'a "not" turns it round'
    if signs.rivalled:
        yield "another phrase explains these words better"
    if testimony.text.evidence.speaker == "unknown":
        yield "it is not known who said it"
