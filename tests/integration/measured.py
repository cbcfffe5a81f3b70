"""A cohort of the drawn history's agents: their workshop, practice calls among the others, and coaching sessions."""

from datetime import UTC, datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, Purpose
from qa.coaching.tables import CoachingAction, CoachingSession
from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.people.tables import Person
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.programmes.tables import Cohort, CohortMember, Programme, ProgrammeTarget
from tests.integration.web import PASSWORD

DAY0 = datetime(2026, 10, 18, 10, tzinfo=UTC)
TARGET = "empathy"
TARGETS = (TARGET, "verify", "lead-in", "greeting")
#: Every fifth call is practice, and so many of the oldest were drawn as a demo's are.
_PRACTICE, _DRAWN = 5, 40


def add(database: Database, coached: int = 1) -> str:
    """Add it, with so many agents coached on the first target ten days after the workshop; returns the cohort's id."""
    with database.write() as unit:
        session = unit.session
        made = session.scalars(sa.select(Call.id).order_by(Call.id)).all()
        session.execute(sa.update(Call).where(Call.id.in_(made[::_PRACTICE])).values(purpose=Purpose.PRACTICE))
        session.execute(sa.update(Call).where(Call.id.in_(made[:_DRAWN])).values(simulated=True))
        trainer = _trainer(session)
        programme = Programme(name="שפת השירות", made_by=trainer)
        programme.targets = [
            ProgrammeTarget(question_id=one, share=0.8, position=place) for place, one in enumerate(TARGETS)
        ]
        session.add(programme)
        session.flush()
        cohort = Cohort(programme_id=programme.id, name="מחזור א", day0=DAY0.date())
        agents = session.scalars(sa.select(Person.id).join(Call, Call.agent_id == Person.id).distinct())
        cohort.members = [CohortMember(person_id=one) for one in sorted(agents)]
        session.add(cohort)
        session.flush()
        for member in cohort.members[:coached]:
            _coach(session, member.person_id, trainer)
        return cohort.id


def _trainer(session: Session) -> str:
    wish = NewPerson(name="מדריכה", email="of-measures@example.com", role=Role.TRAINER, password=PASSWORD)
    return add_person(session, Principal("system", Role.ADMINISTRATOR), wish).id


def _coach(session: Session, agent_id: str, trainer_id: str) -> None:
    held = DAY0 + timedelta(days=10)
    talk = CoachingSession(agent_id=agent_id, trainer_id=trainer_id, held_at=held, shared_at=held)
    session.add(talk)
    session.flush()
    asked = {"question_id": TARGET, "question_he": "אמפתיה", "question_en": "Empathy"}
    aim = {"due_on": held.date(), "needed": 3, "out_of": 5}
    session.add(CoachingAction(session_id=talk.id, agent_id=agent_id, **asked, **aim))
