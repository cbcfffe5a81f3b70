"""A cohort's weeks on the organisation's own clock."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from qa.platform import clock
from qa.platform.settings import Settings
from qa.programmes.dues import Due
from qa.programmes.stages import Stage, first_day, stage_of, week_of
from qa.programmes.tables import Cohort


@dataclass(frozen=True, slots=True)
class Week:
    """One week of a cohort, counted from its workshop."""

    number: int
    stage: Stage
    first: date
    zone: ZoneInfo

    @property
    def last(self) -> date:
        """Its seventh day."""
        return self.first + timedelta(days=6)

    @property
    def start(self) -> datetime:
        """The moment with which it begins."""
        return datetime.combine(self.first, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The moment with which the next one begins."""
        return datetime.combine(self.first + timedelta(days=7), time(), self.zone)


def today(settings: Settings) -> date:
    """The day that it is where the organisation is."""
    return clock.today(settings.time_zone)


def week_at(cohort: Cohort, day: date, settings: Settings) -> Week:
    """The week of the cohort in which the day lies."""
    number = week_of(cohort.day0, day)
    stage = stage_of(cohort.day0, cohort.programme.practice_weeks, day)
    return Week(number, stage, first_day(cohort.day0, number), ZoneInfo(settings.time_zone))


def dues_of(cohort: Cohort, stage: Stage) -> list[Due]:
    """What the cohort's programme asks for in each week of a stage."""
    told = [Due(Stage(due["stage"]), due["kind"], due["count"]) for due in cohort.programme.dues]
    return [due for due in told if due.stage is stage]
