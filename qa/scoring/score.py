"""Answers and suggestions into a score. People go before machines; what nobody decided widens the interval."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from qa.rubric.model import Question, Rubric

DecidedBy = Literal["person", "machine", "nobody"]


@dataclass(frozen=True, slots=True)
class Suggested:
    """As much of a suggestion as a score needs."""

    verdict: str
    option_id: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Answer:
    """As much of a person's answer as a score needs: an option, or not applicable."""

    option_id: str | None
    not_applicable: bool = False


@dataclass(frozen=True, slots=True)
class Marks:
    """Where one question stands. `points` and `possible` are None while undecided or where not applicable."""

    points: float | None
    possible: float | None
    decided_by: DecidedBy
    option_id: str | None


@dataclass(frozen=True, slots=True)
class Share:
    """Points out of what was possible; `percent` 0..100, None where nothing was."""

    points: float
    possible: float

    @property
    def percent(self) -> float | None:
        """Never below 0 or above 100, whatever was lost or given on top."""
        return min(100.0, max(0.0, 100 * self.points / self.possible)) if self.possible > 0 else None


@dataclass(frozen=True, slots=True)
class Score:
    """The score as it stands. `low` and `high` are what the undecided questions could still make of `percent`.

    `passed` is None while the undecided could turn it either way, or while nothing can be counted.
    """

    points: float
    points_possible: float
    percent: float | None
    low: float | None
    high: float | None
    passed: bool | None
    auto_failed_by: str | None  # the first question whose chosen option fails the call
    critical: Share
    other: Share
    from_people: int
    from_machine: int
    undecided: int
    by_question: Mapping[str, Marks]


@dataclass(frozen=True, slots=True)
class _Standing:
    """A question with its section's weight and what was chosen for it. `chosen` None: undecided or not applicable."""

    question: Question
    weight: float
    chosen: str | None
    decided_by: DecidedBy

    @property
    def marks(self) -> Marks:
        if self.chosen is None:
            return Marks(None, None, self.decided_by, None)
        return Marks(self.points(self.chosen), self.possible, self.decided_by, self.chosen)

    @property
    def possible(self) -> float:
        return self.weight * self.question.points_possible

    def points(self, option_id: str) -> float:
        return self.weight * self.question.option(option_id).points

    @property
    def least(self) -> float:
        return min(self.points(option.id) for option in self.question.options)

    @property
    def most(self) -> float:
        return max(self.points(option.id) for option in self.question.options)

    @property
    def fails(self) -> bool:
        return self.chosen is not None and self.question.option(self.chosen).auto_fail

    @property
    def could_fail(self) -> bool:
        return any(option.auto_fail for option in self.question.options)


def score(rubric: Rubric, suggestions: Mapping[str, Suggested], answers: Mapping[str, Answer]) -> Score:
    """The score of one call; both mappings are by question id. Raises KeyError for an option that a question lacks."""
    standings = [
        _stand(question, section.weight, suggestions.get(question.id), answers.get(question.id))
        for section in rubric.sections
        for question in section.questions
    ]
    decided = [standing for standing in standings if standing.chosen is not None]
    open_ones = [standing for standing in standings if standing.decided_by == "nobody"]
    whole = _share(decided)
    low, high = _interval(whole, open_ones)
    failed_by = next((standing.question.id for standing in decided if standing.fails), None)
    return Score(
        points=whole.points,
        points_possible=whole.possible,
        percent=whole.percent,
        low=low,
        high=high,
        passed=_passed(rubric.pass_percent, low, high, open_ones) if failed_by is None else False,
        auto_failed_by=failed_by,
        critical=_share([standing for standing in decided if standing.question.critical]),
        other=_share([standing for standing in decided if not standing.question.critical]),
        from_people=sum(standing.decided_by == "person" for standing in standings),
        from_machine=sum(standing.decided_by == "machine" for standing in standings),
        undecided=len(open_ones),
        by_question={standing.question.id: standing.marks for standing in standings},
    )


def _stand(question: Question, weight: float, suggested: Suggested | None, answer: Answer | None) -> _Standing:
    if answer is not None:
        return _Standing(question, weight, None if answer.not_applicable else answer.option_id, "person")
    if suggested is not None and (suggested.option_id is not None or suggested.verdict == "not_applicable"):
        return _Standing(question, weight, suggested.option_id, "machine")
    return _Standing(question, weight, None, "nobody")


def _share(standings: list[_Standing]) -> Share:
    chosen = [(standing, standing.chosen) for standing in standings if standing.chosen is not None]
    return Share(
        sum(standing.points(option_id) for standing, option_id in chosen),
        sum(standing.possible for standing, _ in chosen),
    )


def _interval(whole: Share, open_ones: list[_Standing]) -> tuple[float | None, float | None]:
    """The percentages with every open question at its worst and at its best; never narrower than the present one."""
    possible = whole.possible + sum(standing.possible for standing in open_ones)
    worst = Share(whole.points + sum(standing.least for standing in open_ones), possible).percent
    best = Share(whole.points + sum(standing.most for standing in open_ones), possible).percent
    ends = [percent for percent in (worst, best, whole.percent) if percent is not None]
    return (min(ends), max(ends)) if ends else (None, None)


def _passed(pass_percent: float, low: float | None, high: float | None, open_ones: list[_Standing]) -> bool | None:
    if low is None or high is None:
        return None
    if high < pass_percent:
        return False
    if low >= pass_percent and not any(standing.could_fail for standing in open_ones):
        return True
    return None
