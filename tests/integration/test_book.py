"""The language book: read by everybody, edited by trainers in a draft, never changed once published."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.book import first, service
from qa.book.tables import BookVersion
from qa.platform.audit import AuditEntry, verify
from qa.platform.database import Database
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.web import Browser, browser, everybody

PEOPLE = ("reviewer", "trainer", "agent-a", "agent-b")


@dataclass
class Desk:
    """Everybody's browser before the first book."""

    people: dict[str, Browser]
    ids: dict[str, str]

    def got(self, path: str, who: str = "trainer") -> Any:
        answer = self.people[who].get(f"/api/book{path}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    def ask(self, method: str, path: str, who: str = "trainer", **how: Any) -> Any:
        return self.people[who].ask(method, f"/api/book{path}", **how)


@pytest.fixture
def desk(app: FastAPI, database: Database) -> Iterator[Desk]:
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        assert first.begin(unit.session)
        assert not first.begin(unit.session), "there is a book already"
    ids = everybody(database)
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        yield Desk(people, ids)


def test_the_first_book_holds_the_rubrics_situations_in_both_languages(desk: Desk, database: Database) -> None:
    with database.read() as session:
        for language, said in (("he", "תתחדש/תתחדשי/תתחדשו על ה…"), ("en", "enjoy it, and thank you for choosing us")):
            found = {one.id: one for one in service.situations(session, language)}
            assert len(found) == 13
            assert said in [sentence.say for sentence in found["new-purchase"].sentences]
            assert found["new-purchase"].question_id == "new-purchase"
            assert found["new-purchase"].within_s == 15
            assert all(one.triggers for one in found.values() if one.id != "hold-thanks")
