"""Promises: what the agent said would be done after the call, in Hebrew or English.

A promise is a verb of the future with somebody who will do it: "I will call you", "אחזור אליך", "a technician will
come". What the agent does while the customer waits ("I will check now") is none, unless a later time is named with it.
Nor is what was asked, denied, or only possible ("shall I", "I will not", "I would").

The log-odds below were set by hand, looking at one half of the sentences in tests/unit/promise_sentences.py.
"""

import math
from collections.abc import Iterator

from qa.pipeline.model import Evidence, Promise, Turn
from qa.pipeline.phrases.normalise import tokens
from qa.pipeline.promises import due, english, hebrew
from qa.pipeline.promises.clause import Clause, Frame
from qa.platform.spans import Span

_CONSTANT = -1.0
_WHO = {"first": 1.0, "third": 0.5, "receiver": 0.6, "implied": 0.2}
_WHAT = {"later": 1.3, "here": -1.2}
_DUE = {"later": 1.8, "soon": 0.8, "now": -1.0}
_VOW = 1.2
_MISHEARD = -8.0
#: Less likely promises than this are not worth anybody's time.
_WORTH_SHOWING = 0.5
#: A silence this long ends a sentence, whatever the recogniser wrote.
_PAUSE_MS = 1_200
#: As many words are shown at most.
_LONGEST = 22


def find(turns: tuple[Turn, ...]) -> tuple[Promise, ...]:
    """What agents promised, in time order. Where nobody knows who speaks, everybody's words count for less."""
    found: list[Promise] = []
    for turn in turns:
        if turn.speaker != "customer":
            found += [promise for clause in _clauses(turn) for promise in _promises(clause, turn)]
    return tuple(found)


def _clauses(turn: Turn) -> Iterator[Clause]:
    """The sentences of a turn, by what the recogniser ended with a mark and by pauses."""
    first = 0
    for at, word in enumerate(turn.words):
        last = at + 1 == len(turn.words)
        if last or word.text.endswith((".", "?", "!")) or _pause_behind(turn, at) > _PAUSE_MS:
            words = turn.words[first : at + 1]
            yield Clause(words, tokens([each.text for each in words]))
            first = at + 1


def _pause_behind(turn: Turn, at: int) -> int:
    return turn.words[at + 1].span.start - turn.words[at].span.end


def _promises(clause: Clause, turn: Turn) -> Iterator[Promise]:
    frames = [*english.frames(clause), *hebrew.frames(clause)]
    for index, frame in enumerate(frames):
        end = max(frame.start + 1, frames[index + 1].start) if index + 1 < len(frames) else len(clause.tokens)
        when = due.find(clause, frame.start, end) or (due.find(clause, 0, frame.start) if frame is frames[0] else None)
        probability = _probability(frame, when)
        if turn.speaker == "unknown":
            probability *= 0.7
        if probability >= _WORTH_SHOWING:
            yield Promise(_evidence(clause, frame, when, end, turn), when.text if when else None, probability)


def _probability(frame: Frame, when: due.Due | None) -> float:
    log_odds = (
        _CONSTANT
        + _WHO[frame.who]
        + _WHAT[frame.what]
        + (_DUE[when.kind] if when else 0.0)
        + _VOW * frame.vowed
        + _MISHEARD * (1 - frame.likeness)
    )
    return 1 / (1 + math.exp(-log_odds))


def _evidence(clause: Clause, frame: Frame, when: due.Due | None, end: int, turn: Turn) -> Evidence:
    """From who will do it, or the time where that comes first, to the end of what is promised."""
    start = min(frame.start, when.start) if when else frame.start
    words = clause.heard(start, max(end, when.end if when else end))[:_LONGEST]
    text = " ".join(word.text for word in words)
    return Evidence(Span(words[0].span.start, words[-1].span.end), turn.speaker, text)
