"""Digits as one speaker said them: which words hold digits, and which runs of words read out one number.

A recogniser merges and splits groups ("4580 12 34"), writes some digits and spells others, and mishears a few. So a
word may hold digits for sure, or only sound like a digit; a run is a stretch of such words with little else in it.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from rapidfuzz import fuzz
from rapidfuzz.process import extractOne

from qa.engines.interfaces import Word
from qa.pipeline import numerals

#: Digits of one number follow each other within this time, even where somebody said "yes" in between.
LONGEST_PAUSE_MS = 6_000
#: So many words that are no digits may stand between two that are; little words count for nothing.
_MOST_BETWEEN = 2
_MOST_LITTLE_BETWEEN = 4
#: A word sounds like digits from this likeness on; two digits in one word have to be liker, and are sure from there on.
_SOUNDS_LIKE, _BOTH_SOUND_LIKE, _BOTH_SURELY = 0.66, 0.8, 0.9
_LESS_FOR_TWO = 0.05
#: At the edges of a run, where other talk begins, a word has to be this like a digit.
_LIKE_AT_THE_EDGE = 0.73

_PIECE = re.compile(r"[0-9]+|[^\W\d_]+")
#: A date that is written as one, and what stands for it among the pieces.
_DATE = re.compile(r"(?<![0-9])[0-3]?[0-9]([/.])[01]?[0-9]\1(?:[12][0-9])?[0-9]{2}(?![0-9])")
_DATE_WORD = "/"
_CONTRACTED = re.compile(r"(?<=[a-z])['’](?:d|ll|s|re|ve|m|t)\b")
_INSIDE = re.compile(r"(?<=[^\W\d_])['\"’׳״](?=[^\W\d_])")
_FINALS = str.maketrans("ךםןףץ", "כמנפצ")
_TRAILING_DIGITS = re.compile(r"[0-9]+$")
#: Letters that a recogniser confuses are written as one.
_ALIKE = str.maketrans({"ט": "ת", "ק": "כ", "ח": "כ", "ע": "א", "ה": "א", "ס": "ש", "צ": "ש"})

#: Said between the groups of a number.
LITTLE = frozenset(
    {"um", "uh", "er", "erm", "then", "and", "dash", "hyphen", "okay", "ok", "yes", "yeah", "space", "it", "is", "the"}
    | {"אה", "אהה", "אממ", "ואז", "אז", "מקפ", "קו", "כנ", "אוקיי", "רגע", "זה"}
)
#: Everyday words that sound like a digit and are said too often to stand for one.
EVERYDAY = frozenset(
    {"את", "של", "כמה", "שלי", "שלו", "שלה", "שלנו", "שלכמ", "אני", "שאני", "עד", "לכמ", "הבא", "משהו", "לפני", "אחרי"}
    | {"שלומ", "שעה", "במה", "מה", "רוצה", "ממש", "יש", "עוד", "אבא", "נשמע", "לשמוע", "שאלה", "שאלות", "חדש", "חדשה"}
)
_TIMES = {"double": 2, "triple": 3, "treble": 3, "פעמיימ": 2}
#: What English digits are taken for.
_MISHEARD = {"for": 4, "fore": 4, "to": 2, "too": 2, "ate": 8, "won": 1, "tree": 3, "free": 3, "nein": 9, "niner": 9,
             "fife": 5, "sicks": 6, "sex": 6, "nought": 0, "naught": 0, "nil": 0, "oh": 0, "o": 0}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Item:
    """Words `first`..`last` (indices, both included) that hold digits.

    `digits` is what they hold, empty where they only sound so; `width` how many digits that may be at most.
    """

    first: int
    last: int
    digits: str
    width: int
    scaled: bool = False  # a hundred or thousand was said, as in amounts
    likeness: float = 1.0  # how like digits it sounds

    @property
    def is_sure(self) -> bool:
        """Whether these are digits, and not only alike in sound."""
        return bool(self.digits)


@dataclass(frozen=True, slots=True)
class Run:
    """One number that was read out, as items in order."""

    items: tuple[Item, ...]

    @property
    def first(self) -> int:
        """Index of its first word."""
        return self.items[0].first

    @property
    def last(self) -> int:
        """Index of its last word."""
        return self.items[-1].last

    @property
    def width(self) -> int:
        """How many digits it may have at most."""
        return sum(item.width for item in self.items)

    @property
    def is_sure(self) -> bool:
        """Whether every digit was heard."""
        return all(item.is_sure for item in self.items)

    @property
    def is_amount(self) -> bool:
        """Whether it is said as people say amounts: all of it one number with a hundred or thousand."""
        return len(self.items) == 1 and self.items[0].scaled

    @property
    def digits(self) -> str:
        """The digits that were heard."""
        return "".join(item.digits for item in self.items)

    def with_run(self, other: "Run") -> "Run":
        """This run continued by another."""
        return Run(self.items + other.items)


def runs(words: Sequence[Word], stoppers: frozenset[str]) -> list[Run]:
    """Every run of digits in one speaker's words, in order. Words in `stoppers` end a number."""
    found: list[list[Item]] = []
    texts = [(_DATE_WORD,) if _DATE.search(word.text) else plain(word.text) for word in words]
    for item in _items(texts):
        if found and _continues(found[-1][-1], item, words, texts, stoppers):
            found[-1].append(item)
        else:
            found.append([item])
    return [Run(tuple(kept)) for items in found if (kept := _trimmed(items))]


def plain(text: str) -> tuple[str, ...]:
    """The comparable pieces of a word: runs of digits, and lower-case letters without marks and final forms."""
    parts = unicodedata.normalize("NFKD", text)
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()
    bare = "".join(str(unicodedata.digit(letter)) if letter.isdecimal() else letter for letter in bare)
    bare = _INSIDE.sub("", _CONTRACTED.sub("", bare))
    return tuple(piece.translate(_FINALS) for piece in _PIECE.findall(bare))


def sound(piece: str) -> str:
    """A piece as it sounds: letters that a recogniser confuses are one."""
    return piece.translate(_ALIKE)


@lru_cache(maxsize=20_000)
def likeness(piece: str) -> float:
    """How like a Hebrew digit, or two in one word, a piece sounds, 0..1; two have to be liker to count as much."""
    heard = sound(piece)
    one = max(fuzz.ratio(heard, digit) for digit in _ONE_SOUND)
    both = max(fuzz.ratio(heard, pair) for pair in _TWO_SOUNDS)
    return max(one / 100, both / 100 - _LESS_FOR_TWO)


def _items(texts: Sequence[tuple[str, ...]]) -> list[Item]:
    pieces = [(piece, index) for index, text in enumerate(texts) for piece in text]
    read = numerals.read([piece for piece, _ in pieces])
    found: list[Item] = []
    at, times, begun = 0, 1, 0
    for place, numeral in enumerate(read):
        word, first = pieces[at]
        last = pieces[at + numeral.words - 1][1]
        at += numeral.words
        if numeral.text in _TIMES:
            times, begun = _TIMES[numeral.text], first
            continue
        between_digits = 0 < place < len(read) - 1 and min(read[place - 1].width, read[place + 1].width) > 0
        item = _item(numeral, word, (first, last), between_digits=between_digits)
        if item and times > 1:
            item = Item(begun, last, item.digits * times, item.width * times)
        found += [item] if item else []
        times = 1
    return found


def _item(numeral: numerals.Numeral, word: str, place: tuple[int, int], *, between_digits: bool) -> Item | None:
    """What a numeral holds; `word` is its first word, `place` the first and last word that it came from."""
    held = _TRAILING_DIGITS.search(numeral.text)
    guessed = _guess(word) if numeral.words == 1 and word.isalpha() else None
    if guessed and guessed.width > 1 and guessed.likeness >= _BOTH_SURELY:  # שש חמש in one word, and not ש before חמש
        return Item(*place, guessed.digits, guessed.width, likeness=guessed.likeness)
    if numeral.width and held and "." not in numeral.text:
        return Item(*place, held[0], numeral.width, numeral.scaled)
    if word in _MISHEARD:
        return Item(*place, "", 1) if between_digits else None
    return Item(*place, guessed.digits, guessed.width, likeness=guessed.likeness) if guessed else None


@dataclass(frozen=True, slots=True)
class _Guess:
    """What a word may hold by its sound; `digits` is empty where it is only alike."""

    digits: str
    width: int
    likeness: float


@lru_cache(maxsize=20_000)
def _guess(text: str) -> _Guess | None:
    if len(text) < 2 or text in EVERYDAY:
        return None
    heard = sound(text)
    both = extractOne(heard, list(_TWO_SOUNDS), scorer=fuzz.ratio, score_cutoff=100 * _BOTH_SOUND_LIKE)
    one = extractOne(heard, list(_ONE_SOUND), scorer=fuzz.ratio, score_cutoff=100 * _SOUNDS_LIKE)
    if both and both[1] > (one[1] if one else 0):
        likeness = both[1] / 100
        return _Guess(_TWO_SOUNDS[both[0]] if likeness >= _BOTH_SURELY else "", 2, likeness)
    return _Guess("", 1, one[1] / 100) if one else None


def _continues(
    last: Item, item: Item, words: Sequence[Word], texts: Sequence[tuple[str, ...]], stoppers: frozenset[str]
) -> bool:
    between = [piece for text in texts[last.last + 1 : item.first] for piece in text]
    little = sum(piece in LITTLE for piece in between)
    return (
        words[item.first].span.start - words[last.last].span.end <= LONGEST_PAUSE_MS
        and little <= _MOST_LITTLE_BETWEEN
        and len(between) - little <= _MOST_BETWEEN
        and stoppers.isdisjoint(between)
        and _DATE_WORD not in between
    )


def _trimmed(items: list[Item]) -> list[Item]:
    """The items without what only may be digits at either edge, where anything may sound alike."""
    sure = [at for at, item in enumerate(items) if item.is_sure]
    if not sure:
        return []
    start, end = sure[0], sure[-1] + 1
    while start > 0 and _belongs(items[start - 1], items[start]):
        start -= 1
    while end < len(items) and _belongs(items[end], items[end - 1]):
        end += 1
    return items[start:end]


def _belongs(edge: Item, inner: Item) -> bool:
    beside = edge.last + 1 == inner.first or inner.last + 1 == edge.first
    return beside and edge.likeness >= _LIKE_AT_THE_EDGE


#: The Hebrew digits as they sound, alone and two written together.
_ONE_SOUND = {
    word.translate(_ALIKE): str(value) for value, row in enumerate(numerals.HEBREW_DIGITS) for word in row.split()
}
_TWO_SOUNDS = {left + right: _ONE_SOUND[left] + _ONE_SOUND[right] for left, right in product(_ONE_SOUND, _ONE_SOUND)}
