"""What a process that runs for long does by the clock, besides its work: the web and every worker do the same rounds.

Each round is harmless to do again, and at the same time elsewhere.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa.assignments import filling
from qa.assignments import telling as assignments
from qa.coaching import following as coaching
from qa.disputes import telling as disputes
from qa.learning_records import rounds as learning_records
from qa.notices.rounds import rounds as notices
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs.rounds import Round
from qa.platform.settings import Settings
from qa.platform.storage import Storage
from qa.practice.drills import tidying as drills
from qa.practice.scenarios import tidying as scenarios
from qa.programmes import late

#: Between two looks at what is due; nothing here is a matter of seconds.
EVERY = timedelta(minutes=10)


def rounds(config: Settings, database: Database) -> tuple[Round, ...]:
    """Everything that is done by the clock."""
    storage = Storage.of(config)
    seldom = partial(Seldom, database, ZoneInfo(config.time_zone))
    return (
        *notices(config, database),
        *learning_records.rounds(config, database),
        seldom(disputes.due),
        seldom(_fill),
        seldom(assignments.overdue),
        seldom(coaching.look_again),
        seldom(late.telling(config)),
        seldom(drills.tidying(storage, config.practice_days)),
        seldom(scenarios.tidying(storage)),
        seldom(learning_records.tidy),
    )


class Seldom:
    """Does something in a transaction of its own, now and then. It is told the moment on the clock of the zone, by
    which days begin and end."""

    def __init__(self, database: Database, zone: ZoneInfo, do: Callable[[Session, datetime], object]) -> None:
        self._database, self._zone, self._do = database, zone, do
        self._next = now()

    def __call__(self) -> None:
        """Do it, if it is time to."""
        moment = now()
        if moment >= self._next:
            self._next = moment + EVERY
            with self._database.write() as unit:
                self._do(unit.session, moment.astimezone(self._zone))


def _fill(session: Session, at: datetime) -> None:
    filling.fill(session, at)
