"""From what the witnesses say to a probability: logistic models with few, readable parts.

One model for each company of witnesses that may have been heard, twice over: that the phrase was said so that it does
its job ("fulfilled"), and that it was said to the word ("verbatim"). The weights are in `calibration.json`; what they
were fitted on, how, and how well they do elsewhere stands in the card that its `card` names.
"""

import json
import math
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from qa.pipeline.model import Strictness
from qa.pipeline.phrases.witness import MeaningWitness, Signs, SoundWitness, Testimony

#: Below this reliability a missing word says nothing, because any word may be garbled; at 1 it says most.
_GARBLED = 0.5
#: Sentences of one service call are about this much alike; what is above or below it counts, in steps of a twentieth.
_USUAL, _STEPS = 0.93, 20.0

Head = Literal["fulfilled", "verbatim"]
_HEADS: dict[Strictness, Head] = {"exact": "verbatim", "close": "fulfilled", "meaning": "fulfilled"}


def probability(testimony: Testimony, strictness: Strictness) -> float:
    """That the moment says the phrase, as strictly as asked, by all the witnesses that were heard; 0..1."""
    return _logistic(_HEADS[strictness], features(testimony))


def by_text(signs: Signs) -> float:
    """That the moment fulfils the phrase, by the transcript alone; 0..1."""
    return _logistic("fulfilled", _of_text(signs))


def by_sound(signs: Signs, sound: SoundWitness) -> float:
    """That the moment fulfils the phrase, by the recording alone; 0..1. The transcript says only how clear it is."""
    return _logistic("fulfilled", _of_sound(sound, signs) | {"reliability": signs.reliability})


def features(testimony: Testimony) -> dict[str, float]:
    """Everything that the models weigh, by name."""
    found = _of_text(testimony.text.signs) | {"near_exact": testimony.text.near_exact}
    if testimony.meaning:
        found |= _of_meaning(testimony.meaning, testimony.text.signs)
    if testimony.sound:
        found |= _of_sound(testimony.sound, testimony.text.signs)
    return found


def version() -> str:
    """The name of the fit, for evaluations to pin."""
    return str(_models()["version"])


def _trust(signs: Signs) -> float:
    """How far words that differ can be taken to have been said so, 0..1."""
    return max(0.0, (signs.reliability - _GARBLED) / (1 - _GARBLED))


def _of_text(signs: Signs) -> dict[str, float]:
    """Signs by their names; "doubtful" ones once more as far as the words cannot be trusted, where they weigh less."""
    trust = _trust(signs)
    doubt = 1 - trust
    return {
        "aligned": signs.aligned,
        "letters": signs.letters,
        "covered": signs.covered,
        "rivalled": signs.rivalled,
        "missing": (1 - signs.weakest) * trust,
        "intruded": signs.intruded * trust,
        "reliability": signs.reliability,
        "turned": signs.turned,
        "chance": signs.brevity * (1 - signs.letters),
        "run_in": signs.run_in * trust,
        "run_on": signs.run_on * trust,
        "doubtful_aligned": signs.aligned * doubt,
        "doubtful_letters": signs.letters * doubt,
        "doubtful_covered": signs.covered * doubt,
    }


def _of_meaning(meaning: MeaningWitness, signs: Signs) -> dict[str, float]:
    """Garbled words mean nothing, so the meaning speaks as loud as the words can be trusted."""
    trust = _trust(signs)
    scale = _STEPS * trust
    return {
        "means": scale * (meaning.best - _USUAL),
        "clause_means": scale * (meaning.clause - _USUAL),
        "inside_means": scale * (meaning.inside - _USUAL),
        "means_rather": scale * (meaning.best - meaning.rival),
        "sense": trust * meaning.sense,
    }


def _of_sound(sound: SoundWitness, signs: Signs) -> dict[str, float]:
    """Where the words cannot be trusted, the sound weighs more."""
    doubt = 1 - _trust(signs)
    return {
        "gain": sound.gain,
        "support": sound.support,
        "weak_word": sound.weakest,
        "against_heard": sound.against_heard,
        "beside_heard": sound.beside_heard,
        "doubtful_gain": sound.gain * doubt,
        "doubtful_against_heard": sound.against_heard * doubt,
        "doubtful_beside_heard": sound.beside_heard * doubt,
    }


def _logistic(head: Head, found: dict[str, float]) -> float:
    """The probability by the model that weighs just these features."""
    model = _fitting(head, frozenset(found))
    log_odds = model["constant"] + sum(weight * found[name] for name, weight in model["weights"].items())
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, log_odds))))


@cache
def _fitting(head: Head, names: frozenset[str]) -> dict[str, Any]:
    """The model with the most of these features and no others."""
    usable = [model for model in _models()[head] if model["weights"].keys() <= names]
    found: dict[str, Any] = max(usable, key=lambda model: len(model["weights"]))
    return found


@cache
def _models() -> dict[str, Any]:
    models: dict[str, Any] = json.loads(files(__package__).joinpath("calibration.json").read_text(encoding="utf-8"))
    return models
