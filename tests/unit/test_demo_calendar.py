"""The simulated weeks end today, whichever day that is, and lie in the hours in which people work where they are."""

import random
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from qa.demo.programme.calendar import WEEKS, held
from qa.demo.programme.cast import cast

ZONE = ZoneInfo("Asia/Jerusalem")
#: Every day of a week at another hour, the first of a year, a leap day, and days just after the clocks changed.
TODAYS = [datetime(2026, 11, 22 + day, hour, 10, tzinfo=ZONE) for day, hour in enumerate((0, 4, 9, 12, 16, 21, 23))] + [
    datetime(2027, 1, 1, 8, tzinfo=ZONE),
    datetime(2028, 2, 29, 12, tzinfo=ZONE),
    datetime(2026, 3, 27, 3, 30, tzinfo=ZONE),
    datetime(2026, 10, 25, 1, 30, tzinfo=ZONE),
]


@pytest.mark.parametrize("today", TODAYS, ids=lambda today: f"{today:%a-%Y-%m-%d-%H%M}")
def test_calls_were_held_at_work_in_the_weeks_up_to_now(today: datetime) -> None:
    until = today.astimezone(UTC)
    chance = random.Random(11)
    agents = cast(chance, [])
    calls = held(agents, until, ZONE, chance)
    local = [call.moment.astimezone(ZONE) for call in calls]
    assert len({call.agent.number for call in calls}) == len(agents) == 36
    assert max(call.moment for call in calls) < until
    assert until - max(call.moment for call in calls) < timedelta(days=3), "a weekend may lie between"
    assert min(moment.date() for moment in local) >= today.date() - timedelta(weeks=WEEKS)
    assert {7 <= moment.hour <= 21 for moment in local} == {True}
    at_weekends = sum(moment.weekday() in (4, 5) for moment in local) / len(local)
    assert 0.01 < at_weekends < 0.2
    for week in range(1, WEEKS):
        first = today.date() - timedelta(days=7 * week - 1)
        within = [moment for moment in local if first <= moment.date() < first + timedelta(days=7)]
        assert len(within) > 80, f"week {week} before today is not empty"


@pytest.mark.parametrize("today", TODAYS, ids=lambda today: f"{today:%a-%Y-%m-%d-%H%M}")
def test_each_call_knows_the_week_since_its_agents_workshop(today: datetime) -> None:
    chance = random.Random(11)
    calls = held(cast(chance, []), today.astimezone(UTC), ZONE, chance)
    weeks = {cohort: {call.week for call in calls if call.agent.cohort == cohort} for cohort in ("live", "waiting")}
    assert max(weeks["live"]) == 5
    assert max(weeks["waiting"]) < 0, "their workshop is still to come"
    assert all(0 <= call.week <= 3 for call in calls if call.practice)
