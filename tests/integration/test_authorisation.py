"""Who gets what from every route: made from the routes themselves, so that a new route cannot be forgotten.

Each route is asked by everybody about a call and an evaluation of agent A (published), an unpublished one, one of agent
B, and one that does not exist. An agent's answer for another's row must be the very answer for a missing one.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from fastapi import FastAPI

from qa.evaluation.tables import Evaluation, EvaluationState
from qa.platform.clock import now
from qa.platform.database import Database
from tests.integration.scored import System
from tests.integration.web import Browser, browser, everybody
from tests.integration.who_may import ALLOWED, BODIES, EVERYBODY, OWNED_BY_CALL, OWNED_BY_EVALUATION, STAFF


@dataclass(frozen=True, slots=True)
class Rows:
    """The ids that the routes are asked about."""

    own: tuple[str, str]  # agent A's published call and its evaluation
    hidden: tuple[str, str]  # agent A's, not published
    others: tuple[str, str]  # agent B's, published
    missing: tuple[str, str] = ("0" * 16, "0" * 16)


@pytest.fixture
def rows(system: System, database: Database) -> Rows:
    ids = everybody(database)
    with database.write() as unit:
        from qa.people.tables import Person
        from qa.platform.security.passwords import hash_password
        from qa.platform.security.roles import Role

        disabled = Person(
            name="d",
            email="disabled@example.com",
            role=Role.REVIEWER,
            disabled=True,
            password_hash=hash_password("a long enough password"),
        )
        unit.session.add(disabled)

    def made(agent: str, hertz: float, *, published: bool) -> tuple[str, str]:
        call_id = system.scored(ids[agent], hertz=hertz)
        with database.write() as unit:
            evaluation = unit.session.query(Evaluation).filter_by(call_id=call_id).one()
            from qa.calls.tables import Call

            if published:
                evaluation.state, evaluation.published_at = EvaluationState.PUBLISHED, now()
                unit.session.get_one(Call, call_id).shared_at = now()
            return call_id, evaluation.id

    return Rows(
        own=made("agent-a", 300, published=True),
        hidden=made("agent-a", 400, published=False),
        others=made("agent-b", 500, published=True),
    )


@pytest.fixture
def people(app: FastAPI, rows: Rows) -> Iterator[dict[str, Browser]]:
    opened = {}
    from contextlib import ExitStack

    with ExitStack() as stack:
        for who in EVERYBODY:
            opened[who] = stack.enter_context(browser(app))
            if who not in ("anonymous", "disabled"):
                opened[who].sign_in(f"{who}@example.com")
        yield opened


def operations(app: FastAPI) -> dict[str, tuple[str, str]]:
    """Every operation of the API's own description: name -> method and path."""
    found = {}
    for path, methods in app.openapi()["paths"].items():
        for method, operation in methods.items():
            found[operation["operationId"]] = (method.upper(), path)
    return found


def ask(page: Browser, operation: tuple[str, str], row: tuple[str, str], name: str):
    method, path = operation
    path = path.format(
        call_id=row[0],
        evaluation_id=row[1],
        question_id="q",
        person_id="0" * 16,
        rubric_id="none",
        session_id="0" * 16,
        token="a.b",
        turn=0,
        revision=1,
        kind="feedback_published" if "notice" in name else "csv" if name == "export_measure" else "vtt",
        measure="adoption",
        endpoint_id="0" * 16,
        thread_id="0" * 16,
        comment_id="0" * 16,
        delivery_id="0" * 16,
        form="vcon",
        table="answers",
        search_id="0" * 16,
        dispute_id="0" * 16,
        case_id="0" * 16,
        self_id="0" * 16,
        exemplar_id="0" * 16,
        scenario_id="0" * 16,
        attempt_id="0" * 16,
        clip_id="0" * 16,
        entry_id="0" * 16,
        line_id="0" * 16,
        number=1,
        run_id="0" * 16,
        assignment_id="0" * 16,
        plan_id="0" * 16,
        topic_id="0" * 16,
        promise_id="0" * 16,
        programme_id="0" * 16,
        cohort_id="0" * 16,
        task_id="0" * 16,
        action_id="0" * 16,
        drill_id="he.question.none",
        moment_id="example-0",
    )
    body = {} if method == "GET" else {"json": BODIES.get(name, {})}
    return page.ask(method, path, headers={"If-Match": '"999"'}, **body)


def test_every_route_is_in_the_matrix(app: FastAPI) -> None:
    assert set(operations(app)) == set(ALLOWED)


def test_who_is_let_in_and_who_is_not(app: FastAPI, people: dict[str, Browser], rows: Rows) -> None:
    wrong = []
    for name, operation in operations(app).items():
        if name in ("call_events", "sign_out"):
            continue  # the one never ends, the other ends the session: each has a test of its own
        for who in EVERYBODY:
            answer = ask(people[who], operation, rows.missing, name)
            let_in = answer.status_code not in (401, 403)
            if name in ("create_first_administrator", "sign_in"):
                let_in = True
            if let_in != (who in ALLOWED[name]):
                wrong.append((name, who, answer.status_code))
    assert wrong == []


def test_the_stream_of_events_is_not_for_agents(people: dict[str, Browser]) -> None:
    assert people["agent-a"].get("/api/events").status_code == 403
    assert people["anonymous"].get("/api/events").status_code == 401


def test_an_agent_sees_own_published_rows_and_others_look_like_missing_ones(
    app: FastAPI, people: dict[str, Browser], rows: Rows
) -> None:
    agent, routes = people["agent-a"], operations(app)
    for name in OWNED_BY_CALL + OWNED_BY_EVALUATION:
        own = ask(agent, routes[name], rows.own, name)
        assert own.status_code == 200, (name, own.text)
        missing = ask(agent, routes[name], rows.missing, name)
        for row in (rows.others, rows.hidden):
            other = ask(agent, routes[name], row, name)
            assert other.status_code == missing.status_code == 404, name
            told, told_missing = other.json()["error"], missing.json()["error"]
            assert told["code"] == told_missing["code"]
            for given, gone in zip(row, rows.missing, strict=True):
                told["message"] = told["message"].replace(given, gone)
            assert told["message"] == told_missing["message"]


def test_lists_counts_and_searches_hold_own_rows_only(people: dict[str, Browser], rows: Rows) -> None:
    agent = people["agent-a"]
    listed = agent.get("/api/calls").json()
    assert [call["id"] for call in listed["items"]] == [rows.own[0]]
    assert sum(listed["counts"].values()) == 1
    assert agent.get("/api/calls?q=call").json()["items"][0]["id"] == rows.own[0]
    assert agent.get(f"/api/calls?cursor={'z' * 16}").json()["items"][0]["id"] == rows.own[0]
    assert [row["evaluation_id"] for row in agent.get("/api/feedback").json()] == [rows.own[1]]
    for who in STAFF:
        assert len(people[who].get("/api/calls").json()["items"]) == 3


def test_sound_that_was_signed_for_one_person_is_silent_for_another(people: dict[str, Browser], rows: Rows) -> None:
    url = people["agent-a"].post(f"/api/calls/{rows.own[0]}/audio-address").json()["url"]
    assert people["agent-a"].get(url, headers={"Range": "bytes=0-9"}).status_code == 206
    for who in ("agent-b", "reviewer", "admin"):
        assert people[who].get(url).status_code == 404
    assert people["anonymous"].get(url).status_code == 401


def test_somebody_disabled_cannot_sign_in(people: dict[str, Browser]) -> None:
    said = {"email": "disabled@example.com", "password": "a long enough password"}
    assert people["disabled"].client.post("/api/session", json=said).status_code == 401
