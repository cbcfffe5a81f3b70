"""What stalls in the second week: what rose in the first week after the workshop's and did not go on.

Many phrases and agents are looked at together, so some would seem to stall by chance alone. What is said of each is
said with all of them in mind (Holm's correction over all of one list): with a probability of 95 % no "fell" of the
whole list is a mistake. Intervals are each by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from qa.measures.adoption import paired
from qa.measures.cohorts import Said
from qa.measures.statistics import CONFIDENCE, FEWEST_CALLS, Change, holm
from qa.measures.strata import Own, Pair, by_agent

#: The weeks that are compared: those before the workshop, and the first two of practice.
BEFORE = (-4, -1)
FIRST, SECOND = 1, 2
#: Growth of less than so much of all opportunities is no growth that matters.
HARDLY = 0.05

#: fell: less than in the week before it. stalled: rose at first, and hardly any more. goes_on: rises in the second
#: week. no_rise: did not rise at first, as far as can be told. open: too uncertain to say.
Course = Literal["fell", "stalled", "goes_on", "no_rise", "open"]


@dataclass(frozen=True, slots=True)
class Stall:
    """The change in the first week against before, and in the second against the first, in shares of 0..1."""

    first: Change
    second: Change
    agents: int
    opportunities: int
    course: Course


def of_questions(counts: Mapping[str, Said]) -> dict[str, Stall]:
    """For each question, over the agents of the cohort."""
    firsts, seconds, agents, asked = {}, {}, {}, {}
    for name, said in counts.items():
        before, first, second = (said.between(*weeks) for weeks in (BEFORE, (FIRST, FIRST), (SECOND, SECOND)))
        firsts[name], _ = paired(before, first)
        seconds[name], agents[name] = paired(first, second)
        asked[name] = int(first[1].sum() + second[1].sum())
    courses = _courses(list(firsts.values()), list(seconds.values()))
    return {
        name: Stall(firsts[name], seconds[name], agents[name], asked[name], course)
        for name, course in zip(counts, courses, strict=True)
    }


def of_agents(counts: Mapping[str, Said], agents: Sequence[str]) -> dict[str, Stall]:
    """For each agent, over all questions: within each question the weeks are compared, never across questions."""
    rises = by_agent(_pairs(counts, agents, BEFORE, (FIRST, FIRST)), FEWEST_CALLS)
    goings = by_agent(_pairs(counts, agents, (FIRST, FIRST), (SECOND, SECOND)), FEWEST_CALLS)
    names = [agent for agent in agents if agent in goings]
    firsts = [_alone(rises.get(name)) for name in names]
    seconds = [_alone(goings[name]) for name in names]
    told = zip(names, firsts, seconds, _courses(firsts, seconds), strict=True)
    return {
        name: Stall(first, second, 1, int(goings[name].first + goings[name].second), course)
        for name, first, second, course in told
    }


def _alone(own: Own | None) -> Change:
    """One agent: their opportunities are what repeats."""
    return Change() if own is None else Change.of(own.value, float(np.sqrt(own.luck)), float("inf"))


def _pairs(
    counts: Mapping[str, Said], agents: Sequence[str], before: tuple[int, int], after: tuple[int, int]
) -> list[Pair]:
    found = []
    for question, said in counts.items():
        first, second = said.between(*before), said.between(*after)
        found += [
            Pair(
                agent,
                question,
                (float(first[0][place]), float(first[1][place])),
                (float(second[0][place]), float(second[1][place])),
            )
            for place, agent in enumerate(agents)
        ]
    return found


def _courses(firsts: Sequence[Change], seconds: Sequence[Change]) -> list[Course]:
    rose = _clear(firsts)
    went = _clear(seconds)
    return [_course(*told) for told in zip(firsts, seconds, rose, went, strict=True)]


def _clear(changes: Sequence[Change]) -> list[bool]:
    """Whether each differs from 0, all of them in mind; those without a value were not looked at."""
    known = [change for change in changes if change.value is not None]
    raised = iter(holm([change.chance() for change in known]))
    return [change.value is not None and next(raised) < 1 - CONFIDENCE for change in changes]


def _course(first: Change, second: Change, rose: bool, went: bool) -> Course:
    if second.value is None or second.high is None:
        return "open"
    if went:
        return "fell" if second.value < 0 else "goes_on"
    if first.value is None:
        return "open"
    if rose and first.value > 0:
        return "stalled" if second.high < HARDLY else "open"
    return "no_rise" if first.high is not None and first.high < HARDLY else "open"
