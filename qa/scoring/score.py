"""Answers and suggestions into a score. People go before machines; what no person answered widens the interval."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from qa.rubric.model import Rubric
from qa.scoring.chances import Suggested
from qa.scoring.spread import Spread, spread
from qa.scoring.standing import Answer, DecidedBy, NotApplicableBy, Standing, stand

__all__ = ["Answer", "DecidedBy", "Marks", "NotApplicableBy", "Score", "Share", "Suggested", "score"]

#: The interval holds the final percentage with this probability, as far as the questions' own are right.
INTERVAL = 0.9
_CERTAIN = 1 - 1e-9
_ROUNDED = 1e-6


@dataclass(frozen=True, slots=True)
class Marks:
    """Where one question stands. `points` and `possible` are None while undecided or where not applicable.

    `asked`: whether its condition holds; None while that is open.
    """

    points: float | None
    possible: float | None
    decided_by: DecidedBy
    option_id: str | None
    not_applicable: NotApplicableBy | None = None
    asked: bool | None = True


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
    """The score as it stands.

    `low` and `high` are the central interval of `INTERVAL` in which the percentage will end, were each question that no
    person answered drawn by its probabilities; they always enclose `percent`. `passed` is None while the undecided
    could turn it either way, or while nothing can be counted. `could_flip` is how likely the call will pass or fail
    unlike `passed`, or while that is None, unlike the likelier of both; 0..1.
    """

    points: float
    points_possible: float
    percent: float | None
    low: float | None
    high: float | None
    passed: bool | None
    could_flip: float
    auto_failed_by: str | None  # the first question whose chosen option fails the call
    failed_sections: tuple[str, ...]  # those that a chosen option leaves without a point
    critical: Share
    other: Share
    from_people: int
    from_machine: int
    undecided: int
    by_question: Mapping[str, Marks]


def score(rubric: Rubric, suggestions: Mapping[str, Suggested], answers: Mapping[str, Answer]) -> Score:
    """The score of one call; both mappings are by question id. Raises KeyError for an option that a question lacks."""
    standings = stand(rubric, suggestions, answers)
    failed = {standing.section.id for standing in standings if _fails(standing, "section")}
    failed_by = next((standing.question.id for standing in standings if _fails(standing, "rubric")), None)
    marks = {standing.question.id: _marks(standing, standing.section.id in failed) for standing in standings}
    whole = _share(marks.values())
    likely = spread(standings, rubric.pass_percent, lambda standing: standing.chances)
    settled = spread(standings, rubric.pass_percent, lambda standing: standing.settled)
    passed = False if failed_by is not None else _passed(settled)
    low, high = _interval(whole.percent, likely)
    return Score(
        points=whole.points,
        points_possible=whole.possible,
        percent=whole.percent,
        low=low,
        high=high,
        passed=passed,
        could_flip=_could_flip(passed, likely),
        auto_failed_by=failed_by,
        failed_sections=tuple(section.id for section in rubric.sections if section.id in failed),
        critical=_share(marks[question.id] for question in rubric.questions if question.critical),
        other=_share(marks[question.id] for question in rubric.questions if not question.critical),
        from_people=sum(standing.decided_by == "person" for standing in standings),
        from_machine=sum(standing.decided_by == "machine" for standing in standings),
        undecided=sum(standing.decided_by == "nobody" for standing in standings),
        by_question=marks,
    )


def _fails(standing: Standing, what: str) -> bool:
    return standing.option is not None and standing.option.auto_fail == what


def _marks(standing: Standing, section_failed: bool) -> Marks:
    if standing.chosen is None:
        return Marks(None, None, standing.decided_by, None, standing.not_applicable, standing.asked)
    points = standing.points(standing.chosen)
    earned = min(0.0, points) if section_failed else points
    return Marks(earned, standing.possible, standing.decided_by, standing.chosen, None, standing.asked)


def _share(marks: Iterable[Marks]) -> Share:
    counted = [(mark.points, mark.possible) for mark in marks if mark.points is not None and mark.possible is not None]
    return Share(sum(points for points, _ in counted), sum(possible for _, possible in counted))


def _interval(percent: float | None, likely: Spread) -> tuple[float | None, float | None]:
    ends = [likely.quantile((1 - INTERVAL) / 2), likely.quantile((1 + INTERVAL) / 2)]
    known = [end for end in ends if end is not None]
    if percent is not None:  # sums of points are rounded on their way: an end that is the percentage is just that
        known = [percent, *(end for end in known if abs(end - percent) > _ROUNDED)]
    return (min(known), max(known)) if known else (None, None)


def _passed(settled: Spread) -> bool | None:
    if settled.passes >= _CERTAIN:
        return True
    return False if settled.fails >= _CERTAIN else None


def _could_flip(passed: bool | None, likely: Spread) -> float:
    either = likely.passes + likely.fails
    if either <= 0:
        return 0.0
    if passed is None:
        return min(likely.passes, likely.fails) / either
    return (likely.fails if passed else likely.passes) / either
