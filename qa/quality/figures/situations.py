"""Situations: whether their triggers are found, and whether it is seen what became of them."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from qa.platform.spans import Span
from qa.quality.figures.matching import pairs
from qa.quality.figures.material import Material
from qa.quality.figures.tally import Tally, interval, rounded, share
from qa.quality.labels import LabelledCall, Response
from qa.quality.predictions import NO_OCCASION, Prediction

OUTCOMES = ("answered", "late", "missed")
UNSURE, NOT_FOUND, NO_TRIGGER = "unsure", "not_found", "no_trigger"
_OUTCOME_OF: dict[Response, str] = {"said": "answered", "variant": "answered", "late": "late", "missed": "missed"}


@dataclass(frozen=True, slots=True)
class Chance:
    """An opportunity that is there, was found, or both."""

    true: str  # one of OUTCOMES, or NO_TRIGGER where there is none
    found: str  # one of OUTCOMES, UNSURE, or NOT_FOUND


def situations_json(material: Material) -> dict[str, Any]:
    """All figures of situations. An opportunity is right where its trigger overlaps and its outcome agrees."""
    by_call = [chances(material, call) for call in material.labelled]
    every = [chance for call in by_call for chance in call]
    return {
        "triggers": _triggers(every),
        **opportunities(every).json(),
        "f1_interval": interval(by_call, lambda drawn: opportunities(drawn).f1),
        "f1_if_unsure_were_wrong": rounded(_strictly(every).f1),
        "unsure_share": rounded(share(sum(chance.found == UNSURE for chance in every), len(every))),
        "confusion": confusion(every),
    }


def opportunities(chances: Sequence[Chance]) -> Tally:
    """A wrong outcome is both a false alarm and a miss; "unsure" claims nothing, so it is only a miss."""
    hits = sum(chance.true == chance.found for chance in chances)
    claimed = sum(chance.found in OUTCOMES for chance in chances)
    there = sum(chance.true in OUTCOMES for chance in chances)
    return Tally(hits, claimed - hits, there - hits)


def _strictly(chances: Sequence[Chance]) -> Tally:
    """As `opportunities`, but "unsure" is a claim like any other, and a wrong one."""
    unsure = sum(chance.found == UNSURE for chance in chances)
    lenient = opportunities(chances)
    return Tally(lenient.hits, lenient.false_alarms + unsure, lenient.missed)


def confusion(chances: Sequence[Chance]) -> dict[str, dict[str, int]]:
    """How often each true outcome was found as each."""
    counted = Counter((chance.true, chance.found) for chance in chances)
    return {
        true: {found: counted[true, found] for found in (*OUTCOMES, UNSURE, NOT_FOUND)}
        for true in (*OUTCOMES, NO_TRIGGER)
    }


def _triggers(chances: Sequence[Chance]) -> dict[str, Any]:
    there = [chance for chance in chances if chance.true != NO_TRIGGER]
    false = [chance for chance in chances if chance.true == NO_TRIGGER]
    return {
        "labelled": len(there),
        "found": sum(chance.found != NOT_FOUND for chance in there),
        "false": len(false),
        "false_unsure": sum(chance.found == UNSURE for chance in false),
    }


def chances(material: Material, call: LabelledCall) -> list[Chance]:
    """Every opportunity of the call: labelled, found, or both."""
    lines = [line for line in material.of(call.id, "situation") if line.verdict != NO_OCCASION]
    return [
        chance
        for situation in material.book.situations_of(call.language)
        for chance in _chances(call, situation.id, [line for line in lines if line.item == situation.id])
    ]


def _chances(call: LabelledCall, situation_id: str, lines: Sequence[Prediction]) -> Iterator[Chance]:
    labels = [label for label in call.situations if label.situation_id == situation_id]
    matched = pairs([label.trigger for label in labels], [line.span or Span(0, 0) for line in lines])
    for index, label in enumerate(labels):
        found = lines[matched[index]].verdict if index in matched else NOT_FOUND
        yield Chance(_OUTCOME_OF[label.response], found)
    for index, line in enumerate(lines):
        if index not in matched.values():
            yield Chance(NO_TRIGGER, line.verdict)
