"""A training programme in the middle of its practice, over weeks of calls that were drawn with a seed until today."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from qa.platform.clock import now
from tests.e2e.desk import Desk, Mashov
from tests.e2e.remembering import remembering, until_now

NAME = {"he": "שפת השירות", "en": "Service language"}
COHORT = {"he": "מחזור חורף", "en": "Winter cohort"}
_AIMS = {"empathy": 0.9, "verify": 0.6, "greeting": 0.8, "summary": 0.7}
_TEAMS = {"he": ("צוות שירות", "צוות שימור"), "en": ("English desk",)}


@contextmanager
def training(folder: Path) -> Iterator[Mashov]:
    """Calls up to this moment, so that a board of the last weeks has something to tell."""
    with remembering(folder, until_now) as mashov:
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
    people = [
        one for one in desk.api("GET", "/api/people?role=agent") if (one["team"] or {}).get("name") in _TEAMS[language]
    ]
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
