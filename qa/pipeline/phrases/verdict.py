"""From what witnesses say to a verdict. Only the text witness speaks so far; another may be heard beside it here."""

from collections.abc import Iterable
from dataclasses import dataclass

from qa.pipeline.model import Moment, PhraseFinding, PhraseSpec, Strictness, Verdict
from qa.pipeline.phrases.witness import TextWitness

#: What is said of a phrase that no moment resembles.
_NO_MOMENT = 0.02
#: An exact wording that was recognised to the word.
_TO_THE_WORD = 0.97
#: Sounds may always differ from the wording by this share before "exact" is ruled out; beyond it, by the
#: recogniser's own doubt about the words.
_ALWAYS_FORGIVEN = 0.08


@dataclass(frozen=True, slots=True)
class Thresholds:
    """`said` from this probability on, `not_said` below that one, between them `unsure`."""

    said: float
    not_said: float


THRESHOLDS: dict[Strictness, Thresholds] = {
    "exact": Thresholds(said=0.9, not_said=0.25),
    "close": Thresholds(said=0.7, not_said=0.25),
    "meaning": Thresholds(said=0.7, not_said=0.1),
}


def finding(spec: PhraseSpec, witnesses: tuple[TextWitness, ...], anyone_spoke: bool) -> PhraseFinding:
    """The verdict on one phrase in one call. `anyone_spoke`: whether a speaker who could say it was heard at all."""
    if not anyone_spoke:
        return PhraseFinding(
            spec.id, "skipped", 0.0, (), f"no words of the {spec.speaker or 'speakers'} were recognised"
        )
    judged = [(witness, _moment(spec.strictness, witness)) for witness in witnesses]
    moments = tuple(moment for _, moment in judged if moment.verdict != "not_said")
    best = max(judged, key=lambda pair: pair[1].probability, default=None)
    if best is None:
        return PhraseFinding(spec.id, "not_said", _NO_MOMENT, (), "nothing in the transcript resembles it")
    verdict = best[1].verdict
    return PhraseFinding(
        phrase_id=spec.id,
        verdict=verdict,
        probability=best[1].probability,
        occurrences=tuple(moment.evidence for moment in moments if moment.verdict == verdict),
        why=_why(spec.strictness, verdict, best[0]),
        moments=moments,
    )


def _moment(strictness: Strictness, witness: TextWitness) -> Moment:
    probability = _exact_probability(witness) if strictness == "exact" else witness.probability
    return Moment(witness.evidence, _verdict(probability, THRESHOLDS[strictness]), probability)


def _verdict(probability: float, thresholds: Thresholds) -> Verdict:
    if probability >= thresholds.said:
        return "said"
    return "not_said" if probability < thresholds.not_said else "unsure"


def _exact_probability(witness: TextWitness) -> float:
    """That the very wording was said: sure to the word, open where mishearing could explain the difference, else no."""
    if witness.exact:
        return _TO_THE_WORD
    limits = THRESHOLDS["exact"]
    forgiven = max(_ALWAYS_FORGIVEN, 1 - witness.signs.clarity)
    if 1 - witness.near_exact > forgiven or witness.signs.turned or witness.signs.intruded:
        return min(witness.probability, limits.not_said) / 2
    room = limits.said - limits.not_said
    return limits.not_said + 0.9 * room * witness.probability * witness.near_exact


def _why(strictness: Strictness, verdict: Verdict, witness: TextWitness) -> str:
    likeness = witness.near_exact if strictness == "exact" else witness.similarity
    parts = [f'heard "{witness.evidence.text}" for "{witness.wording}", likeness {likeness:.0%}']
    parts += _remarks(witness)
    if strictness == "exact" and verdict == "unsure":
        parts.append("not to the word, but the recogniser may have misheard it")
    if strictness == "exact" and verdict == "not_said" and witness.similarity > likeness:
        parts.append("close, but the wording is compulsory")
    return "; ".join(parts)


def _remarks(witness: TextWitness) -> Iterable[str]:
    if witness.signs.turned:
        yield 'a "not" turns it round'
    if witness.signs.rivalled:
        yield "another phrase explains these words better"
    if witness.evidence.speaker == "unknown":
        yield "it is not known who said it"
