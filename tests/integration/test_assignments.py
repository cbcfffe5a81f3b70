"""The reviewers' day: plans draw, loads are spread, everybody's next call is their own, and nobody sees too much."""

from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from typer.testing import CliRunner

from qa.assignments import filling, weeks
from qa.assignments.tables import Assignment, AssignmentState
from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.cli import app as command_line
from qa.evaluation.tables import Evaluation
from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.people.tables import Person
from qa.platform import settings as platform_settings
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import new_id, now
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.drafts import FIRST
from tests.integration.scored import SAID, System
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


def test_a_plan_draws_its_quota_and_spreads_it(desk: Desk) -> None:
    for agent in ("agent-a", "agent-b"):
        for _ in range(6):
            desk.call(agent)
    desk.call("agent-a", started_at=IN_WEEK + timedelta(days=7))
    # An even quota: an agent's calls alternate between two reviewers, so that each has exactly half.
    plan = desk.plan(quota=4)
    drawn = desk.run(plan)
    assert (drawn["calls"], drawn["candidates"]) == (8, 12)
    assert Counter(row.part for row in desk.rows()) == {"random": 8}
    assert {share["calls"] for share in drawn["shares"]} == {4}
    fact = desk.queue("reviewer")["items"][0]["why"][0]
    assert (fact["kind"], fact["of"], fact["drawn_from"], fact["week"]) == ("random", 4, 6, WEEK)
    assert desk.queue("reviewer")["counts"]["open"] == 4
    again = desk.run(plan)
    assert again["calls"] == 0
    assert len(desk.rows()) == 8, "the same draw again adds nothing"


def test_the_same_seed_and_calls_are_the_same_choice_and_a_preview_keeps_nothing(desk: Desk) -> None:
    for _ in range(10):
        desk.call("agent-a")

    def preview(seed: int) -> list[str]:
        wish = {"plan": desk.wish(seed=seed), "week": WEEK}
        told = desk.ask("trainer", "POST", "assignment-plans/preview", json=wish)
        assert told["seed"] == seed
        return [item["call"]["id"] for item in told["items"]]

    first = preview(5)
    assert first == preview(5)
    assert any(preview(seed) != first for seed in range(6, 12))
    assert desk.rows() == []
    assert [item["call"]["id"] for item in desk.run(desk.plan())["items"]] == first


def test_an_agent_never_has_the_same_reviewer_twice_running(desk: Desk) -> None:
    plan = desk.plan(quota=4, reviewers=desk.shares("reviewer", "second", "third"))
    for week in range(3):
        for agent in ("agent-a", "agent-b"):
            for _ in range(5):
                desk.call(agent, started_at=IN_WEEK + timedelta(days=7 * week))
        desk.run(plan, weeks.week_of(IN_WEEK + timedelta(days=7 * week)))
    by_agent: dict[str | None, list[str | None]] = {}
    for row in sorted(desk.rows(), key=lambda row: row.assigned_at or now()):
        by_agent.setdefault(row.call.agent_id, []).append(row.reviewer_id)
    assert [len(found) for found in by_agent.values()] == [12, 12]
    for found in by_agent.values():
        assert all(one != following for one, following in pairwise(found))


def test_with_one_reviewer_the_second_call_of_an_agent_waits_for_somebody_else(desk: Desk) -> None:
    for _ in range(3):
        desk.call("agent-a")
    plan = desk.plan(reviewers=desk.shares("reviewer"))
    assert sum(item["reviewer"] is None for item in desk.run(plan)["items"]) == 1
    mine = desk.next("reviewer")["assignment"]
    assert desk.next("reviewer", leaving=mine["call"]["id"])["assignment"]["plan"] is None, "not the waiting one"
    taken = desk.next("second")
    assert taken["taken"]
    assert taken["assignment"]["plan"]["id"] == plan["id"]


def test_new_agents_get_more_and_come_first(desk: Desk) -> None:
    with desk.database.write() as unit:
        unit.session.get_one(Person, desk.ids["agent-a"]).created_at = IN_WEEK - timedelta(days=400)
        unit.session.get_one(Person, desk.ids["agent-b"]).created_at = IN_WEEK - timedelta(days=3)
    for agent in ("agent-a", "agent-b"):
        for _ in range(5):
            desk.call(agent)
    drawn = desk.run(desk.plan(quota=1, new_days=30, new_extra=2))
    assert [item["call"]["agent"]["name"] for item in drawn["items"]] == [*["agent-b"] * 3, "agent-a"]
    assert [fact["kind"] for fact in drawn["items"][0]["why"]] == ["random", "new_agent"]


def test_filters_narrow_what_a_plan_draws(desk: Desk) -> None:
    wanted = desk.call("agent-a", language="he", queue="billing")
    desk.call("agent-a", language="en", queue="billing")
    desk.call("agent-a", language="he", queue="service")
    desk.call("agent-b", language="he", queue="billing")
    desk.call("agent-a", language="he", queue="billing", evaluation_state="submitted")
    desk.call("agent-a", language="he", queue="billing", machine_only=False)
    drawn = desk.run(desk.plan(quota=9, language="he", queue="billing", agent_ids=[desk.ids["agent-a"]]))
    assert [item["call"]["id"] for item in drawn["items"]] == [wanted]


def test_targets_are_found_in_what_the_machine_said(desk: Desk, system: System) -> None:
    calls = {
        name: system.scored(desk.ids["agent-a"], hertz=hertz)
        for name, hertz in (("angry", 300), ("grief", 400), ("plain", 500))
    }
    with desk.database.write() as unit:
        for name, call_id in calls.items():
            evaluation = unit.session.scalars(sa.select(Evaluation).where(Evaluation.call_id == call_id)).one()
            tone = {"quarters": {"customer": [None, -3.0, -2.0] if name == "angry" else [1.0]}}
            answer = {"question_id": "goodbye", "outcome": "missed"}
            evaluation.findings = {"tone": tone, "opportunities": [answer] if name == "grief" else []}
            unit.session.get_one(Call, call_id).could_flip = 0.4 if name == "plain" else 0.01
    week = weeks.week_of(now())
    targets = [
        {"kind": "customer_tone", "per_week": 3},
        {"kind": "situation", "per_week": 3, "question_id": "goodbye", "outcome": "missed"},
        {"kind": "could_flip", "per_week": 3},
        {"kind": "auto_fail", "per_week": 3},
    ]
    drawn = desk.run(desk.plan(quota=0, targets=targets), week)
    found = {item["why"][0]["kind"]: (item["call"]["id"], item["why"][0].get("value")) for item in drawn["items"]}
    assert found == {
        "customer_tone": (calls["angry"], -2.5),
        "situation": (calls["grief"], None),
        "could_flip": (calls["plain"], 0.4),
    }


def test_answers_that_fail_a_call_by_themselves_are_found(desk: Desk, system: System) -> None:
    with desk.database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        strict = FIRST.replace(
            'points: 4\n        wordings: ["המשך', 'points: 4\n        auto_fail: true\n        wordings: ["המשך'
        )
        assert strict != FIRST
        publish(unit.session, strict, file="strict")
    kind = system.scored(desk.ids["agent-a"], hertz=300)
    gruff = system.scored(desk.ids["agent-a"], hertz=400, said=(*SAID[:-1], ("agent", "טוב להתראות")))
    drawn = desk.run(desk.plan(quota=0, targets=[{"kind": "auto_fail", "per_week": 3}]), weeks.week_of(now()))
    assert [item["call"]["id"] for item in drawn["items"]] == [gruff] != [kind]


def test_two_rounds_at_once_and_people_between_them_draw_no_call_twice(desk: Desk) -> None:
    for number in range(20):
        desk.call("agent-a" if number % 2 else "agent-b", started_at=now() - timedelta(days=7), could_flip=number / 40)
    for name in ("first", "second"):
        desk.plan(name=name, quota=3, reviewers=desk.shares("reviewer", "second", "third"))

    def round_(_number: int) -> int:
        with desk.database.write() as unit:
            return filling.fill(unit.session)

    def take(who: str) -> int:
        return int(desk.people[who].post("/api/queue/next", json={}).status_code)

    with ThreadPoolExecutor(8) as pool:
        rounds = [pool.submit(round_, number) for number in range(4)]
        takes = [pool.submit(take, who) for who in ("trainer", "admin", "third", "second")]
        assert {one.result() for one in takes} == {200}
        assert sum(one.result() for one in rounds) <= 12
    with desk.database.write() as unit:
        filling.fill(unit.session)
    rows = desk.rows()
    assert len({row.call_id for row in rows}) == len(rows)
    drawn = Counter((row.plan_id, row.call.agent_id) for row in rows if row.plan_id)
    assert list(drawn.values()) == [3, 3, 3, 3], "each plan has its quota of each agent, no more and no less"


def test_the_command_line_shows_and_fills(desk: Desk, config: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    call_id = desk.call("agent-a", started_at=now() - timedelta(days=7))
    plan = desk.plan()
    monkeypatch.setenv("QA_DATA", str(config.data))
    monkeypatch.setenv("QA_DATABASE_URL", config.database)
    platform_settings.settings.cache_clear()

    def say(*words: str) -> Any:
        return CliRunner().invoke(command_line, ["queue", *words])

    told = say("preview", "--plan", plan["plan"]["name"], "--seed", "9")
    assert told.exit_code == 0, told.output
    assert "seed 9: 1 of 1 calls" in told.output
    assert call_id in told.output
    assert desk.rows() == []
    assert "no week" in say("preview", "--plan", plan["id"], "--week", "soon").output
    assert say("preview", "--plan", "nobody").exit_code == 2
    assert "1 calls were drawn" in say("fill").output
    assert "0 calls were drawn" in say("fill").output
    assert [row.call_id for row in desk.rows()] == [call_id]
    platform_settings.settings.cache_clear()


def test_ten_who_ask_at_once_each_get_another_call(desk: Desk) -> None:
    for number in range(12):
        desk.call("agent-a" if number % 2 else "agent-b", could_flip=number / 20)
    askers = [desk.people[who] for who in ("reviewer", "second", "third", "trainer", "admin")]

    def take(asker: Browser) -> str:
        answer = asker.post("/api/queue/next", json={})
        assert answer.status_code == 200, answer.text
        call_id: str = answer.json()["assignment"]["call"]["id"]
        return call_id

    with ThreadPoolExecutor(10) as pool:
        got = list(pool.map(take, askers * 2))
    rows = desk.rows()
    assert len({row.call_id for row in rows}) == len(rows), "no call was given twice"
    whose = {row.call_id: row.reviewer_id for row in rows}
    ids = [asker.person["id"] for asker in askers * 2]
    assert [whose[call_id] for call_id in got] == ids, "what somebody was told is theirs"


def test_next_goes_by_lateness_then_by_what_could_flip_then_to_the_pool(desk: Desk) -> None:
    late, soon, sooner, pooled = (desk.call(None, could_flip=flip) for flip in (0.0, 0.1, 0.4, 0.2))
    due = now() + timedelta(days=2)
    reviewer = desk.ids["reviewer"]
    desk.bulk(soon, sooner, reviewer_id=reviewer, due_at=due.isoformat())
    desk.bulk(late, reviewer_id=reviewer, due_at=(now() - timedelta(days=1)).isoformat())
    queue = desk.queue("reviewer")
    assert [item["call"]["id"] for item in queue["items"]] == [late, sooner, soon]
    assert [item["overdue"] for item in queue["items"]] == [True, False, False]
    assert queue["counts"] == {"open": 3, "overdue": 1, "started": 0, "done_this_week": 0, "waiting": 0}
    assert queue["pool"] is True
    first = desk.ask("reviewer", "GET", "queue?limit=1")
    second = desk.ask("reviewer", "GET", "queue", params={"limit": 1, "cursor": first["next_cursor"]})
    third = desk.ask("reviewer", "GET", "queue", params={"limit": 1, "cursor": second["next_cursor"]})
    paged = [part["items"][0]["call"]["id"] for part in (first, second, third)]
    assert paged == [late, sooner, soon]
    assert third["next_cursor"] is None
    assert desk.next("reviewer")["assignment"]["call"]["id"] == late
    assert desk.next("reviewer", leaving=late)["assignment"]["call"]["id"] == sooner
    taken = desk.next("second")
    assert taken["taken"]
    assert (taken["assignment"]["call"]["id"], taken["assignment"]["why"][0]["kind"]) == (pooled, "taken")
    assert desk.next("third") == {"assignment": None, "taken": False}


def test_submitting_ends_the_assignment_whoever_submits(desk: Desk, system: System) -> None:
    call_id = system.scored(desk.ids["agent-a"])
    desk.bulk(call_id, reviewer_id=desk.ids["second"])
    evaluation = desk.ask("reviewer", "GET", f"calls/{call_id}/evaluation")
    for question in [question for section in evaluation["sections"] for question in section["questions"]]:
        if question["decided_by"] == "nobody":
            evaluation = desk.ask(
                "reviewer",
                "PUT",
                f"evaluations/{evaluation['id']}/answers/{question['id']}",
                json={"option_id": question["options"][0]["id"]},
                headers={"If-Match": f'"{evaluation["version"]}"'},
            )
    assert desk.queue("second")["items"][0]["started"]
    at = {"If-Match": f'"{evaluation["version"]}"'}
    desk.ask("reviewer", "POST", f"evaluations/{evaluation['id']}/submit", headers=at)
    (row,) = desk.rows()
    assert (row.state, row.reviewer_id) == (AssignmentState.DONE, desk.ids["reviewer"])
    assert desk.queue("second")["items"] == []
    assert desk.queue("reviewer")["counts"]["done_this_week"] == 1
    load = {one["reviewer"]["name"]: one for one in desk.ask("trainer", "GET", "assignments/load")}
    assert (load["reviewer"]["done_this_week"], load["reviewer"]["median_days"]) == (1, 0.0)
    assert load["second"]["open"] == 0
    done = desk.ask("trainer", "GET", "assignments?standing=done")
    assert [item["call"]["id"] for item in done["items"]] == [call_id]


def test_bulk_spreads_and_says_what_it_left(desk: Desk) -> None:
    calls = [desk.call("agent-a" if number % 2 else "agent-b") for number in range(6)]
    reviewed = desk.call(None, evaluation_state="published")
    raw = desk.call(None, evaluation_state=None, evaluation_id=None)
    told = desk.bulk(*calls, reviewed, raw, "0" * 16, spread_over=[desk.ids["second"], desk.ids["third"]])
    assert Counter(item["reviewer"]["name"] for item in told["assigned"]) == {"second": 3, "third": 3}
    assert {one["call_id"]: one["why"] for one in told["skipped"]} == {
        reviewed: "reviewed",
        raw: "not_scored",
        "0" * 16: "missing",
    }
    assert told["assigned"][0]["why"] == [told["assigned"][0]["why"][0] | {"kind": "by_hand", "person_name": "trainer"}]
    again = desk.bulk(*calls)
    assert {one["why"] for one in again["skipped"]} == {"assigned"}, "spreading takes from nobody"
    moved = desk.bulk(*calls, reviewer_id=desk.ids["reviewer"])
    assert [fact["kind"] for fact in moved["assigned"][0]["why"]] == ["by_hand"]
    assert desk.queue("reviewer")["counts"]["open"] == len(moved["assigned"]) == 6
    named = {"call_ids": calls, "reviewer_id": desk.ids["agent-a"]}
    refused = desk.ask("trainer", "POST", "assignments/bulk", 422, json=named)
    assert refused["error"]["code"] == "cannot_review"


def test_a_lead_reassigns_puts_off_and_withdraws(desk: Desk) -> None:
    call_id = desk.call("agent-a")
    given = desk.bulk(call_id, reviewer_id=desk.ids["reviewer"])["assigned"][0]
    path, at = f"assignments/{given['id']}", {"If-Match": f'"{given["version"]}"'}
    later = (now() + timedelta(days=20)).isoformat()
    wish = {"reviewer_id": desk.ids["second"], "due_at": later}
    changed = desk.ask("trainer", "PATCH", path, json=wish, headers=at)
    assert changed["reviewer"]["name"] == "second"
    assert datetime.fromisoformat(changed["due_at"]) == datetime.fromisoformat(later)
    desk.ask("trainer", "PATCH", path, 412, json=wish, headers=at)
    back = desk.ask("second", "POST", f"{path}/give-back")
    assert (back["state"], back["reviewer"]) == ("waiting", None)
    assert desk.next("second")["assignment"] is None, "what one gave back is not offered to one again"
    assert desk.next("third")["assignment"]["call"]["id"] == call_id
    desk.ask("trainer", "DELETE", path, 204)
    desk.ask("trainer", "DELETE", path, 409)
    assert desk.next("reviewer")["assignment"] is None, "withdrawn is not for the pool either"
    with desk.database.read() as session:
        deeds = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.number)).all()
        assert verify(session) == []
    assert [deed for deed in deeds if deed.startswith("call_")] == [
        "call_chosen",
        "call_assigned",
        "call_due_changed",
        "call_assigned",
        "call_unassigned",
        "call_assigned",
        "call_withdrawn",
    ]


def test_a_reviewer_sees_own_assignments_and_others_look_like_missing_ones(desk: Desk) -> None:
    call_id = desk.call("agent-a")
    given = desk.bulk(call_id, reviewer_id=desk.ids["reviewer"])["assigned"][0]
    assert desk.ask("second", "GET", "assignments")["items"] == []
    assert len(desk.ask("reviewer", "GET", f"assignments?call_id={call_id}")["items"]) == 1
    other = desk.people["second"].post(f"/api/assignments/{given['id']}/give-back")
    missing = desk.people["second"].post(f"/api/assignments/{'0' * 16}/give-back")
    assert other.status_code == missing.status_code == 404
    assert len(desk.ask("trainer", "GET", f"assignments?reviewer_id={desk.ids['reviewer']}")["items"]) == 1
    assert desk.people["agent-a"].get("/api/queue").status_code == 403


def test_somebody_disabled_loses_what_is_open_to_the_others_of_the_plan(desk: Desk) -> None:
    for _ in range(4):
        desk.call("agent-a")
        desk.call("agent-b")
    desk.plan(quota=4, reviewers=desk.shares("reviewer", "second", "third"))
    at = IN_WEEK + timedelta(days=7)
    with pytest.MonkeyPatch.context() as patch, desk.database.write() as unit:
        patch.setattr(filling, "now", lambda: at)
        assert filling.fill(unit.session, at) == 8
    assert 2 <= desk.queue("second")["counts"]["open"] <= 3
    desk.ask("admin", "PATCH", f"people/{desk.ids['second']}", json={"disabled": True})
    with desk.database.write() as unit:
        assert filling.fill(unit.session, at) == 0
    assert {row.reviewer_id for row in desk.rows()} == {desk.ids["reviewer"], desk.ids["third"]}
    desk.ask("admin", "PATCH", f"people/{desk.ids['third']}", json={"disabled": True})
    with desk.database.write() as unit:
        filling.fill(unit.session, at)
    waiting = [row.call_id for row in desk.rows() if row.state is AssignmentState.WAITING]
    assert waiting, "the one who is left never gets an agent twice running by a plan"
    assert {item["reviewer"]["name"] for item in desk.bulk(*waiting)["assigned"]} <= {"reviewer", "trainer"}


def test_who_judges_a_call_blind_neither_gets_it_nor_learns_why_it_was_chosen(desk: Desk) -> None:
    secret, other = desk.call("agent-a", could_flip=0.9), desk.call("agent-b", could_flip=0.2)
    targets = [{"kind": "could_flip", "per_week": 5}]
    with desk.database.write() as unit:
        blindfolds.tie(unit.session, "session", [secret], [desk.ids["reviewer"], desk.ids["trainer"]])
    wish = desk.wish(quota=0, targets=targets, reviewers=desk.shares("reviewer", "second"))
    told = desk.ask("trainer", "POST", "assignment-plans/preview", json={"plan": wish, "week": WEEK})
    assert ([item["call"]["id"] for item in told["items"]], told["hidden"]) == ([other], 1)
    desk.run(desk.plan(quota=0, targets=targets))
    (row,) = (row for row in desk.rows() if row.call_id == secret)
    assert row.reviewer_id == desk.ids["second"]
    seen = next(item for item in desk.ask("trainer", "GET", "assignments")["items"] if item["call"]["id"] == secret)
    assert ([fact["kind"] for fact in seen["why"]], seen["plan"]) == (["hidden"], None)
    assert seen["call"]["evaluation"] is None
    assert desk.queue("second")["items"][0]["why"][0]["kind"] == "could_flip"
    told_off = desk.bulk(secret, reviewer_id=desk.ids["reviewer"])
    assert told_off["skipped"] == [{"call_id": secret, "why": "blind"}]
    with desk.database.write() as unit:
        blindfolds.tie(unit.session, "session", [other], [desk.ids["second"]])
    assert desk.next("second")["assignment"]["call"]["id"] == secret
    assert desk.next("second", leaving=secret)["assignment"] is None


def test_plans_that_make_no_sense_are_refused(desk: Desk) -> None:
    for over, code in (
        ({"quota": 0}, "plan_draws_nothing"),
        ({"targets": [{"kind": "situation", "per_week": 1}]}, "target_unclear"),
        ({"targets": [{"kind": "unsure", "per_week": 1}] * 2}, "target_unclear"),
        ({"reviewers": desk.shares("agent-a")}, "cannot_review"),
        ({"active_from": "2026-02-02", "active_until": "2026-02-01"}, "plan_ends_before"),
    ):
        refused = desk.ask("trainer", "POST", "assignment-plans", 422, json=desk.wish(**over))
        assert refused["error"]["code"] == code
    desk.ask("trainer", "POST", "assignment-plans", 404, json=desk.wish(team_id="0" * 16))
    plan = desk.plan()
    refused = desk.ask("trainer", "POST", f"assignment-plans/{plan['id']}/run", 422, json={"week": "2025-W53"})
    assert refused["error"]["code"] == "no_such_week"


def test_a_plan_changes_by_the_version_that_was_read(desk: Desk) -> None:
    plan = desk.plan()
    path, at = f"assignment-plans/{plan['id']}", {"If-Match": '"1"'}
    wish = plan["plan"] | {"quota": 5, "active": False}
    changed = desk.ask("trainer", "PUT", path, json=wish, headers=at)
    assert (changed["version"], changed["plan"]["quota"], changed["plan"]["seed"]) == (2, 5, 5)
    desk.ask("trainer", "PUT", path, 412, json=wish, headers=at)
    assert [one["id"] for one in desk.ask("admin", "GET", "assignment-plans")] == [plan["id"]]
    desk.call("agent-a", started_at=now() - timedelta(days=7))
    with desk.database.write() as unit:
        assert filling.fill(unit.session) == 0, "what is not active draws nothing by itself"


def test_bad_cursors_are_refused(desk: Desk) -> None:
    for cursor in ("x", "2026-01-01~0.1~a", "2026-01-01T00:00:00+00:00~nan~a", "~~"):
        told = desk.ask("reviewer", "GET", "queue", 422, params={"cursor": cursor})
        assert told["error"]["code"] == "bad_cursor"
