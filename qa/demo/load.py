"""Loads the demo: people who can sign in, and calls that this machine will really hear and score."""

import secrets
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.reception import reception
from qa.calls.schemas import CallFacts
from qa.calls.service import CallDesk
from qa.demo import programme
from qa.demo.programme.cast import DEMO_DOMAIN
from qa.insights import topics
from qa.people.service import team_named
from qa.people.tables import Person
from qa.platform.clock import new_id
from qa.platform.database import Database
from qa.platform.security.passwords import hash_password, is_password
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.platform.storage import Storage
from qa.practice.scenarios.service import take_in_shipped

_CALLS = Path(__file__).parent / "calls"
_MOST_BYTES = 10 << 20
#: Name, the part of the address before the @, role, interface language.
_STAFF = (
    ("נועה ברק", "noa", Role.REVIEWER, "he"),
    ("יואב שני", "yoav", Role.TRAINER, "he"),
    ("Emma Clark", "emma", Role.REVIEWER, "en"),
)


@dataclass(frozen=True, slots=True)
class DemoSignIn:
    """How to sign in as the demo's people. The password is this installation's own, made by chance.

    `simulated` is how many simulated calls were added now.
    """

    reviewer: str
    trainer: str
    agent: str
    password: str
    simulated: int = 0


def demo_calls() -> list[tuple[Path, CallFacts]]:
    """The demo's recordings and what their telephony system would have said of them; Hebrew calls first."""
    files = sorted(_CALLS.glob("*.opus"), key=lambda path: (not path.name.startswith("he"), path.name))
    return [(path, CallFacts.model_validate_json(path.with_suffix(".json").read_text("utf-8"))) for path in files]


def load(settings: Settings, ring: Callable[[str], None], *, history: bool = False) -> DemoSignIn:
    """Load what is not there yet, with the simulated weeks where `history` is asked for; harmless to repeat."""
    password = _password(settings.data / "demo-password")
    database = Database(settings.database)
    calls = demo_calls()
    with database.write() as unit:
        agents = [
            _person(unit.session, name, f"agent{number}", Role.AGENT, language, password, team)
            for number, (name, team, language) in enumerate(_agents(calls), start=1)
        ]
        staff = [_person(unit.session, *someone, password, None) for someone in _STAFF]
        _watch(unit.session)
        take_in_shipped(unit.session, None)
    # Before there is anything to hear, while this machine has little else to do.
    simulated = programme.load_first(database, settings) if history else 0
    desk = CallDesk(database, Storage.of(settings), ring)
    for path, facts in calls:
        with reception(settings.scratch) as incoming, path.open("rb") as sound:
            file = incoming.receive(sound, max_bytes=_MOST_BYTES)
            desk.take_in(incoming.hand_over(file, None, path.name, facts), person_id=None)
    database.dispose()
    return DemoSignIn(reviewer=staff[0], trainer=staff[1], agent=agents[0], password=password, simulated=simulated)


def _watch(session: Session) -> None:
    """Let the demo's calls be looked through for the topics that come with Mashov."""
    trainer = session.scalars(sa.select(Person.id).where(Person.role == Role.TRAINER).order_by(Person.id)).first()
    assert trainer is not None, "the demo has a trainer"
    with suppress(topics.ListIsBegun):
        topics.begin(session, Principal(trainer, Role.TRAINER))


def _agents(calls: list[tuple[Path, CallFacts]]) -> list[tuple[str, str | None, str]]:
    """Everybody whom the demo's calls name, once each, with the team of their first call."""
    first: dict[str, CallFacts] = {}
    for _path, facts in calls:
        if facts.agent:
            first.setdefault(facts.agent, facts)
    return [(name, facts.team, facts.language) for name, facts in first.items()]


def _person(  # noqa: PLR0913, PLR0917 (a person has as many facts as it has)
    session: Session, name: str, mailbox: str, role: Role, language: str, password: str, team: str | None
) -> str:
    email = f"{mailbox}@{DEMO_DOMAIN}"
    person = session.scalar(sa.select(Person).where(Person.email == email))
    if person is None:
        person = Person(id=new_id(), name=name, email=email, role=role, interface_language=language)
        session.add(person)
        person.password_hash = hash_password(password)
    elif not is_password(password, person.password_hash):
        person.password_hash = hash_password(password)
    person.team = team_named(session, team) if team else None
    session.flush()
    return email


def _password(file: Path) -> str:
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
        file.write_text("-".join(secrets.token_hex(2) for _ in range(4)), "utf-8")
    return file.read_text("utf-8").strip()
