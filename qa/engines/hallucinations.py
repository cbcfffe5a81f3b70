"""What a recogniser makes up: the gates between its text and the transcript. Pure, and in both languages.

Whisper answers silence and music with sentences from its training (subtitle credits, thanks for watching), and can fall
into a loop. Its batched way of decoding has no gates of its own, so they stand here.
"""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

#: Bidirectional control characters: invisible, and able to reorder what a person reads.
_BIDI = re.compile("[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_NOT_A_LETTER = re.compile(r"[^\w]+")

#: A window whose text shrinks more than this under zlib repeats itself. Hebrew letters are two bytes with a shared
#: first one, so ordinary Hebrew already shrinks more than English.
_COMPRESSION_LIMIT = {"he": 2.8}
_COMPRESSION_LIMIT_ELSE = 2.4
#: Repetitions in a row, by the length of what is repeated, that no caller says: beyond them only the first is kept.
_REPEATS = {1: 6, 2: 4}
_REPEATS_ELSE = 3
_LONGEST_REPEAT = 12

#: Sentences that Whisper is known to make of nothing, as their letters only.
_STOCK = tuple(
    " ".join(_NOT_A_LETTER.split(phrase.casefold()))
    for phrase in (
        "תודה על הצפייה",
        "תודה רבה על הצפייה",
        "תודה שצפיתם",
        "תודה שהקשבתם",
        "אל תשכחו להירשם לערוץ",
        "הירשמו לערוץ",
        "תרגום וכתוביות",
        "כתוביות על ידי",
        "עריכה ותרגום",
        "thanks for watching",
        "thank you for watching",
        "thank you so much for watching",
        "thanks for listening",
        "please subscribe",
        "like and subscribe",
        "subscribe to my channel",
        "see you in the next video",
        "subtitles by the amara org community",
        "subtitles by",
        "captions by",
        "transcription by",
    )
)
#: What a caller may well say, but what is made up when the window hardly holds a voice.
_STOCK_WHEN_FAINT = tuple(
    " ".join(_NOT_A_LETTER.split(phrase.casefold()))
    for phrase in ("תודה", "תודה רבה", "ביי", "thank you", "thank you very much", "thanks", "bye", "bye bye", "you")
)

_NO_SPEECH_LIMIT = 0.6
_LOW_CONFIDENCE = -1.0
_FAINT_NO_SPEECH = 0.3
_FAINT_CONFIDENCE = -0.8
_WORDS_PER_SPEECH_SECOND = 9.0
#: Real Hebrew on a noisy line is given a no-speech probability of up to 0.86, so that figure alone decides nothing.
_CIRCLE = 3
_CIRCLE_SHARE = 0.5
_ALONE_MS = 1_500
_UNSURE = 0.5


@dataclass(frozen=True, slots=True)
class Heard:
    """What the recogniser said of one window. `confidence` is the mean log-probability of a token."""

    text: str
    no_speech: float
    confidence: float
    speech_ms: int
    hit_cap: bool = False


def clean(text: str) -> str:
    """The text without invisible control characters and with single spaces."""
    return " ".join(_BIDI.sub("", text).split())


def is_loop(heard: Heard, language: str) -> bool:
    """Whether the decoder ran against its limit, repeated itself, or said more than anybody can in that time."""
    if heard.hit_cap:
        return True
    words = heard.text.split()
    if len(words) > _WORDS_PER_SPEECH_SECOND * max(heard.speech_ms, 500) / 1000:
        return True
    return compression(heard.text) > _COMPRESSION_LIMIT.get(language, _COMPRESSION_LIMIT_ELSE)


def is_made_up(heard: Heard) -> bool:
    """Whether the window's text is a sentence made of silence, music, or noise."""
    if heard.no_speech > _NO_SPEECH_LIMIT and heard.confidence < _LOW_CONFIDENCE:
        return True
    said = _letters(heard.text)
    if not said:
        return True
    faint = heard.no_speech > _FAINT_NO_SPEECH or heard.confidence < _FAINT_CONFIDENCE
    if faint and _goes_in_circles(said.split()):
        return True
    # A stock sentence condemns a window only where it is most of what was heard: the rest may be a caller.
    return faint and (said in _STOCK_WHEN_FAINT or any(p in said and 2 * len(p) >= len(said) for p in _STOCK))


def is_lone_echo(text: str, probability: float, apart_ms: int) -> bool:
    """Whether a word so far from all others is what the recogniser makes of a noise, not a short answer."""
    return apart_ms > _ALONE_MS and probability < _UNSURE and _letters(text) in _STOCK_WHEN_FAINT


def compression(text: str) -> float:
    """How many times smaller zlib makes the text; a loop gives a high figure."""
    raw = text.encode()
    return len(raw) / len(zlib.compress(raw)) if raw else 0.0


def first_of_repeats(words: Sequence[str]) -> list[int]:
    """The indices of the words to keep: of a run that repeats too often to be speech, only the first time."""
    letters = [_letters(word) for word in words]
    keep: list[int] = []
    index = 0
    while index < len(words):
        length, times = _repetition(letters, index)
        keep.extend(range(index, index + length))
        index += length * times
    return keep


def _repetition(words: Sequence[str], start: int) -> tuple[int, int]:
    """The length of what begins at `start`, and how often it follows itself; (1, 1) when that may be speech."""
    for length in range(1, _LONGEST_REPEAT + 1):
        unit, times = words[start : start + length], 1
        if len(unit) < length or not any(unit):
            break
        while words[start + times * length : start + (times + 1) * length] == unit:
            times += 1
        if times >= _REPEATS.get(length, _REPEATS_ELSE):
            return length, times
    return 1, 1


def _goes_in_circles(words: Sequence[str]) -> bool:
    """Few different words said over and over: what Hebrew decoding makes of noise and music."""
    return len(words) >= _CIRCLE and len(set(words)) <= len(words) * _CIRCLE_SHARE


def _letters(text: str) -> str:
    return " ".join(part for part in _NOT_A_LETTER.split(text.casefold()) if part)
