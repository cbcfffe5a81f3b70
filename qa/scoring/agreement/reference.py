"""One rater, a person or the machine, against the reference: how often right, how wrong, and to which side."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.scoring.agreement.coefficients import Coefficient, Patterns
from qa.scoring.agreement.intervals import exact, resampled
from qa.scoring.agreement.ratings import Floats, Scale, Value


@dataclass(frozen=True, slots=True)
class Judged:
    """One unit: the answer that the reference has, and the one that was given; None where none was."""

    reference: Value
    given: Value | None


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many; the interval is the exact one, 0..1, and all three are None of nothing."""

    agreed: int
    of: int

    @property
    def value(self) -> float | None:
        return self.agreed / self.of if self.of else None

    @property
    def low(self) -> float | None:
        return exact(self.agreed, self.of)[0] if self.of else None

    @property
    def high(self) -> float | None:
        return exact(self.agreed, self.of)[1] if self.of else None


@dataclass(frozen=True, slots=True)
class Bias:
    """How far the answers lie from the reference on average: above 0 higher, below 0 lower.

    In steps on an ordinal scale, in the scale's own units on an interval scale. `low` and `high` are None where the
    answers were all equally far off, so that nothing tells how sure that is. `higher` and `lower` count units.
    """

    value: float
    low: float | None
    high: float | None
    higher: int
    lower: int


@dataclass(frozen=True, slots=True)
class AgainstReference:
    """`units` have a reference; `agreement` counts those of them that got an answer at all.

    `by_answer` is the agreement by what the reference says, for every answer of the scale: whoever always gives the
    commonest answer is right as often as it is common, and never right on the others. `confusion` is (reference, given)
    → units, without empty pairs. `bias` is None on a nominal scale and without answers.
    """

    units: int
    agreement: Share
    by_answer: Mapping[Value, Share]
    confusion: Mapping[tuple[Value, Value], int]
    bias: Bias | None


def against_reference(scale: Scale, judged: Sequence[Judged], seed: int = 0) -> AgainstReference:
    """Raises NotOnScale for an answer that the scale does not know."""
    pairs = [(scale.code(one.reference), scale.code(one.given)) for one in judged if one.given is not None]
    confusion = Counter(pairs)
    right = [confusion[place, place] for place in range(len(scale.answers))]
    asked = Counter(reference for reference, _ in pairs)
    return AgainstReference(
        units=len(judged),
        agreement=Share(sum(right), len(pairs)),
        by_answer={answer: Share(right[place], asked[place]) for place, answer in enumerate(scale.answers)},
        confusion={
            (scale.answers[reference], scale.answers[given]): units
            for (reference, given), units in sorted(confusion.items())
            if units
        },
        bias=_bias(scale, pairs, seed) if scale.ordered and pairs else None,
    )


def _bias(scale: Scale, pairs: Sequence[tuple[int, int]], seed: int) -> Bias:
    places = scale.positions
    off = np.array([places[given] - places[reference] for reference, given in pairs])
    patterns = Patterns.of(off[:, None])
    interval = resampled(_average(patterns.rows[:, 0]), patterns, seed) if len(patterns.times) > 1 else None
    low, high = interval or (None, None)
    return Bias(float(off.mean()), low, high, higher=int((off > 0).sum()), lower=int((off < 0).sum()))


def _average(off: Floats) -> Coefficient:
    return lambda times: (times @ off) / times.sum(axis=1)
