"""Counting what was right: precision, recall and F1, and how much they depend on which calls there happened to be."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeVar

import numpy as np

Case = TypeVar("Case")

RESAMPLES = 1_000
_SEED = 20_24
_WITHIN = (2.5, 97.5)
_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Tally:
    """How often something was claimed rightly, claimed wrongly, and not claimed though it was so."""

    hits: int
    false_alarms: int
    missed: int

    @classmethod
    def of(cls, judged: Iterable[tuple[bool, bool]]) -> "Tally":
        """Of pairs (is so, was claimed)."""
        hits = false_alarms = missed = 0
        for is_so, was_claimed in judged:
            hits += is_so and was_claimed
            false_alarms += was_claimed and not is_so
            missed += is_so and not was_claimed
        return cls(hits, false_alarms, missed)

    @property
    def precision(self) -> float | None:
        """The share of claims that are right; None where nothing was claimed."""
        return share(self.hits, self.hits + self.false_alarms)

    @property
    def recall(self) -> float | None:
        """The share of what is so that was claimed; None where nothing is so."""
        return share(self.hits, self.hits + self.missed)

    @property
    def f1(self) -> float | None:
        """The harmonic mean of both; None where nothing is so and nothing was claimed."""
        return share(2 * self.hits, 2 * self.hits + self.false_alarms + self.missed)

    def json(self) -> dict[str, Any]:
        """The counts and the three figures."""
        return {
            "precision": rounded(self.precision),
            "recall": rounded(self.recall),
            "f1": rounded(self.f1),
            "hits": self.hits,
            "false_alarms": self.false_alarms,
            "missed": self.missed,
        }


def share(part: float, whole: float) -> float | None:
    """part / whole; None where there is nothing to share."""
    return part / whole if whole else None


def rounded(value: float | None) -> float | None:
    """Four digits, as figures are written."""
    return None if value is None else round(float(value), _DIGITS)


def interval(by_call: Sequence[Sequence[Case]], figure: Callable[[list[Case]], float | None]) -> list[float] | None:
    """Where the figure lies in 95 of 100 draws of as many calls, with replacement; None where it often cannot be had.

    Calls are drawn whole, because what happens within one call hangs together.
    """
    if len(by_call) < 2:  # with a single call there is nothing to draw
        return None
    random = np.random.default_rng(_SEED)
    draws = random.integers(0, len(by_call), size=(RESAMPLES, len(by_call)))
    values = [figure(list(chain.from_iterable(by_call[call] for call in draw))) for draw in draws]
    known = [value for value in values if value is not None]
    if len(known) < RESAMPLES // 2:
        return None
    return [round(float(edge), _DIGITS) for edge in np.percentile(known, _WITHIN)]
