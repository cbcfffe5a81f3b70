"""What is true of the simulated agents: how well they do, and what the workshop changed. The charts should find it.

All chances are logistic: the sum of what is said here, in logits, through `1 / (1 + exp(-sum))`.
"""

import math
import random
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final, Literal

from qa.programmes.stages import week_of

#: The cohorts: one in live work again, one in its second week of practice, one whose workshop is still to come.
CohortName = Literal["live", "practising", "waiting"]

#: The day of each cohort's workshop, in days from today.
DAY_0: Final[Mapping[CohortName, int]] = {"live": -37, "practising": -17, "waiting": 5}
PRACTICE_WEEKS: Final = 3


def day_0(cohort: CohortName, today: date) -> date:
    """The day of that cohort's workshop."""
    return today + timedelta(days=DAY_0[cohort])


@dataclass(frozen=True, slots=True)
class Course:
    """How often agents do one thing: before the workshop, and what each week from day 0 on adds to that.

    The last week's addition stays.
    """

    before: float
    adds: tuple[float, ...] = (0.0,)

    def at(self, week: int | None) -> float:
        """In that week from day 0 on; None or below 0: before it, or never."""
        if week is None or week < 0:
            return self.before
        return self.before + self.adds[min(week, len(self.adds) - 1)]


#: What the programme aims at. Most of it takes; `steering` stalls in week two; `lead-in` never takes.
TARGETS: Final[Mapping[str, Course]] = {
    "verify": Course(-0.9, (1.0, 1.6, 2.0, 2.2, 2.3)),
    "summary": Course(-0.5, (0.8, 1.3, 1.6, 1.8, 1.9)),
    "steering": Course(-0.7, (2.0, 1.5, 0.5, 0.2, 0.1)),
    "lead-in": Course(-1.4, (0.15, 0.1, 0.1, 0.0)),
    "empathy": Course(-0.3, (0.7, 1.2, 1.5, 1.6)),
    "repeat-call": Course(-0.8, (0.9, 1.4, 1.8, 2.0)),
    "leaving": Course(-0.4, (0.6, 1.0, 1.4, 1.6)),
}
#: The share that the programme hopes for, of every target's opportunities.
HOPED: Final = 0.7
#: How often the rest is done, workshop or not.
_OTHERS: Final[Mapping[str, Course]] = {
    "greeting": Course(1.6),
    "recorded": Course(2.2),
    "identify": Course(1.3),
    "anything-else": Course(1.0),
    "goodbye": Course(1.3),
    "hold-ask": Course(0.9),
    "hold-thanks": Course(0.8),
    "long-wait": Course(0.2),
}
_USUAL: Final = Course(0.5)
#: In practice, what a target takes is done more often than with real customers: the transfer gap.
PRACTICE_ADDS: Final = 0.9
#: How likely a customer who was upset still is, before anything, after the anchor sentence, and without one.
UPSET, ANCHORED, NOT_ANCHORED = 0.75, 0.22, 0.5
#: What a coaching session adds to what was agreed on in it, from its day on.
COACHING_ADDS: Final = 1.3
#: The sentence after which customers calm down.
ANCHOR: Final = "verify"


@dataclass(frozen=True, slots=True)
class Coached:
    """That a session was held with an agent, so many days from today, and about which question."""

    day: int
    question_id: str


@dataclass(frozen=True, slots=True)
class Agent:
    """One agent as they really are. `level` is added to everything they do, `learns` multiplies what the workshop adds.

    `wavers` is how much their calls differ from one another (one standard deviation).
    """

    number: int
    name: str
    woman: bool
    team: str
    language: Literal["he", "en"]
    cohort: CohortName
    level: float
    learns: float
    wavers: float
    coached: "Coached | None" = None

    def week(self, day: date, today: date) -> int:
        """The week from the agent's workshop on."""
        return week_of(day_0(self.cohort, today), day)


@dataclass(frozen=True, slots=True)
class Form:
    """An agent on one call: what they will do is drawn from their truth of that week.

    `coached_on`: the question of a coaching session that was held before.
    """

    agent: Agent
    week: int
    practice: bool
    coached_on: str | None
    chance: random.Random = field(repr=False)
    mood: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "mood", self.chance.gauss(0, self.agent.wavers))

    def likely(self, question_id: str) -> float:
        """How likely the agent does what the question asks for, 0..1."""
        course = TARGETS.get(question_id) or _OTHERS.get(question_id, _USUAL)
        learnt = (course.at(self.week) - course.before) * self.agent.learns
        more = PRACTICE_ADDS if self.practice and question_id in TARGETS and learnt > PRACTICE_ADDS / 2 else 0.0
        more += COACHING_ADDS if question_id == self.coached_on else 0.0
        return 1 / (1 + math.exp(-(course.before + learnt + more + self.agent.level + self.mood)))

    def does(self, question_id: str) -> bool:
        """Whether the agent does it on this call."""
        return self.chance.random() < self.likely(question_id)

    @property
    def slips(self) -> float:
        """How likely something happens on a call that must not, 0..1."""
        return 0.09 / (1 + math.exp(2 * (self.agent.level + self.mood)))
