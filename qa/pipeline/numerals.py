"""Number words of Hebrew and English, and how a row of them adds up.

Words come in as they are compared: lower case, Hebrew with ordinary letters for final ones, contractions and hyphens
taken apart. Both genders of the Hebrew numerals are known, with their construct forms and their usual misspellings.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_EN_SMALL = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
_EN_SMALL += " seventeen eighteen nineteen"
_EN_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"

#: Each row is one number, in the genders and forms that are said: feminine, masculine, construct, misspelt.
HEBREW_DIGITS = (
    "אפס", "אחת אחד", "שתיימ שניימ שתי שני שתימ", "שלוש שלושה שלושת שלש", "ארבע ארבעה ארבעת", "חמש חמישה חמשה חמשת",
    "שש שישה ששה ששת", "שבע שבעה שבעת", "שמונה שמונת שמנה", "תשע תשעה תשעת",
)  # fmt: skip
_HE_TENS = ("עשרימ", "שלושימ שלשימ", "ארבעימ", "חמישימ חמשימ", "שישימ ששימ", "שבעימ", "שמונימ", "תשעימ")
_HE_TEN = "עשר עשרה עשרת"

DIGITS = {word: value for value, word in enumerate(_EN_SMALL.split()[:10])}
DIGITS |= {word: value for value, row in enumerate(HEBREW_DIGITS) for word in row.split()}
_SMALL = DIGITS | {word: value for value, word in enumerate(_EN_SMALL.split())} | dict.fromkeys(_HE_TEN.split(), 10)
_TENS = {word: 20 + 10 * step for step, word in enumerate(_EN_TENS.split())}
_TENS |= {"fourty": 40, "ninty": 90}
_TENS |= {word: 20 + 10 * step for step, row in enumerate(_HE_TENS) for word in row.split()}

#: Behind a unit these make eleven to nineteen; "two" has a form of its own there.
_HE_TEEN = {"עשר", "עשרה"}
_TWO_OF_TWELVE = "שנימ"  # elsewhere it is "years"
_BEFORE_TEEN = DIGITS | {_TWO_OF_TWELVE: 2}
#: These stand by themselves or behind what they multiply.
_SCALES = {"hundred": 100, "thousand": 1_000, "million": 1_000_000, "מאה": 100, "אלפ": 1_000, "מיליונ": 1_000_000}
_SCALES |= {"hundreds": 100, "thousands": 1_000, "millions": 1_000_000, "מאות": 100, "אלפימ": 1_000, "מיליונימ": 10**6}
#: In Hebrew two of them is one word.
_DUALS = {"מאתיימ": 200, "אלפיימ": 2_000}
#: Scales that may stand first: "hundred" says one hundred, but "hundreds" and "מאות" say only "many".
_ALONE = {"hundred", "thousand", "million", "מאה", "אלפ", "מיליונ"}
_HALVES = {"half", "חצי"}
#: "a hundred" is one hundred.
_ONE_OF = {"a", "an"}
#: How zero is read out beside other digits.
_OH = {"oh", "o"}
_PREFIXES = "והבכלמש"
_MOST_PREFIXES = 3
#: No number is said in more words than this.
_LONGEST = 24
#: Longer rows of written digits are nobody's sum.
_MOST_DIGITS = 12


@dataclass(frozen=True, slots=True)
class Numeral:
    """One item of a row of words: a number as `text`, or a word that is none. `words` is how many words it took.

    `width`: how many digits were said, counting "twenty five" as 2, 0, 5, because a row of digits may have been
    grouped so; 0 for a word that is no number. `scaled`: a hundred or thousand was said, as in amounts.
    """

    text: str
    words: int
    width: int = 0
    scaled: bool = False


@dataclass(frozen=True, slots=True)
class _Part:
    """A number read up to before word `end`."""

    value: int
    end: int
    width: int
    scaled: bool = False


def read(words: Sequence[str]) -> tuple[Numeral, ...]:
    """The words with numbers in digits. Digits read out one by one stay apart: "five four one" is no sum.

    A Hebrew prefix stays on its number ("בחמש" is ב5), and words of no number are handed back as they are.
    """
    out: list[Numeral] = []
    at = 0
    while at < len(words):
        out.append(_first_of(tuple(words[at : at + _LONGEST]), after_digit=bool(out) and out[-1].width > 0))
        at += out[-1].words
    return tuple(out)


def spoken(digits: str) -> tuple[str, ...]:
    """The single words that may stand for a number, in both languages and genders; none where it takes several."""
    return _SPOKEN.get(digits, ())


@lru_cache(maxsize=20_000)
def prefixed(word: str) -> tuple[str, str]:
    """A word as its Hebrew prefix and the number word behind it; the prefix is empty where there is none."""
    if _is_number_word(word):
        return "", word
    for length in range(1, min(_MOST_PREFIXES, len(word) - 2) + 1):
        if word[length - 1] not in _PREFIXES:
            break
        if _is_number_word(word[length:]) and word[length:].isalpha() and not word.isascii():
            return word[:length], word[length:]
    return "", word


def _is_number_word(word: str) -> bool:
    return word in _SMALL or word in _TENS or word in _DUALS or word in _SCALES or word in _HALVES


def _first_of(words: tuple[str, ...], *, after_digit: bool) -> Numeral:
    """The item that the words begin with."""
    if words[0] in _OH and (after_digit or _leads_to_a_digit(words)):
        return Numeral("0", 1, 1)
    prefix, bare = prefixed(words[0])
    if words[1:2] and words[1] in _HE_TEEN and words[0].endswith(_TWO_OF_TWELVE):
        prefix, bare = words[0].removesuffix(_TWO_OF_TWELVE), _TWO_OF_TWELVE
    row = (bare, *words[1:])
    part = _number(row)
    if part is None and _is_written(bare):
        return Numeral(bare, 1, len(bare))
    if part is None:
        return Numeral(prefix + "0.5" if bare in _HALVES else words[0], 1)
    half = _half_behind(row, part.end)
    return Numeral(prefix + _written(row, part, half), part.end + half, part.width, part.scaled)


def _leads_to_a_digit(words: tuple[str, ...]) -> bool:
    """Whether the words say "oh" once or more and then a digit, as in "oh oh seven"."""
    first = next((word for word in words if word not in _OH), "")
    return _is_digit(first)


def _written(words: tuple[str, ...], part: _Part, half: int) -> str:
    """The number in digits; digits that stood alone keep their leading zeros."""
    whole = words[0] if part.end == 1 and _is_written(words[0]) else str(part.value)
    return f"{whole}.5" if half else whole


def _half_behind(words: tuple[str, ...], at: int) -> int:
    """How many words say "and a half" here."""
    if words[at : at + 3] == ("and", "a", "half"):
        return 3
    return int(words[at : at + 1] == ("וחצי",))


def _is_digit(word: str) -> bool:
    return word in DIGITS or (_is_written(word) and len(word) == 1)


def _is_written(word: str) -> bool:
    """Whether these are digits as a keyboard has them; others have no place in a sum."""
    return word.isascii() and word.isdigit()


def _number(words: tuple[str, ...]) -> _Part | None:
    """The longest number that the words begin with: each scale is followed by a rest that is smaller than it."""
    start = int(words[0] in _ONE_OF and words[1:2] != () and words[1] in _ALONE)
    whole = _scaled(words, start, _below_thousand(words, start))
    while whole and whole.scaled and whole.value and whole.value % 1_000 == 0:
        scale = 1_000_000 if whole.value % 1_000_000 == 0 else 1_000
        rest = _rest(words, whole.end, scale)
        if rest is None:
            break
        value = whole.value + rest.value
        whole = _Part(value, rest.end, len(str(value)), scaled=True)
    return whole


def _rest(words: tuple[str, ...], at: int, scale: int) -> _Part | None:
    """What is added to a number that ends before `at` and is a multiple of `scale`; None where another one begins."""
    if words[at : at + 1] == ("and",):
        at += 1
    if at >= len(words):
        return None
    part = _below_hundred(words, at) if scale == 100 else _below_thousand(words, at)
    if scale > 1_000:
        part = _scaled(words, at, part)
    if part is None or not 0 < part.value < scale:
        return None
    following = _SCALES.get(words[part.end], 0) if part.end < len(words) else 0
    another = following == 100 or (following > 100 and scale > 100)
    return None if another else part


def _scaled(words: tuple[str, ...], at: int, found: _Part | None) -> _Part | None:
    """The number with the thousands or millions behind it, or such a word alone."""
    first = _bare(words[at])
    if found is None and first in _DUALS:
        return _Part(_DUALS[first], at + 1, 4, scaled=True)
    if found is None:
        scale = _SCALES[first] if first in _ALONE else 1
        return _Part(scale, at + 1, len(str(scale)), scaled=True) if scale > 1 else None
    scale = _SCALES.get(words[found.end], 1) if found.end < len(words) else 1
    if scale < 1_000 or not found.value:
        return found
    value = found.value * scale
    return _Part(value, found.end + 1, len(str(value)), scaled=True)


def _below_thousand(words: tuple[str, ...], at: int) -> _Part | None:
    hundreds = _hundreds(words, at)
    if hundreds is None:
        return _below_hundred(words, at)
    rest = _rest(words, hundreds.end, 100)
    if rest is None:
        return hundreds
    value = hundreds.value + rest.value
    return _Part(value, rest.end, len(str(value)), scaled=True)


def _hundreds(words: tuple[str, ...], at: int) -> _Part | None:
    first = _bare(words[at])
    if first in {"hundred", "מאה"}:
        return _Part(100, at + 1, 3, scaled=True)
    if first == "מאתיימ":
        return _Part(200, at + 1, 3, scaled=True)
    count = _below_hundred(words, at)
    if count is None or not 0 < count.value < 100 or count.end >= len(words):
        return None
    following = words[count.end]
    if following == "hundred" or (following == "מאות" and count.value < 10):
        return _Part(count.value * 100, count.end + 1, len(str(count.value)) + 2, scaled=True)
    return None


def _below_hundred(words: tuple[str, ...], at: int) -> _Part | None:
    first = _bare(words[at])
    following = words[at + 1] if at + 1 < len(words) else ""
    if first in _TENS:
        unit = DIGITS.get(_bare(following), 0)
        if unit and words[at + 2 : at + 3] != ("מאות",):
            return _Part(_TENS[first] + unit, at + 2, 3)
        return _Part(_TENS[first], at + 1, 2)
    unit = _BEFORE_TEEN.get(first, 0) or _BEFORE_TEEN.get(first.removeprefix("ו"), 0)
    if unit and following in _HE_TEEN:
        return _Part(unit + 10, at + 2, 3)
    if first in _SMALL:
        return _Part(_SMALL[first], at + 1, len(str(_SMALL[first])))
    if _is_written(first) and len(first) <= _MOST_DIGITS:
        return _Part(int(first), at + 1, len(first))
    return None


def _bare(word: str) -> str:
    """A number word without the "and" that Hebrew writes onto it."""
    return word[1:] if word.startswith("ו") and _is_number_word(word[1:]) else word


def _forms() -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {"0.5": sorted(_HALVES), "100": ["hundred", "מאה"], "1000": ["thousand", "אלפ"]}
    for word, value in [*_SMALL.items(), *_TENS.items(), *_DUALS.items()]:
        found.setdefault(str(value), []).append(word)
    return {digits: tuple(words) for digits, words in found.items()}


_SPOKEN = _forms()
