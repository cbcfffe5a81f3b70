"""What one speaker said, as comparable tokens in the order of time."""

from dataclasses import dataclass

from qa.engines.interfaces import Word
from qa.pipeline.model import Evidence, Speaker, Turn, Window
from qa.pipeline.phrases.normalise import Token, tokens
from qa.platform.spans import Span

#: A silence this long inside one speaker's words parts sentences: a phrase hardly runs across it.
BREAK_MS = 2_500


@dataclass(frozen=True, slots=True)
class Stream:
    """One speaker's words and their tokens. `breaks[i]` is true where a long silence stands before token i."""

    speaker: Speaker
    words: tuple[Word, ...]
    tokens: tuple[Token, ...]
    breaks: tuple[bool, ...]

    def evidence(self, first: int, last: int) -> Evidence:
        """The moment from token `first` to token `last`, both included, in the words as they were recognised."""
        words = self.words[self.tokens[first].first : self.tokens[last].last + 1]
        start = min(word.span.start for word in words)
        end = max(word.span.end for word in words)
        return Evidence(Span(start, end), self.speaker, " ".join(word.text for word in words))

    def clarity(self, first: int, last: int) -> float:
        """The recogniser's mean word probability from token `first` to token `last`, 0..1."""
        words = self.words[self.tokens[first].first : self.tokens[last].last + 1]
        return sum(word.probability for word in words) / len(words)


def stream(turns: tuple[Turn, ...], speaker: Speaker, window: Window, duration_ms: int) -> Stream:
    """The speaker's words inside the window; may be empty."""
    words = sorted(
        (
            word
            for turn in turns
            if turn.speaker == speaker
            for word in turn.words
            if _inside(word, window, duration_ms)
        ),
        key=lambda word: (word.span.start, word.span.end),
    )
    found = tokens([word.text for word in words])
    breaks = tuple(
        at > 0 and words[token.first].span.start - words[found[at - 1].last].span.end > BREAK_MS
        for at, token in enumerate(found)
    )
    return Stream(speaker, tuple(words), found, breaks)


def _inside(word: Word, window: Window, duration_ms: int) -> bool:
    if window.first_ms is not None and word.span.start >= window.first_ms:
        return False
    return window.last_ms is None or word.span.end > duration_ms - window.last_ms
