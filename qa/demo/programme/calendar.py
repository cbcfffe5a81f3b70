"""When simulated calls were held: weeks of working days up to now, with their busy hours."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from qa.demo.programme.truth import PRACTICE_WEEKS, Agent

WEEKS: Final = 8
_CALLS_A_WEEK: Final = (3, 4, 4, 5)
_PRACTICE_A_WEEK: Final = (1, 1, 2)
#: Friday and Saturday, as `weekday()` counts them: hardly anybody works then.
_WEEKEND: Final = (4, 5)
_AT_THE_WEEKEND: Final = 0.15
_NOON, _SPREAD_H = 12.5, 3.5
_FIRST_H, _LAST_H = 7.0, 20.5


@dataclass(frozen=True, slots=True)
class Held:
    """One call that will have been held: by whom, when, in which week from their workshop on."""

    agent: Agent
    moment: datetime  # in UTC
    week: int
    practice: bool
    coached_on: str | None  # the question of the coaching session that was held before


def held(agents: Sequence[Agent], until: datetime, zone: ZoneInfo, chance: random.Random) -> list[Held]:
    """All calls, the oldest first. None is later than `until`."""
    today = until.astimezone(zone).date()
    found = [one for agent in agents for one in _of_agent(agent, today, zone, chance) if one.moment < until]
    return sorted(found, key=lambda one: (one.moment, one.agent.number))


def _of_agent(agent: Agent, today: date, zone: ZoneInfo, chance: random.Random) -> Iterator[Held]:
    for back in range(WEEKS, 0, -1):
        first = today - timedelta(days=7 * back - 1)
        for practice, count in ((False, chance.choice(_CALLS_A_WEEK)), (True, chance.choice(_PRACTICE_A_WEEK))):
            for _ in range(count):
                moment = some_moment(first, zone, chance)
                day = moment.astimezone(zone).date()
                week = agent.week(day, today)
                if not practice or 0 <= week <= PRACTICE_WEEKS:
                    yield Held(agent, moment, week, practice, _coached_on(agent, (day - today).days))


def _coached_on(agent: Agent, day: int) -> str | None:
    return agent.coached.question_id if agent.coached and day > agent.coached.day else None


def some_moment(first: date, zone: ZoneInfo, chance: random.Random) -> datetime:
    """Some moment of the seven days from `first` on, when people are at work."""
    day = first + timedelta(days=chance.randrange(7))
    while day.weekday() in _WEEKEND and chance.random() > _AT_THE_WEEKEND:
        day = first + timedelta(days=chance.randrange(7))
    hour = min(_LAST_H, max(_FIRST_H, chance.gauss(_NOON, _SPREAD_H)))
    start = datetime(day.year, day.month, day.day, tzinfo=zone)
    return (start + timedelta(hours=hour, seconds=chance.randrange(60))).astimezone(UTC)
