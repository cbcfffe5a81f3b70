"""What can be done with people, teams and sign-in. Nothing here commits."""

from collections.abc import Sequence
from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.people.schemas import FirstAdministrator, MyPreferences, NewPerson, NewTeam, PersonChange
from qa.people.tables import Person, SetupToken, SignInSession, Team
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, NotSignedIn, Refused
from qa.platform.security.passwords import NOBODY, hash_password, is_outdated, is_password
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right, Role
from qa.platform.security.signing import digest, new_token


class WrongPassword(NotSignedIn):
    """The address or the password is wrong; which of them is not said."""

    code = "wrong_password"

    def __init__(self) -> None:
        super().__init__("the address or the password is wrong")


class CurrentPasswordWrong(Refused):
    """Who sits at somebody's open page without knowing the password cannot shut its owner out."""

    code = "current_password_wrong"

    def __init__(self) -> None:
        super().__init__("the current password is another one")


class SetupIsOver(Conflict):
    """The first administrator exists already, or the token is not the one that was printed."""

    code = "setup_is_over"

    def __init__(self) -> None:
        super().__init__("this set-up link was used already or is not the newest one; `qa up` prints the newest")


class Taken(Conflict):
    """Another person or team has this name already."""

    code = "taken"

    def __init__(self, what: str, value: str) -> None:
        self.what, self.value = what, value
        super().__init__(f"the {what} {value} is taken")


class LastAdministrator(Conflict):
    """The change would leave nobody who can manage people."""

    code = "last_administrator"

    def __init__(self, person: Person) -> None:
        self.person = person
        super().__init__("the last administrator cannot be disabled or given another role")


def recognise(session: Session, email: str, password: str) -> str:
    """The id of whoever has this address and password. Slow on purpose, so never within a writing unit's lock.

    Raises WrongPassword, as late for a missing account as for a wrong password.
    """
    person = session.scalar(sa.select(Person).where(Person.email == email.lower()))
    right = is_password(password, person.password_hash if person else NOBODY)
    if person is None or person.disabled or not right:
        raise WrongPassword
    return person.id


def sign_in(session: Session, person_id: str, password: str, *, hours: int) -> tuple[str, SignInSession]:
    """Open a session for somebody recognised. Returns the cookie's token, which is kept nowhere."""
    person = session.get_one(Person, person_id)
    if person.disabled:
        raise WrongPassword
    if is_outdated(person.password_hash):
        person.password_hash = hash_password(password)
    audit.record(session, person.id, "signed_in", person.id)
    return open_session(session, person, hours=hours)


def open_session(session: Session, person: Person, *, hours: int) -> tuple[str, SignInSession]:
    """A fresh session for the person; the sessions of others that are over are swept on the way."""
    session.execute(sa.delete(SignInSession).where(SignInSession.expires_at < now()))
    token = new_token()
    opened = SignInSession(
        token_digest=digest(token),
        csrf_token=new_token(),
        person=person,
        expires_at=now() + timedelta(hours=hours),
    )
    session.add(opened)
    session.flush()
    return token, opened


def session_of(session: Session, token: str) -> SignInSession | None:
    """The session behind a cookie, if it is open and its person may still sign in."""
    found = session.get(SignInSession, digest(token))
    if found is None or found.expires_at < now() or found.person.disabled:
        return None
    return found


def sign_out(session: Session, token: str) -> None:
    """Close the session behind a cookie."""
    session.execute(sa.delete(SignInSession).where(SignInSession.token_digest == digest(token)))


def setup_needed(session: Session) -> bool:
    """Whether there is no administrator yet."""
    return session.scalar(sa.select(Person.id).where(Person.role == Role.ADMINISTRATOR).limit(1)) is None


def new_setup_token(session: Session) -> str | None:
    """A one-time token for the first administrator; None once there is one. An older token ends."""
    if not setup_needed(session):
        return None
    token = new_token()
    session.merge(SetupToken(id=1, token_digest=digest(token), created_at=now()))
    return token


def make_first_administrator(session: Session, wish: FirstAdministrator) -> Person:
    """Spend the one-time token. Raises SetupIsOver."""
    kept = session.get(SetupToken, 1, with_for_update=True)
    if kept is None or kept.token_digest != digest(wish.token) or not setup_needed(session):
        raise SetupIsOver
    session.delete(kept)
    person = _add(session, NewPerson(**wish.model_dump(exclude={"token"}), role=Role.ADMINISTRATOR))
    audit.record(session, person.id, "first_administrator", person.id)
    return person


def people(session: Session, asker: Principal, role: Role | None = None) -> Sequence[Person]:
    """Everybody, by name."""
    asker.require(Right.SEE_PEOPLE)
    query = sa.select(Person).order_by(Person.name, Person.id)
    return session.scalars(query.where(Person.role == role) if role else query).all()


def teams(session: Session, asker: Principal) -> Sequence[Team]:
    """Every team, by name."""
    asker.require(Right.SEE_PEOPLE)
    return session.scalars(sa.select(Team).order_by(Team.name)).all()


def add_person(session: Session, asker: Principal, wish: NewPerson, *, password_hash: str | None = None) -> Person:
    """Somebody new; a password hashed beforehand counts instead of the wish's. Raises Taken, NotFound (team)."""
    asker.require(Right.MANAGE_PEOPLE)
    person = _add(session, wish, password_hash)
    audit.record(session, asker.person_id, "person_added", person.id, role=person.role)
    return person


def change_person(session: Session, asker: Principal, person_id: str, change: PersonChange) -> Person:
    """Change what is named. Another role, another password or being disabled closes the person's sessions."""
    asker.require(Right.MANAGE_PEOPLE)
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person", person_id)
    named = change.model_dump(exclude_unset=True)
    values = {key: value for key, value in named.items() if value is not None or key in ("team_id", "agent_code")}
    _keep_an_administrator(session, person, values)
    _is_free(session, person, values)
    if password := values.pop("password", None):
        person.password_hash = hash_password(password)
    for key, value in values.items():
        setattr(person, key, value)
    if password or {"role", "disabled"} & values.keys():
        session.execute(sa.delete(SignInSession).where(SignInSession.person_id == person.id))
    session.flush()
    session.refresh(person)
    audit.record(session, asker.person_id, "person_changed", person.id, changed=sorted(named))
    return person


def prove(session: Session, asker: Principal, password: str) -> None:
    """Raises CurrentPasswordWrong. Slow on purpose, so never within a writing unit's lock."""
    if not is_password(password, session.get_one(Person, asker.person_id).password_hash):
        raise CurrentPasswordWrong


def change_own_password(session: Session, asker: Principal, password_hash: str, *, staying: str) -> None:
    """Another password of one's own, hashed beforehand; every session but the one of this token ends."""
    session.get_one(Person, asker.person_id).password_hash = password_hash
    others = (SignInSession.person_id == asker.person_id, SignInSession.token_digest != digest(staying))
    session.execute(sa.delete(SignInSession).where(*others))
    session.flush()
    audit.record(session, asker.person_id, "own_password_changed", asker.person_id)


def prefer(session: Session, asker: Principal, wish: MyPreferences) -> Person:
    """The person's own choice of language and colours."""
    person = session.get_one(Person, asker.person_id)
    for key, value in wish.model_dump(exclude_none=True).items():
        setattr(person, key, value)
    return person


def add_team(session: Session, asker: Principal, wish: NewTeam) -> Team:
    """A new team. Raises Taken."""
    asker.require(Right.MANAGE_PEOPLE)
    if session.scalar(sa.select(Team.id).where(Team.name == wish.name)):
        raise Taken("team name", wish.name)
    team = Team(name=wish.name)
    session.add(team)
    session.flush()
    audit.record(session, asker.person_id, "team_added", team.id)
    return team


def agent_named(session: Session, code_or_name: str) -> Person | None:
    """The agent with that telephony number, or with exactly that name where only one has it."""
    by_code = session.scalar(sa.select(Person).where(Person.agent_code == code_or_name))
    if by_code is not None:
        return by_code
    named = session.scalars(
        sa.select(Person).where(Person.name == code_or_name, Person.role == Role.AGENT).limit(2)
    ).all()
    return named[0] if len(named) == 1 else None


def team_named(session: Session, name: str) -> Team:
    """The team of that name, made where there is none yet: metadata of calls may come before the people do."""
    team = session.scalar(sa.select(Team).where(Team.name == name))
    if team is None:
        team = Team(name=name)
        session.add(team)
        session.flush()
        audit.record(session, None, "team_added", team.id)
    return team


def agent_by_id(session: Session, person_id: str) -> Person:
    """The agent with that id. Raises NotFound."""
    person = session.get(Person, person_id)
    if person is None or person.role is not Role.AGENT:
        raise NotFound("agent", person_id)
    return person


def _add(session: Session, wish: NewPerson, password_hash: str | None = None) -> Person:
    values = wish.model_dump(exclude={"password"}) | {"email": wish.email.lower()}
    person = Person(**values, password_hash=password_hash or hash_password(wish.password))
    _is_free(session, person, values)
    session.add(person)
    session.flush()
    session.refresh(person)
    return person


def _is_free(session: Session, person: Person, values: dict[str, object]) -> None:
    if values.get("team_id") is not None and session.get(Team, values["team_id"]) is None:
        raise NotFound("team", values["team_id"])
    with session.no_autoflush:
        for what, column in (("e-mail address", Person.email), ("agent code", Person.agent_code)):
            value = values.get(column.key)
            if value is None:
                continue
            owner = session.scalar(sa.select(Person.id).where(column == value))
            if owner is not None and owner != person.id:
                raise Taken(what, str(value))


def _keep_an_administrator(session: Session, person: Person, values: dict[str, object]) -> None:
    leaves = values.get("disabled") is True or values.get("role", Role.ADMINISTRATOR) != Role.ADMINISTRATOR
    if person.role != Role.ADMINISTRATOR or not leaves:
        return
    others = sa.select(Person.id).where(
        Person.role == Role.ADMINISTRATOR, Person.disabled.is_(False), Person.id != person.id
    )
    if session.scalar(others.limit(1)) is None:
        raise LastAdministrator(person)
