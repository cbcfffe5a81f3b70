"""Situations: a trigger, and the response that it calls for within a time. Every opportunity is judged by itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.pipeline.model import Evidence, Moment, Opportunity, PhraseFinding, SituationFinding, SituationSpec, Turn
from qa.platform.spans import Span

#: Triggers this close to each other are one event told in several sentences.
ONE_EVENT_MS = 5_000
#: A trigger less likely than this makes no opportunity: else every call would be full of doubtful ones.
PERHAPS = 0.4
#: How likely a response was given in time although the transcript shows none.
_OVERHEARD = 0.05


def find(
    specs: tuple[SituationSpec, ...], phrases: Mapping[str, PhraseFinding], turns: tuple[Turn, ...]
) -> dict[str, SituationFinding]:
    """What became of each situation, keyed by its id.

    `phrases` holds the findings of all triggers and responses by their phrase ids. The time runs from the end of the
    turn in which the trigger stands, because nobody is asked to interrupt a customer.
    """
    return {
        spec.id: SituationFinding(
            spec.id, _opportunities(spec, phrases[spec.trigger.id], phrases[spec.response.id], turns)
        )
        for spec in specs
    }


@dataclass(frozen=True, slots=True)
class _Event:
    """One trigger and when its response counts: from `opens` on, in time until `due`, late until `closes`."""

    trigger: Moment
    opens: int
    due: int
    closes: int | None


def _opportunities(
    spec: SituationSpec, trigger: PhraseFinding, response: PhraseFinding, turns: tuple[Turn, ...]
) -> tuple[Opportunity, ...]:
    return tuple(_judge(event, response) for event in _events(spec, trigger.moments, turns))


def _events(spec: SituationSpec, triggers: tuple[Moment, ...], turns: tuple[Turn, ...]) -> list[_Event]:
    groups: list[list[Moment]] = []
    for moment in (likely for likely in triggers if likely.probability >= PERHAPS):
        if groups and moment.evidence.span.start - groups[-1][-1].evidence.span.end <= ONE_EVENT_MS:
            groups[-1].append(moment)
        else:
            groups.append([moment])
    starts = [group[0].evidence.span.start for group in groups]
    return [
        _Event(
            trigger=max(group, key=lambda moment: moment.probability),
            opens=group[0].evidence.span.start,
            due=_end_of_turn(group[-1].evidence, turns) + spec.within_ms,
            closes=following,
        )
        for group, following in zip(groups, [*starts, None][1:], strict=True)
    ]


def _end_of_turn(trigger: Evidence, turns: tuple[Turn, ...]) -> int:
    own = [turn.span for turn in turns if turn.speaker == trigger.speaker and turn.span.overlaps(trigger.span)]
    return max((span.end for span in own), default=trigger.span.end)


def _judge(event: _Event, response: PhraseFinding) -> Opportunity:
    inside = [moment for moment in response.moments if _follows(moment.evidence.span, event)]
    in_time = [moment for moment in inside if moment.evidence.span.start <= event.due]
    best = max(in_time, key=lambda moment: moment.probability, default=None)
    if best and best.verdict == "said":
        return _opportunity(event, "answered", best, best.probability)
    if best:
        return _opportunity(event, "unsure", best, best.probability)
    late = next((moment for moment in inside if moment.verdict == "said"), None)
    if event.trigger.verdict == "unsure":  # perhaps there was nothing to answer
        return _opportunity(event, "unsure", late, _OVERHEARD)
    return _opportunity(event, "late" if late else "missed", late, _OVERHEARD)


def _follows(span: Span, event: _Event) -> bool:
    return span.start >= event.opens and (event.closes is None or span.start < event.closes)


def _opportunity(
    event: _Event, outcome: Literal["answered", "late", "missed", "unsure"], response: Moment | None, probability: float
) -> Opportunity:
    return Opportunity(event.trigger.evidence, outcome, response.evidence if response else None, probability)
