"""Numbers, spoken or written, in Hebrew and English: both become digits before anything is compared."""

import re
from collections.abc import Sequence
from functools import lru_cache

from qa.pipeline import numerals

#: A token that holds a number, perhaps behind a Hebrew prefix: 25, 2.5, ב25.
_NUMBER = re.compile(r"([והבכלמש]{0,3})([0-9]+(?:\.[0-9]+)?)")
_ORDINAL = re.compile(r"([0-9]+)(?:st|nd|rd|th)")

#: English ordinals are compared as 4th, 21st, ...; the first three stay words, because they have other senses as well.
_LOW_ORDINALS = ("first", "second", "third")
_TO_NINETEENTH = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth"
)
_TENTHS = "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth"
_ORDINALS = {word: 1 + step for step, word in enumerate(_TO_NINETEENTH.split())}
_ORDINALS |= {word: 20 + 10 * step for step, word in enumerate(_TENTHS.split())}
_TENS = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"}


def joined(words: Sequence[str]) -> list[tuple[str, int]]:
    """The words with numbers as digits, each with how many words it took: "twenty", "five" is ("25", 2).

    Digits read out one by one stay apart, because five, four, one is a card number and not a sum.
    """
    return [(numeral.text, numeral.words) for numeral in numerals.read(words)]


def ordinals(words: Sequence[str]) -> list[tuple[str, int]]:
    """The words with English ordinals as 4th, 21st, ..., each with how many words it took."""
    out: list[tuple[str, int]] = []
    at = 0
    while at < len(words):
        following = words[at + 1] if at + 1 < len(words) else ""
        if words[at] in _TENS and 0 < _ORDINALS.get(following, 0) < 10:
            out.append((_suffixed(numerals.read([words[at]])[0].text[0] + str(_ORDINALS[following])), 2))
        else:
            out.append((_ordinal(words[at]), 1))
        at += out[-1][1]
    return out


def number_in(text: str) -> str | None:
    """The digits of a token that holds a number, without its prefix; None for any other token."""
    found = _NUMBER.fullmatch(text)
    return found[2] if found else None


@lru_cache(maxsize=5_000)
def spellings(text: str) -> tuple[str, ...]:
    """The single words that may have been said for a token that holds a number, its prefix before each."""
    found = _NUMBER.fullmatch(text)
    return tuple(found[1] + word for word in numerals.spoken(found[2])) if found else ()


def _ordinal(word: str) -> str:
    if word in _ORDINALS and word not in _LOW_ORDINALS:
        return _suffixed(str(_ORDINALS[word]))
    found = _ORDINAL.fullmatch(word)
    if found is None:
        return word
    return _LOW_ORDINALS[int(found[1]) - 1] if found[1] in {"1", "2", "3"} else _suffixed(found[1])


def _suffixed(digits: str) -> str:
    if digits[-2:-1] == "1":
        return digits + "th"
    return digits + {"1": "st", "2": "nd", "3": "rd"}.get(digits[-1], "th")
