"""What the witnesses say of a moment that may hold a phrase. They give signs; no verdict is made here.

The text witness reads the transcript, the meaning witness compares sentences, the sound witness asks the recording
itself. The first finds the moments; the others judge what it found, and may be missing.
"""

from dataclasses import dataclass

from qa.pipeline.model import Evidence
from qa.platform.spans import Span


@dataclass(frozen=True, slots=True)
class Signs:
    """How the transcript reads; every sign is 0..1 and more is better, unless it says otherwise."""

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
    run_in: float  # words that run into the moment without pause or punctuation; 1: four or more. More is worse
    run_on: float  # the same behind it: "thank you for holding" is another sentence when "that policy" follows


@dataclass(frozen=True, slots=True)
class Spoken:
    """The moment as words: what the phrase would be here, and what was heard there and around."""

    wanted: tuple[str, ...]  # the wording, its slots filled with the words heard in them
    own: tuple[bool, ...]  # for each of them: the wording's own content word, not grammar and not a slot's
    before: tuple[str, ...]  # words heard in the clip ahead of the moment
    inside: tuple[str, ...]
    after: tuple[str, ...]
    stretches: tuple[str, ...]  # the whole clauses around the moment, then these with their neighbours
    clip: Span  # the stretch of sound to ask


@dataclass(frozen=True, slots=True)
class TextWitness:
    """One moment that may say the phrase. `wording` is the pattern that fits best, `exact` that it fits to the word."""

    wording: str
    similarity: float
    exact: bool
    near_exact: float  # likeness of the sounds to the very wording, nothing forgiven, 0..1
    evidence: Evidence
    signs: Signs
    spoken: Spoken


@dataclass(frozen=True, slots=True)
class MeaningWitness:
    """Likeness of sentences by their meaning: dot products of vectors of length 1, but for the last."""

    inside: float  # the phrase and the moment's words
    clause: float  # the phrase and the whole clauses that the moment lies in
    best: float  # the phrase and that stretch of words here which is most like it
    rival: float  # that stretch and the other phrase of the checklist which is most like it
    sense: float  # log-odds that any of these stretches does the phrase's job, by pairs that were judged before


@dataclass(frozen=True, slots=True)
class SoundWitness:
    """How the recording bears out the phrase; natural logarithms of probabilities, per token, so more is better.

    The phrase is read into the clip between the words that were recognised before and after it.
    """

    gain: float  # the phrase in this clip, less the phrase in silence
    support: float  # the phrase in this clip
    weakest: float  # its content word that is supported worst
    against_heard: float  # the phrase less what was recognised, in the same place, over the phrase's tokens
    beside_heard: float  # the phrase's mean less that of what was recognised


@dataclass(frozen=True, slots=True)
class Testimony:
    """All that is said of one moment. A witness that is None was not at hand or not asked."""

    text: TextWitness
    meaning: MeaningWitness | None = None
    sound: SoundWitness | None = None
