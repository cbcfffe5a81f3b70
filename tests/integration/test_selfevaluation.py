"""Self-evaluation: the agent answers alone, the reviewer alone, and then both are laid beside each other."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls.blindfolds import Blindfold
from qa.calls.lending import LentCall
from qa.platform.audit import AuditEntry, verify
from qa.platform.database import Base, Database
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.drafts import FIRST
from tests.integration.scored import System
from tests.integration.web import Browser, browser, everybody

PEOPLE = ("reviewer", "trainer", "admin", "agent-a", "agent-b")


@dataclass
class Desk:
    """Everybody's browser, and a call of agent A that was scored by the small rubric."""

    people: dict[str, Browser]
    ids: dict[str, str]
    call: str

    def ask(self, who: str = "reviewer", words: str | None = "how did it feel?") -> Any:
        return self.people[who].post(f"/api/calls/{self.call}/self-evaluation", json={"words": words})

    def beside(self, who: str = "reviewer") -> Any:
        return self.people[who].get(f"/api/calls/{self.call}/self-evaluation")

    def waiting(self, who: str = "agent-a") -> list[dict[str, Any]]:
        return list(self.people[who].get("/api/self-evaluations").json())

    def answer(self, sheet: dict[str, Any], question_id: str, who: str = "agent-a", **said: Any) -> Any:
        path = f"/api/self-evaluations/{sheet['id']}/answers/{question_id}"
        return self.people[who].ask("PUT", path, json=said, headers=at(sheet))

    def step(self, sheet: dict[str, Any], deed: str, **body: Any) -> Any:
        path = f"/api/self-evaluations/{sheet['id']}/{deed}"
        return self.people["agent-a"].post(path, json=body, headers=at(sheet))

    def evaluation(self) -> dict[str, Any]:
        return dict(self.people["reviewer"].get(f"/api/calls/{self.call}/evaluation").json())

    def review(self, *steps: str, patience: str = "no") -> dict[str, Any]:
        evaluation = self.evaluation()
        path = f"/api/evaluations/{evaluation['id']}"
        page, said = self.people["reviewer"], {"option_id": patience, "reason": "she was cut short"}
        if evaluation["state"] == "draft":
            evaluation = page.ask("PUT", f"{path}/answers/patience", json=said, headers=at(evaluation)).json()
        for step in steps:
            answer = page.post(f"{path}/{step}", headers=at(evaluation))
            assert answer.status_code == 200, answer.text
            evaluation = answer.json()
        return evaluation

    def handed_in(self) -> None:
        (brief,) = self.waiting()
        sheet = self.answer(brief, "goodbye", option_id="said").json()
        sheet = self.answer(sheet, "patience", option_id="yes", note="I let him finish").json()
        done = self.step(sheet, "submit", words="I was tired")
        assert done.status_code == 200, done.text


def at(thing: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{thing["version"]}"'}


@pytest.fixture
def desk(app: FastAPI, system: System, database: Database) -> Iterator[Desk]:
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        publish(unit.session, FIRST, file="first")
    ids = everybody(database)
    call = system.scored(ids["agent-a"], hertz=300)
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        yield Desk(people, ids, call)


def test_a_call_is_lent_to_its_agent_without_anything_that_was_made_of_it(desk: Desk) -> None:
    agent = desk.people["agent-a"]
    assert agent.get(f"/api/calls/{desk.call}").status_code == 404
    asked = desk.ask()
    assert asked.status_code == 201, asked.text
    assert (asked.json()["state"], asked.json()["can_ask"]) == ("draft", False)
    (brief,) = desk.waiting()
    assert (brief["asked_by"], brief["asked_words"], brief["questions"]) == ("reviewer", "how did it feel?", 3)

    for part in ("", "/transcript", "/peaks"):
        assert agent.get(f"/api/calls/{desk.call}{part}").status_code == 200, part
    assert agent.post(f"/api/calls/{desk.call}/audio-address").status_code == 200
    assert agent.get(f"/api/calls/{desk.call}").json()["evaluation"] is None
    (listed,) = agent.get("/api/calls").json()["items"]
    assert (listed["id"], listed["evaluation"]) == (desk.call, None)
    for path in ("evaluation", "findings", "export/contact-lens", "self-evaluation"):
        assert agent.get(f"/api/calls/{desk.call}/{path}").status_code in (403, 404), path
    assert agent.get("/api/feedback").json() == []
    sheet = agent.get(f"/api/self-evaluations/{brief['id']}").json()
    questions = [question for section in sheet["sections"] for question in section["questions"]]
    assert [(question["suggestion"], question["answer"]) for question in questions] == [(None, None)] * 3

    other = desk.people["agent-b"]
    assert desk.waiting("agent-b") == []
    missing = other.get(f"/api/self-evaluations/{'0' * 16}").json()["error"]["code"]
    assert other.get(f"/api/self-evaluations/{brief['id']}").json()["error"]["code"] == missing == "not_found"
    assert desk.answer(sheet, "goodbye", who="agent-b", option_id="said").status_code == 404
    assert other.get(f"/api/calls/{desk.call}").status_code == 404


def test_both_are_laid_beside_each_other_when_each_is_done(desk: Desk, database: Database) -> None:
    desk.ask()
    desk.handed_in()
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(LentCall)) == 0
        assert session.scalar(sa.select(sa.func.count()).select_from(Blindfold)) == 0
    assert desk.people["agent-a"].get(f"/api/calls/{desk.call}").status_code == 404, "the loan is over"

    early = desk.beside().json()
    assert (early["waits_for_review"], early["questions"], early["words"], early["percent"]) == (True, [], None, None)
    desk.review("submit")
    seen = desk.beside("trainer").json()
    by_question = {row["question_id"]: row for row in seen["questions"]}
    assert (seen["same"], seen["compared"], seen["percent"], seen["words"]) == (1, 2, 50.0, "I was tired")
    patience = by_question["patience"]
    assert (patience["same"], patience["agent"]["words"], patience["reviewer"]["words"]) == (
        False,
        "I let him finish",
        "she was cut short",
    )
    assert (patience["reviewer"]["by"], patience["agent"]["option"]["he"]) == ("reviewer", "כן")
    assert by_question["goodbye"]["reviewer"]["by"] == "reviewer", (
        "what was left as suggested is the reviewer's once the review is ended"
    )
    assert by_question["goodbye"]["moment"]["start_ms"] > 0
    assert by_question["recorded"]["same"] is None, "what the agent left open is not compared"
    assert desk.beside("agent-a").status_code == 404, "the agent sees it with the feedback"
    assert seen["before_feedback"]

    desk.review("publish")
    assert desk.beside("agent-a").json()["questions"] == seen["questions"]
    assert desk.beside("agent-b").status_code == 404


def test_no_figure_knows_of_it(desk: Desk, database: Database) -> None:
    def figures() -> dict[str, Any]:
        names = ("calls", "evaluations", "answers", "suggestions")
        with database.read() as session:
            return {name: session.execute(sa.select(Base.metadata.tables[name])).all() for name in names}

    before = figures()
    desk.ask()
    desk.handed_in()
    assert figures() == before
    with database.read() as session:
        deeds = session.scalars(sa.select(AuditEntry).where(AuditEntry.action.startswith("self_evaluation"))).all()
        assert [entry.action.removeprefix("self_evaluation_") for entry in deeds] == [
            "asked",
            "answered",
            "answered",
            "submitted",
        ]
        assert "said" not in str([entry.detail for entry in deeds]), "what was answered is the agent's own"
        assert verify(session) == []


def test_feedback_that_comes_meanwhile_waits_until_the_agent_is_done(desk: Desk) -> None:
    desk.ask()
    published = desk.review("submit", "publish")
    agent = desk.people["agent-a"]
    (brief,) = desk.waiting()
    assert brief["feedback_waits"]
    assert agent.get("/api/feedback").json() == []
    closed = agent.get(f"/api/feedback/{published['id']}")
    assert (closed.status_code, closed.json()["error"]["code"]) == (403, "rated_blind")
    assert agent.get(f"/api/evaluations/{published['id']}").status_code == 403
    assert agent.get(f"/api/evaluations/{published['id']}/print").status_code != 200
    assert desk.step(brief, "decline").status_code == 200
    assert agent.get(f"/api/feedback/{published['id']}").status_code == 200
    assert desk.beside().json()["state"] == "declined"


def test_the_agent_may_begin_alone_before_reading_feedback(desk: Desk) -> None:
    published = desk.review("submit", "publish")
    agent = desk.people["agent-a"]
    path = f"/api/feedback/{published['id']}/self-evaluation"
    assert desk.people["agent-b"].post(path).status_code == 404
    begun = agent.post(path)
    assert begun.status_code == 201, begun.text
    assert agent.get(f"/api/feedback/{published['id']}").status_code == 403
    again = agent.post(path)
    assert again.status_code in (403, 409)
    desk.handed_in()
    beside = desk.beside("agent-a").json()
    assert (beside["compared"], beside["before_feedback"]) == (2, False)
    acknowledged = agent.post(f"/api/feedback/{published['id']}/acknowledge", json={"note": None})
    assert acknowledged.status_code == 200


def test_who_has_read_the_feedback_is_not_asked_any_more(desk: Desk) -> None:
    published = desk.review("submit", "publish")
    refused = desk.ask()
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "feedback_is_out")
    agent = desk.people["agent-a"]
    agent.post(f"/api/feedback/{published['id']}/acknowledge", json={"note": None})
    late = agent.post(f"/api/feedback/{published['id']}/self-evaluation")
    assert (late.status_code, late.json()["error"]["code"]) == (409, "feedback_is_out")


def test_what_is_closed_stays_and_may_be_asked_again_only_where_it_was_declined(desk: Desk) -> None:
    desk.ask()
    assert desk.ask("trainer").json()["error"]["code"] == "already_asked"
    (brief,) = desk.waiting()
    nothing = desk.step(brief, "submit", words=None)
    assert (nothing.status_code, nothing.json()["error"]["code"]) == (409, "nothing_answered")
    sheet = desk.answer(brief, "goodbye", option_id="said").json()
    declined = desk.step(sheet, "decline").json()
    closed = desk.answer(declined, "goodbye", option_id="not_said")
    assert (closed.status_code, closed.json()["error"]["code"]) == (409, "self_evaluation_closed")
    assert desk.ask("trainer", None).status_code == 201
    (brief,) = desk.waiting()
    assert (brief["asked_by"], brief["answered"]) == ("trainer", 1), "what was answered before is still there"


def test_of_two_who_write_one_is_told(desk: Desk) -> None:
    desk.ask()
    (brief,) = desk.waiting()
    assert desk.answer(brief, "goodbye", option_id="said").status_code == 200
    stale = desk.answer(brief, "goodbye", option_id="not_said")
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "stale_version")
    (fresh,) = desk.waiting()
    wrong = desk.answer(fresh, "goodbye", option_id="perhaps")
    assert (wrong.status_code, wrong.json()["error"]["code"]) == (422, "no_such_option")
    assert desk.answer(fresh, "nothing", option_id="said").status_code == 404
    path = f"/api/self-evaluations/{fresh['id']}/answers/goodbye"
    taken_back = desk.people["agent-a"].ask("DELETE", path, headers=at(fresh)).json()
    assert all(q["answer"] is None for section in taken_back["sections"] for q in section["questions"])


def test_nobody_is_asked_about_a_call_that_is_nobodys(desk: Desk, system: System) -> None:
    desk.call = system.scored(None, hertz=800)
    refused = desk.ask()
    assert (refused.status_code, refused.json()["error"]["code"]) == (409, "nobody_to_ask")


def test_a_call_that_becomes_another_agents_is_no_longer_lent(desk: Desk) -> None:
    desk.ask()
    change = {"agent_id": desk.ids["agent-b"]}
    assert desk.people["reviewer"].ask("PATCH", f"/api/calls/{desk.call}", json=change).status_code == 200
    for who in ("agent-a", "agent-b"):
        assert desk.waiting(who) == []
        assert desk.people[who].get(f"/api/calls/{desk.call}").status_code == 404
