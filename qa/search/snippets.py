"""The words around what was found: plain text in parts, never markup. A page draws the marks itself."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from qa.pipeline.redact import named
from qa.search.schemas import HitOut, SnippetPart
from qa.search.tables import SpokenTurn
from qa.search.words import Question, found_in

#: Words before the first mark, and words in all: what one or two lines hold.
_BEFORE, _MOST = 8, 36


def hit(turn: SpokenTurn, asked: Question, language: str) -> HitOut:
    """The turn as a hit, its personal numbers named in the call's language."""
    words = turn.text.split(" ")
    marks = found_in(words, asked)
    marked = {index for first, last in marks for index in range(first, last + 1)}
    first = marks[0][0] if marks else 0
    start = max(0, min(first - _BEFORE, len(words) - _MOST))
    end = min(len(words), start + _MOST)
    parts = [
        SnippetPart(text=_spaced(words[start:end], run, language, apart=not is_marked), marked=is_marked)
        for is_marked, run in groupby(range(end - start), key=lambda index: index + start in marked)
    ]
    return HitOut(
        turn=turn.turn,
        revision=turn.revision,
        speaker=turn.speaker,
        start_ms=turn.starts[first],
        snippet=parts,
        cut_before=start > 0,
        cut_after=end < len(words),
    )


def _spaced(words: Sequence[str], run: Iterable[int], language: str, *, apart: bool) -> str:
    """These words; what stands between marks brings the spaces to both sides of it."""
    indices = list(run)
    text = named(" ".join(words[index] for index in indices), language)
    before = " " if apart and indices[0] > 0 else ""
    after = " " if apart and indices[-1] < len(words) - 1 else ""
    return before + text + after
