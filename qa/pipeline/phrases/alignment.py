"""Finding the stretch of a stream that says a sequence best: a semi-global alignment of places against tokens.

Every place costs its weight times how unlike its token is; a token that fills no place costs a little; a slot takes up
to six tokens for nothing. Two tokens may fill one place and one token two places, because recognisers part and join
words. The table of least costs is kept, and the way through it is read back for the few ends that matter.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.pipeline.phrases.patterns import SLOT_WORDS, Sequence

Costs = npt.NDArray[np.float64]

#: What a wrong word costs in a place that might as well be empty.
_OPTIONAL_WORTH = 0.5
#: A token less like its place than this does not stretch the moment that is shown.
_RECOGNISABLE = 0.25
_CLOSE_ENOUGH = 1e-9


@dataclass(frozen=True, slots=True)
class Likenesses:
    """Per place of one sequence its likeness with tokens: rows are places, columns tokens. A slot's row is not read.

    `one`: the place and the token. `parted`: the place and tokens j-1, j written together. `joined`: places i-1, i
    written together and the token.
    """

    one: Costs
    parted: Costs
    joined: Costs


@dataclass(frozen=True, slots=True)
class Passing:
    """What it costs, token by token, to pass over one: as `extra` between places, or as one of those in a slot."""

    extra: Costs
    slotted: Costs


@dataclass(frozen=True, slots=True)
class Alignment:
    """One way of reading a sequence into a stream.

    `similarity`: 1 minus the costs' share of the sequence's weight, at least 0. `filled[i]`: the likeness at place i,
    None for slots. `where[i]`: the tokens at place i as start and end, equal where none is. `extra`: tokens between
    `first` and `last` that fill nothing. `slotted`: tokens that fill slots.
    """

    first: int
    last: int
    similarity: float
    filled: tuple[float | None, ...]
    where: tuple[tuple[int, int], ...]
    extra: tuple[int, ...]
    slotted: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """One move back: so many places read by so many tokens, this well."""

    places: int
    tokens: int
    fit: float
    cost: float


class Table:
    """The least costs of reading a sequence into a stream, for every end at once."""

    def __init__(self, sequence: Sequence, alike: Likenesses, passing: Passing) -> None:
        self.sequence, self.alike = sequence, alike
        self.weights = [place.weight for place in sequence]
        self.worths = [weight or _OPTIONAL_WORTH for weight in self.weights]
        self.total = sum(self.weights)
        self.costs = np.full((len(sequence) + 1, len(passing.extra) + 1), np.inf)
        self.costs[0] = 0  # before the first place, tokens cost nothing
        running = _running(passing.extra)
        self.slotted = _running(passing.slotted)
        for i, place in enumerate(sequence, start=1):
            row = self._slot_row(i) if place.is_slot else self._place_row(i)
            if i < len(sequence):  # behind the last place, tokens belong to something else
                row = np.minimum.accumulate(row - running) + running
            self.costs[i] = row

    def similarities(self) -> Costs:
        """Per end (before token 0, 1, ... n) how well the best reading fits, 1 perfect; shape (tokens + 1,)."""
        similarities: Costs = 1 - self.costs[-1] / self.total
        return similarities

    def read_back(self, end: int) -> Alignment | None:
        """The cheapest reading that ends before token `end`; None where no token fills any place."""
        i, j = len(self.sequence), end
        filled: list[float | None] = [None] * i
        where = [(j, j)] * i
        extra: list[int] = []
        slotted: list[int] = []
        used: list[int] = []
        while i > 0:
            step = self._step_back(i, j)
            if step is None:
                j -= 1
                extra.append(j)
                continue
            taken = range(j - step.tokens, j)
            where[i - step.places : i] = [(j - step.tokens, j)] * step.places
            if self.sequence[i - 1].is_slot:
                slotted += taken
            else:
                filled[i - step.places : i] = [step.fit] * step.places
                used += taken if step.fit >= _RECOGNISABLE else ()
            i, j = i - step.places, j - step.tokens
        if not used:
            return None
        first, last = min(used), max(used)
        return Alignment(
            first,
            last,
            max(0.0, float(self.similarities()[end])),
            tuple(filled),
            tuple(where),
            tuple(token for token in reversed(extra) if first < token < last),
            tuple(token for token in reversed(slotted) if first < token < last),
        )

    def _slot_row(self, i: int) -> Costs:
        above = self.costs[i - 1]
        row: Costs = above.copy()
        for taken in range(1, min(SLOT_WORDS, len(above) - 1) + 1):
            cost = self.slotted[taken:] - self.slotted[:-taken]
            np.minimum(row[taken:], above[:-taken] + cost, out=row[taken:])
        return row

    def _place_row(self, i: int) -> Costs:
        above, worth = self.costs[i - 1], self.worths[i - 1]
        row: Costs = above + self.weights[i - 1]
        np.minimum(row[1:], above[:-1] + worth * (1 - self.alike.one[i - 1]), out=row[1:])
        np.minimum(row[2:], above[:-2] + worth * (1 - self.alike.parted[i - 1, 1:]), out=row[2:])
        if i > 1 and not self.sequence[i - 2].is_slot:
            both = worth + self.worths[i - 2]
            np.minimum(row[1:], self.costs[i - 2, :-1] + both * (1 - self.alike.joined[i - 1]), out=row[1:])
        return row

    def _step_back(self, i: int, j: int) -> _Step | None:
        """The move that explains the cost at (i, j); None means that token j-1 was extra."""
        here = self.costs[i, j]
        for step in self._slot_steps(j) if self.sequence[i - 1].is_slot else self._place_steps(i, j):
            if self.costs[i - step.places, j - step.tokens] + step.cost <= here + _CLOSE_ENOUGH:
                return step
        return None

    def _slot_steps(self, j: int) -> Iterator[_Step]:
        for taken in range(min(SLOT_WORDS, j) + 1):
            yield _Step(1, taken, 1.0, float(self.slotted[j] - self.slotted[j - taken]))

    def _place_steps(self, i: int, j: int) -> Iterator[_Step]:
        worth = self.worths[i - 1]
        if j >= 1:
            fit = float(self.alike.one[i - 1, j - 1])
            yield _Step(1, 1, fit, worth * (1 - fit))
        if j >= 2:
            fit = float(self.alike.parted[i - 1, j - 1])
            yield _Step(1, 2, fit, worth * (1 - fit))
        if j >= 1 and i > 1 and not self.sequence[i - 2].is_slot:
            fit = float(self.alike.joined[i - 1, j - 1])
            yield _Step(2, 1, fit, (worth + self.worths[i - 2]) * (1 - fit))
        yield _Step(1, 0, 0.0, self.weights[i - 1])


def _running(costs: Costs) -> Costs:
    return np.concatenate(([0.0], np.cumsum(costs)))
