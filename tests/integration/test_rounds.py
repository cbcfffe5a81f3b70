"""What people are told of their queue and of disputes, by deeds and by the clock, and never twice."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.assignments.tables import Assignment
from qa.disputes.tables import Dispute
from qa.notices.tables import Notice
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.settings import Settings
from qa.rounds import Seldom, rounds
from tests.integration.disputed import People, add_reviewer, dispute, people_of, published
from tests.integration.scored import System


@pytest.fixture
def people(app: FastAPI, ids: dict[str, str]) -> Iterator[People]:
    yield from people_of(app)


@pytest.fixture
def second(database: Database, ids: dict[str, str]) -> str:
    return add_reviewer(database, "second")


def told(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        rows = session.execute(sa.select(Notice.kind, Notice.person_id).order_by(Notice.told_at, Notice.id))
        return [(row.kind, row.person_id) for row in rows]


def go(config: Settings, database: Database) -> None:
    """Every round once, as a process does that was just started."""
    for one in rounds(config, database):
        one()


def test_a_reviewer_is_told_of_a_call_that_comes_and_once_when_it_is_late(
    people: People, system: System, ids: dict[str, str], config: Settings, database: Database
) -> None:
    call_id = system.scored(ids["agent-a"])
    given = people["trainer"].post(
        "/api/assignments/bulk", json={"call_ids": [call_id], "reviewer_id": ids["reviewer"]}
    )
    assert given.status_code in (200, 201), given.text
    assert told(database) == [("assigned", ids["reviewer"])]
    go(config, database)
    assert told(database) == [("assigned", ids["reviewer"])], "nothing is late yet"
    with database.write() as unit:
        unit.session.execute(sa.update(Assignment).values(due_at=now() - timedelta(hours=1)))
    go(config, database)
    go(config, database)
    assert told(database) == [("assigned", ids["reviewer"]), ("overdue", ids["reviewer"])]


def test_who_takes_a_call_is_not_told_of_it(
    people: People, system: System, ids: dict[str, str], database: Database
) -> None:
    system.scored(ids["agent-a"])
    assert people["reviewer"].post("/api/queue/next", json={}).status_code == 200
    assert told(database) == []


def test_a_dispute_is_told_of_where_it_goes_shortly_before_its_end_and_where_it_came_from(
    people: People, system: System, ids: dict[str, str], second: str, config: Settings, database: Database
) -> None:
    call_id = system.scored(ids["agent-a"])
    evaluation: dict[str, Any] = published(people["reviewer"], call_id, lambda question: question["asked"] is True)
    question = next(one["id"] for section in evaluation["sections"] for one in section["questions"] if one["asked"])
    dispute(people["agent-a"], evaluation, question)
    of_disputes = [one for one in told(database) if one[0].startswith("dispute")]
    assert [kind for kind, _ in of_disputes] == ["dispute_opened"]
    assert of_disputes[0][1] not in (ids["reviewer"], ids["agent-a"])
    with database.write() as unit:
        unit.session.execute(sa.update(Dispute).values(due_at=now() + timedelta(hours=5)))
    go(config, database)
    go(config, database)
    assert [kind for kind, _ in told(database)].count("dispute_due") == 1


def test_a_round_waits_until_it_is_time_again(database: Database) -> None:
    done: list[datetime] = []
    seldom = Seldom(database, ZoneInfo("Asia/Jerusalem"), lambda _session, at: done.append(at))
    seldom()
    seldom()
    (moment,) = done
    assert moment.utcoffset() in (timedelta(hours=2), timedelta(hours=3)), "days begin there"


def test_an_agent_is_told_when_somebody_asks_and_who_asked_when_it_came(
    people: People, system: System, ids: dict[str, str], database: Database
) -> None:
    call_id = system.scored(ids["agent-a"])
    asked = people["reviewer"].post(f"/api/calls/{call_id}/self-evaluation", json={"words": None})
    assert asked.status_code in (200, 201), asked.text
    assert told(database) == [("self_evaluation_asked", ids["agent-a"])]
    agent = people["agent-a"]
    (waiting,) = agent.get("/api/self-evaluations").json()
    held = agent.get(f"/api/self-evaluations/{waiting['id']}").json()
    path, version = f"/api/self-evaluations/{waiting['id']}", {"If-Match": f'"{held["version"]}"'}
    answered = agent.ask("PUT", f"{path}/answers/goodbye", json={"option_id": "said"}, headers=version)
    assert answered.status_code == 200, answered.text
    version = {"If-Match": f'"{answered.json()["version"]}"'}
    assert agent.post(f"{path}/submit", json={"words": None}, headers=version).status_code == 200
    assert told(database)[1:] == [("self_evaluation_done", ids["reviewer"])]
