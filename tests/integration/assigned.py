"""A desk with calls and everybody's browser, from which calls are assigned."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.assignments.tables import Assignment
from qa.calls.tables import Call
from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.platform.clock import new_id
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from tests.integration.web import PASSWORD, Browser, browser, everybody

STAFF = ("reviewer", "second", "third", "trainer", "admin")
WEEK = "2026-W46"
IN_WEEK = datetime(2026, 11, 11, 10, tzinfo=UTC)


@dataclass
class Desk:
    """Everybody's browser."""

    database: Database
    people: dict[str, Browser]
    ids: dict[str, str]

    def call(self, agent: str | None, **values: Any) -> str:
        """A call that is scored and that nobody has reviewed."""
        usual: dict[str, Any] = {"evaluation_state": "draft", "evaluation_id": new_id(), "percent": 70.0}
        with self.database.write() as unit:
            call = Call(
                content_hash=new_id() * 4,
                file_name="call.wav",
                agent_id=self.ids[agent] if agent else None,
                **({"started_at": IN_WEEK} | usual | values),
            )
            unit.session.add(call)
            unit.session.flush()
            return call.id

    def ask(self, who: str, method: str, path: str, status: int = 200, **how: Any) -> Any:
        answer = self.people[who].ask(method, f"/api/{path}", **how)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def plan(self, **over: Any) -> dict[str, Any]:
        made: dict[str, Any] = self.ask("trainer", "POST", "assignment-plans", 201, json=self.wish(**over))
        return made

    def wish(self, **over: Any) -> dict[str, Any]:
        usual: dict[str, Any] = {"name": "שבועי", "quota": 2, "seed": 5, "reviewers": self.shares("reviewer", "second")}
        return usual | over

    def shares(self, *who: str) -> list[dict[str, Any]]:
        return [{"person_id": self.ids[name]} for name in who]

    def run(self, plan: dict[str, Any], week: str = WEEK) -> dict[str, Any]:
        drawn: dict[str, Any] = self.ask("trainer", "POST", f"assignment-plans/{plan['id']}/run", json={"week": week})
        return drawn

    def next(self, who: str, **wish: Any) -> dict[str, Any]:
        found: dict[str, Any] = self.ask(who, "POST", "queue/next", json=wish)
        return found

    def queue(self, who: str) -> dict[str, Any]:
        queue: dict[str, Any] = self.ask(who, "GET", "queue")
        return queue

    def bulk(self, *calls: str, **wish: Any) -> dict[str, Any]:
        given: dict[str, Any] = self.ask("trainer", "POST", "assignments/bulk", json={"call_ids": [*calls], **wish})
        return given

    def rows(self) -> list[Assignment]:
        with self.database.read() as session:
            return list(session.scalars(sa.select(Assignment).order_by(Assignment.id)))


@pytest.fixture
def desk(app: FastAPI, database: Database) -> Iterator[Desk]:
    ids = everybody(database)
    with database.write() as unit:
        for name in ("second", "third"):
            wish = NewPerson(name=name, email=f"{name}@example.com", role=Role.REVIEWER, password=PASSWORD)
            ids[name] = add_person(unit.session, Principal("system", Role.ADMINISTRATOR), wish).id
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)) for who in (*STAFF, "agent-a")}
        for who, page in people.items():
            page.sign_in(f"{who}@example.com")
        yield Desk(database, people, ids)
