"""Everybody's browser, and two calls that a calibration session is about."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI

from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.drafts import FIRST
from tests.integration.scored import SAID, System
from tests.integration.web import PASSWORD, Browser, browser, everybody

GRUFF = (*SAID[:-1], ("agent", "טוב להתראות"))
STAFF = ("reviewer", "second", "outsider", "trainer", "admin")
QUESTIONS = ("goodbye", "recorded", "patience")


@dataclass
class Desk:
    """Everybody's browser, and two calls of the small rubric."""

    people: dict[str, Browser]
    ids: dict[str, str]
    calls: list[str]

    def create(self, **over: Any) -> dict[str, Any]:
        answer = self.people["trainer"].post("/api/calibration", json=self.wish(**over))
        assert answer.status_code == 201, answer.text
        return answer.json()

    def wish(self, **over: Any) -> dict[str, Any]:
        usual = {
            "title": "שיחות ראשונות",
            "rubric_id": "small",
            "rubric_version": 1,
            "call_ids": self.calls,
            "participant_ids": [self.ids["reviewer"], self.ids["second"]],
        }
        return usual | over

    def step(self, held: dict[str, Any], deed: str, who: str = "trainer") -> Any:
        headers = {"If-Match": f'"{held["version"]}"'}
        return self.people[who].post(f"/api/calibration/{held['id']}/{deed}", headers=headers)

    def opened(self, **over: Any) -> dict[str, Any]:
        answer = self.step(self.create(**over), "open")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def sheet(self, who: str, held: dict[str, Any], call_id: str) -> Any:
        return self.people[who].get(f"/api/calibration/{held['id']}/sheets/{call_id}")

    def rate(self, who: str, held: dict[str, Any], call_id: str, said: dict[str, str]) -> dict[str, Any]:
        sheet = self.sheet(who, held, call_id).json()
        for question_id, option_id in said.items():
            answer = put(self.people[who], held, call_id, sheet["version"], question_id, option_id=option_id)
            assert answer.status_code == 200, answer.text
            sheet = answer.json()
        return sheet

    def compared(self) -> dict[str, Any]:
        """The first call: alike but for one answer. The second: alike."""
        held = self.opened()
        first, second = self.calls
        for who, patience in (("reviewer", "yes"), ("second", "no")):
            self.rate(who, held, first, {"goodbye": "said", "recorded": "said", "patience": patience})
            self.rate(who, held, second, {"goodbye": "not_said", "recorded": "said", "patience": "no"})
            answer = self.people[who].post(f"/api/calibration/{held['id']}/hand-in")
            assert answer.status_code == 200, answer.text
        assert answer.json()["state"] == "compared", "with the last one's answers all are compared"
        return answer.json()


def put(page: Browser, held: dict[str, Any], call_id: str, version: int, question_id: str, **said: Any) -> Any:
    path = f"/api/calibration/{held['id']}/sheets/{call_id}/ratings/{question_id}"
    return page.ask("PUT", path, json=said, headers={"If-Match": f'"{version}"'})


@pytest.fixture
def desk(app: FastAPI, system: System, database: Database) -> Iterator[Desk]:
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        publish(unit.session, FIRST, file="first")
    ids = everybody(database)
    with database.write() as unit:
        for name in ("second", "outsider"):
            wish = NewPerson(name=name, email=f"{name}@example.com", role=Role.REVIEWER, password=PASSWORD)
            ids[name] = add_person(unit.session, Principal("system", Role.ADMINISTRATOR), wish).id
    calls = [
        system.scored(ids["agent-a"], hertz=300),
        system.scored(ids["agent-b"], hertz=400, said=GRUFF),
    ]
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)) for who in (*STAFF, "agent-a", "anonymous")}
        for who, page in people.items():
            if who != "anonymous":
                page.sign_in(f"{who}@example.com")
        yield Desk(people, ids, calls)


def cell(comparison: dict[str, Any], call_id: str, question_id: str) -> dict[str, Any]:
    return next(c for c in comparison["cells"] if (c["call_id"], c["question_id"]) == (call_id, question_id))
