"""What the text witness says: how well each moment of a transcript reads as a phrase. No verdict is made here."""

from dataclasses import dataclass

from qa.pipeline.model import Evidence


@dataclass(frozen=True, slots=True)
class Signs:
    """What the probability is made of; every sign is 0..1 and more is better, unless it says otherwise."""

    aligned: float  # places filled in order, less what stands between them
    letters: float  # letters in common, so that wrongly parted words do no harm
    weakest: float  # the content word that is supported worst
    covered: float  # content words found, wherever they stand in the moment
    turned: float  # 1: a "not" too many or too few. More is worse
    intruded: float  # clearly heard content words that do not belong, for each that does. More is worse
    rivalled: float  # how much better another phrase of the same checklist explains these words. More is worse
    brevity: float  # how short the wording is: short sentences resemble others by chance. More is worse
    clarity: float  # how sure the recogniser was of these words
    reliability: float  # how sure it was of all that this speaker said; neither good nor bad by itself


@dataclass(frozen=True, slots=True)
class TextWitness:
    """One moment that may say the phrase. `wording` is the pattern that fits best, `exact` that it fits to the word."""

    wording: str
    similarity: float
    probability: float  # that the phrase was said here, close reading, by the text alone
    exact: bool
    near_exact: float  # likeness of the sounds to the very wording, nothing forgiven, 0..1
    evidence: Evidence
    signs: Signs
