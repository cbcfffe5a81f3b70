"""A training room: everybody's browser, programmes, cohorts, and calls as if they had been heard and scored."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from fastapi import FastAPI

from qa.calls.tables import Call, Purpose, TranscriptRevision
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.insights.tables import AnswerFact, CallFact
from qa.platform.clock import new_id, now
from qa.platform.database import Database
from qa.rubric import shipped
from qa.rubric.store import for_language, publish
from qa.rubric.tables import RubricVersion
from tests.integration.web import Browser, browser, everybody

WHO = ("trainer", "admin", "reviewer", "agent-a", "agent-b")
AIMS = ("empathy", "verify")

__all__ = ["AIMS", "Room", "room", "today"]


@dataclass
class Room:
    """Everybody's browser, and calls as if they had been heard and scored."""

    database: Database
    people: dict[str, Browser]
    ids: dict[str, str]
    rubric: RubricVersion

    def ask(self, who: str, method: str, path: str, status: int = 200, **how: Any) -> Any:
        answer = self.people[who].ask(method, f"/api/{path}", **how)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def programme(self, status: int = 201, **over: Any) -> dict[str, Any]:
        wish = {
            "name": "שפת שירות",
            "practice_weeks": 2,
            "targets": [{"question_id": aim, "share": 0.8} for aim in AIMS],
            "dues": [{"stage": stage, "kind": "acknowledge", "count": 3} for stage in ("practice", "live")],
        }
        made: dict[str, Any] = self.ask("trainer", "POST", "programmes", status, json=wish | over)
        return made

    def cohort(self, programme: dict[str, Any], *, weeks_ago: int = 2, **over: Any) -> dict[str, Any]:
        wish = {
            "name": "מחזור א",
            "day0": str(today() - timedelta(weeks=weeks_ago)),
            "member_ids": [self.ids["agent-a"], self.ids["agent-b"]],
        }
        made: dict[str, Any] = self.ask(
            "trainer", "POST", f"programmes/{programme['id']}/cohorts", 201, json=wish | over
        )
        return made

    def board(self, cohort: dict[str, Any], who: str = "trainer", **asked: Any) -> dict[str, Any]:
        told: dict[str, Any] = self.ask(who, "GET", f"cohorts/{cohort['id']}/board", params=asked)
        return told

    def cell(self, board: dict[str, Any], agent: str, aim: str) -> dict[str, Any]:
        row = next(row for row in board["members"] if row["person"]["id"] == self.ids[agent])
        return next(cell for cell in row["cells"] if cell["question_id"] == aim)

    def heard(self, agent: str, answers: dict[str, float | None], *, days_ago: float = 1, **of_call: Any) -> str:
        """A scored call with these shares; None: undecided."""
        moment = now() - timedelta(days=days_ago)
        state = of_call.pop("state", EvaluationState.PUBLISHED)
        with self.database.write() as unit:
            usual = {"language": "he", "shared_at": moment, "purpose": Purpose.LIVE}
            call = Call(
                content_hash=new_id() * 4,
                file_name="call.wav",
                agent_id=self.ids[agent],
                started_at=moment,
                **(usual | of_call),
            )
            unit.session.add(call)
            unit.session.flush()
            transcript = TranscriptRevision(call_id=call.id, revision=1, engine_key="test", language="he", body={})
            unit.session.add(transcript)
            unit.session.flush()
            evaluation = Evaluation(
                call_id=call.id,
                transcript_id=transcript.id,
                rubric_version_id=self.rubric.id,
                state=state,
                published_at=moment,
            )
            unit.session.add(evaluation)
            unit.session.flush()
            call.evaluation_id = evaluation.id
            fact = CallFact(call_id=call.id, evaluation_id=evaluation.id, rubric_id=self.rubric.rubric_id)
            fact.began_s, fact.from_people, fact.from_machine = int(moment.timestamp()), 0, len(answers)
            unit.session.add(fact)
            unit.session.flush()
            for question_id, share in answers.items():
                told = {"share": share, "decided_by": "machine" if share is not None else "nobody", "applies": True}
                unit.session.add(AnswerFact(call_id=call.id, question_id=question_id, **told))
            return call.id


def today() -> date:
    """The day that it is where the organisation is."""
    return now().astimezone(ZoneInfo("Asia/Jerusalem")).date()


@pytest.fixture
def room(app: FastAPI, database: Database) -> Iterator[Room]:
    ids = everybody(database)
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        rubric = for_language(unit.session, "he")
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)) for who in WHO}
        for who, page in people.items():
            page.sign_in(f"{who}@example.com")
        yield Room(database, people, ids, rubric)
