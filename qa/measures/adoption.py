"""Adoption: how often a phrase is said where there is an opportunity, week by week from before the workshop on."""

from dataclasses import dataclass

import numpy as np

from qa.measures.cohorts import Said
from qa.measures.statistics import Change, Estimate, Sides, mean_difference, pooled_share

#: An agent counts in a comparison with at least so many decided opportunities on either side.
FEWEST_EACH = 2


@dataclass(frozen=True, slots=True)
class Week:
    """One week: the share of decided opportunities, and where it would lie if all undecided ones were alike.

    `least` takes them all as not said, `most` as said; None where nothing was decided or open.
    """

    week: int
    share: Estimate
    unsure: int
    least: float | None
    most: float | None


def curve(counts: Said) -> list[Week]:
    """A figure for each week."""
    return [_week(counts, place) for place in range(len(counts.weeks))]


def since(counts: Said, before: tuple[int, int], after: tuple[int, int]) -> tuple[Change, int]:
    """How much an agent's share changed from the weeks before to those after, on average over agents, and how many.

    Each agent is compared with their own earlier weeks and counts once; who lacks opportunities on a side is left out.
    """
    return paired(counts.between(*before), counts.between(*after))


def paired(
    before: tuple[np.ndarray, np.ndarray], after: tuple[np.ndarray, np.ndarray], fewest: int = FEWEST_EACH
) -> tuple[Change, int]:
    """The mean over agents of each one's share after less the one before; both are (said, decided) by agent."""
    enough = (before[1] >= fewest) & (after[1] >= fewest)
    first, second = (Sides.of(said[enough] / asked[enough], 1 / asked[enough]) for said, asked in (before, after))
    return mean_difference(first, second), int(enough.sum())


def _week(counts: Said, place: int) -> Week:
    said, decided, unsure = counts.said[:, place], counts.decided[:, place], int(counts.unsure[:, place].sum())
    whole = float(decided.sum()) + unsure
    sure = float(said.sum())
    return Week(
        week=counts.weeks[place],
        share=pooled_share(said, decided),
        unsure=unsure,
        least=sure / whole if whole else None,
        most=(sure + unsure) / whole if whole else None,
    )
