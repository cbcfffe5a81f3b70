"""Where a cohort stands: the week since its workshop, and the stage that the week belongs to.

Weeks are counted from the workshop's own day: week 0 begins with it, week -1 holds the seven days before it. Each week
belongs to one stage, so that what is owed is the same from its first day to its last.
"""

from datetime import date, timedelta
from enum import StrEnum

WEEK = timedelta(days=7)


class Stage(StrEnum):
    """before -> workshop (week 0) -> practice (as many weeks as the programme says) -> live."""

    BEFORE = "before"
    WORKSHOP = "workshop"
    PRACTICE = "practice"
    LIVE = "live"


def week_of(day0: date, day: date) -> int:
    """The number of the week: 0 from the workshop's day to six days after it, -1 the seven days before it."""
    return (day - day0).days // 7


def stage_of(day0: date, practice_weeks: int, day: date) -> Stage:
    """The stage of the week in which the day lies."""
    week = week_of(day0, day)
    if week < 0:
        return Stage.BEFORE
    if week == 0:
        return Stage.WORKSHOP
    return Stage.PRACTICE if week <= practice_weeks else Stage.LIVE


def first_day(day0: date, week: int) -> date:
    """The day with which a week begins."""
    return day0 + week * WEEK
