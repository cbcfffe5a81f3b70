"""What many calls say together, over a history that was drawn with a seed; and what a single change does to it."""

import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from statistics import mean
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from fastapi import FastAPI
from typer.testing import CliRunner

from qa.calls import blindfolds, revisions
from qa.calls.tables import Call
from qa.cli import app as command_line
from qa.evaluation.tables import Evaluation
from qa.insights import topics
from qa.insights.tables import AnswerFact, CallFact, PromiseMade, TopicMention
from qa.pipeline.model import Speaker
from qa.platform import settings as platform_settings
from qa.platform.audit import AuditEntry
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.integration import history
from tests.integration.databases import lay
from tests.integration.scored import System
from tests.integration.web import Browser, browser, everybody, serving

PERIOD = {"since": "2026-09-06", "until": "2026-11-21"}
CALLS = 200
PROMISE: tuple[tuple[Speaker, str], ...] = (
    ("agent", "שלום במה אוכל לעזור"),
    ("customer", "החשבונית שלי לא נכונה"),
    ("agent", "אני אחזור אליך מחר"),
    ("customer", "תודה"),
)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Database, FastAPI, dict[str, str]]]:
    """The history, and a web application over it; nothing in this module changes it."""
    config = Settings(data=tmp_path_factory.mktemp("history") / "data")
    lay(config)
    database = Database(config.database)
    ids = everybody(database)
    with database.write() as unit:
        topics.begin(unit.session, Principal(ids["trainer"], Role.TRAINER))
    history.write(database, history.History(calls=CALLS))
    with serving(config) as made:
        yield database, made, ids
    database.dispose()


@pytest.fixture(scope="module")
def trainer(world: tuple[Database, FastAPI, dict[str, str]]) -> Iterator[Browser]:
    with browser(world[1]) as opened:
        yield opened.sign_in("trainer@example.com")


@pytest.fixture
def past(world: tuple[Database, FastAPI, dict[str, str]]) -> Database:
    return world[0]


def got(page: Browser, path: str, **params: object) -> Any:
    answer = page.get(path, params=PERIOD | params)
    assert answer.status_code == 200, answer.text
    return answer.json()


def groups(told: Any, kind: str) -> dict[str, Any]:
    return {group["key"]: group["figures"] for group in told["groups"] if group["kind"] == kind}


def test_every_call_counts_once_and_its_score_is_that_of_its_evaluation(trainer: Browser, past: Database) -> None:
    told = got(trainer, "/api/insights")
    with past.read() as session:
        percents = session.scalars(sa.select(Call.percent).where(Call.percent.is_not(None))).all()
    assert told["ground"]["calls"] == CALLS
    assert told["whole"]["score"]["value"] == pytest.approx(mean(percents), abs=1e-3)
    for kind in ("week", "team", "agent", "language", "queue", "shift", "hour"):
        assert sum(figures["score"]["count"] for figures in groups(told, kind).values()) == len(percents), kind


def test_no_figure_stands_without_its_interval_and_few_calls_make_none(trainer: Browser) -> None:
    told = got(trainer, "/api/insights")
    for group in told["groups"]:
        for figure in group["figures"].values():
            if figure["count"] < told["ground"]["fewest_calls"]:
                assert figure["value"] is figure["low"] is figure["high"] is None
            else:
                assert figure["low"] <= figure["value"] <= figure["high"]


def test_the_generator_s_good_and_weak_agents_are_told_apart(trainer: Browser) -> None:
    told = got(trainer, "/api/insights")
    by_name = {group["name"]: group["figures"]["score"] for group in told["groups"] if group["kind"] == "agent"}
    assert by_name["יסמין מנסור"]["low"] > by_name["דוד אוחנה"]["high"]
    assert told["whole"]["tone_start"]["high"] < told["whole"]["tone_end"]["low"]


def test_days_and_hours_are_those_of_the_organisation_s_clock(trainer: Browser, past: Database) -> None:
    """The clock was put back on 25 October 2026, between summer and winter time, within the period."""
    told = groups(got(trainer, "/api/insights"), "hour")
    with past.read() as session:
        moments = session.scalars(sa.select(Call.started_at)).all()
    expected: dict[str, int] = {}
    for moment in moments:
        assert moment is not None
        local = moment.astimezone(history._ZONE)
        key = f"{(local.weekday() + 1) % 7}-{local.hour}"
        expected[key] = expected.get(key, 0) + 1
    assert {key: figures["dead_air"]["count"] for key, figures in told.items()} == expected


def test_filters_narrow_and_what_is_unknown_is_refused(trainer: Browser) -> None:
    whole = got(trainer, "/api/insights")
    team = next(iter(groups(whole, "team")))
    narrowed = got(trainer, "/api/insights", team_id=team)
    assert narrowed["whole"]["score"] == groups(whole, "team")[team]["score"]
    evening = got(trainer, "/api/insights", shift="evening")
    assert evening["whole"]["score"] == groups(whole, "shift")["evening"]["score"]
    assert got(trainer, "/api/insights", language="en")["ground"]["calls"] < CALLS
    topic = max(got(trainer, "/api/insights/topics")["topics"], key=lambda one: one["calls"])
    narrowed = got(trainer, "/api/insights/topics", topic_id=topic["topic"]["id"])
    assert narrowed["ground"]["calls"] == topic["calls"] > 0
    assert all(one["calls"] <= topic["calls"] for one in narrowed["topics"])
    for wrong, status in (({"shift": "teatime"}, 404), ({"since": "2026-12-01"}, 422), ({"nonsense": "1"}, 422)):
        assert trainer.get("/api/insights", params=PERIOD | wrong).status_code == status, wrong


def test_people_s_answers_can_be_looked_at_alone(trainer: Browser, past: Database) -> None:
    everyone = got(trainer, "/api/insights")
    people = got(trainer, "/api/insights", people_only=True)
    with past.read() as session:
        answered = session.scalar(
            sa.select(sa.func.count()).select_from(CallFact).where(CallFact.people_percent.is_not(None))
        )
    assert people["whole"]["score"]["count"] == answered < everyone["whole"]["score"]["count"]
    heat = got(trainer, "/api/insights/heat-map", people_only=True)
    assert all(cell["from_people"] == cell["figure"]["count"] for row in heat["rows"] for cell in row["cells"])


def test_the_heat_map_counts_each_question_by_its_opportunities(trainer: Browser, past: Database) -> None:
    heat = got(trainer, "/api/insights/heat-map")
    calls = heat["rubric"]["calls"]
    for row in heat["rows"]:
        whole = row["whole"]
        assert whole["figure"]["count"] + whole["not_applicable"] + whole["undecided"] == calls
        assert sum(cell["figure"]["count"] for cell in row["cells"]) == whole["figure"]["count"]
    greeting = next(row for row in heat["rows"] if row["question_id"] == "greeting")
    with past.read() as session:
        shares = session.scalars(
            sa.select(AnswerFact.share)
            .join(CallFact, CallFact.call_id == AnswerFact.call_id)
            .where(AnswerFact.question_id == "greeting", CallFact.rubric_id == heat["rubric"]["id"])
        ).all()
    known = [share for share in shares if share is not None]
    assert greeting["whole"]["figure"]["value"] == pytest.approx(mean(known), abs=1e-3)


def test_a_cell_leads_to_its_calls_page_by_page(trainer: Browser) -> None:
    heat = got(trainer, "/api/insights/heat-map")
    week = heat["weeks"][4]
    cell = next(cell for cell in heat["rows"][0]["cells"] if cell["week"] == week)
    wanted = {
        "question_id": heat["rows"][0]["question_id"],
        "week": week,
        "rubric_id": heat["rubric"]["id"],
        "limit": 4,
    }
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        page = got(trainer, "/api/insights/heat-map/calls", **wanted, **cursor)
        found += page["items"]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    scored = [one for one in found if one["share"] is not None]
    assert len({one["call_id"] for one in found}) == len(found)
    assert len(scored) == cell["figure"]["count"]
    assert [one["share"] for one in scored] == sorted(one["share"] for one in scored)
    assert any(one["evidence"] for one in scored)


@pytest.mark.parametrize("path", ["figures", "heat-map", "topics"])
def test_every_table_can_be_taken_away(trainer: Browser, past: Database, path: str) -> None:
    params = PERIOD | ({"by": "agent", "measure": ["score", "tone_end"]} if path == "figures" else {})
    plain = trainer.get(f"/api/insights/{path}.csv", params=params)
    assert plain.status_code == 200, plain.text
    rows = list(csv.DictReader(io.StringIO(plain.content.decode("utf-8-sig"))))
    book = openpyxl.load_workbook(io.BytesIO(trainer.get(f"/api/insights/{path}.xlsx", params=params).content))
    sheet = book.worksheets[0]
    assert sheet.max_row == len(rows) + 1
    assert sheet.sheet_view.rightToLeft
    assert {"low", "high", "calls"} <= set(rows[0])
    with past.read() as session:
        assert session.scalar(sa.select(sa.func.count()).where(AuditEntry.action == "insights_exported"))


def test_calls_that_are_judged_blind_count_for_the_others_only(
    world: tuple[Database, FastAPI, dict[str, str]], trainer: Browser
) -> None:
    database, app, ids = world
    with database.read() as session:
        hidden = session.scalars(sa.select(Call.id).order_by(Call.id).limit(30)).all()
    with database.write() as unit:
        blindfolds.tie(unit.session, "t" * 16, hidden, [ids["reviewer"]])
    with browser(app) as opened:
        reviewer = opened.sign_in("reviewer@example.com")
        told = got(reviewer, "/api/insights")
        assert told["ground"]["calls"] == CALLS - 30
        assert told["ground"]["hidden"] == 30
        assert reviewer.get(f"/api/calls/{hidden[0]}/promises").status_code == 403
        listed = got_all_promises(reviewer)
        assert not {one["call_id"] for one in listed} & set(hidden)
    assert got(trainer, "/api/insights")["ground"]["calls"] == CALLS
    with database.write() as unit:
        blindfolds.untie(unit.session, "t" * 16)


def got_all_promises(page: Browser) -> list[Any]:
    found: list[Any] = []
    cursor: dict[str, str] = {}
    while True:
        told = page.get("/api/promises", params={"which": "all", "limit": 7} | cursor).json()
        found += told["items"]
        if told["next_cursor"] is None:
            assert len(found) == told["counts"]["all"]
            return found
        cursor = {"cursor": told["next_cursor"]}


def test_promises_are_listed_by_when_they_are_due(trainer: Browser) -> None:
    found = got_all_promises(trainer)
    due = [one["due_at"] for one in found if one["due_at"]]
    assert len(found) > 20
    assert due == sorted(due)
    assert len({one["id"] for one in found}) == len(found)
    assert any(one["later_call"] for one in found)
    assert all(one["state"] == "open" for one in found)


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


def shown(system: System, agent_id: str, hertz: float, said: tuple[tuple[Speaker, str], ...]) -> str:
    """A scored call whose words came to light as they do when they are heard."""
    call_id = system.scored(agent_id, hertz=hertz, said=said)
    with system.database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        revisions.bring_to_light(call, revisions.shown(unit.session, call_id))
    return call_id


def fact(database: Database, call_id: str) -> CallFact:
    with database.read() as session:
        return session.get_one(CallFact, call_id)


def mentioned(database: Database) -> list[tuple[str, str]]:
    with database.read() as session:
        return [(row.call_id, row.text) for row in session.scalars(sa.select(TopicMention))]
