"""What many calls say together, over a history that was drawn with a seed; and what a single change does to it."""

import csv
import io
from collections.abc import Iterator
from statistics import mean
from typing import Any

import openpyxl
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.insights import topics
from qa.insights.tables import AnswerFact, CallFact
from qa.platform.audit import AuditEntry
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from tests.integration import history
from tests.integration.databases import lay
from tests.integration.web import Browser, browser, everybody, serving

PERIOD = {"since": "2026-09-06", "until": "2026-11-21"}
CALLS = 200


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
