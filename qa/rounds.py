"""What a process that runs for long does by the clock, besides its work: the web and every worker do the same rounds.

Each round is harmless to do again, and at the same time elsewhere.
"""

from collections.abc import Callable
from datetime import datetime, timedelta

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
    return (
        *notices(config, database),
        *learning_records.rounds(config, database),
        Seldom(database, disputes.due),
        Seldom(database, _fill),
        Seldom(database, assignments.overdue),
        Seldom(database, coaching.look_again),
        Seldom(database, late.telling(config)),
        Seldom(database, drills.tidying(storage, config.practice_days)),
        Seldom(database, scenarios.tidying(storage)),
        Seldom(database, learning_records.tidy),
    )


class Seldom:
    """Does something in a transaction of its own, now and then."""

    def __init__(self, database: Database, do: Callable[[Session, datetime], object]) -> None:
        self._database, self._do = database, do
        self._next = now()

    def __call__(self) -> None:
        """Do it, if it is time to."""
        moment = now()
        if moment >= self._next:
            self._next = moment + EVERY
            with self._database.write() as unit:
                self._do(unit.session, moment)


def _fill(session: Session, at: datetime) -> None:
    filling.fill(session, at)
