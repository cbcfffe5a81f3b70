"""Phrases: which sentences of a checklist were said in a call, when, and how surely."""

from functools import lru_cache

from qa.engines.interfaces import Word
from qa.pipeline.model import Means, PhraseFinding, PhraseSpec, Transcript
from qa.pipeline.phrases import matcher, verdict
from qa.pipeline.phrases.normalise import FULL_WEIGHT, weight
from qa.pipeline.phrases.patterns import BadPattern, sequences
from qa.pipeline.phrases.relations import settle
from qa.pipeline.phrases.stream import of_words
from qa.pipeline.phrases.witnesses import testimonies
from qa.platform.spans import Span

BY_TEXT_ALONE = Means()

__all__ = ["BadPattern", "check", "family", "find", "is_telling", "nearest", "settle"]


def find(
    transcript: Transcript, specs: tuple[PhraseSpec, ...], means: Means = BY_TEXT_ALONE
) -> dict[str, PhraseFinding]:
    """What is known of each phrase, keyed by its id. Raises BadPattern for a malformed wording.

    All phrases of a checklist belong into one call, because they compete for the same words.
    """
    heard = testimonies(transcript, specs, means, ask_all=False)
    speakers = {turn.speaker for turn in transcript.turns}
    return {
        spec.id: verdict.finding(
            spec, heard[spec.id], bool(speakers & {spec.speaker, "unknown"}) if spec.speaker else bool(speakers)
        )
        for spec in specs
    }


@lru_cache(maxsize=4_000)
def nearest(text: str, specs: tuple[PhraseSpec, ...]) -> str | None:
    """The id of the phrase that these words read like most, one of them being said; None where no word is of any."""
    if len(specs) == 1:
        return specs[0].id
    words = tuple(Word(word, Span(at, at + 1), 1.0) for at, word in enumerate(text.split()))
    said = of_words("agent", words)
    if not said.tokens:
        return None
    alike = {spec.id: matcher.witness_of(said, spec).similarity for spec in specs}
    likest = max(alike, key=alike.__getitem__)
    return likest if alike[likest] > 0 else None


def check(wording: str) -> None:
    """Raises BadPattern where the wording does not follow the family syntax."""
    sequences(wording)


def family(wording: str) -> tuple[str, ...]:
    """Every plain sentence that the wording stands for, normalised: first choices, optional words left out, no slots.

    Raises BadPattern.
    """
    return tuple(
        " ".join(place.choices[0] for place in sequence if place.choices and not place.optional)
        for sequence in sequences(wording)
    )


def is_telling(word: str) -> bool:
    """Whether a normalised word carries content, not only grammar."""
    return weight(word) == FULL_WEIGHT
