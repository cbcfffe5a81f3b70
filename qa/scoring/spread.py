"""How the score may still come out, were every question that no person answered drawn by its probabilities.

Exact: conditions between questions are unfolded into scenarios, in each of which all other questions are independent
and what is possible is fixed, so that the points are a sum of independent draws.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np
import numpy.typing as npt

from qa.rubric.model import AutoFail
from qa.scoring.standing import Standing

Floats = npt.NDArray[np.float64]
#: A drawing's probabilities by option, for one standing.
Drawing = Callable[[Standing], Mapping[str, float]]

#: Which options the questions that conditions hang on come out as; None: not asked, or not applicable.
_Scenario = dict[str, str | None]

#: So many scenarios are followed; beyond it the least likely are left out.
_MOST_SCENARIOS = 256
#: Up to so many sums of points, looking for equal ones among them takes longer than it saves.
_FEW_SUMS = 64
#: So many different sums of points are told apart; beyond it those nearest to each other are taken together.
_MOST_SUMS = 8_192
_DECIMALS = 9
_TOLERANCE = 1e-9


@dataclass(frozen=True, slots=True)
class Spread:
    """The percentages that may come out, rising, with their probabilities; and how likely the call passes or fails.

    Both may add up to less than 1: where nothing can be counted a call does neither.
    """

    percents: Floats
    mass: Floats
    passes: float
    fails: float

    def quantile(self, share: float) -> float | None:
        """The least percentage that is not exceeded with this probability; None where nothing can be counted."""
        total = float(self.mass.sum())
        if total <= 0:
            return None
        reached = np.cumsum(self.mass) / total >= share - _TOLERANCE
        return float(self.percents[int(np.argmax(reached))])


def spread(standings: Sequence[Standing], pass_percent: float, draw: Drawing) -> Spread:
    """The spread of the score of these questions; `draw` says with which probabilities each comes out."""
    percents: list[Floats] = []
    masses: list[Floats] = []
    passes = fails = 0.0
    for weight, scenario in _scenarios(standings, draw):
        drawn = list(_drawn(standings, scenario, draw))
        possible = sum(question.possible for question in drawn)
        if possible <= 0:
            continue
        common, other = _apart(drawn)
        sums = common.plus(_total(other))
        percent = np.clip(100 * sums.values / possible, 0.0, 100.0)
        percents.append(percent)
        masses.append(weight * sums.mass)
        # Without what fails the whole call; where nothing can, that is the same.
        can_fail = any(outcome.fails == "rubric" for question in other for outcome in question.outcomes)
        unfailed = common.plus(_total([question.without("rubric") for question in other])) if can_fail else sums
        enough = np.clip(100 * unfailed.values / possible, 0.0, 100.0) >= pass_percent - _TOLERANCE
        passed = float(unfailed.mass[enough].sum())
        passes += weight * passed
        fails += weight * (1.0 - passed)
    merged = _Sums(np.concatenate(percents), np.concatenate(masses)).merged() if percents else _Sums.nothing()
    return Spread(merged.values, merged.mass, passes, max(0.0, fails))


@dataclass(frozen=True, slots=True)
class _Outcome:
    points: float
    fails: AutoFail | None
    chance: float


@dataclass(frozen=True, slots=True)
class _Drawn:
    """One question that is asked: how it may come out."""

    section: str
    possible: float
    outcomes: tuple[_Outcome, ...]

    def without(self, fails: AutoFail) -> "_Drawn":
        """Without the outcomes that fail that; their probability is then missing."""
        return _Drawn(
            self.section, self.possible, tuple(outcome for outcome in self.outcomes if outcome.fails != fails)
        )

    def spoilt(self) -> "_Drawn":
        """As it counts in a section that has failed: nothing is earned, what is lost stays lost."""
        lost = tuple(_Outcome(min(0.0, o.points), o.fails, o.chance) for o in self.outcomes)
        return _Drawn(self.section, self.possible, lost)


@dataclass(frozen=True, slots=True)
class _Sums:
    """Sums of points and how likely each is; the probabilities need not add up to 1."""

    values: Floats
    mass: Floats

    @staticmethod
    def nothing() -> "_Sums":
        return _Sums(np.empty(0), np.empty(0))

    @staticmethod
    def of(questions: Iterable[_Drawn]) -> "_Sums":
        sums = _Sums(np.zeros(1), np.ones(1))
        points, chance = 0.0, 1.0  # of those that can come out in one way only: most of a call, and quickly told
        for question in questions:
            if len(question.outcomes) == 1:
                points += question.outcomes[0].points
                chance *= question.outcomes[0].chance
                continue
            sums = sums.plus(
                _Sums(
                    np.array([outcome.points for outcome in question.outcomes], dtype=np.float64),
                    np.array([outcome.chance for outcome in question.outcomes], dtype=np.float64),
                )
            )
        return _Sums(sums.values + points, sums.mass * chance)

    def plus(self, other: "_Sums") -> "_Sums":
        """The sum of two independent draws."""
        values = np.add.outer(self.values, other.values).ravel()
        both = _Sums(values, np.multiply.outer(self.mass, other.mass).ravel())
        return both.merged() if len(values) > _FEW_SUMS else both

    def beside(self, other: "_Sums", sign: float = 1.0) -> "_Sums":
        """Either of two cases that exclude each other, or (sign -1) the first without the second."""
        values = np.concatenate([self.values, other.values])
        return _Sums(values, np.concatenate([self.mass, sign * other.mass])).merged()

    def merged(self) -> "_Sums":
        """Equal sums taken together, rising; the nearest ones as well where there are too many."""
        values, inverse = np.unique(np.round(self.values, _DECIMALS), return_inverse=True)
        mass = np.bincount(inverse, weights=self.mass, minlength=len(values))
        if len(values) > _MOST_SUMS:
            steps = (values - values[0]) / (values[-1] - values[0]) * (_MOST_SUMS - 1)
            kept, place = np.unique(np.round(steps), return_inverse=True)
            together = np.bincount(place, weights=mass, minlength=len(kept))
            centre = np.bincount(place, weights=values, minlength=len(kept)) / np.bincount(place, minlength=len(kept))
            values, mass = centre, together
        return _Sums(values, np.maximum(mass, 0.0))


def _apart(questions: list[_Drawn]) -> tuple[_Sums, list[_Drawn]]:
    """The points of the questions that fail nothing but themselves; and the others, with all of their sections."""
    failing = {question.section for question in questions if any(o.fails == "section" for o in question.outcomes)}
    other = [
        question
        for question in questions
        if question.section in failing or any(outcome.fails for outcome in question.outcomes)
    ]
    told_apart = {id(question) for question in other}
    return _Sums.of(question for question in questions if id(question) not in told_apart), other


def _total(questions: list[_Drawn]) -> _Sums:
    """The points of the whole call, sections that fail counted as they do."""
    total = _Sums(np.zeros(1), np.ones(1))
    for _, of in groupby(sorted(questions, key=lambda question: question.section), lambda question: question.section):
        total = total.plus(_section(list(of)))
    return total


def _section(questions: list[_Drawn]) -> _Sums:
    if not any(outcome.fails == "section" for question in questions for outcome in question.outcomes):
        return _Sums.of(questions)
    whole = [question.without("section") for question in questions]
    spoilt = _Sums.of(question.spoilt() for question in questions)
    not_failed = _Sums.of(question.spoilt() for question in whole)
    return _Sums.of(whole).beside(spoilt.beside(not_failed, sign=-1.0))


def _drawn(standings: Iterable[Standing], scenario: _Scenario, draw: Drawing) -> Iterator[_Drawn]:
    """The questions that are asked and apply in a scenario."""
    for standing in standings:
        chances = draw(standing)
        if standing.question.id in scenario:
            option_id = scenario[standing.question.id]
            chances = {option_id: 1.0} if option_id is not None else {}
        elif not _asked(standing, scenario):
            continue
        if chances:
            outcomes = tuple(
                _Outcome(standing.points(option_id), standing.question.option(option_id).auto_fail, chance)
                for option_id, chance in chances.items()
            )
            yield _Drawn(standing.section.id, standing.possible, outcomes)


def _asked(standing: Standing, scenario: _Scenario) -> bool:
    condition = standing.question.only_if
    if condition is None or standing.decided_by == "person":
        return True
    return scenario[condition.question_id] in condition.options


def _scenarios(standings: Sequence[Standing], draw: Drawing) -> list[tuple[float, _Scenario]]:
    """How the questions that conditions hang on may come out together, with the probability of each case."""
    found: list[tuple[float, _Scenario]] = [(1.0, {})]
    for standing in _conditions(standings):
        branched: list[tuple[float, _Scenario]] = []
        for weight, scenario in found:
            chances = draw(standing) if _asked(standing, scenario) else {}
            options: list[tuple[str | None, float]] = [*chances.items()] or [(None, 1.0)]
            branched += [
                (weight * chance, scenario | {standing.question.id: option_id}) for option_id, chance in options
            ]
        found = sorted(branched, key=lambda case: -case[0])[:_MOST_SCENARIOS]
    return found


def _conditions(standings: Sequence[Standing]) -> list[Standing]:
    """The standings that conditions hang on, each behind the one that its own condition hangs on."""
    known = {standing.question.id: standing for standing in standings}
    named = [standing.question.only_if.question_id for standing in standings if standing.question.only_if]
    ordered: dict[str, Standing] = {}

    def add(question_id: str) -> None:
        condition = known[question_id].question.only_if
        if condition is not None and condition.question_id not in ordered:
            add(condition.question_id)
        ordered.setdefault(question_id, known[question_id])

    for question_id in dict.fromkeys(named):
        add(question_id)
    return list(ordered.values())
