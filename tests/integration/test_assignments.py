"""The reviewers' day: plans draw, loads are spread, everybody's next call is their own, and nobody sees too much."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.assignments import filling, weeks
from qa.calls.tables import Call
from qa.cli import app as command_line
from qa.evaluation.tables import Evaluation
from qa.people.tables import Person
from qa.platform import settings as platform_settings
from qa.platform.clock import now
from qa.platform.settings import Settings
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.assigned import *  # noqa: F403 (fixtures: the desk)
from tests.integration.assigned import IN_WEEK, WEEK, Desk
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.drafts import FIRST
from tests.integration.scored import SAID, System


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
