"""Tone: whether the customer's turns are taken as they sound."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from qa.platform.spans import Span
from qa.quality.figures.matching import most_shared
from qa.quality.figures.material import Material
from qa.quality.figures.tally import interval, rounded, share
from qa.quality.labels import TONES, LabelledCall

NOT_FOUND = "not_found"
_POLAR = ("negative", "positive")


@dataclass(frozen=True, slots=True)
class Heard:
    """A customer's turn: how it sounds, and how it was taken."""

    true: str
    found: str  # a tone, or NOT_FOUND where no turn with a tone stands there


def tone_json(material: Material) -> dict[str, Any]:
    """All figures of tone; with a reason in the place of figures where the predictions hold none."""
    by_call = [turns(material, call) for call in material.labelled]
    every = [turn for call in by_call for turn in call]
    if not any(line.kind == "tone" for line in material.predictions):
        return {"turns": len(every), "accuracy": None, "why": "the predictions hold no tone: no engine was at hand"}
    counted = Counter((turn.true, turn.found) for turn in every)
    return {
        "turns": len(every),
        "accuracy": rounded(_accuracy(every)),
        "accuracy_interval": interval(by_call, _accuracy),
        "positive_negative": rounded(_polar(every)),
        "positive_negative_interval": interval(by_call, _polar),
        "positive_negative_where_decided": rounded(_polar_where_decided(every)),
        "confusion": {true: {found: counted[true, found] for found in (*TONES, NOT_FOUND)} for true in TONES},
    }


def turns(material: Material, call: LabelledCall) -> list[Heard]:
    """Each labelled turn of the customer with the tone that was found where it stands."""
    lines = [line for line in material.of(call.id, "tone") if line.span]
    spans = [line.span or Span(0, 0) for line in lines]
    found = []
    for turn in call.turns:
        if turn.speaker == "customer" and turn.sentiment is not None:
            at = most_shared(turn.span, spans)
            found.append(Heard(turn.sentiment, NOT_FOUND if at is None else lines[at].verdict))
    return found


def _accuracy(turns: Sequence[Heard]) -> float | None:
    return share(sum(turn.true == turn.found for turn in turns), len(turns))


def _polar(turns: Sequence[Heard]) -> float | None:
    """Of the turns that are negative or positive, the share taken as just that; "neutral" is wrong there."""
    return _accuracy([turn for turn in turns if turn.true in _POLAR])


def _polar_where_decided(turns: Sequence[Heard]) -> float | None:
    """The same among the turns that were not taken for neutral."""
    return _accuracy([turn for turn in turns if turn.true in _POLAR and turn.found in _POLAR])
