"""Days, weeks, hours and shifts of the organisation's own clock, as plain numbers that any database can count by.

A local day is the number of days since 1 January 1970, a week the number of Sundays since then: weeks begin on Sunday.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from qa.platform.errors import Refused

HOUR_S = 3_600
DAY_S = 24 * HOUR_S
_EPOCH = date(1970, 1, 1)
#: 1 January 1970 was a Thursday, four days behind its Sunday.
_TO_SUNDAY = 4
_SHIFT = re.compile(r"(?P<name>\S(?:.*\S)?)\s+(?P<start>\d{1,2})-(?P<end>\d{1,2})")


class BadShifts(Refused):
    """The shifts cannot be read."""

    code = "bad_shifts"

    def __init__(self, told: str) -> None:
        self.told = told
        super().__init__(f"QA_SHIFTS is {told!r}; shifts are written like 'morning 07-15, evening 15-23, night 23-07'")


@dataclass(frozen=True, slots=True)
class Shift:
    """Whole hours of the day, from `start` to before `end`; past midnight where `end` is not behind `start`."""

    name: str
    start: int
    end: int

    @property
    def hours(self) -> frozenset[int]:
        """The hours that begin in it."""
        length = (self.end - self.start) % 24 or 24
        return frozenset((self.start + hour) % 24 for hour in range(length))


def shifts_of(told: str) -> tuple[Shift, ...]:
    """Reads "morning 07-15, night 23-07". Raises BadShifts."""
    found = []
    for part in filter(None, (part.strip() for part in told.split(","))):
        read = _SHIFT.fullmatch(part)
        if read is None or int(read["start"]) > 23 or int(read["end"]) > 24:
            raise BadShifts(told)
        found.append(Shift(read["name"], int(read["start"]), int(read["end"]) % 24))
    if len({shift.name for shift in found}) != len(found):
        raise BadShifts(told)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Days:
    """A stretch of whole local days, both ends included."""

    first: date
    last: date
    zone: ZoneInfo

    @property
    def start_s(self) -> int:
        """When the first day begins, in seconds since 1970."""
        return _begin(self.first, self.zone)

    @property
    def end_s(self) -> int:
        """When the day behind the last one begins."""
        return _begin(self.last + timedelta(days=1), self.zone)

    def local(self, moment_s: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """The clock on the wall at that moment of these days, as seconds since 1970, as part of a query."""
        (_, offset), *later = _offsets(self)
        if not later:
            return moment_s + offset
        # The last change before the moment counts, so they are asked in reverse.
        changes = [(moment_s >= since, moment_s + moved) for since, moved in reversed(later)]
        return sa.case(*changes, else_=moment_s + offset)

    def day(self, moment_s: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """The local day as part of a query."""
        return self.local(moment_s) // DAY_S

    def week(self, moment_s: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """The local week as part of a query."""
        return (self.day(moment_s) + _TO_SUNDAY) // 7

    def weekday(self, moment_s: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """0 Sunday .. 6 Saturday, as part of a query."""
        return (self.day(moment_s) + _TO_SUNDAY) % 7

    def hour(self, moment_s: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
        """0..23, as part of a query."""
        return self.local(moment_s) % DAY_S // HOUR_S


def first_day_of_week(week: int) -> date:
    """The Sunday on which it begins."""
    return _EPOCH + timedelta(days=7 * week - _TO_SUNDAY)


def week_of(day: date) -> int:
    """The week in which the day lies."""
    return ((day - _EPOCH).days + _TO_SUNDAY) // 7


def date_of(day: int) -> date:
    """The date of a numbered day."""
    return _EPOCH + timedelta(days=day)


def _begin(day: date, zone: ZoneInfo) -> int:
    return int(datetime.combine(day, time(), zone).timestamp())


def _offsets(days: Days) -> Sequence[tuple[int, int]]:
    """From when on the clock is how many seconds ahead of UTC; it is changed at full hours."""
    found: list[tuple[int, int]] = []
    for moment in [*range(days.start_s, days.end_s, DAY_S), days.end_s - HOUR_S]:
        offset = _offset(moment, days.zone)
        if not found or found[-1][1] != offset:
            found.append((_change(moment, offset, days.zone) if found else moment, offset))
    return found


def _change(moment: int, offset: int, zone: ZoneInfo) -> int:
    """The first full hour since a day before `moment` at which the clock is so far ahead."""
    hours = range(moment - DAY_S + HOUR_S, moment + 1, HOUR_S)
    return next(hour for hour in hours if _offset(hour, zone) == offset)


def _offset(moment: int, zone: ZoneInfo) -> int:
    ahead = datetime.fromtimestamp(moment, UTC).astimezone(zone).utcoffset()
    assert ahead is not None, "a zone always says how far ahead it is"
    return int(ahead.total_seconds())
