"""A published call and what people do with it: reviewed, sent to its agent, disputed, looked at again."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
from fastapi import FastAPI

from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from tests.integration.scored import System
from tests.integration.web import PASSWORD, Browser, browser


def at(read: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{read["version"]}"'}


def questions(evaluation: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {question["id"]: question for section in evaluation["sections"] for question in section["questions"]}


def stands(question: dict[str, Any]) -> str | None:
    """The option that counts for a question: a person's, or else the machine's."""
    said = question["answer"] or question["suggestion"] or {}
    return said.get("option_id")


def another(question: dict[str, Any]) -> str:
    """An option that is not the one that counts."""
    return next(option["id"] for option in question["options"] if option["id"] != stands(question))


def add_reviewer(database: Database, mailbox: str, role: Role = Role.REVIEWER) -> str:
    """One person more who may score."""
    with database.write() as unit:
        wish = NewPerson(name=mailbox, email=f"{mailbox}@example.com", role=role, password=PASSWORD)
        return add_person(unit.session, Principal("system", Role.ADMINISTRATOR), wish).id


@dataclass(frozen=True, slots=True)
class People:
    """Everybody's browser by mailbox, opened when it is first asked for."""

    app: FastAPI
    stack: ExitStack
    opened: dict[str, Browser]

    def __getitem__(self, mailbox: str) -> Browser:
        if mailbox not in self.opened:
            page = self.stack.enter_context(browser(self.app))
            self.opened[mailbox] = page.sign_in(f"{mailbox}@example.com")
        return self.opened[mailbox]


def people_of(app: FastAPI) -> Iterator[People]:
    with ExitStack() as stack:
        yield People(app, stack, {})


def published(page: Browser, call_id: str, answered: Callable[[dict[str, Any]], bool] = lambda _q: False) -> Any:
    """Decide what is open (and what `answered` picks), submit, publish; returns the evaluation."""
    evaluation = page.get(f"/api/calls/{call_id}/evaluation").json()
    for question in list(questions(evaluation).values()):
        fresh = questions(evaluation)[question["id"]]
        if fresh["decided_by"] == "nobody" or answered(question):
            said = {"option_id": stands(fresh) or fresh["options"][0]["id"], "reason": "I heard it so"}
            path = f"/api/evaluations/{evaluation['id']}/answers/{question['id']}"
            evaluation = page.ask("PUT", path, json=said, headers=at(evaluation)).json()
    for step in ("submit", "publish"):
        answer = page.post(f"/api/evaluations/{evaluation['id']}/{step}", headers=at(evaluation))
        assert answer.status_code == 200, answer.text
        evaluation = answer.json()
    return evaluation


def dispute(page: Browser, evaluation: dict[str, Any], *question_ids: str, **more: Any) -> Any:
    """The agent sees these questions differently; the answer of the server."""
    doubts = [{"question_id": key, "reason": f"I did say {key}", "at_ms": 800} | more for key in question_ids]
    path = f"/api/feedback/{evaluation['id']}/disputes"
    return page.post(path, json={"questions": doubts}, headers=at(evaluation))


def decide(page: Browser, looked_at: dict[str, Any], **decisions: str | None) -> Any:
    """Decide each question: with a new option it is upheld, with None rejected; the answer of the server."""
    said = [
        {
            "question_id": key,
            "decision": "upheld" if option else "rejected",
            "option_id": option,
            "reason": f"so: {key}",
        }
        for key, option in decisions.items()
    ]
    path = f"/api/disputes/{looked_at['id']}/decision"
    return page.post(path, json={"questions": said}, headers=at(looked_at))


@pytest.fixture
def people(app: FastAPI, ids: dict[str, str]) -> Iterator[People]:
    yield from people_of(app)


@pytest.fixture
def second(database: Database, ids: dict[str, str]) -> str:
    return add_reviewer(database, "second")


@pytest.fixture
def evaluation(people: People, system: System, ids: dict[str, str]) -> dict[str, Any]:
    """Reviewed by the first reviewer, who answered every question, and published to agent A."""
    return published(people["reviewer"], system.scored(ids["agent-a"]), lambda question: question["asked"] is True)


@pytest.fixture
def asked(evaluation: dict[str, Any]) -> list[str]:
    """Two questions that hang on nothing."""
    free = [q["id"] for q in questions(evaluation).values() if q["condition"] is None and stands(q)]
    leading = {"what the others hang on would change them as well"}
    return [question_id for question_id in free if question_id not in leading][:2]


def opened(people: People, evaluation: dict[str, Any], asked: list[str]) -> dict[str, Any]:
    answer = dispute(people["agent-a"], evaluation, *asked)
    assert answer.status_code == 201, answer.text
    return answer.json()["disputes"][0]


def looked_at(people: People, mailbox: str, dispute_id: str) -> dict[str, Any]:
    return people[mailbox].get(f"/api/disputes/{dispute_id}").json()


def together(*deeds: Callable[[], None]) -> None:
    threads = [threading.Thread(target=deed) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
