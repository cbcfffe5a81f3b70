"""An evaluation's life: the machine suggests, people answer, the agent is told; nothing is lost or overwritten."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.evaluation.tables import AnswerRow, Evaluation, SuggestionRow
from qa.platform.database import Database
from tests.integration.scored import System
from tests.integration.web import Browser, browser


@pytest.fixture
def agent(app: FastAPI, ids: dict[str, str]) -> Iterator[Browser]:
    with browser(app) as opened:
        yield opened.sign_in("agent-a@example.com")


def questions(evaluation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {question["id"]: question for section in evaluation["sections"] for question in section["questions"]}


def at(evaluation: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{evaluation["version"]}"'}


def answer(page: Browser, evaluation: dict[str, Any], question_id: str, **said: Any) -> Any:
    path = f"/api/evaluations/{evaluation['id']}/answers/{question_id}"
    return page.ask("PUT", path, json=said, headers=at(evaluation))


def decide_everything(page: Browser, evaluation: dict[str, Any]) -> dict[str, Any]:
    for question in questions(evaluation).values():
        if question["decided_by"] == "nobody":
            option = question["options"][0]["id"]
            evaluation = answer(page, evaluation, question["id"], option_id=option, reason="heard it").json()
    return evaluation


def step(page: Browser, evaluation: dict[str, Any], deed: str) -> Any:
    return page.post(f"/api/evaluations/{evaluation['id']}/{deed}", headers=at(evaluation))


def test_a_scored_call_shows_what_the_machine_heard_and_where(reviewer: Browser, system: System, ids) -> None:
    evaluation = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    assert (evaluation["state"], evaluation["score"]["from_people"]) == ("draft", 0)
    said = [q for q in questions(evaluation).values() if q["suggestion"] and q["suggestion"]["verdict"] == "said"]
    assert said, "what was plainly said must be found"
    for question in said:
        assert question["suggestion"]["evidence"][0]["text"]
        assert question["suggestion"]["why"]["he"]
        assert question["decided_by"] == "machine"
    skipped = [q for q in questions(evaluation).values() if q["suggestion"] is None]
    assert all(q["decided_by"] == "nobody" for q in skipped if q["asked"])
    unasked = [q for q in questions(evaluation).values() if q["asked"] is False]
    assert unasked, "what hangs on words that were not said is not asked"
    for question in unasked:
        assert (question["not_applicable"], question["points_possible"]) == ("system", None)
        assert question["condition"]["he"]


def test_an_answer_stands_beside_the_suggestion_and_changes_the_score(
    reviewer: Browser, system: System, ids, database: Database
) -> None:
    before = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    question = next(q for q in questions(before).values() if (q["suggestion"] or {}).get("verdict") == "said")
    other = next(o["id"] for o in question["options"] if o["id"] != question["suggestion"]["option_id"])
    unexplained = answer(reviewer, before, question["id"], option_id=other)
    assert unexplained.json()["error"]["code"] == "reason_missing"
    after = answer(reviewer, before, question["id"], option_id=other, reason="it was the customer").json()
    changed = questions(after)[question["id"]]
    assert changed["suggestion"] == question["suggestion"]
    assert (changed["answer"]["option_id"], changed["decided_by"]) == (other, "person")
    assert after["score"]["points"] < before["score"]["points"]
    row = reviewer.get("/api/calls").json()["items"][0]["evaluation"]
    assert (row["percent"], row["machine_only"]) == (after["score"]["percent"], False)
    back = reviewer.ask("DELETE", f"/api/evaluations/{after['id']}/answers/{question['id']}", headers=at(after)).json()
    assert back["score"] == before["score"]
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == 1, "withdrawn, not deleted"


def test_an_option_that_is_not_offered_is_refused(reviewer: Browser, system: System, ids) -> None:
    evaluation = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    question = next(iter(questions(evaluation)))
    for said in ({"option_id": "nonsense"}, {}, {"option_id": "said", "not_applicable": True}):
        assert answer(reviewer, evaluation, question, **said).status_code == 422
    assert answer(reviewer, evaluation, "no-such-question", not_applicable=True).status_code == 404


def test_of_two_editors_of_one_version_one_is_told(reviewer: Browser, system: System, ids) -> None:
    evaluation = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    question = next(iter(questions(evaluation)))
    assert answer(reviewer, evaluation, question, not_applicable=True, reason="a").status_code == 200
    late = answer(reviewer, evaluation, question, not_applicable=True, reason="b")
    assert (late.status_code, late.json()["error"]["code"]) == (412, "stale_version")
    path = f"/api/evaluations/{evaluation['id']}/answers/{question}"
    missing = reviewer.ask("PUT", path, json={"not_applicable": True})
    assert (missing.status_code, missing.json()["error"]["code"]) == (422, "version_missing")


def test_of_fifty_editors_of_one_version_one_wins_and_the_rest_are_told(
    app: FastAPI, reviewer: Browser, system: System, ids, database: Database
) -> None:
    evaluation = reviewer.get(f"/api/calls/{system.scored(ids['agent-a'])}/evaluation").json()
    question, codes = next(iter(questions(evaluation))), []

    def edit(number: int) -> None:
        with browser(app) as other:
            other.client.cookies = reviewer.client.cookies
            other.csrf = reviewer.csrf
            said = answer(other, evaluation, question, not_applicable=True, reason=f"editor {number}")
            codes.append(said.status_code)

    editors = [threading.Thread(target=edit, args=(n,)) for n in range(50)]
    for editor in editors:
        editor.start()
    for editor in editors:
        editor.join()
    assert sorted(codes) == [200] + [412] * 49
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AnswerRow)) == 1


def test_the_whole_way_from_draft_to_acknowledged(reviewer: Browser, agent: Browser, system: System, ids) -> None:
    call_id = system.scored(ids["agent-a"])
    evaluation = reviewer.get(f"/api/calls/{call_id}/evaluation").json()
    assert evaluation["score"]["undecided"] > 0
    assert step(reviewer, evaluation, "submit").json()["error"]["code"] == "still_undecided"
    evaluation = decide_everything(reviewer, evaluation)
    path = f"/api/evaluations/{evaluation['id']}/summary"
    evaluation = reviewer.ask("PUT", path, json={"summary": "פתיחה חמה"}, headers=at(evaluation)).json()
    assert step(reviewer, evaluation, "publish").json()["error"]["code"] == "wrong_state"
    evaluation = step(reviewer, evaluation, "submit").json()
    assert agent.get("/api/feedback").json() == []
    assert agent.get(f"/api/calls/{call_id}").status_code == 404
    evaluation = step(reviewer, evaluation, "publish").json()
    assert evaluation["state"] == "published"
    mine = agent.get("/api/feedback").json()
    assert [row["evaluation_id"] for row in mine] == [evaluation["id"]]
    assert mine[0]["highlights"]
    assert agent.get(f"/api/feedback/{evaluation['id']}").json()["summary"] == "פתיחה חמה"
    assert agent.get(f"/api/calls/{call_id}/transcript").status_code == 200
    done = agent.post(f"/api/feedback/{evaluation['id']}/acknowledge", json={"note": "תודה, אשפר"}).json()
    assert (done["state"], done["acknowledgement"]) == ("acknowledged", "תודה, אשפר")
    row = reviewer.get("/api/calls").json()["items"][0]["evaluation"]
    assert row["state"] == "acknowledged"
    late = answer(reviewer, done, next(iter(questions(done))), not_applicable=True, reason="too late")
    assert late.json()["error"]["code"] == "wrong_state"


def test_feedback_needs_an_agent_to_go_to(reviewer: Browser, system: System) -> None:
    evaluation = reviewer.get(f"/api/calls/{system.scored(None)}/evaluation").json()
    evaluation = step(reviewer, decide_everything(reviewer, evaluation), "submit").json()
    assert step(reviewer, evaluation, "publish").json()["error"]["code"] == "no_agent"


def test_scoring_the_same_transcript_twice_makes_one_evaluation(system: System, ids, database: Database) -> None:
    from qa.platform.jobs import Job, JobState

    system.scored(ids["agent-a"])
    with database.write() as unit:
        job = unit.session.scalars(sa.select(Job).where(Job.kind == "score")).one()
        job.state, job.attempts = JobState.QUEUED, 0
    assert system.score(job.id)
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Evaluation)) == 1
        rows = session.scalars(sa.select(SuggestionRow.question_id)).all()
    assert len(rows) == len(set(rows))
