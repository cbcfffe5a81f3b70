"""ISO weeks, in UTC: the unit in which plans draw."""

from datetime import UTC, date, datetime, time, timedelta

from qa.platform.errors import Refused


class NoSuchWeek(Refused):
    """A year without a week of that number."""

    code = "no_such_week"

    def __init__(self, week: str) -> None:
        self.week = week
        super().__init__(f"there is no week {week}")


def week_of(moment: datetime) -> str:
    """The week in which the moment lies: 2026-W47."""
    year, week, _day = moment.astimezone(UTC).isocalendar()
    return f"{year}-W{week:02}"


def week_before(moment: datetime) -> str:
    """The week that had ended last by then."""
    return week_of(moment - timedelta(days=7))


def bounds(week: str) -> tuple[datetime, datetime]:
    """From its first moment to the first that is no longer of it. Raises NoSuchWeek."""
    year, _, number = week.partition("-W")
    try:
        monday = date.fromisocalendar(int(year), int(number), 1)
    except ValueError as error:
        raise NoSuchWeek(week) from error
    begins = datetime.combine(monday, time(), UTC)
    return begins, begins + timedelta(days=7)


def begins(moment: datetime) -> datetime:
    """The first moment of the week in which the moment lies."""
    return bounds(week_of(moment))[0]
