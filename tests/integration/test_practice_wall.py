"""Practice changes nothing that is said of live calls, and is there for its own agent and for those who train.

Everybody asks every route that shows figures or lists; then an agent practises, and everybody asks again. The routes
are read from the API's own description, so that a new one cannot be forgotten.
"""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import revisions
from qa.calls.tables import Call, Purpose
from qa.evaluation.tables import Evaluation
from qa.pipeline.model import Speaker
from qa.platform.database import Database
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.drafts import FIRST
from tests.integration.scored import SAID, System
from tests.integration.web import Browser, browser, everybody

PEOPLE = ("reviewer", "trainer", "admin", "agent-a", "agent-b")
RUBRIC = "service-language-he"
#: What is never the same twice, has no end, or is about practice itself.
LEFT_OUT = ("/api/practice", "/api/session", "/api/system", "/api/events")
#: Routes that ask for more than an address.
ASKED = (
    "/api/calibration/candidates?rubric_id=service-language-he&version=2",
    "/api/insights?people_only=true",
    "/api/insights/figures.csv?by=agent&measure=score",
    "/api/insights/heat-map.csv",
    "/api/insights/heat-map/calls?question_id=goodbye",
    "/api/insights/topics.csv",
    "/api/promises?which=all",
    "/api/promises.csv?which=all",
    "/api/evaluations.csv",
    "/api/reversals.csv",
    "/api/search?q=מזגן",
    "/api/search?q=תודה&least_percent=0",
    "/api/calls?order=could_flip",
    "/api/quality/wer?period=week",
)
PROMISED: tuple[tuple[Speaker, str], ...] = (*SAID[:-1], ("agent", "טכנאי יגיע אליך ביום שלישי ואני אחזור אליך מחר"))


@dataclass
class House:
    """Everybody's browser, and live calls of both agents."""

    app: FastAPI
    system: System
    ids: dict[str, str]
    people: dict[str, Browser]
    live: list[str] = field(default_factory=list)

    def everything(self) -> dict[tuple[str, str], Any]:
        """What everybody is answered by every route that shows several calls, or what they come to."""
        plain = [path for path in self.app.openapi()["paths"] if "{" not in path and not path.startswith(LEFT_OUT)]
        asked = [path for path in plain if "get" in self.app.openapi()["paths"][path]] + [*ASKED]
        answers = {(who, path): self._answer(self.people[who].get(path)) for who in PEOPLE for path in asked}
        for who in ("trainer", "admin"):
            for path, wish in self._tried():
                answers[who, path] = self._answer(self.people[who].post(path, json=wish))
        return answers

    def _tried(self) -> Iterator[tuple[str, dict[str, Any]]]:
        plan = {"name": "p", "quota": 9, "seed": 5, "reviewers": [{"person_id": self.ids["reviewer"]}]}
        yield "/api/assignment-plans/preview", {"plan": plan | {"timing": "running_week"}}
        yield "/api/rubrics/check", {"source": FIRST}
        yield "/api/rubrics/replay", {"source": FIRST, "last": 50}

    @staticmethod
    def _answer(answer: Any) -> Any:
        assert answer.status_code < 500, answer.text
        return answer.status_code, answer.text

    def review(self, who: str, call_id: str, *, publish: bool) -> str:
        """Answer one question, submit, and publish where it is wanted; returns the evaluation's id."""
        page = self.people[who]
        evaluation = page.get(f"/api/calls/{call_id}/evaluation").json()
        path = f"/api/evaluations/{evaluation['id']}"
        for section in evaluation["sections"]:
            for question in section["questions"]:
                wish = {"option_id": question["options"][0]["id"], "reason": "heard"}
                at = {"If-Match": f'"{evaluation["version"]}"'}
                answer = page.ask("PUT", f"{path}/answers/{question['id']}", json=wish, headers=at)
                assert answer.status_code == 200, answer.text
                evaluation = answer.json()
        for deed in ("submit", "publish") if publish else ("submit",):
            answer = page.post(f"{path}/{deed}", headers={"If-Match": f'"{evaluation["version"]}"'})
            assert answer.status_code == 200, answer.text
            evaluation = answer.json()
        return str(evaluation["id"])

    def practise(self, agent: str, hertz: float) -> str:
        return self._shown(self.system.scored(self.ids[agent], hertz=hertz, said=PROMISED, purpose=Purpose.PRACTICE))

    def hold(self, agent: str, hertz: float, said: tuple[tuple[Speaker, str], ...] = SAID) -> str:
        return self._shown(self.system.scored(self.ids[agent], hertz=hertz, said=said))

    def _shown(self, call_id: str) -> str:
        """As where it was really heard: its words are searched, and looked through for topics."""
        with self.system.database.write() as unit:
            revision = revisions.shown(unit.session, call_id)
            revisions.bring_to_light(unit.session.get_one(Call, call_id), revision)
        return call_id


@pytest.fixture
def house(app: FastAPI, system: System, database: Database) -> Iterator[House]:
    ids = everybody(database)
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        made = House(app, system, ids, people)
        made.live = [
            made.hold("agent-a", 300),
            made.hold("agent-a", 320, PROMISED),
            made.hold("agent-b", 340),
        ]
        assert people["trainer"].post("/api/watch-list/begin").status_code == 201
        own = made.review("reviewer", made.live[0], publish=True)
        doubt = {"questions": [{"question_id": "goodbye", "reason": "I said it"}]}
        version = people["agent-a"].get(f"/api/feedback/{own}").json()["version"]
        at = {"If-Match": f'"{version}"'}
        assert people["agent-a"].post(f"/api/feedback/{own}/disputes", json=doubt, headers=at).status_code == 201
        _correct(people["reviewer"], made.live[1])
        yield made


def _correct(page: Browser, call_id: str) -> None:
    wish = {"revision": 1, "turn": 1, "text": "היי קניתי תנור חדש אתמול"}
    assert page.post(f"/api/calls/{call_id}/transcript/corrections", json=wish).status_code in (200, 201)


def test_practice_changes_nothing_that_is_said_of_live_calls(house: House) -> None:
    before = house.everything()
    assert sum(status == 200 for status, _ in before.values()) > len(before) / 2, "most of it is answered"
    practised = [house.practise("agent-a", 500), house.practise("agent-a", 520), house.practise("agent-b", 540)]
    house.review("trainer", practised[1], publish=False)
    _correct(house.people["trainer"], practised[2])
    after = house.everything()
    assert before.keys() == after.keys()
    changed = {key: (before[key], after[key]) for key in before if before[key] != after[key]}
    assert not changed, f"practice shows in {sorted(changed)}"


def test_practice_is_there_for_its_agent_and_for_who_trains_and_for_nobody_else(house: House) -> None:
    call_id = house.practise("agent-a", 500)
    parts = ("", "/transcript", "/transcripts", "/peaks", "/evaluation", "/findings", "/comments", "/promises")
    for who in PEOPLE:
        there = {part: house.people[who].get(f"/api/calls/{call_id}{part}").status_code for part in parts}
        missing = {part: house.people[who].get(f"/api/calls/{'0' * 16}{part}") for part in parts}
        wanted = 200 if who in ("agent-a", "trainer") else 404
        assert set(there.values()) == {wanted}, (who, there)
        if wanted == 404:
            own = {part: house.people[who].get(f"/api/calls/{call_id}{part}").text for part in parts}
            assert {part: text.replace(call_id, "0" * 16) for part, text in own.items()} == {
                part: answer.text for part, answer in missing.items()
            }
    for who in PEOPLE:
        expected = [call_id] if who in ("agent-a", "trainer") else []
        listed = house.people[who].get("/api/calls?purpose=practice").json()
        assert [call["id"] for call in listed["items"]] == expected
        assert sum(listed["counts"].values()) == len(expected)
        found = house.people[who].get("/api/search?q=מזגן&purpose=practice").json()
        assert [call["id"] for call in found["items"]] == expected


def test_practice_gets_into_no_place_for_live_calls(house: House, database: Database) -> None:
    call_id = house.practise("agent-a", 500)
    trainer, agent = house.people["trainer"], house.people["agent-a"]
    evaluation = trainer.get(f"/api/calls/{call_id}/evaluation").json()
    evaluation_id, at = evaluation["id"], {"If-Match": f'"{evaluation["version"]}"'}
    moment = {"question_id": "goodbye", "why": "well", "offered": True, "start_ms": 0, "end_ms": 900}
    case = {"evaluation_id": evaluation_id, "question_id": "goodbye", "why": "so"}
    chosen = {
        "title": "t",
        "rubric_id": RUBRIC,
        "rubric_version": 2,
        "call_ids": [call_id],
        "participant_ids": [house.ids["reviewer"], house.ids["admin"]],
    }
    doubt = {"questions": [{"question_id": "goodbye", "reason": "I said it"}]}
    refused = {
        "exemplar": trainer.post(f"/api/calls/{call_id}/exemplars", json=moment),
        "case": trainer.post("/api/regressions", json=case),
        "self": trainer.post(f"/api/calls/{call_id}/self-evaluation", json={}),
        "own self": agent.post(f"/api/feedback/{evaluation_id}/self-evaluation"),
        "agent": trainer.ask("PATCH", f"/api/calls/{call_id}", json={"agent_id": house.ids["agent-b"]}),
        "publish": trainer.post(f"/api/evaluations/{evaluation_id}/publish", headers=at),
        "dispute": agent.post(f"/api/feedback/{evaluation_id}/disputes", json=doubt, headers=at),
        "disputes": agent.get(f"/api/feedback/{evaluation_id}/disputes"),
    }
    codes = {name: answer.json()["error"]["code"] for name, answer in refused.items()}
    assert set(codes.values()) == {"practice_call"}, codes
    assert trainer.post("/api/calibration", json=chosen).status_code == 404
    replayed = trainer.post("/api/rubrics/replay", json={"source": FIRST, "call_ids": [call_id]})
    assert '"not_found"' in replayed.text
    given = trainer.post("/api/assignments/bulk", json={"call_ids": [call_id]}).json()
    assert given["skipped"] == [{"call_id": call_id, "why": "practice"}]
    # Nobody's queue ever comes to it.
    taken = []
    while (answer := house.people["reviewer"].post("/api/queue/next", json={}).json()).get("assignment"):
        taken.append(answer["assignment"]["call"]["id"])
        house.review("reviewer", taken[-1], publish=False)
    assert call_id not in taken
    assert taken
    with database.read() as session:
        untouched = session.scalars(sa.select(Evaluation).where(Evaluation.call_id == call_id)).one()
        assert untouched.published_at is None
        assert session.get_one(Call, call_id).shared_at is None
