"""Words that tell what a number is: card, identity number, telephone, or something that is nobody's secret."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from qa.engines.interfaces import Word
from qa.pipeline import digits
from qa.pipeline.model import Speaker
from qa.platform.spans import Span

Cue = Literal["card", "security_code", "id_number", "phone", "expiry", "date", "order"]

#: Those that ask for a personal number.
PERSONAL: frozenset[Cue] = frozenset({"card", "security_code", "id_number", "phone"})


def words_of(text: str) -> frozenset[str]:
    """A set of words out of a line."""
    return frozenset(text.split())


_CUES: dict[Cue, frozenset[str]] = {
    "card": words_of("card cards credit debit visa mastercard amex כרטיס כרטיסי אשראי ויזה מאסטרקארד ישראכרט"),
    "security_code": words_of("cvv cvc csc אבטחה בגב"),
    "id_number": words_of("id identity identification passport ssn זהות תעודת תעודה תז דרכונ"),
    "phone": words_of("phone telephone mobile cell cellphone callback טלפונ נייד סלולרי פלאפונ"),
    "expiry": words_of("expiry expiration expires expire תוקפ"),
    "date": words_of(
        "born birth birthday birthdate date january february april june july august september october november december"
        " תאריכ לידה נולד נולדה ינואר פברואר אפריל יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר"
    ),
    "order": words_of(
        "order orders reference ticket case tracking invoice serial model confirmation booking extension parcel"
        " הזמנה הזמנת פנייה פניה אסמכתא קריאה משלוח חשבונית סידורי דגמ מעקב שלוחה"
    ),
}
#: These only say that there is a number. A recogniser that garbles it has seldom got the words around it right either.
_NUMBER = words_of("מספר מספרו")
_ALIKE_FROM = 0.75
_FEWEST_LETTERS = 4
_PREFIXES = "והבכלמש"
_MOST_PREFIXES = 2


#: Cues of several words, each as its words' pieces.
_SECURITY_CODE = (
    (("security",), ("code",)),
    (("on",), ("the",), ("back",)),
    (("on",), ("its",), ("back",)),
    (("at",), ("the",), ("back",)),
)


@dataclass(frozen=True, slots=True)
class CueHeard:
    """A cue and where it was said."""

    cue: Cue
    speaker: Speaker
    span: Span


def cues_in(words: Sequence[Word], speaker: Speaker) -> list[CueHeard]:
    """Every cue in one speaker's words."""
    texts = [digits.plain(word.text) for word in words]
    found = [
        CueHeard(cue, speaker, word.span)
        for word, text in zip(words, texts, strict=True)
        for piece in text
        if (cue := cue_of(piece))
    ]
    return found + [
        CueHeard("security_code", speaker, words[at].span)
        for at in range(len(texts))
        if any(tuple(texts[at : at + len(said)]) == said for said in _SECURITY_CODE)
    ]


def cue_of(piece: str) -> Cue | None:
    """What number a piece of a word announces, if any."""
    return next((_CUE_SOUNDS[sound] for sound in _without_prefixes(piece) if sound in _CUE_SOUNDS), None)


def announces(piece: str) -> bool:
    """Whether a piece of a word announces a number of any kind, spelt as it should be."""
    return cue_of(piece) is not None or any(piece.endswith(word) for word in _NUMBER)


@lru_cache(maxsize=20_000)
def sounds_like_a_cue(text: str) -> bool:
    """Whether a word sounds as though it announced a personal number in Hebrew, however it was spelt."""
    pieces = [piece for piece in digits.plain(text) if not piece.isascii()]
    sounds = [sound for piece in pieces for sound in _without_prefixes(piece) if len(sound) >= _FEWEST_LETTERS]
    return any(fuzz.ratio(sound, known) >= 100 * _ALIKE_FROM for sound in sounds for known in _ANNOUNCING)


def _without_prefixes(piece: str) -> list[str]:
    """The sounds of a piece: whole, and without one or two Hebrew prefix letters."""
    sounds = []
    for length in range(_MOST_PREFIXES + 1):
        if length and (len(piece) <= length + 1 or piece[length - 1] not in _PREFIXES):
            break
        sounds.append(digits.sound(piece[length:]))
    return sounds


_CUE_SOUNDS: dict[str, Cue] = {digits.sound(word): cue for cue, words in _CUES.items() for word in words}
_ANNOUNCING = tuple(
    digits.sound(word)
    for word in (*_NUMBER, *(word for cue, words in _CUES.items() if cue in PERSONAL for word in words))
    if len(word) >= _FEWEST_LETTERS and not word.isascii()
)
