"""What one side of a call says, where that was written before the call was held, as in practice with a scenario."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa.calls.tables import Call
from qa.engines.interfaces import Segment, Word
from qa.pipeline.model import KnownSide
from qa.platform.spans import Span


@dataclass(frozen=True, slots=True)
class WrittenLine:
    """One line and when it is said, in call time."""

    span: Span
    text: str


def to_script(channel: int, language: str, lines: Sequence[WrittenLine]) -> dict[str, Any]:
    """As a call keeps it."""
    said = [[line.span.start, line.span.end, line.text] for line in lines if line.text.split()]
    return {"channel": channel, "language": language, "lines": said}


def known_side(call: Call) -> KnownSide | None:
    """The side of this call whose words are known; None: both have to be heard."""
    if not call.script or not call.script["lines"]:
        return None
    language: str = call.script["language"]
    segments = (
        Segment(_words(WrittenLine(Span(start, end), text)), language) for start, end, text in call.script["lines"]
    )
    return KnownSide(call.script["channel"], tuple(segments))


def _words(line: WrittenLine) -> tuple[Word, ...]:
    """The line's words, each with as much of its time as it has of its letters."""
    texts = line.text.split()
    letters, done, words = sum(map(len, texts)), 0, []
    for text in texts:
        start, done = _at(line.span, done, letters), done + len(text)
        words.append(Word(text, Span(start, _at(line.span, done, letters)), 1.0))
    return tuple(words)


def _at(span: Span, done: int, letters: int) -> int:
    return span.start + span.length * done // letters
