"""Until when feedback may be disputed, and by when a dispute is due. Pure; holidays are not known here."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from qa.platform.settings import Settings

Week = Literal["sunday-thursday", "monday-friday"]
#: Days on which nobody works; Monday is 0.
_FREE: dict[Week, frozenset[int]] = {"sunday-thursday": frozenset({4, 5}), "monday-friday": frozenset({5, 6})}


@dataclass(frozen=True, slots=True)
class Terms:
    """`days` from publication on a dispute may be opened; it is due `working_days` after the day of its opening."""

    days: int
    working_days: int
    week: Week
    zone: str

    @classmethod
    def of(cls, settings: Settings) -> "Terms":
        """As this system is set."""
        return cls(settings.dispute_days, settings.dispute_working_days, settings.working_week, settings.time_zone)

    def closes_at(self, published_at: datetime) -> datetime:
        """When feedback that was published then can be disputed no more."""
        return published_at + timedelta(days=self.days)

    def due_at(self, opened_at: datetime) -> datetime:
        """The end of the working day by which a dispute that was opened then is due."""
        zone = ZoneInfo(self.zone)
        day, left = opened_at.astimezone(zone).date(), self.working_days
        while left:
            day += timedelta(days=1)
            left -= day.weekday() not in _FREE[self.week]
        return datetime.combine(day + timedelta(days=1), time.min, zone).astimezone(UTC)
