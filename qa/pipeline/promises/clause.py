"""One sentence as it is read for promises, and what is found in it."""

from collections.abc import Collection
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from rapidfuzz import fuzz

from qa.engines.interfaces import Word
from qa.pipeline.phrases.normalise import Token, sound

#: Who will do it: the agent, somebody else, the customer gets it, or nobody is named.
Who = Literal["first", "third", "receiver", "implied"]
#: Whether it is done after the call or while it goes on.
What = Literal["later", "here"]

#: A misheard word may stand for a listed one from this likeness on, if both sound at least so long and begin alike.
_ALIKE = 0.8
_LONG_ENOUGH = 4


@dataclass(frozen=True, slots=True)
class Clause:
    """A sentence: the words as recognised, and their comparable tokens."""

    words: tuple[Word, ...]
    tokens: tuple[Token, ...]

    def text(self, at: int) -> str:
        """The token at `at`; nothing beyond either end."""
        return self.tokens[at].text if 0 <= at < len(self.tokens) else ""

    def heard(self, start: int, end: int) -> tuple[Word, ...]:
        """The words from token `start` to before token `end`."""
        return self.words[self.tokens[start].first : self.tokens[end - 1].last + 1]

    def is_asked(self, at: int) -> bool:
        """Whether the piece around token `at`, up to the next comma or end, is a question."""
        for word in self.words[self.tokens[at].first :]:
            if word.text.endswith((",", ".", "!", ";")):
                return False
            if word.text.endswith("?"):
                return True
        return False


@dataclass(frozen=True, slots=True)
class Frame:
    """Somebody will do something. `start`: the token where it begins. `likeness`: of the verb to a listed one, 0..1."""

    start: int
    who: Who
    what: What
    vowed: bool  # the speaker promises or makes sure
    likeness: float


def nearest(word: str, known: Collection[str]) -> tuple[str, float]:
    """The listed word that `word` is or was meant to be, and how alike they are; ("", 0.0) where none is near."""
    if word in known:
        return word, 1.0
    return _near(word, frozenset(known))


@lru_cache(maxsize=20_000)
def _near(word: str, known: frozenset[str]) -> tuple[str, float]:
    heard = sound(word)
    if len(heard) < _LONG_ENOUGH:
        return "", 0.0
    rivals = [(fuzz.ratio(heard, sound(other)) / 100, other) for other in known if _comparable(heard, sound(other))]
    likeness, best = max(rivals, default=(0.0, ""))
    return (best, likeness) if likeness >= _ALIKE else ("", 0.0)


def _comparable(heard: str, other: str) -> bool:
    return len(other) >= _LONG_ENOUGH and heard[0] == other[0]
