"""What one call adds to the measures: its opportunities, and its moments with the customer's tone around them. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any

from qa.insights.facts import share_of
from qa.platform.spans import Span
from qa.rubric.model import Question
from qa.scoring.score import Marks

#: The kinds of questions that something is said for.
SAID = ("phrase", "transition", "situation")
#: The customer's tone around a moment: so many of their turns with a tone on either side, within so long.
_TURNS, _WITHIN_MS = 2, 60_000
_WORTH = {"negative": -5.0, "neutral": 0.0, "positive": 5.0}
_ALL = 1.0
_ANSWERED, _UNSURE = "answered", "unsure"


@dataclass(frozen=True, slots=True)
class Became:
    """How many opportunities ended so."""

    said: int = 0
    not_said: int = 0
    unsure: int = 0


@dataclass(frozen=True, slots=True)
class TurnHeard:
    """A turn of the transcript, with its tone as marked or corrected; None where it has none."""

    speaker: str
    span: Span
    tone: str | None


@dataclass(frozen=True, slots=True)
class MomentHeard:
    """See `qa.measures.tables.ToneMoment`."""

    turn: int
    start_ms: int
    phase: str | None
    at: float
    before: float
    after: float
    said: tuple[str, ...]


def became(question: Question, stood: Marks, outcomes: Sequence[str]) -> Became | None:
    """What became of the opportunities for a question, None where there was none.

    A phrase or transition has one a call, and it counts as said where the best answer stands: said in part is not
    said. A situation has one for each trigger, by how each ended (`outcomes`); where a person answered all or nothing,
    that holds for each of them.
    """
    if question.kind.name not in SAID or stood.asked is False or stood.not_applicable is not None:
        return None
    share = share_of(question, stood)
    by_moments = question.kind.name == "situation" and outcomes
    if not by_moments:
        if share is None:
            return Became(unsure=1) if stood.option_id is None else None
        return Became(said=1) if share >= _ALL else Became(not_said=1)
    many = len(outcomes)
    if stood.decided_by == "person" and share is not None and share in (0.0, _ALL):
        return Became(said=many) if share else Became(not_said=many)
    said, unsure = outcomes.count(_ANSWERED), outcomes.count(_UNSURE)
    return Became(said, many - said - unsure, unsure)


def moments(
    turns: Sequence[TurnHeard],
    phases: Sequence[Mapping[str, Any]],
    sentences: Mapping[str, Sequence[Span]],
    doubtful: Sequence[Span],
) -> Iterator[MomentHeard]:
    """The agent's turns with the customer's tone known around them.

    `sentences` are where transition sentences stand, by question and by sentence. A turn without one counts only where
    none stands within the time around it that its tones are taken from; where one is doubtful, nothing near it counts.
    """
    end = max((turn.span.end for turn in turns), default=0)
    every = [span for spans in sentences.values() for span in spans]
    for place, turn in enumerate(turns):
        if turn.speaker != "agent":
            continue
        before, after = _tone(reversed(turns[:place]), turn.span), _tone(turns[place + 1 :], turn.span)
        if before is None or after is None:
            continue
        around = Span(max(0, turn.span.start - _WITHIN_MS), turn.span.end + _WITHIN_MS)
        said = tuple(sorted(name for name, spans in sentences.items() if any(_meet(turn.span, s) for s in spans)))
        if any(_meet(around, span) for span in doubtful) or (not said and any(_meet(around, span) for span in every)):
            continue
        phase = next((p["name"] for p in phases if p["start_ms"] <= turn.span.start < p["end_ms"]), None)
        yield MomentHeard(place, turn.span.start, phase, turn.span.start / max(1, end), before, after, said)


def _tone(turns: Any, around: Span) -> float | None:
    """The mean tone of the customer's next turns in this direction that have one."""
    found: list[float] = []
    for turn in turns:
        gap = max(turn.span.start - around.end, around.start - turn.span.end)
        if gap > _WITHIN_MS or len(found) == _TURNS:
            break
        if turn.speaker == "customer" and turn.tone is not None:
            found.append(_WORTH[turn.tone])
    return fmean(found) if found else None


def _meet(one: Span, other: Span) -> bool:
    return one.start < other.end and other.start < one.end
