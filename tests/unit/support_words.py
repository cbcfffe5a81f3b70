"""Turns made of plain text, for tests of what is read from them."""

from qa.engines.interfaces import Word
from qa.pipeline.model import Speaker, Turn
from qa.platform.spans import Span

#: How long a word takes here.
WORD_MS = 400


def turn(speaker: Speaker, text: str, start: int = 0) -> Turn:
    """A turn from `start` (ms) on, every word as long as the other and surely heard."""
    words = tuple(
        Word(word, Span(start + at * WORD_MS, start + (at + 1) * WORD_MS), 0.95) for at, word in enumerate(text.split())
    )
    return Turn(speaker, Span(words[0].span.start, words[-1].span.end), words)


def talk(*said: tuple[Speaker, str], pause: int = 600) -> tuple[Turn, ...]:
    """Turns one behind the other, `pause` ms apart."""
    turns: list[Turn] = []
    for speaker, text in said:
        turns.append(turn(speaker, text, turns[-1].span.end + pause if turns else 0))
    return tuple(turns)
