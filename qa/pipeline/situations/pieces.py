"""A turn in pieces of a few words each, so that a sentence is found although others stand around it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from qa.engines.interfaces import Word
from qa.pipeline.model import Evidence, Speaker, Turn
from qa.platform.spans import Span

#: Marks that end a clause, as the recogniser wrote them, and a pause that does.
_MARKS = (".", "?", "!", ",", ";", ":")
_PAUSE_MS = 500
#: Fewer words are no clause by themselves; more are read through a window that moves on by half of itself.
_FEWEST, _MOST, _WINDOW = 3, 14, 9
#: Where the sentence around a trigger ends: the response is owed from there on.
_SENTENCE_MARKS = (".", "?", "!")
_SENTENCE_PAUSE_MS = 900


@dataclass(frozen=True, slots=True)
class Piece:
    """A few words of one turn. `turn` is the turn's index in the transcript."""

    turn: int
    speaker: Speaker
    words: tuple[Word, ...]

    @property
    def text(self) -> str:
        """The words with single spaces, without the mark that ends them."""
        return " ".join(word.text for word in self.words).strip(" .,;:!?")

    @property
    def span(self) -> Span:
        return Span(self.words[0].span.start, max(word.span.end for word in self.words))

    @property
    def evidence(self) -> Evidence:
        """The piece as something that a finding rests on."""
        return Evidence(self.span, self.speaker, " ".join(word.text for word in self.words))


def pieces(index: int, turn: Turn) -> tuple[Piece, ...]:
    """The clauses of a turn, those that belong together also as one, long ones also in parts."""
    if not turn.words:
        return ()
    clauses = _clauses(turn.words)
    found = [clause for clause in clauses if len(clause) >= _FEWEST]
    found += [left + right for left, right in pairwise(clauses) if len(left + right) <= _MOST]
    parts = [part for clause in found for part in _parts(clause)]
    return tuple(Piece(index, turn.speaker, words) for words in dict.fromkeys(parts or [turn.words]))


def sentence_end(turns: tuple[Turn, ...], trigger: Evidence) -> int:
    """When the sentence ends, in milliseconds, in which the trigger stands."""
    end = trigger.span.end
    for turn in turns:
        if turn.speaker == trigger.speaker and turn.span.overlaps(trigger.span):
            end = max(end, _end_behind(turn.words, trigger.span.end))
    return end


def _end_behind(words: tuple[Word, ...], time: int) -> int:
    end = time
    for at, word in enumerate(words):
        end = max(end, word.span.end)
        last = at + 1 == len(words)
        closed = word.text.endswith(_SENTENCE_MARKS) or last
        if word.span.end >= time and (closed or words[at + 1].span.start - word.span.end > _SENTENCE_PAUSE_MS):
            break
    return end


def _clauses(words: tuple[Word, ...]) -> list[tuple[Word, ...]]:
    found: list[tuple[Word, ...]] = []
    start = 0
    for at, word in enumerate(words):
        last = at + 1 == len(words)
        if last or word.text.endswith(_MARKS) or words[at + 1].span.start - word.span.end > _PAUSE_MS:
            found.append(words[start : at + 1])
            start = at + 1
    return found


def _parts(clause: tuple[Word, ...]) -> Iterator[tuple[Word, ...]]:
    yield clause
    if len(clause) > _WINDOW + 1:
        step = _WINDOW // 2
        for start in range(0, len(clause) - _FEWEST, step):
            yield clause[start : start + _WINDOW]
