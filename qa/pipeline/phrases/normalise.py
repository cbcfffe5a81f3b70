"""Words as they are compared: the same sentence, however it was spelt, becomes the same tokens."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from qa.pipeline.phrases import english, hebrew, numbers

#: A word: letters and digits of any script, with quotes only inside (צה"ל, don't). Everything else parts words.
_WORD = re.compile(r"""[^\W_]+(?:['"][^\W_]+)*'?""")

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
    pieces: list[str] = []
    sources: list[int] = []
    for index, word in enumerate(words):
        for piece in _pieces(word):
            pieces.append(piece)
            sources.append(index)
    out: list[Token] = []
    at = 0
    for text, used in numbers.joined(pieces):
        out.append(Token(text, sources[at], sources[at + used - 1]))
        at += used
    return tuple(out)


def normalise(text: str) -> str:
    """A whole text in its comparable form, words parted by single spaces. Normalising twice changes nothing more."""
    return " ".join(token.text for token in tokens(text.split()))


@lru_cache(maxsize=20_000)
def _pieces(word: str) -> tuple[str, ...]:
    plain = hebrew.plain(hebrew.plain(word).casefold())  # casefold may undo the normal form that it was given
    pieces: list[str] = []
    for piece in _WORD.findall(plain):
        pieces += [hebrew.fold(piece)] if hebrew.has_hebrew(piece) else english.expand(piece)
    return tuple(piece for piece in pieces if piece)


def _folded(words: frozenset[str]) -> frozenset[str]:
    return frozenset(text for word in words for text in normalise(word).split())


_FUNCTION_WORDS = _folded(hebrew.FUNCTION_WORDS | english.FUNCTION_WORDS)
_FILLERS = _folded(hebrew.FILLERS | english.FILLERS)
_NEGATORS = _folded(hebrew.NEGATORS | english.NEGATORS)
