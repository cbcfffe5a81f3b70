"""Stretches that are a Hebrew number read out, of which the recogniser made other words.

A small recogniser writes "שבע שלוש" as "שבשלות" and "שמונה" as "מונה". A single such word says nothing, since any
short word sounds a little like a digit; a row of them does: many are like a digit, few are like none, and the same
one comes again, because nine digits are drawn from ten. How much is enough depends on whether a number was spoken of.

The weights were chosen by eye on 27 made calls, none of them one that results are reported on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.engines.interfaces import Word
from qa.pipeline import digits

#: What a word speaks for a number, by how like a digit it sounds; what is like none speaks against it.
_BY_LIKENESS = ((0.95, 1.0), (0.73, 0.6), (0.6, 0.25))
_LIKE_NONE, _LIKE_AN_AMOUNT = -0.45, -2.0
#: A short word that comes again this near, although it is like no digit, may be one that is always misheard alike.
_COMES_AGAIN, _NEAR_WORDS = 0.5, 6
_LIKE_A_DIGIT = 0.73
#: A stretch has ended where this much was lost again behind its last digit.
_MOST_LOST = 1.0
_SHORT = range(2, 7)
#: From here on a stretch is a number: where a number was spoken of shortly before, and where not.
_ENOUGH_AFTER_A_CUE, _ENOUGH = 1.8, 3.4
#: Agents ask for numbers and seldom read one out, and what they say is what calls are scored by.
_ENOUGH_OF_AN_AGENT = 5.0
#: A stretch ends where its speaker pauses this long.
_LONGEST_PAUSE_MS = 2_500
#: At its edges a stretch is completed to where its speaker takes a breath, by so many words.
_BREATH_MS, _MOST_AT_AN_EDGE = 400, 3
_FEWEST_WORDS = 2
#: In a long stretch chance adds up as well: on average each word has to speak for a number this much.
_LEAST_MEAN = 0.22
#: Behind the word that announced it, a number begins within so many words and this time.
_MOST_FROM_ANNOUNCEMENT, _ANNOUNCED_MS = 3, 4_000
_PREFIXES = "והבש"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Words `first`..`last` (indices, both included) of one speaker; `weight` is how much speaks for a number."""

    first: int
    last: int
    weight: float


@dataclass(frozen=True, slots=True)
class About:
    """What is known of the words besides themselves."""

    by_agent: bool
    is_asked_for: Callable[[Word], bool]  # whether a number was spoken of shortly before a word
    is_cue: Callable[[Word], bool]  # whether the word itself does so
    stoppers: frozenset[str]  # the units of amounts, which speak against a number


def stretches(words: Sequence[Word], about: About) -> list[Stretch]:
    """The stretches of one speaker's words that read like a number, in order. None holds a cue."""
    plain = ["".join(digits.plain(word.text)) for word in words]
    weights = [_LIKE_AN_AMOUNT if text in about.stoppers else _weight(plain, at) for at, text in enumerate(plain)]
    found: list[Stretch] = []
    for first, last in _unbroken(words, about.is_cue):
        found += (s for s in _heaviest(weights, first, last) if _is_number(s, words, about))
    return [_completed(stretch, words, about.is_cue) for stretch in found]


def _is_number(stretch: Stretch, words: Sequence[Word], about: About) -> bool:
    count = stretch.last - stretch.first + 1
    if count < _FEWEST_WORDS or stretch.weight < _LEAST_MEAN * count:
        return False
    if about.by_agent:
        return stretch.weight >= _ENOUGH_OF_AN_AGENT
    return stretch.weight >= (_ENOUGH_AFTER_A_CUE if about.is_asked_for(words[stretch.first]) else _ENOUGH)


def _unbroken(words: Sequence[Word], is_cue: Callable[[Word], bool]) -> list[tuple[int, int]]:
    """First and last word of each part without a long pause and without a cue: no number holds what announces it."""
    parts: list[tuple[int, int]] = []
    for at, word in enumerate(words):
        if is_cue(word):
            continue
        goes_on = parts and parts[-1][1] == at - 1 and word.span.start - words[at - 1].span.end <= _LONGEST_PAUSE_MS
        if goes_on:
            parts[-1] = (parts[-1][0], at)
        else:
            parts.append((at, at))
    return parts


def _heaviest(weights: Sequence[float], first: int, last: int) -> list[Stretch]:
    """The parts of words `first`..`last` whose weights add up highest, begun anew where a sum falls to nothing."""
    found: list[Stretch] = []
    begun, total = first, 0.0
    best = Stretch(first, first, 0.0)
    for at in range(first, last + 1):
        total += weights[at]
        if total > best.weight:
            best = Stretch(begun, at, total)
        if total <= max(0.0, best.weight - _MOST_LOST) or at == last:
            found.append(best)
            begun, total, best = at + 1, 0.0, Stretch(at + 1, at + 1, 0.0)
    return [stretch for stretch in found if stretch.weight > 0]


def _weight(plain: Sequence[str], at: int) -> float:
    text = plain[at]
    if text in digits.LITTLE:
        return 0.0
    likeness = _likeness(text)
    weight = next((weight for least, weight in _BY_LIKENESS if likeness >= least), _LIKE_NONE)
    near = [*plain[max(0, at - _NEAR_WORDS) : at], *plain[at + 1 : at + 1 + _NEAR_WORDS]]
    again = len(text) in _SHORT and text in near and text not in digits.EVERYDAY and likeness < _LIKE_A_DIGIT
    return weight + _COMES_AGAIN * again


@lru_cache(maxsize=20_000)
def _likeness(text: str) -> float:
    """How like a Hebrew digit a word sounds, with or without a prefix letter, 0..1."""
    if len(text) < 2 or text.isascii() or text in digits.EVERYDAY:
        return 0.0
    without = text[1:] if len(text) > 3 and text[0] in _PREFIXES else text
    return max(digits.likeness(text), digits.likeness(without))


def _completed(stretch: Stretch, words: Sequence[Word], is_cue: Callable[[Word], bool]) -> Stretch:
    """The stretch back to the word that announced it, or else with what its speaker says in the same breath."""
    first, last = stretch.first, stretch.last
    announced = _announced(first, words, is_cue)
    for _ in range(_MOST_AT_AN_EDGE):
        if announced is None and first > 0 and _goes_on(words, first - 1, is_cue):
            first -= 1
        if last + 1 < len(words) and not is_cue(words[last + 1]) and _goes_on(words, last, is_cue):
            last += 1
    return Stretch(first if announced is None else announced, last, stretch.weight)


def _announced(first: int, words: Sequence[Word], is_cue: Callable[[Word], bool]) -> int | None:
    """Where a number begins whose announcement stands right before the stretch that begins at `first`."""
    for at in range(first - 1, max(-1, first - 2 - _MOST_FROM_ANNOUNCEMENT), -1):
        if words[first].span.start - words[at].span.end > _ANNOUNCED_MS:
            return None
        if is_cue(words[at]):
            return at + 1
    return None


def _goes_on(words: Sequence[Word], at: int, is_cue: Callable[[Word], bool]) -> bool:
    """Whether word `at`, which announces nothing, and the next one are said in one breath."""
    word, following = words[at], words[at + 1]
    pauses = following.span.start - word.span.end > _BREATH_MS or word.text.endswith((".", ",", "?", "!"))
    return not pauses and not is_cue(word)
