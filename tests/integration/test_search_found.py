"""Calls narrowed by what was found in them: tone, situations, the state of the evaluation; by whom, and since when."""

from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.evaluation import found
from qa.evaluation.findings import to_json
from qa.evaluation.tables import Evaluation, FoundInCall
from qa.pipeline.model import Evidence, Findings, Opportunity, SituationFinding, ToneFinding, ToneMark
from qa.pipeline.tone import summarise
from qa.platform.database import Database
from qa.platform.spans import Span
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.scored import System, spoken
from tests.integration.test_findings import FOUND
from tests.integration.web import Browser, browser

ASKED = Evidence(Span(0, 900), "customer", "I want to leave")
#: The customer's first turn is the call's second, the last but one the fourth.
FIRST, LAST = 1, 3


@pytest.fixture
def call_id(system: System, ids: dict[str, str], database: Database) -> str:
    made = system.scored(ids["agent-a"])
    keep(database, made, "negative", "positive", "missed")
    return made


def keep(database: Database, call_id: str, first: str, last: str, outcome: Any) -> None:
    """Findings as if they had been heard: the customer's tone of two turns, and how one situation ended."""
    marks = [ToneMark(FIRST, first, 0.9), ToneMark(LAST, last, 0.9)]  # type: ignore[arg-type]
    told: ToneFinding = summarise(spoken(), marks, None)
    situations = {"leaving": SituationFinding("leaving", (Opportunity(ASKED, outcome, None, 0.2),))}
    findings = Findings(phrases={}, situations=situations, conduct=FOUND.conduct, tone=told)
    with database.write() as unit:
        evaluation = unit.session.scalars(sa.select(Evaluation).where(Evaluation.call_id == call_id)).one()
        evaluation.findings = to_json(findings)
        found.keep(unit.session, evaluation)


def ids_found(page: Browser, **wish: Any) -> list[str]:
    answer = page.get("/api/search", params=wish)
    assert answer.status_code == 200, answer.text
    return [call["id"] for call in answer.json()["items"]]


def test_calls_are_narrowed_by_the_customers_tone(reviewer: Browser, call_id: str) -> None:
    holding = {tone for tone in ("low", "ended_low", "rose", "fell", "never_low") if ids_found(reviewer, tone=tone)}
    assert holding == {"low", "rose"}


def test_a_persons_word_on_a_turn_moves_the_call(reviewer: Browser, call_id: str) -> None:
    path = f"/api/calls/{call_id}/tone-corrections"
    assert reviewer.post(path, json={"turn": LAST, "label": "negative"}).status_code == 200
    assert (ids_found(reviewer, tone="rose"), ids_found(reviewer, tone="ended_low")) == ([], [call_id])
    assert reviewer.ask("DELETE", f"{path}/{LAST}").status_code == 200
    assert ids_found(reviewer, tone="rose") == [call_id]


def test_calls_are_narrowed_by_a_situation_and_how_it_ended(reviewer: Browser, call_id: str) -> None:
    assert ids_found(reviewer, situation="leaving") == [call_id]
    assert ids_found(reviewer, situation="leaving", outcome="missed") == [call_id]
    assert ids_found(reviewer, situation="leaving", outcome="answered") == []
    assert ids_found(reviewer, situation="arriving") == []


def test_scoring_itself_says_what_was_found(reviewer: Browser, system: System, ids: dict[str, str]) -> None:
    call_id = system.scored(ids["agent-a"])
    offered = reviewer.get("/api/search/situations").json()
    came_up = [one["id"] for one in offered if ids_found(reviewer, situation=one["id"]) == [call_id]]
    assert came_up, "the customer speaks of a new product"
    assert all(one["text"]["he"] and one["text"]["en"] for one in offered)


def test_a_call_that_one_answer_failed_is_found_by_it(reviewer: Browser, call_id: str) -> None:
    assert (ids_found(reviewer, auto_failed=True), ids_found(reviewer, auto_failed=False)) == ([], [call_id])
    evaluation = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
    options = [
        (question["id"], option["id"])
        for section in evaluation["sections"]
        for question in section["questions"]
        for option in question["options"]
        if option["auto_fail"] == "rubric"
    ]
    question_id, option_id = options[0]
    answered = reviewer.ask(
        "PUT",
        f"/api/evaluations/{evaluation['id']}/answers/{question_id}",
        json={"option_id": option_id, "reason": "heard it"},
        headers={"If-Match": f'"{evaluation["version"]}"'},
    )
    assert answered.status_code == 200, answered.text
    assert (ids_found(reviewer, auto_failed=True), ids_found(reviewer, auto_failed=False)) == ([call_id], [])


def test_the_state_of_the_evaluation_narrows_for_whoever_may_know_it(
    app: FastAPI, call_id: str, database: Database
) -> None:
    with database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        call.shared_at = call.received_at  # there for the agent, while a newer evaluation is still being written
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        assert ids_found(page, evaluation="draft") == [call_id]
        assert ids_found(page, evaluation="published") == []
        page.sign_in("agent-a@example.com")
        assert ids_found(page) == [call_id]
        for wish in ({"evaluation": "draft"}, {"tone": "low"}, {"situation": "leaving"}, {"auto_failed": False}):
            assert ids_found(page, **wish) == [], f"{wish} would tell an agent what is not published"


def test_an_agent_who_answers_for_oneself_finds_nothing_by_what_others_said(
    app: FastAPI, call_id: str, ids: dict[str, str], database: Database
) -> None:
    with database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        call.shared_at, call.evaluation_state = call.received_at, "published"
    wishes: tuple[dict[str, Any], ...] = ({"evaluation": "published"}, {"tone": "low"}, {"least_percent": 0})
    with browser(app) as page:
        page.sign_in("agent-a@example.com")
        assert [ids_found(page, **wish) for wish in wishes] == [[call_id]] * 3
        with database.write() as unit:
            blindfolds.tie(unit.session, "test", [call_id], [ids["agent-a"]])
        assert [ids_found(page, **wish) for wish in wishes] == [[]] * 3
        assert ids_found(page) == [call_id]


def test_what_was_found_goes_with_the_call(call_id: str, database: Database) -> None:
    with database.write() as unit:
        assert unit.session.scalar(sa.select(sa.func.count()).select_from(FoundInCall))
        unit.session.execute(sa.delete(Evaluation).where(Evaluation.call_id == call_id))
        unit.session.execute(sa.delete(Call).where(Call.id == call_id))
    with database.read() as session:
        assert not session.scalar(sa.select(sa.func.count()).select_from(FoundInCall))
