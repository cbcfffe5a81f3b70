"""What becomes of an assignment: who gets the next call, who ends it, and who may move it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest
import sqlalchemy as sa

from qa.assignments import filling
from qa.assignments.tables import AssignmentState
from qa.calls import blindfolds
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import now
from tests.integration.assigned import *  # noqa: F403 (fixtures: the desk)
from tests.integration.assigned import IN_WEEK, WEEK, Desk
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.scored import System
from tests.integration.web import Browser


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


def test_bad_cursors_are_refused(desk: Desk) -> None:
    for cursor in ("x", "2026-01-01~0.1~a", "2026-01-01T00:00:00+00:00~nan~a", "~~"):
        told = desk.ask("reviewer", "GET", "queue", 422, params={"cursor": cursor})
        assert told["error"]["code"] == "bad_cursor"
