"""Words as they are compared: the same sentence, however it was spelt, becomes the same tokens."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.pipeline.phrases import english, hebrew, loanwords, numbers

#: A word: letters and digits of any script, with quotes inside (צה"ל, don't) or a decimal point; or a sign that is read
#: out as a word. Everything else parts words.
_WORD = re.compile(r"""[^\W_]+(?:['"][^\W_]+|(?<=[0-9])\.[0-9]+(?!\.?[0-9]))*'?|%""")
_DIGIT = re.compile(r"\d")
_THOUSANDS = re.compile(r"(?<![0-9,.])([0-9]{1,3})((?:,[0-9]{3})+)(?![0-9,])")
#: Dates and versions, 12.05.2024, are no decimals.
_DOTTED = re.compile(r"[0-9]+(?:\.[0-9]+){2,}")
_ONE_HALF = re.compile(r"(?<![0-9])1\u20442(?![0-9])")

FULL_WEIGHT = 1.0
FUNCTION_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Token:
    """One comparable word. `first`..`last` are the indices of the words it came from, both included."""

    text: str
    first: int
    last: int

    @property
    def weight(self) -> float:
        """How much the word tells: content words 1, grammar less."""
        return weight(self.text)


@lru_cache(maxsize=20_000)
def weight(text: str) -> float:
    """How much a normalised word tells: content words 1, grammar less."""
    return FUNCTION_WEIGHT if text in _FUNCTION_WORDS else FULL_WEIGHT


@lru_cache(maxsize=20_000)
def sound(text: str) -> str:
    """A normalised word as it sounds; only Hebrew is written so that this differs from its spelling."""
    return hebrew.sound(text) if hebrew.has_hebrew(text) else text


@lru_cache(maxsize=20_000)
def bones(text: str) -> str:
    """A normalised word without what spelling may leave out."""
    return hebrew.bones(sound(text)) if hebrew.has_hebrew(text) else text


@lru_cache(maxsize=20_000)
def stems(text: str) -> frozenset[str]:
    """A normalised word with and without the prefixes that it may carry."""
    return hebrew.stems(text) if hebrew.has_hebrew(text) else frozenset({text})


def is_filler(text: str) -> bool:
    """Whether people sprinkle this normalised word over a sentence without changing it."""
    return text in _FILLERS


def is_negator(text: str) -> bool:
    """Whether this normalised word turns a sentence round."""
    return text in _NEGATORS


def tokens(words: Sequence[str]) -> tuple[Token, ...]:
    """The comparable tokens of written words, each knowing the words that it came from.

    Pure punctuation yields nothing, a contraction yields two tokens, "twenty five" yields one.
    """
    found = tuple(Token(piece, index, index) for index, word in enumerate(words) for piece in _pieces(word))
    for joined in (loanwords.joined, numbers.ordinals, numbers.joined):
        found = _merged(found, joined)
    return found


def _merged(found: tuple[Token, ...], joined: Callable[[Sequence[str]], list[tuple[str, int]]]) -> tuple[Token, ...]:
    """The tokens with some runs of them made one, which spans all the words that they came from."""
    out: list[Token] = []
    at = 0
    for text, used in joined([token.text for token in found]):
        out.append(Token(text, found[at].first, found[at + used - 1].last))
        at += used
    return tuple(out)


def normalise(text: str) -> str:
    """A whole text in its comparable form, words parted by single spaces. Normalising twice changes nothing more."""
    return " ".join(token.text for token in tokens(text.split()))


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    pieces: list[str] = []
    for piece in _WORD.findall(_readable(word)):
        pieces += [hebrew.fold(piece)] if hebrew.has_hebrew(piece) else english.expand(piece)
    return tuple(piece for piece in pieces if piece)


def _readable(word: str) -> str:
    """Lower case without marks, digits as a keyboard has them, and only those points and commas that part words."""
    plain = hebrew.plain(hebrew.plain(word).casefold())  # casefold may undo the normal form that it was given
    plain = _DIGIT.sub(lambda digit: str(unicodedata.digit(digit[0])), plain)
    plain = _ONE_HALF.sub(" 0.5 ", plain)
    plain = _THOUSANDS.sub(lambda number: number[0].replace(",", ""), plain)
    return _DOTTED.sub(lambda date: date[0].replace(".", " "), plain)


def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(text for word in words for text in normalise(word).split())


_FUNCTION_WORDS = _folded(hebrew.FUNCTION_WORDS | english.FUNCTION_WORDS)
_FILLERS = _folded(hebrew.FILLERS | english.FILLERS)
_NEGATORS = _folded(hebrew.NEGATORS | english.NEGATORS)
