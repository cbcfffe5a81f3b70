"""Who rated which unit how: the one form in which everything here takes ratings."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

#: An answer as the question names it, or a number on an interval scale.
Value = str | int | float
#: nominal: answers only differ. ordinal: they have an order. interval: they are numbers, and steps between them count.
Level = Literal["nominal", "ordinal", "interval"]

MISSING = -1


class NotOnScale(ValueError):
    """A rating is none of the answers that its scale knows."""

    def __init__(self, value: object, answers: Sequence[Value]) -> None:
        self.value, self.answers = value, tuple(answers)
        super().__init__(f"{value!r} is none of {', '.join(map(repr, answers))}")


class BadScale(ValueError):
    """The answers of a scale do not suit its level."""

    def __init__(self, answers: Sequence[Value], why: str) -> None:
        self.answers, self.why = tuple(answers), why
        super().__init__(f"{list(answers)!r} {why}")


@dataclass(frozen=True, slots=True)
class Scale:
    """All answers that the raters could choose from, also those that nobody chose; from least to most where ordered.

    What nobody chose matters: agreement by chance is likelier between two answers than between five (AC1). Raises
    BadScale for an answer named twice, and on an interval scale for anything but rising numbers.
    """

    level: Level
    answers: tuple[Value, ...]

    def __post_init__(self) -> None:
        if len(set(self.answers)) < len(self.answers):
            raise BadScale(self.answers, "names an answer twice")
        if self.level == "interval":
            numbers = [answer for answer in self.answers if not isinstance(answer, str)]
            if len(numbers) < len(self.answers) or numbers != sorted(numbers) or not np.isfinite(numbers).all():
                raise BadScale(self.answers, "are not rising numbers, as an interval scale needs them")

    @classmethod
    def of_numbers(cls, numbers: Sequence[float]) -> "Scale":
        """The interval scale of measured numbers, such as scores in percent: those that occur are its answers."""
        return cls("interval", tuple(sorted(set(numbers))))

    @property
    def ordered(self) -> bool:
        return self.level != "nominal"

    @property
    def positions(self) -> Floats:
        """Where each answer lies: its number on an interval scale, otherwise its place, counted from 0."""
        if self.level == "interval":
            return np.array(self.answers, dtype=np.float64)
        return np.arange(len(self.answers), dtype=np.float64)

    def code(self, value: Value) -> int:
        """The place of the answer. Raises NotOnScale."""
        try:
            return self.answers.index(value)
        except ValueError:
            raise NotOnScale(value, self.answers) from None


@dataclass(frozen=True, slots=True, eq=False)
class Ratings:
    """`codes` is units × raters: the answer's place on the scale, or MISSING. Units without any rating are left out."""

    scale: Scale
    raters: tuple[str, ...]
    codes: Codes

    @classmethod
    def of(cls, scale: Scale, by_unit: Mapping[str, Mapping[str, Value | None]]) -> "Ratings":
        """From unit → rater → answer; None and absence both mean missing. Raises NotOnScale.

        "Not applicable" is for the caller to place: an answer of its own on a nominal scale, missing on the others.
        Raters are taken by name, so that the order in which they came changes nothing.
        """
        raters = tuple(sorted({rater for unit in by_unit.values() for rater in unit}))
        places = {answer: place for place, answer in enumerate(scale.answers)}
        codes = np.full((len(by_unit), len(raters)), MISSING, dtype=np.int64)
        for row, unit in enumerate(by_unit.values()):
            for column, rater in enumerate(raters):
                value = unit.get(rater)
                if value is not None:
                    codes[row, column] = places[value] if value in places else scale.code(value)
        return cls(scale, raters, codes[(codes != MISSING).any(axis=1)])

    def between(self, one: str, other: str) -> "Ratings":
        """Of these two raters alone. Raises ValueError for a rater that is not there."""
        pair = sorted((self.raters.index(one), self.raters.index(other)))
        codes = self.codes[:, pair]
        kept = codes[(codes != MISSING).any(axis=1)]
        return Ratings(self.scale, tuple(self.raters[place] for place in pair), kept)

    @property
    def counts(self) -> Floats:
        """Units × answers: how many raters gave each."""
        given = self.codes[:, :, None] == np.arange(len(self.scale.answers))
        counts: Floats = given.sum(axis=1).astype(np.float64)
        return counts
