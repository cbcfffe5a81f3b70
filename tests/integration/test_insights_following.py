"""Topics, promises and facts follow what people change."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from typer.testing import CliRunner

from qa.calls.tables import Call
from qa.cli import app as command_line
from qa.evaluation.tables import Evaluation
from qa.insights.tables import AnswerFact, CallFact, PromiseMade
from qa.platform import settings as platform_settings
from qa.platform.audit import AuditEntry
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.settings import Settings
from tests.integration.scored import System
from tests.integration.topical import PROMISE, fact, mentioned, shown
from tests.integration.web import Browser, browser

# What a change does, over calls of one's own.


def test_facts_follow_answers_corrections_and_a_new_agent(
    system: System, reviewer: Browser, ids: dict[str, str], database: Database
) -> None:
    call_id = system.scored(ids["agent-a"])
    before = fact(database, call_id)
    assert before.percent == pytest.approx(reviewer.get(f"/api/calls/{call_id}").json()["evaluation"]["percent"])
    assert before.from_people == 0
    assert before.people_percent is None
    evaluation = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
    question = next(one for section in evaluation["sections"] for one in section["questions"] if one["points"])
    worst = min(question["options"], key=lambda option: option["points"])
    said = reviewer.ask(
        "PUT",
        f"/api/evaluations/{evaluation['id']}/answers/{question['id']}",
        json={"option_id": worst["id"], "reason": "כך נשמע"},
        headers={"If-Match": f'"{evaluation["version"]}"'},
    )
    assert said.status_code == 200, said.text
    after = fact(database, call_id)
    assert after.percent is not None
    assert before.percent is not None
    assert after.percent < before.percent
    assert (after.from_people, after.people_percent) == (1, 0.0)
    with database.read() as session:
        answer = session.get_one(AnswerFact, (call_id, question["id"]))
        assert (answer.share, answer.decided_by) == (0.0, "person")


def test_older_calls_are_told_of_and_taken_up_by_a_command(
    system: System,
    reviewer: Browser,
    ids: dict[str, str],
    database: Database,
    config: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    call_id = system.scored(ids["agent-a"], said=PROMISE)
    with database.write() as unit:
        for table in (AnswerFact, CallFact, PromiseMade):
            unit.session.execute(sa.delete(table))
    period = {"since": f"{now():%Y-%m-%d}", "until": f"{now() + timedelta(days=1):%Y-%m-%d}"}
    assert reviewer.get("/api/insights", params=period).json()["ground"]["untold"] == 1
    monkeypatch.setenv("QA_DATA", str(config.data))
    platform_settings.settings.cache_clear()
    try:
        told = CliRunner().invoke(command_line, ["insights", "rebuild"])
    finally:
        platform_settings.settings.cache_clear()
    assert told.exit_code == 0, told.output
    assert "1 calls" in told.output
    assert fact(database, call_id).percent is not None
    assert reviewer.get("/api/insights", params=period).json()["ground"]["untold"] == 0
    assert len(reviewer.get(f"/api/calls/{call_id}/promises").json()) == 1


def test_a_topic_is_found_in_old_calls_and_new_ones_and_not_in_what_agents_offer(
    system: System, page: Browser, ids: dict[str, str], database: Database
) -> None:
    page.sign_in("trainer@example.com")
    old = shown(system, ids["agent-a"], 440, PROMISE)
    offered = shown(system, ids["agent-b"], 500, (("agent", "אשלח לך את החשבונית"), ("customer", "תודה על הכול")))
    wish = {
        "kind": "reason",
        "name": {"he": "חשבונית", "en": "Invoice"},
        "wordings": ["חשבונית ... לא נכונה"],
        "self_service": True,
    }
    added = page.post("/api/watch-list", json=wish)
    assert added.status_code == 201, added.text
    assert mentioned(database) == [(old, "החשבונית שלי לא נכונה")]
    changed = page.ask(
        "PUT",
        f"/api/watch-list/{added.json()['id']}",
        json=wish | {"wordings": ["חשבונית"]},
        headers={"If-Match": '"1"'},
    )
    assert changed.json()["version"] == 2
    new = shown(system, ids["agent-b"], 600, (("agent", "שלום"), ("customer", "מתי תגיע החשבונית הבאה")))
    assert {call for call, _ in mentioned(database)} == {old, new}
    assert offered not in {call for call, _ in mentioned(database)}
    period = {"since": f"{now() - timedelta(days=1):%Y-%m-%d}", "until": f"{now() + timedelta(days=1):%Y-%m-%d}"}
    told = page.get("/api/insights/topics", params=period).json()
    assert (told["indexed"], told["topics"][0]["calls"]) == (3, 2)
    assert told["unknown"]["count"] == 3
    moments = page.get(f"/api/insights/topics/{added.json()['id']}/mentions", params=period).json()["items"]
    assert [one["call_id"] for one in moments] == [new, old]
    assert moments[0]["moments"][0]["text"] == "החשבונית"
    # Somebody else changed it meanwhile.
    stale = page.ask("DELETE", f"/api/watch-list/{added.json()['id']}", headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert page.ask("DELETE", f"/api/watch-list/{added.json()['id']}", headers={"If-Match": '"2"'}).status_code == 204
    assert mentioned(database) == []


def test_a_wording_that_cannot_be_read_is_refused_and_nothing_changes(page: Browser, ids: dict[str, str]) -> None:
    page.sign_in("trainer@example.com")
    wish = {"kind": "product", "name": {"he": "תנור", "en": "Oven"}, "wordings": ["{תנור"]}
    answer = page.post("/api/watch-list", json=wish)
    assert (answer.status_code, answer.json()["error"]["code"]) == (422, "bad_pattern")
    assert page.get("/api/watch-list").json() == []


def test_the_list_that_comes_along_is_for_a_beginning(page: Browser, ids: dict[str, str]) -> None:
    page.sign_in("trainer@example.com")
    begun = page.post("/api/watch-list/begin")
    assert begun.status_code == 201, begun.text
    assert {topic["kind"] for topic in begun.json()} == {"reason", "product", "competitor"}
    assert page.post("/api/watch-list/begin").status_code == 409


def test_what_became_of_a_promise_is_said_by_people_and_seen_by_its_agent(
    system: System, app: FastAPI, reviewer: Browser, ids: dict[str, str], database: Database
) -> None:
    call_id = system.scored(ids["agent-a"], said=PROMISE)
    with database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        call.started_at, call.customer_ref = now() - timedelta(days=3), "c-1"
        evaluation = unit.session.query(Evaluation).filter_by(call_id=call_id).one()
        evaluation.published_at = call.shared_at = now()
    (promise,) = reviewer.get(f"/api/calls/{call_id}/promises").json()
    assert (promise["text"], promise["due_words"], promise["state"]) == ("אני אחזור אליך מחר", "מחר", "open")
    address = f"/api/promises/{promise['id']}"
    kept = reviewer.ask("PATCH", address, json={"state": "kept", "note": "חזרה בזמן"}, headers={"If-Match": '"1"'})
    assert kept.status_code == 200, kept.text
    assert (kept.json()["state"], kept.json()["set_by_name"], kept.json()["version"]) == ("kept", "reviewer", 2)
    assert reviewer.ask("PATCH", address, json={"state": "open"}, headers={"If-Match": '"1"'}).status_code == 412
    with database.read() as session:
        entry = session.scalar(sa.select(AuditEntry).where(AuditEntry.action == "promise_changed"))
        assert entry is not None
        assert entry.detail["state"] == "kept"
        assert "note" not in entry.detail
    with browser(app) as own, browser(app) as others:
        own.sign_in("agent-a@example.com")
        others.sign_in("agent-b@example.com")
        assert [one["state"] for one in own.get("/api/promises?which=all").json()["items"]] == ["kept"]
        assert own.get(f"/api/calls/{call_id}/promises").json()[0]["note"] == "חזרה בזמן"
        assert others.get("/api/promises?which=all").json()["items"] == []
        assert others.get(f"/api/calls/{call_id}/promises").status_code == 404
        assert own.ask("PATCH", address, json={"state": "broken"}, headers={"If-Match": '"2"'}).status_code == 403


def test_what_was_said_of_a_promise_stays_when_its_call_is_scored_anew(
    system: System, reviewer: Browser, ids: dict[str, str], database: Database
) -> None:
    from qa.evaluation import marks

    call_id = system.scored(ids["agent-a"], said=PROMISE)
    (promise,) = reviewer.get(f"/api/calls/{call_id}/promises").json()
    said = reviewer.ask(
        "PATCH", f"/api/promises/{promise['id']}", json={"state": "broken"}, headers={"If-Match": '"1"'}
    )
    assert said.status_code == 200, said.text
    with database.write() as unit:
        evaluation = unit.session.query(Evaluation).filter_by(call_id=call_id).one()
        found = dict(evaluation.findings or {})
        other = found["promises"][0] | {"evidence": found["promises"][0]["evidence"] | {"start_ms": 0, "end_ms": 300}}
        evaluation.findings = found | {"promises": [other]}
        marks.tell(evaluation, unit.session.get_one(Call, call_id))
    states = [one["state"] for one in reviewer.get(f"/api/calls/{call_id}/promises").json()]
    assert states == ["open", "broken"], "what nobody found any more stays because somebody spoke of it"
