"""Where each member stands with each target, and who needs what first."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from qa.insights.intervals import Estimate
from qa.programmes.schemas import TargetStanding


@dataclass(frozen=True, slots=True)
class Below:
    """A target that is missed by so many opportunities; `sure` where chance alone hardly explains it."""

    question_id: str
    missed: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Need:
    """What one member needs. `late` is left of the week before, `open` of this one."""

    person_id: str
    below: tuple[Below, ...]
    late: int = 0
    open: int = 0


def standing(figure: Estimate, share: float) -> TargetStanding:
    """Surely at or above the target, surely below it, too close to tell, or of too few calls."""
    if figure.value is None or figure.low is None or figure.high is None:
        return "few"
    if figure.high < share:
        return "below"
    return "above" if figure.low >= share else "near"


def below(question_id: str, figure: Estimate, share: float) -> Below | None:
    """How far the figure is below its target, in opportunities; None where it is not, or cannot be told."""
    if figure.value is None or figure.value >= share:
        return None
    missed = round((share - figure.value) * figure.count, 1)
    return Below(question_id, missed, sure=standing(figure, share) == "below") if missed else None


def ranked(needs: Iterable[Need]) -> Sequence[Need]:
    """Whoever needs anything: most opportunities surely missed first, then those that may be chance, then what is late.

    What is open of the week that runs is no need yet: the week is not over.
    """

    def order(need: Need) -> tuple[float, float, int, str]:
        sure = sum(one.missed for one in need.below if one.sure)
        perhaps = sum(one.missed for one in need.below if not one.sure)
        return -sure, -perhaps, -need.late, need.person_id

    return sorted((need for need in needs if need.below or need.late), key=order)
