"""A file of people taken in: tried first, all of it or nothing, and the second time there is nothing left to do."""

import csv
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.cli import app as command_line
from qa.imports.people import service as importing
from qa.imports.people.service import PeopleMoved, take_people
from qa.people.service import recognise
from qa.people.tables import Person, Team
from qa.platform import settings as platform_settings
from qa.platform.audit import AuditEntry, verify
from qa.platform.errors import NotSignedIn
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.programmes.tables import Cohort
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.trained import Room, room

__all__ = ["room"]

HEAD = "email,name,role,team,agent_code,cohort,programme,workshop\n"
FILE = (
    HEAD
    + "new@example.com,רות אבני,,צוות חדש,101,מחזור ב,שפת שירות,2026-11-05\n"
    + "agent-a@example.com,דנה לוי,,צוות חדש,,מחזור ב,,\n"
    + "other@example.com,Sam,trainer,,,,,\n"
)


def send(room: Room, content: str, status: int = 200, **form: Any) -> dict[str, Any]:
    files = {"file": ("people.csv", content.encode("utf-8-sig"), "text/csv")}
    told: dict[str, Any] = room.ask("admin", "POST", "people/import", status, files=files, data=form)
    return told


def people(room: Room) -> dict[str, tuple[str, str, str | None]]:
    with room.database.read() as session:
        return {
            one.email: (one.name, one.role.value, one.team.name if one.team else None)
            for one in session.scalars(sa.select(Person))
        }


def test_a_trial_shows_what_would_be_made_and_changes_nothing(room: Room) -> None:
    room.programme()
    before = people(room)
    told = send(room, FILE, trial="true")
    assert (told["problems"], told["done"], told["unchanged"]) == ([], False, 0)
    assert [(one["kind"], one["line"], one["name"], one["to"]) for one in told["changes"]] == [
        ("team_added", 2, "צוות חדש", None),
        ("person_added", 2, "רות אבני", None),
        ("person_added", 4, "Sam", None),
        ("person_changed", 3, "דנה לוי", None),
        ("cohort_added", 2, "מחזור ב", "שפת שירות"),
        ("member_added", 2, "רות אבני", "מחזור ב"),
        ("member_added", 3, "דנה לוי", "מחזור ב"),
    ]
    assert told["changes"][3]["fields"] == ["name", "team"]
    assert people(room) == before


def test_the_file_is_taken_in_whole_and_the_second_time_nothing_is_left(room: Room) -> None:
    room.programme()
    told = send(room, FILE, trial="false", passwords="true")
    assert (told["done"], len(told["changes"])) == (True, 7)
    assert people(room)["new@example.com"] == ("רות אבני", "agent", "צוות חדש")
    assert people(room)["agent-a@example.com"] == ("דנה לוי", "agent", "צוות חדש")
    (cohort,) = room.ask("trainer", "GET", "programmes")[0]["cohorts"]
    assert (cohort["name"], cohort["day0"], cohort["members"]) == ("מחזור ב", "2026-11-05", 2)
    passwords = {one["email"]: one["password"] for one in told["first_passwords"]}
    assert set(passwords) == {"new@example.com", "other@example.com"}
    with room.database.read() as session:
        assert recognise(session, "new@example.com", passwords["new@example.com"])
        assert verify(session) == []
        told_of = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "people_imported")).one()
        assert told_of.detail == {"added": 2, "changed": 1, "cohorts": 1}
    again = send(room, FILE, trial="false", passwords="true")
    assert (again["changes"], again["unchanged"], again["first_passwords"]) == ([], 3, [])


def test_without_first_passwords_nobody_can_sign_in_as_a_new_person(room: Room) -> None:
    told = send(room, "email,name\nnew@example.com,New\n", trial="false")
    assert (told["done"], told["first_passwords"]) == (True, [])
    with room.database.read() as session, pytest.raises(NotSignedIn):
        recognise(session, "new@example.com", importing._SIGNS[:16])


def test_one_wrong_line_keeps_all_others_out(room: Room) -> None:
    room.programme()
    before = people(room)
    wrong = FILE + "third@example.com,,,,,,,\nadmin@example.com,,agent,,,,,\nreviewer@example.com,,,,101,,,\n"
    told = send(room, wrong + "trainer@example.com,,,,,מחזור ב,,\n", trial="false")
    assert [(one["code"], one["line"], one["column"]) for one in told["problems"]] == [
        ("missing", 5, "name"),
        ("administrator", 6, "role"),
        ("code_twice", 7, "agent_code"),
        ("not_an_agent", 8, "cohort"),
    ]
    assert told["done"] is False
    assert people(room) == before
    with room.database.read() as session:
        assert session.scalars(sa.select(Team)).all() == []
        assert session.scalars(sa.select(Cohort)).all() == []


@pytest.mark.parametrize(
    ("line", "code", "column"),
    [
        ("agent-b@example.com,,,,7,,,", "code_taken", "agent_code"),
        ("agent-b@example.com,,,,,מחזור א,לא קיימת,", "no_programme", "programme"),
        ("agent-b@example.com,,,,,מחזור אחר,,", "which_programme", "programme"),
        ("agent-b@example.com,,,,,מחזור אחר,שפת שירות,", "day_missing", "workshop"),
        ("agent-b@example.com,,,,,מחזור א,,2020-01-01", "day_differs", "workshop"),
        ("boss@example.com,B,administrator,,,,,", "administrator", "role"),
    ],
)
def test_what_contradicts_what_is_there_is_told(room: Room, line: str, code: str, column: str) -> None:
    room.cohort(room.programme())
    room.programme(name="אחרת")
    room.ask("admin", "PATCH", f"people/{room.ids['agent-a']}", json={"agent_code": "7"})
    told = send(room, HEAD + line + "\n")
    assert [(one["code"], one["line"], one["column"]) for one in told["problems"]] == [(code, 2, column)]


def test_a_cohort_before_there_is_any_programme_is_told(room: Room) -> None:
    told = send(room, HEAD + "agent-b@example.com,,,,,מחזור א,,\n")
    assert [(one["code"], one["column"]) for one in told["problems"]] == [("none_running", "programme")]


def test_nothing_is_done_where_people_changed_meanwhile(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("email,name\nnew@example.com,New\n")
    hashing = importing.hash_password

    def meanwhile(password: str) -> str:
        send(room, "email,name\nnew@example.com,Other\n", trial="false")
        return hashing(password)

    monkeypatch.setattr(importing, "hash_password", _once(meanwhile, hashing))
    with pytest.raises(PeopleMoved):
        take_people(room.database, Principal("system", Role.ADMINISTRATOR), file, passwords=False)
    assert people(room)["new@example.com"][0] == "Other"


def _once(first: Any, later: Any) -> Any:
    """The first call does one thing, every later one another."""
    calls = [later, first]

    def called(password: str) -> str:
        return calls.pop()(password) if len(calls) > 1 else calls[0](password)

    return called


def test_the_template_is_taken_away_in_either_language(room: Room) -> None:
    for language, first in (("he", "שם,דואר אלקטרוני"), ("en", "name,email")):
        answer = room.people["admin"].get(f"/api/people/import/template?language={language}")
        assert answer.content.decode("utf-8-sig").startswith(first)
        assert "people.csv" in answer.headers["content-disposition"]


def test_the_command_does_the_same_and_writes_first_passwords_into_a_file(
    room: Room, config: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.programme()
    monkeypatch.setattr(platform_settings, "settings", lambda: config)
    file, passwords = tmp_path / "people.csv", tmp_path / "passwords.csv"
    file.write_text(FILE, encoding="utf-8")
    shown = CliRunner().invoke(command_line, ["people", "import", str(file), "--trial"])
    assert (shown.exit_code, "7 changes would be made" in shown.output) == (0, True)
    done = CliRunner().invoke(command_line, ["people", "import", str(file), "--passwords", str(passwords)])
    assert (done.exit_code, "7 changes were made" in done.output) == (0, True)
    assert passwords.stat().st_mode & 0o777 == 0o600
    with passwords.open(encoding="utf-8-sig", newline="") as kept:
        rows = list(csv.DictReader(kept))
    assert [row["email"] for row in rows] == ["new@example.com", "other@example.com"]
    with room.database.read() as session:
        assert recognise(session, rows[0]["email"], rows[0]["password"])
    file.write_text("email\nnobody\n")
    wrong = CliRunner().invoke(command_line, ["people", "import", str(file)])
    assert wrong.exit_code == 2
    assert "line 2, column email: 'nobody': this is no e-mail address" in wrong.output
