"""Agreements that close themselves when the next live calls show it, and open again when a correction takes it back."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import blindfolds
from qa.calls.tables import Call, Purpose
from qa.coaching.following import follow_coaching, look_again
from qa.coaching.tables import CoachingAction
from qa.notices.tables import Notice
from qa.platform import clock
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import now
from qa.platform.database import Database
from tests.integration import coached
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.web import Browser, browser


@dataclass
class Desk:
    """A trainer and an agent who agreed on something yesterday, and the calls that came after it."""

    database: Database
    people: dict[str, Browser]
    ids: dict[str, str]
    session: dict[str, Any]
    held: datetime

    def calls(self, shown: str, *, after: float = 1) -> list[str]:
        return coached.calls(self.database, self.ids["agent-a"], self.held + timedelta(hours=after), "goodbye", shown)

    def clock(self) -> None:
        with self.database.write() as unit:
            look_again(unit.session, now())

    def action(self, who: str = "trainer") -> dict[str, Any]:
        part = "mine/" if who == "agent-a" else ""
        return dict(self.people[who].get(f"/api/coaching/{part}sessions/{self.session['id']}").json()["actions"][0])

    def told(self, who: str) -> list[str]:
        mine = sa.select(Notice.kind).where(Notice.person_id == self.ids[who], Notice.kind.like("coaching%"))
        with self.database.read() as session:
            return list(session.scalars(mine.order_by(Notice.id)))


def at(thing: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{thing["version"]}"'}


@pytest.fixture
def desk(app: FastAPI, database: Database, ids: dict[str, str]) -> Iterator[Desk]:
    follow_coaching()
    coached.begin(database)
    with ExitStack() as stack:
        people = {
            who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com")
            for who in ("trainer", "admin", "reviewer", "agent-a", "agent-b")
        }
        yield Desk(database, people, ids, *agreed(people["trainer"], ids["agent-a"]))


def agreed(trainer: Browser, agent_id: str, **goal: Any) -> tuple[dict[str, Any], datetime]:
    """A session that was held a day ago: to take leave kindly in two of the next three calls."""
    held = now() - timedelta(days=1)
    action = {"question_id": "goodbye", "due_on": f"{now() + timedelta(days=9):%Y-%m-%d}", "needed": 2, "out_of": 3}
    made = trainer.post("/api/coaching/sessions", json={"agent_id": agent_id, "actions": [action | goal]})
    assert made.status_code == 201, made.text
    path = f"/api/coaching/sessions/{made.json()['id']}/hold"
    done = trainer.post(path, json={"held_at": held.isoformat()}, headers=at(made.json()))
    assert done.status_code == 200, done.text
    return done.json(), held


def test_it_closes_itself_with_the_calls_that_showed_it(desk: Desk) -> None:
    desk.calls("++", after=-20)  # before the session
    shown = desk.calls("+.-")
    assert (desk.action()["standing"], desk.action()["done"], desk.action()["seen"]) == ("open", 1, 2)
    desk.clock()
    assert desk.action()["standing"] == "open"
    shown += desk.calls("+", after=5)
    desk.clock()
    action = desk.action()
    assert (action["standing"], action["done"], action["seen"], action["rounds"]) == ("met", 2, 3, 0)
    assert [call["call_id"] for call in action["calls"]] == [shown[0], shown[2], shown[3]]
    assert [call["done"] for call in action["calls"]] == [True, False, True]
    desk.calls("---", after=8)
    desk.clock()
    assert desk.action()["closed_at"] == action["closed_at"], "what comes later changes nothing"
    assert desk.told("trainer") == ["coaching_met"]
    assert desk.told("agent-a") == ["coaching_session", "coaching_met"]
    with desk.database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "coaching_action_met")) == 1
        assert verify(session) == []


def test_the_end_of_a_review_closes_it_at_once_and_a_draft_in_hand_does_not_count(desk: Desk) -> None:
    _, second = desk.calls("+-")
    coached.answer(desk.database, second, "goodbye", desk.ids["reviewer"], done=True, ended=False)
    desk.clock()
    assert (desk.action()["standing"], desk.action()["seen"]) == ("open", 1), "it is in somebody's hand"
    coached.answer(desk.database, second, "goodbye", desk.ids["reviewer"], done=True, ended=True)
    action = desk.action()
    assert (action["standing"], [call["decided_by"] for call in action["calls"]]) == ("met", ["machine", "person"])


def test_the_day_on_which_it_is_looked_at_ends_where_the_organisation_is(desk: Desk) -> None:
    """Midnight in Jerusalem is two or three hours before that of UTC."""
    day = clock.today("Asia/Jerusalem")
    midnight = datetime.combine(day + timedelta(days=1), time(), ZoneInfo("Asia/Jerusalem"))
    with desk.database.write() as unit:
        unit.session.execute(sa.update(CoachingAction).values(due_on=day))
        look_again(unit.session, midnight - timedelta(minutes=1))
    assert desk.told("trainer") == []
    assert not desk.action()["overdue"]
    with desk.database.write() as unit:
        look_again(unit.session, midnight)
    assert desk.told("trainer") == ["coaching_not_yet"]


def test_not_yet_is_said_and_another_window_begins(desk: Desk) -> None:
    desk.calls("+--")
    desk.clock()
    action = desk.action()
    assert (action["standing"], action["rounds"], action["seen"]) == ("not_yet", 1, 0)
    desk.calls("++", after=6)
    desk.clock()
    assert (desk.action()["standing"], desk.action()["rounds"]) == ("met", 1)


def test_its_day_closes_nothing_and_is_told_once(desk: Desk) -> None:
    with desk.database.write() as unit:
        unit.session.execute(sa.update(CoachingAction).values(due_on=(now() - timedelta(days=1)).date()))
    desk.calls("+")
    desk.clock()
    desk.clock()
    assert (desk.action()["standing"], desk.action()["overdue"]) == ("not_yet", True)
    assert desk.told("trainer") == ["coaching_not_yet"]
    assert desk.told("agent-a") == ["coaching_session", "coaching_due"]


def test_a_correction_takes_it_back_and_the_next_calls_close_it_again(desk: Desk) -> None:
    first, _ = desk.calls("++")
    desk.clock()
    assert desk.action()["standing"] == "met"
    coached.answer(desk.database, first, "goodbye", desk.ids["reviewer"], done=False, ended=True)
    action = desk.action()
    assert (action["standing"], action["closed_at"], action["done"], action["seen"]) == ("open", None, 1, 2)
    assert action["reopened_at"] is not None
    assert desk.told("trainer") == ["coaching_met", "coaching_reopened"]
    desk.calls("+", after=6)
    desk.clock()
    assert desk.action()["standing"] == "met"
    assert desk.told("trainer")[-1] == "coaching_met", "and is told of again"


def test_calls_that_are_gone_take_nothing_back(desk: Desk) -> None:
    first, _ = desk.calls("++")
    desk.clock()
    with desk.database.write() as unit:
        unit.session.execute(sa.delete(Call).where(Call.id == first))
    desk.calls("---", after=6)
    desk.clock()
    assert (desk.action()["standing"], desk.action()["done"], len(desk.action()["calls"])) == ("met", 2, 1)


def test_practice_others_calls_and_calls_judged_alone_do_not_count(desk: Desk) -> None:
    later = desk.held + timedelta(hours=2)
    coached.live(desk.database, desk.ids["agent-a"], later, purpose=Purpose.PRACTICE, goodbye=True)
    coached.live(desk.database, desk.ids["agent-b"], later, goodbye=True)
    (alone, _) = desk.calls("++", after=3)
    with desk.database.write() as unit:
        blindfolds.tie(unit.session, "0" * 16, [alone], [desk.ids["agent-a"]])
    desk.clock()
    assert (desk.action()["standing"], desk.action()["done"]) == ("open", 1)
    with desk.database.write() as unit:
        blindfolds.untie(unit.session, "0" * 16)
    desk.clock()
    assert desk.action()["standing"] == "met"


def test_whoever_judges_a_call_blind_is_not_shown_what_it_showed(desk: Desk) -> None:
    first, second = desk.calls("++")
    desk.clock()
    with desk.database.write() as unit:
        blindfolds.tie(unit.session, "0" * 16, [first], [desk.ids["admin"]])
    seen = desk.action("admin")
    assert ([call["call_id"] for call in seen["calls"]], seen["done"], seen["seen"]) == ([second], 1, 1)


def test_the_agent_sees_calls_that_feedback_was_published_of_and_the_count_of_all(desk: Desk) -> None:
    first, _ = desk.calls("++")
    desk.clock()
    with desk.database.write() as unit:
        unit.session.get_one(Call, first).shared_at = now()
    action = desk.action("agent-a")
    assert (action["standing"], action["done"], [call["call_id"] for call in action["calls"]]) == ("met", 2, [first])


def test_where_people_alone_count_a_machines_answer_does_not(desk: Desk) -> None:
    desk.session, desk.held = agreed(desk.people["trainer"], desk.ids["agent-a"], people_only=True)
    first, second = desk.calls("++")
    desk.clock()
    assert desk.action()["seen"] == 0
    for call in (first, second):
        coached.answer(desk.database, call, "goodbye", desk.ids["reviewer"], done=True, ended=True)
    assert desk.action()["standing"] == "met"


def test_what_was_dropped_is_not_followed(desk: Desk) -> None:
    path = f"/api/coaching/sessions/{desk.session['id']}/actions/{desk.action()['id']}"
    trainer = desk.people["trainer"]
    assert trainer.ask("DELETE", path, headers={"If-Match": '"99"'}).status_code == 412
    dropped = trainer.ask("DELETE", path, headers=at(desk.session))
    assert (dropped.status_code, dropped.json()["actions"]) == (200, [])
    desk.calls("++")
    desk.clock()
    assert desk.told("trainer") == []
