"""What one speaker said, as comparable tokens in the order of time."""

from dataclasses import dataclass

from qa.engines.interfaces import Word
from qa.pipeline.model import Evidence, Speaker, Turn, Window
from qa.pipeline.phrases.normalise import Token, tokens
from qa.platform.spans import Span

#: A silence this long inside one speaker's words parts sentences: a phrase hardly runs across it.
BREAK_MS = 2_500
BREAK = ""


@dataclass(frozen=True, slots=True)
class Stream:
    """One speaker's words and their tokens; a token without text stands for a long silence between two words."""

    speaker: Speaker
    words: tuple[Word, ...]
    tokens: tuple[Token, ...]

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
    return of_words(speaker, tuple(words))


def of_words(speaker: Speaker, words: tuple[Word, ...]) -> Stream:
    """Just these words of the speaker, in the order of time."""
    return Stream(speaker, words, _with_breaks(words))


def _with_breaks(words: tuple[Word, ...]) -> tuple[Token, ...]:
    found: list[Token] = []
    for token in tokens([word.text for word in words]):
        if found and words[token.first].span.start - words[found[-1].last].span.end > BREAK_MS:
            found.append(Token(BREAK, token.first, token.first))
        found.append(token)
    return tuple(found)


def _inside(word: Word, window: Window, duration_ms: int) -> bool:
    start, end = word.span.start, word.span.end
    return (
        (window.first_ms is None or start < window.first_ms)
        and (window.last_ms is None or end > duration_ms - window.last_ms)
        and (window.first_share is None or start < window.first_share * duration_ms)
        and (window.last_share is None or end > (1 - window.last_share) * duration_ms)
    )
