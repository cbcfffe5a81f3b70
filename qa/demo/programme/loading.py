"""Loads the demo programme: weeks of simulated calls of many agents, their cohorts, and what came of them.

Everything is drawn with a seed: the same seed and the same moment make the same rows. Loading it again adds nothing.
"""

import gc
import random
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.coaching import questions
from qa.demo.programme.asking import Asking, ask
from qa.demo.programme.calendar import WEEKS, held
from qa.demo.programme.calibrating import calibrate
from qa.demo.programme.cast import DEMO_DOMAIN, SIGNED_IN, SIMULATED_DOMAIN, cast
from qa.demo.programme.coaching import Talks, coach
from qa.demo.programme.own_views import look_back
from qa.demo.programme.practising import practise
from qa.demo.programme.rows import Ground, Rows, Standard
from qa.demo.programme.truth import HOPED, PRACTICE_WEEKS, TARGETS, Agent, CohortName, day_0
from qa.disputes.deadline import Terms
from qa.insights.facts import first_ids
from qa.people.tables import Person, Team
from qa.platform import audit
from qa.platform.audit import AuditEntry
from qa.platform.clock import id_of, now
from qa.platform.database import Database
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.programmes.stages import Stage
from qa.programmes.tables import Cohort, CohortMember, Programme, ProgrammeTarget
from qa.rubric import shipped
from qa.rubric.store import publish, rubric_of

#: What the audit trail says of it.
LOADED: Final = "simulated_history_loaded"
REMOVED: Final = "simulated_history_removed"
#: What no password has as its hash: nobody signs in as somebody whom a generator made.
_NO_PASSWORD: Final = "simulated"  # noqa: S105 (it is none: no hash looks like this)
_PROGRAMME: Final = "שפת השירות (נתונים מדומים)"
_NOTE: Final = "תוכנית להדגמה: הנציגים, המחזורים והשיחות נוצרו במחולל ואינם של אנשים. Simulated: drawn by a generator."
_COHORTS: Final[Mapping[CohortName, str]] = {"live": "מחזור א׳", "practising": "מחזור ב׳", "waiting": "מחזור ג׳"}
#: What each member owes in a week of a stage.
_DUES: Final = (
    (Stage.WORKSHOP, "practice", 1),
    (Stage.PRACTICE, "coaching", 1),
    (Stage.PRACTICE, "practice", 2),
    (Stage.PRACTICE, "drill", 3),
    (Stage.LIVE, "drill", 1),
)
_TRAINER: Final = "יואב שני (מדומה)"
_REVIEWERS: Final = (("נועה ברק (מדומה)", "he"), ("Emma Clark (simulated)", "en"))


@dataclass(frozen=True, slots=True)
class Simulation:
    """Until when the history runs, and what it is drawn with."""

    until: datetime
    seed: int = 11


#: What is being drawn, and by which chance.
Drawn = tuple[Simulation, random.Random]


def load(database: Database, settings: Settings, simulation: Simulation | None = None) -> int:
    """Load it, unless some of it is here; returns how many calls were added."""
    if is_loaded(database):
        return 0
    simulation = simulation or Simulation(now())
    with _uncollected(), database.write() as unit:
        if _is_here(unit.session):
            return 0
        calls = _load(unit.session, simulation, settings)
        audit.record(unit.session, None, LOADED, "demo", calls=calls, seed=simulation.seed)
    return calls


def load_first(database: Database, settings: Settings) -> int:
    """Load it where it never was: whoever has removed it does not want it again."""
    with database.read() as session:
        before = session.scalar(sa.select(AuditEntry.number).where(AuditEntry.action.in_((LOADED, REMOVED))).limit(1))
    return load(database, settings) if before is None else 0


def is_loaded(database: Database) -> bool:
    """Whether there are simulated calls."""
    with database.read() as session:
        return _is_here(session)


def _is_here(session: Session) -> bool:
    return session.scalar(sa.select(Call.id).where(Call.simulated).limit(1)) is not None


def _load(session: Session, simulation: Simulation, settings: Settings) -> int:
    zone = ZoneInfo(settings.time_zone)
    chance = random.Random(simulation.seed)  # noqa: S311 (drawn, and to be drawn again)
    standards = _standards(session)
    signed_in = _signed_in(session)
    agents = cast(chance, [(one.name, _language(one), SIGNED_IN[_mailbox(one)]) for one in signed_in])
    people = _people(session, agents, signed_in, (simulation, chance))
    ground = Ground(
        people=people,
        signed_in=frozenset(range(len(signed_in))),
        standards=standards,
        reviewers=_reviewers(session, (simulation, chance)),
        until=simulation.until,
        terms=Terms.of(settings),
        seed=simulation.seed,
    )
    cohort_of = _programme(session, agents, people, (simulation, chance), zone)
    session.flush()
    calls = held(agents, simulation.until, zone, chance)
    trainer_id = _trainer(session, (simulation, chance))
    rows = Rows()
    for number, one in enumerate(calls):
        rows.add_call(number, one, ground)
    look_back(rows, simulation.seed)
    practise(session, rows, agents, ground, zone)
    calibrate(rows, ground, trainer_id)
    asked = {key[1]: question.text for key, question in questions.known(session).items()}
    ask(rows, Asking(trainer_id, asked, cohort_of, simulation.until, zone), simulation.seed)
    rows.write(session)
    coach(session, agents, people, Talks(trainer_id, asked, simulation.until, zone, chance))
    return len(calls)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Inside, nobody looks for garbage: among so many rows, none of which is any, it would be looked for in vain."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _standards(session: Session) -> dict[str, Standard]:
    """The rubrics that ship, by language: history rests on what was there at the beginning."""
    rows = [publish(session, file.read_text("utf-8"), file=file.name) for file in shipped()]
    rubrics = [(row, rubric_of(row)) for row in rows]
    return {
        rubric.language: Standard(row, rubric, rubric.checklist(), first_ids(session, rubric))
        for row, rubric in rubrics
    }


def _signed_in(session: Session) -> list[Person]:
    """The agents of the demo who can sign in, if they are here."""
    addresses = [f"{mailbox}@{DEMO_DOMAIN}" for mailbox in SIGNED_IN]
    return list(session.scalars(sa.select(Person).where(Person.email.in_(addresses)).order_by(Person.email)))


def _mailbox(person: Person) -> str:
    return person.email.split("@")[0]


def _language(person: Person) -> Literal["he", "en"]:
    return "en" if person.interface_language == "en" else "he"


def _people(session: Session, agents: list[Agent], signed_in: list[Person], drawn: Drawn) -> dict[int, Person]:
    """The person of each agent, by the agent's number."""
    simulation, chance = drawn
    came = simulation.until - timedelta(weeks=WEEKS)
    teams: dict[str, Team] = {}
    found = dict(enumerate(signed_in))
    for agent in agents[len(signed_in) :]:
        if agent.team not in teams:
            teams[agent.team] = Team(id=id_of(came, chance.getrandbits), name=agent.team)
            session.add(teams[agent.team])
        found[agent.number] = _person(agent.name, Role.AGENT, f"agent-{agent.number:02}", agent.language, drawn)
        found[agent.number].team_id = teams[agent.team].id
    session.flush()
    session.add_all(found.values())
    session.flush()
    return found


def _person(name: str, role: Role, mailbox: str, language: str, drawn: Drawn) -> Person:
    simulation, chance = drawn
    came = simulation.until - timedelta(weeks=WEEKS)
    return Person(
        id=id_of(came, chance.getrandbits),
        name=name,
        email=f"{mailbox}@{SIMULATED_DOMAIN}",
        role=role,
        password_hash=_NO_PASSWORD,
        interface_language=language,
        created_at=came,
    )


def _trainer(session: Session, drawn: Drawn) -> str:
    """Who coached: the demo's trainer, or where nobody is, a simulated one."""
    ours = (Person.role == Role.TRAINER, Person.email.like(f"%@{DEMO_DOMAIN}"))
    known = session.scalar(sa.select(Person.id).where(*ours).order_by(Person.email).limit(1))
    if known is not None:
        return known
    made = _person(_TRAINER, Role.TRAINER, "trainer", "he", drawn)
    session.add(made)
    session.flush()
    return made.id


def _reviewers(session: Session, drawn: Drawn) -> list[str]:
    """Who reviewed: the demo's reviewers, or where they are not here, simulated ones."""
    ours = (Person.role == Role.REVIEWER, Person.email.like(f"%@{DEMO_DOMAIN}"))
    known = list(session.scalars(sa.select(Person.id).where(*ours).order_by(Person.email)))
    if known:
        return known
    made = [
        _person(name, Role.REVIEWER, f"reviewer-{number}", language, drawn)
        for number, (name, language) in enumerate(_REVIEWERS, start=1)
    ]
    session.add_all(made)
    session.flush()
    return [person.id for person in made]


def _programme(
    session: Session, agents: list[Agent], people: Mapping[int, Person], drawn: Drawn, zone: ZoneInfo
) -> dict[str, str]:
    """Add it with its cohorts. Returns the cohort of each member, by ids."""
    simulation, chance = drawn
    begun, today = simulation.until - timedelta(weeks=WEEKS), simulation.until.astimezone(zone).date()
    programme = Programme(
        id=id_of(begun, chance.getrandbits),
        name=_PROGRAMME,
        note=_NOTE,
        practice_weeks=PRACTICE_WEEKS,
        dues=[{"stage": stage.value, "kind": kind, "count": count} for stage, kind, count in _DUES],
        simulated=True,
        created_at=begun,
    )
    programme.targets = [
        ProgrammeTarget(question_id=question_id, share=HOPED, position=place)
        for place, question_id in enumerate(TARGETS)
    ]
    session.add(programme)
    session.flush()
    cohort_of: dict[str, str] = {}
    for name, title in _COHORTS.items():
        cohort = Cohort(
            id=id_of(begun, chance.getrandbits),
            programme_id=programme.id,
            name=title,
            day0=day_0(name, today),
            created_at=begun,
        )
        cohort.members = [
            CohortMember(person_id=people[agent.number].id, joined_at=begun) for agent in agents if agent.cohort == name
        ]
        session.add(cohort)
        cohort_of |= {member.person_id: cohort.id for member in cohort.members}
    return cohort_of
