"""The web's door to people, teams and sign-in."""

from fastapi import APIRouter, Request, Response

from qa.people import service
from qa.people.schemas import (
    FirstAdministrator,
    Me,
    MyPreferences,
    NewPerson,
    NewTeam,
    OwnPassword,
    PersonChange,
    PersonOut,
    SetupState,
    SignIn,
    TeamOut,
)
from qa.people.sessions import cookie_name, give_cookie, take_cookie
from qa.people.tables import Person
from qa.platform.security.passwords import hash_password
from qa.platform.security.roles import Role
from qa.platform.web import Asking, ManagesPeople, NobodySignedIn, Reading, SeesPeople, The, Writing, check_origin

router = APIRouter(tags=["people"])


@router.get("/setup")
def get_setup(session: Reading, parts: The) -> SetupState:
    """Whether the first administrator is still to be made."""
    return SetupState(needed=service.setup_needed(session), demo=parts.settings.demo)


@router.post("/setup")
def create_first_administrator(
    wish: FirstAdministrator, request: Request, response: Response, unit: Writing, parts: The
) -> Me:
    """Spend the one-time token and be signed in."""
    check_origin(request)
    parts.throttle.count("set-up attempts", _address(request))
    person = service.make_first_administrator(unit.session, wish)
    token, opened = service.open_session(unit.session, person, hours=parts.settings.session_hours)
    give_cookie(request, response, token)
    return _me(person, opened.csrf_token, parts)


@router.post("/session")
def sign_in(wish: SignIn, request: Request, response: Response, unit: Writing, parts: The) -> Me:
    """Open a session; a wrong address and a wrong password look the same."""
    check_origin(request)
    parts.throttle.count("sign-in attempts", f"account {wish.email.lower()}", f"address {_address(request)}")
    with parts.database.read() as session:
        person_id = service.recognise(session, wish.email, wish.password)
    if old := request.cookies.get(cookie_name(request)):
        service.sign_out(unit.session, old)
    token, opened = service.sign_in(unit.session, person_id, wish.password, hours=parts.settings.session_hours)
    give_cookie(request, response, token)
    return _me(opened.person, opened.csrf_token, parts)


@router.get("/session")
def get_session(request: Request, session: Reading, parts: The) -> Me:
    """Who is signed in."""
    token = request.cookies.get(cookie_name(request))
    found = service.session_of(session, token) if token else None
    if found is None:
        raise NobodySignedIn
    return _me(found.person, found.csrf_token, parts)


@router.delete("/session", status_code=204)
def sign_out(request: Request, response: Response, unit: Writing, _asker: Asking) -> None:
    """Close the session."""
    service.sign_out(unit.session, request.cookies[cookie_name(request)])
    take_cookie(request, response)


@router.patch("/me")
def change_me(wish: MyPreferences, request: Request, unit: Writing, asker: Asking, parts: The) -> Me:
    """The person's own language and colours."""
    person = service.prefer(unit.session, asker, wish)
    found = service.session_of(unit.session, request.cookies[cookie_name(request)])
    if found is None:
        raise NobodySignedIn
    return _me(person, found.csrf_token, parts)


@router.put("/me/password", status_code=204)
def change_own_password(wish: OwnPassword, request: Request, unit: Writing, asker: Asking, parts: The) -> None:
    """Another password of one's own; wherever else the person is signed in, that ends."""
    parts.throttle.count("tries at the current password", asker.person_id)
    with parts.database.read() as session:
        service.prove(session, asker, wish.current)
    hashed = hash_password(wish.password)
    service.change_own_password(unit.session, asker, hashed, staying=request.cookies[cookie_name(request)])


@router.get("/people")
def list_people(session: Reading, asker: SeesPeople, role: Role | None = None) -> list[PersonOut]:
    """Everybody, or everybody of one role, by name."""
    return [PersonOut.model_validate(person) for person in service.people(session, asker, role)]


@router.post("/people", status_code=201)
def create_person(wish: NewPerson, unit: Writing, asker: ManagesPeople) -> PersonOut:
    """Somebody new."""
    return PersonOut.model_validate(service.add_person(unit.session, asker, wish))


@router.patch("/people/{person_id}")
def change_person(person_id: str, change: PersonChange, unit: Writing, asker: ManagesPeople) -> PersonOut:
    """Change what is named."""
    return PersonOut.model_validate(service.change_person(unit.session, asker, person_id, change))


@router.get("/teams")
def list_teams(session: Reading, asker: SeesPeople) -> list[TeamOut]:
    """Every team, by name."""
    return [TeamOut.model_validate(team) for team in service.teams(session, asker)]


@router.post("/teams", status_code=201)
def create_team(wish: NewTeam, unit: Writing, asker: ManagesPeople) -> TeamOut:
    """A new team."""
    return TeamOut.model_validate(service.add_team(unit.session, asker, wish))


def _me(person: Person, csrf_token: str, parts: The) -> Me:
    return Me(person=PersonOut.model_validate(person), csrf_token=csrf_token, demo=parts.settings.demo)


def _address(request: Request) -> str:
    return request.client.host if request.client else "unknown"
