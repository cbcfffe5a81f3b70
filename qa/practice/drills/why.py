"""One sentence in each language: what decided about a reply."""

from qa.pipeline.model import PhraseFinding, PhraseSpec
from qa.pipeline.phrases.verdict import THRESHOLDS
from qa.rubric.model import Texts

_NO_WORDS = Texts("לא זוהו מילים בהקלטה.", "No words were recognised in the recording.")
_NOTHING = Texts("שום דבר בהקלטה לא דומה למענה.", "Nothing in the recording resembles the answer.")


def told(found: PhraseFinding, rule: PhraseSpec) -> Texts:
    """What the words and the sound of the likeliest moment say by themselves, and where the limits are."""
    if found.verdict == "skipped":
        return _NO_WORDS
    best = max(found.moments, key=lambda moment: moment.probability, default=found.nearest)
    if best is None:
        return _NOTHING
    limits = THRESHOLDS[rule.strictness]
    said, not_said, text = f"{limits.said:.0%}", f"{limits.not_said:.0%}", f"{best.text:.0%}"
    he, en = f"לפי המילים שנשמעו: {text}", f"By the words heard: {text}"
    if best.sound is not None:
        he, en = f"{he}, לפי הצליל עצמו: {best.sound:.0%}", f"{en}, by the sound itself: {best.sound:.0%}"
    return Texts(
        f"{he}. ביחד, מ־{said} ומעלה זה נחשב כנאמר, ומתחת ל־{not_said} כלא נאמר.",
        f"{en}. Together, from {said} on it counts as said, and below {not_said} as not said.",
    )
