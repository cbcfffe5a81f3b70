"""How likely a customer's turn holds a trigger, from what the phrase's witnesses and its meaning say.

A logistic with few, readable parts, fitted by models/training/situations/fit.py; the card beside that says on what.
"""

import math

from qa.pipeline.situations.meaning import Nearness

VERSION = "situations-3"

#: In the order of `signs`.
WEIGHTS = (-3.55, 3.75, 0.31, 4.88, 6.08, 0.9)
#: No witness is surer than this, either way.
_LEAST, _MOST = 0.02, 0.98
#: More words than this make a meaning no clearer.
_ENOUGH_WORDS = 6


def signs(said: float | None, near: Nearness) -> tuple[float, ...]:
    """What is weighed. `said`: how likely an example was said to the letter; None where nothing resembled one."""
    return (
        1.0,
        float(said is not None),
        0.0 if said is None else _log_odds(said),
        near.over_rivals,
        near.over_plain,
        min(near.words, _ENOUGH_WORDS) / _ENOUGH_WORDS,
    )


def probability(said: float | None, near: Nearness) -> float:
    """That the turn holds the trigger, 0..1."""
    total = sum(weight * sign for weight, sign in zip(WEIGHTS, signs(said, near), strict=True))
    return 1 / (1 + math.exp(-total))


def _log_odds(probability: float) -> float:
    kept = min(_MOST, max(_LEAST, probability))
    return math.log(kept / (1 - kept))
