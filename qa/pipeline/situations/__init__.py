"""Situations: a trigger, and the response that it calls for within a time. Every opportunity is judged by itself.

A trigger is given by examples. It is found by their letters, by those of the known kinds of situations that they belong
to, and by their meaning; `triggers.py` and `meaning.py` say how.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.pipeline.model import Moment, Opportunity, PhraseFinding, SituationFinding, SituationSpec, Speaker, Turn
from qa.pipeline.situations.pieces import sentence_end
from qa.pipeline.situations.triggers import Prepared, Trigger, prepare, triggers
from qa.platform.spans import Span

Outcome = Literal["answered", "late", "missed", "unsure"]

__all__ = ["Prepared", "find", "prepare"]

#: People come back to what moves them: triggers this close to each other tell of one event.
ONE_EVENT_MS = 30_000
#: A trigger less likely than this makes no opportunity: else every call would be full of doubtful ones.
PERHAPS = 0.5
#: Of several triggers of one event the first is meant, if it comes so near to the likeliest.
_ABOUT = 0.8
#: How likely a response was given in time although the transcript shows none.
_OVERHEARD = 0.05


def find(
    prepared: Prepared, phrases: Mapping[str, PhraseFinding], turns: tuple[Turn, ...]
) -> dict[str, SituationFinding]:
    """What became of each situation, keyed by its id.

    `phrases` holds the findings of all `prepared.phrases` by their ids. The time runs from the end of the sentence in
    which the trigger stands, because nobody is asked to interrupt a customer.
    """
    found = triggers(prepared, phrases, turns)
    return {
        spec.id: SituationFinding(
            spec.id, tuple(_judge(event, phrases[spec.response.id]) for event in _events(spec, found[spec.id], turns))
        )
        for spec in prepared.specs
    }


@dataclass(frozen=True, slots=True)
class _Event:
    """One trigger and when its response counts: from `opens` on, in time until `due`, late until `closes`."""

    trigger: Trigger
    opens: int
    due: int
    closes: int | None


def _events(spec: SituationSpec, possible: tuple[Trigger, ...], turns: tuple[Turn, ...]) -> list[_Event]:
    groups: list[list[Trigger]] = []
    for trigger in (likely for likely in possible if likely.probability >= PERHAPS):
        if groups and trigger.evidence.span.start - groups[-1][-1].evidence.span.end <= ONE_EVENT_MS:
            groups[-1].append(trigger)
        else:
            groups.append([trigger])
    told = [_telling(group) for group in groups]
    return [
        _Event(trigger, opens=trigger.evidence.span.start, due=_due(spec, trigger, turns), closes=following)
        for trigger, following in zip(told, [*(later.evidence.span.start for later in told), None][1:], strict=True)
    ]


def _telling(group: list[Trigger]) -> Trigger:
    """The first trigger of an event that is about as likely as the likeliest."""
    best = max(trigger.probability for trigger in group)
    return next(trigger for trigger in group if trigger.probability >= _ABOUT * best)


def _due(spec: SituationSpec, trigger: Trigger, turns: tuple[Turn, ...]) -> int:
    """Until when the response may begin, in milliseconds: the nearer of the bounds."""
    bounds = []
    if spec.within_ms is not None:
        bounds.append(sentence_end(turns, trigger.evidence) + spec.within_ms)
    if spec.within_turns is not None:
        bounds.append(_end_of_turns(spec.within_turns, spec.response.speaker, trigger.turn, turns))
    return min(bounds)


def _end_of_turns(count: int, speaker: Speaker | None, index: int, turns: tuple[Turn, ...]) -> int:
    """The end of so many stretches of talk behind the trigger's turn by the one who owes the response.

    Turns of one speaker behind each other, parted only by a pause, are one stretch.
    """
    end, seen = turns[index].span.end, 0
    for before, turn in zip(turns[index:], turns[index + 1 :], strict=False):
        if speaker in {None, turn.speaker} or turn.speaker == "unknown":
            seen += before.speaker != turn.speaker or before is turns[index]
            if seen > count:
                break
            end = max(end, turn.span.end)
    return end


def _judge(event: _Event, response: PhraseFinding) -> Opportunity:
    inside = [moment for moment in response.moments if _follows(moment.evidence.span, event)]
    in_time = [moment for moment in inside if moment.evidence.span.start <= event.due]
    best = max(in_time, key=lambda moment: moment.probability, default=None)
    if best and best.verdict == "said":
        return _opportunity(event, "answered", best, best.probability)
    late = next((moment for moment in inside if moment.verdict == "said"), None)
    if late:
        return _opportunity(event, "late", late, best.probability if best else _OVERHEARD)
    if best and best.verdict == "unsure":
        return _opportunity(event, "unsure", best, best.probability)
    return _opportunity(event, "missed", None, best.probability if best else _OVERHEARD)


def _follows(span: Span, event: _Event) -> bool:
    return span.start >= event.opens and (event.closes is None or span.start < event.closes)


def _opportunity(event: _Event, outcome: Outcome, response: Moment | None, probability: float) -> Opportunity:
    return Opportunity(event.trigger.evidence, outcome, response.evidence if response else None, probability)
