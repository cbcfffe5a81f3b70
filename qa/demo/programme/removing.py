"""Takes the demo programme out again, with all that people have attached to it meanwhile.

Whatever points at what goes, goes with it, or points at nothing from then on: the database itself says what that is, so
that no noun has to be asked. Only the audit trail stays, as it always does.
"""

from collections.abc import Iterator, Sequence
from typing import Final

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calibration.tables import CalibrationSession, SessionCall
from qa.calls.tables import Call
from qa.coaching.tables import CoachingClip, CoachingSession, CoachingTask
from qa.demo.programme.cast import SIMULATED_DOMAIN
from qa.demo.programme.heard import ENGINE
from qa.demo.programme.loading import REMOVED
from qa.notices.tables import Notice
from qa.people.tables import Person, Team
from qa.platform import audit
from qa.platform.database import Base, Database
from qa.platform.jobs import Job
from qa.practice.drills.tables import DrillAttempt
from qa.practice.scenarios.tables import ScenarioAttempt
from qa.programmes.tables import Cohort, Programme
from qa.regressions.tables import RegressionCase

#: What a database does by itself when the row goes that another one points at.
_BY_ITSELF: Final = ("CASCADE", "SET NULL")
_TOGETHER: Final = 500


def remove(database: Database) -> int:
    """Delete the simulated calls, and the people, teams and programmes that a generator made; returns how many calls.

    Real calls of simulated people stay, and are then nobody's.
    """
    with database.write() as unit:
        session = unit.session
        calls = _ids(session, sa.select(Call.id).where(Call.simulated))
        people = _ids(session, sa.select(Person.id).where(Person.email.like(f"%@{SIMULATED_DOMAIN}")))
        programmes = _ids(session, sa.select(Programme.id).where(Programme.simulated))
        if not (calls or people or programmes):
            return 0
        teams = _ids(session, sa.select(Person.team_id).where(Person.id.in_(people), Person.team_id.is_not(None)))
        known = sa.MetaData()
        known.reflect(session.connection())
        cohorts = _ids(session, sa.select(Cohort.id).where(Cohort.programme_id.in_(programmes)))
        pages = [*cohorts, *programmes]
        for table, query in _only_of_these(cohorts):
            gone = _ids(session, query)
            _forget(session, known, table.__tablename__, gone)
            pages += gone
        for part in _parts(pages):
            session.execute(sa.delete(Notice).where(sa.or_(*(Notice.page.endswith(f"/{one}") for one in part))))
        for part in _parts(calls):
            session.execute(sa.delete(Job).where(Job.subject.in_(part)))
        _forget(session, known, Call.__tablename__, calls)
        _forget(session, known, Cohort.__tablename__, cohorts)
        _forget(session, known, Programme.__tablename__, programmes)
        _forget(session, known, Person.__tablename__, people)
        _forget(session, known, Team.__tablename__, [team for team in teams if _is_empty(session, team)])
        audit.record(session, None, REMOVED, "demo", calls=len(calls), people=len(people))
    return len(calls)


def _only_of_these(cohorts: Sequence[str]) -> Iterator[tuple[type[Base], sa.Select[str]]]:
    """What would stay behind and say nothing any more: it rests on simulated calls, or is part of their programme.

    What rests on real calls as well keeps those.
    """
    simulated = sa.select(Call.id).where(Call.simulated)
    for held, shown in ((CoachingSession, CoachingClip), (CalibrationSession, SessionCall)):
        of_these = sa.select(shown.session_id).where(shown.call_id.in_(simulated))
        of_others = sa.select(shown.session_id).where(shown.call_id.not_in(simulated))
        yield held, sa.select(held.id).where(held.id.in_(of_these), held.id.not_in(of_others))
    asked = sa.or_(CoachingTask.call_id.in_(simulated), CoachingTask.cohort_id.in_(cohorts))
    yield CoachingTask, sa.select(CoachingTask.id).where(asked)
    yield ScenarioAttempt, sa.select(ScenarioAttempt.id).where(ScenarioAttempt.call_id.in_(simulated))
    yield DrillAttempt, sa.select(DrillAttempt.id).where(DrillAttempt.engine == str(ENGINE))
    yield RegressionCase, sa.select(RegressionCase.id).where(RegressionCase.call_id.in_(simulated))


def _forget(session: Session, known: sa.MetaData, table: str, ids: Sequence[str]) -> None:
    """Delete these rows, after everything that the database would not delete with them."""
    for column in _pointing_at(known, table):
        owner = column.table
        for part in _parts(ids):
            if column.nullable:
                session.execute(sa.update(owner).where(column.in_(part)).values({column.name: None}))
            elif "id" in owner.c:
                _forget(session, known, owner.name, _ids(session, sa.select(owner.c.id).where(column.in_(part))))
            else:
                session.execute(sa.delete(owner).where(column.in_(part)))
    gone = known.tables[table]
    for part in _parts(ids):
        session.execute(sa.delete(gone).where(gone.c.id.in_(part)))


def _pointing_at(known: sa.MetaData, table: str) -> list[sa.Column[str]]:
    """The columns that point at rows of this table and would keep them from going."""
    return [
        key.parent
        for owner in known.tables.values()
        for key in owner.foreign_keys
        if key.column.table.name == table and (key.ondelete or "").upper() not in _BY_ITSELF
    ]


def _is_empty(session: Session, team_id: str) -> bool:
    """Whether neither people nor calls are of this team any more."""
    pointing = (
        sa.select(Person.id).where(Person.team_id == team_id),
        sa.select(Call.id).where(Call.team_id == team_id),
    )
    return all(session.scalar(query.limit(1)) is None for query in pointing)


def _ids(session: Session, query: sa.Select[str] | sa.Select[str | None]) -> list[str]:
    return [found for found in session.scalars(query.distinct()) if found is not None]


def _parts(ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(ids), _TOGETHER):
        yield ids[first : first + _TOGETHER]
