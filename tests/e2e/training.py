"""A training programme in the middle of its practice, over weeks of calls that were drawn with a seed until today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.e2e.desk import Desk, Mashov
from tests.e2e.remembering import remembering, until_now

NAME = {"he": "שפת השירות", "en": "Service language"}
#: Who manages the system.
OFFICE = "office"
COHORT = {"he": "מחזור חורף", "en": "Winter cohort"}
_AIMS = {"empathy": 0.9, "verify": 0.6, "greeting": 0.8, "summary": 0.7}


@contextmanager
def training(folder: Path) -> Iterator[Mashov]:
    """Calls up to this moment, so that a board of the last weeks has something to tell."""
    with remembering(folder, until_now) as mashov:
        database = Database(Settings(data=mashov.data).database)
        address = f"{OFFICE}@demo.mashov.example"
        wish = NewPerson(name="Office", email=address, role=Role.ADMINISTRATOR, password=mashov.password)
        with database.write() as unit:
            add_person(unit.session, Principal("system", Role.ADMINISTRATOR), wish)
        database.dispose()
        yield mashov


def workshop() -> date:
    """The day of the workshop: the second week of practice is running."""
    return (now() - timedelta(days=17)).date()


def board_of(desk: Desk, language: str) -> str:
    """A programme with a cohort in that language, past the page; the address of its board."""
    known = [one for one in desk.api("GET", "/api/programmes") if one["name"] == NAME[language]]
    if known:
        return f"/programmes/{known[0]['cohorts'][0]['id']}"
    programme = desk.api("POST", "/api/programmes", data=_wish(language))
    people = desk.api("GET", "/api/people?role=agent")
    cohort = {
        "name": COHORT[language],
        "day0": str(workshop()),
        "member_ids": [one["id"] for one in people],
    }
    made = desk.api("POST", f"/api/programmes/{programme['id']}/cohorts", data=cohort)
    return f"/programmes/{made['id']}"


def _wish(language: str) -> dict[str, Any]:
    return {
        "name": NAME[language],
        "practice_weeks": 3,
        "targets": [{"question_id": aim, "share": share} for aim, share in _AIMS.items()],
        "dues": [{"stage": stage, "kind": "acknowledge", "count": 3} for stage in ("practice", "live")],
    }
