"""The organisation's clock, as databases count by it: the same as Python's own, also where the clock is changed."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from qa.insights.hours import BadShifts, Days, first_day_of_week, shifts_of, week_of

ZONES = ["Asia/Jerusalem", "Europe/London", "America/New_York", "Asia/Kolkata", "UTC"]
MEMORY = sa.create_engine("sqlite://")
FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)


@settings(deadline=None)  # the first statement that SQLAlchemy compiles takes its time
@given(st.integers(0, 362 * 24 * 60), st.sampled_from(ZONES))
def test_a_database_tells_days_weeks_and_hours_as_the_clock_on_the_wall(minutes: int, name: str) -> None:
    zone = ZoneInfo(name)
    moment = datetime(2026, 1, 2, tzinfo=UTC) + timedelta(minutes=minutes)
    local = moment.astimezone(zone)
    days, told = Days(FIRST, LAST, zone), sa.literal(int(moment.timestamp()))
    with MEMORY.connect() as opened:
        weekday, hour, week = opened.execute(sa.select(days.weekday(told), days.hour(told), days.week(told))).one()
    assert (weekday, hour) == ((local.weekday() + 1) % 7, local.hour)
    assert week == week_of(local.date())


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_weeks_begin_on_sunday_and_hold_their_days(day: date) -> None:
    sunday = first_day_of_week(week_of(day))
    assert sunday.weekday() == 6
    assert timedelta(0) <= day - sunday < timedelta(days=7)


def test_shifts_are_read_and_may_run_past_midnight() -> None:
    morning, evening, night = shifts_of("morning 07-15, evening 15-23, night 23-07")
    assert night.hours == {23, 0, 1, 2, 3, 4, 5, 6}
    assert morning.hours | evening.hours | night.hours == frozenset(range(24))
    assert shifts_of("משמרת יום 6-18")[0].name == "משמרת יום"
    assert shifts_of("all day 0-24")[0].hours == frozenset(range(24))
    assert shifts_of("") == ()


@pytest.mark.parametrize("told", ["morning", "morning 7", "a 25-3", "a 7-15, a 15-23", "7-15"])
def test_shifts_that_cannot_be_read_are_refused(told: str) -> None:
    with pytest.raises(BadShifts):
        shifts_of(told)
