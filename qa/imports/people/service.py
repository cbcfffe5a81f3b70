"""Takes a file of people in: looked through, tried, or done. All of it, or nothing."""

import secrets
from pathlib import Path

from qa.imports.people.doing import do
from qa.imports.people.plan import Plan, plan_of
from qa.imports.people.reading import COLUMNS, PeopleFile, read_people
from qa.imports.people.schemas import FirstPassword, PeopleImportOut
from qa.platform.database import Database
from qa.platform.errors import Conflict
from qa.platform.security.passwords import hash_password
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.security.signing import new_token

#: Without the letters and digits that are taken for one another when copied by hand.
_SIGNS = "abcdefghjkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789"
_LENGTH = 16


class PeopleMoved(Conflict):
    """Somebody changed people while the file was taken in."""

    code = "people_moved"

    def __init__(self) -> None:
        super().__init__("people or cohorts were changed meanwhile, and nothing of the file was taken in; try again")


def try_people(database: Database, asker: Principal, path: Path) -> PeopleImportOut:
    """What the file would make and change, and what is wrong with it. Nothing is changed."""
    asker.require(Right.MANAGE_PEOPLE)
    found, plan = _look(database, path)
    return _out(found, plan)


def take_people(database: Database, asker: Principal, path: Path, *, passwords: bool) -> PeopleImportOut:
    """Take the file in, if nothing is wrong with it.

    With `passwords` each new person has one that is told this once; else an administrator gives them one later.
    Raises PeopleMoved.
    """
    asker.require(Right.MANAGE_PEOPLE)
    asker.require(Right.RUN_PROGRAMMES)
    found, plan = _look(database, path)
    out = _out(found, plan)
    if out.problems:
        return out
    # Hashing is slow on purpose, so it is done before anything is locked.
    told = {row.email: _password() for row in plan.new} if passwords else {}
    nobodys = hash_password(new_token()) if not passwords and plan.new else ""
    hashes = {row.email: hash_password(told[row.email]) if passwords else nobodys for row in plan.new}
    with database.write() as unit:
        anew = plan_of(unit.session, found.rows)
        if anew.changes() != plan.changes() or anew.problems:
            raise PeopleMoved
        if out.changes:
            do(unit.session, asker, anew, hashes)
    out.done = True
    out.first_passwords = [
        FirstPassword(name=row.name or row.email, email=row.email, password=told[row.email])
        for row in plan.new
        if row.email in told
    ]
    return out


def template(language: str) -> str:
    """An empty file with every column, which a spreadsheet opens in the right letters."""
    place = 1 if language == "he" else 0
    return "\ufeff" + ",".join(names[place] if place < len(names) else names[0] for names in _headers()) + "\r\n"


def _headers() -> list[tuple[str, ...]]:
    return list(COLUMNS.values())


def _look(database: Database, path: Path) -> tuple[PeopleFile, Plan]:
    found = read_people(path)
    with database.read() as session:
        return found, plan_of(session, found.rows)


def _out(found: PeopleFile, plan: Plan) -> PeopleImportOut:
    problems = sorted([*found.problems, *plan.problems], key=lambda one: (one.line or 0, one.column or ""))
    return PeopleImportOut(
        problems=problems, changes=plan.changes(), unchanged=plan.unchanged, done=False, first_passwords=[]
    )


def _password() -> str:
    return "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
