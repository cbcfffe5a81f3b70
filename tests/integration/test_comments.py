"""Comments: pinned, answered, settled, shared with the agent, and hidden from whoever judges blind."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import blindfolds
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.comments.tables import Comment
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.notices.tables import Notice
from qa.pipeline.conduct import measure
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import now
from qa.platform.database import Database
from tests.integration.scored import SAID, System, spoken
from tests.integration.web import Browser, browser

PEOPLE = ("reviewer", "trainer", "admin", "agent-a", "agent-b")


@dataclass
class Room:
    """Everybody's browser, and a call of agent A."""

    people: dict[str, Browser]
    ids: dict[str, str]
    call_id: str
    database: Database

    def say(self, who: str, **wish: Any) -> Any:
        return self.people[who].post(f"/api/calls/{self.call_id}/comments", json={"text": "כדאי לשמוע"} | wish)

    def reply(self, who: str, thread_id: str, **wish: Any) -> Any:
        return self.people[who].post(f"/api/comments/{thread_id}/replies", json={"text": "נכון"} | wish)

    def put(self, who: str, thread_id: str, what: str, *, on: bool) -> Any:
        return self.people[who].ask("PUT", f"/api/comments/{thread_id}/{what}", json={what: on})

    def seen(self, who: str) -> list[dict[str, Any]]:
        answer = self.people[who].get(f"/api/calls/{self.call_id}/comments")
        return answer.json()["threads"] if answer.status_code == 200 else []

    def told(self, who: str) -> list[tuple[str, str]]:
        """The kinds of what somebody was told, and where it leads, the oldest first."""
        items = self.people[who].get("/api/notices").json()["items"]
        return [(item["kind"], item["page"]) for item in items[::-1]]

    def publish(self) -> str:
        """Feedback on the call reaches its agent; returns the evaluation's id."""
        with self.database.write() as unit:
            evaluation = unit.session.scalars(sa.select(Evaluation).where(Evaluation.call_id == self.call_id)).one()
            evaluation.state, evaluation.published_at = EvaluationState.PUBLISHED, now()
            unit.session.get_one(Call, self.call_id).shared_at = now()
            return evaluation.id


@pytest.fixture
def room(app: FastAPI, system: System, database: Database, ids: dict[str, str]) -> Iterator[Room]:
    call_id = system.scored(ids["agent-a"])
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        yield Room(people, ids, call_id, database)


def test_a_thread_is_begun_answered_settled_and_opened_again(room: Room) -> None:
    begun = room.say("reviewer", start_ms=400, end_ms=1200)
    assert begun.status_code == 201, begun.text
    thread = begun.json()
    assert (thread["start_ms"], thread["end_ms"], thread["comments"][0]["mine"]) == (400, 1200, True)
    assert room.reply("trainer", thread["id"]).status_code == 201
    settled = room.put("reviewer", thread["id"], "resolved", on=True).json()
    assert settled["resolved_by_name"] == "reviewer"
    again = room.reply("trainer", thread["id"], text="רגע, עוד דבר").json()
    assert again["resolved_at"] is None, "whoever answers opens it again"
    assert [(one["person_name"], one["text"]) for one in again["comments"]] == [
        ("reviewer", "כדאי לשמוע"),
        ("trainer", "נכון"),
        ("trainer", "רגע, עוד דבר"),
    ]
    assert room.told("reviewer") == [
        ("comment_reply", f"calls/{room.call_id}?thread={thread['id']}&t=400"),
        ("comment_reply", f"calls/{room.call_id}?thread={thread['id']}&t=400"),
    ]
    with room.database.read() as session:
        deeds = session.scalars(sa.select(AuditEntry.action).order_by(AuditEntry.number)).all()
        details = [str(entry.detail) for entry in session.scalars(sa.select(AuditEntry))]
        assert verify(session) == []
    assert [deed for deed in deeds if "comment" in deed] == ["commented"] * 2 + ["comments_resolved", "commented"]
    assert not any("כדאי" in detail for detail in details), "the trail says that, not what, was said"


def test_words_are_pinned_and_keep_their_moment_when_the_transcript_changes(room: Room) -> None:
    words = SAID[0][1].split()
    pinned = room.say("reviewer", revision=1, first_word=2, last_word=3).json()
    assert (pinned["start_ms"], pinned["end_ms"]) == (800, 1600), "each word lasts 400 ms"
    assert len(words) > 3
    with room.database.write() as unit:
        transcript = spoken(SAID[1:])
        newer = TranscriptRevision(
            call_id=room.call_id,
            revision=2,
            engine_key="other",
            language="he",
            body=to_body(transcript, measure(transcript, 3000)),
        )
        unit.session.add(newer)
    kept = room.seen("trainer")[0]
    assert (kept["revision"], kept["first_word"], kept["start_ms"], kept["end_ms"]) == (1, 2, 800, 1600)


@pytest.mark.parametrize(
    ("wish", "status", "code"),
    [
        ({"revision": 1, "first_word": 0, "last_word": 9999}, 422, "outside_the_call"),
        ({"revision": 7, "first_word": 0, "last_word": 1}, 404, "not_found"),
        ({"start_ms": 10_000_000, "end_ms": 10_000_001}, 422, "outside_the_call"),
        ({"start_ms": 5}, 422, "invalid"),
        ({"start_ms": 5, "end_ms": 4}, 422, "invalid"),
        ({"revision": 1}, 422, "invalid"),
        ({"question_id": "nothing"}, 404, "not_found"),
        ({"mentions": ["0" * 16]}, 422, "cannot_be_mentioned"),
        ({"text": "  \u0000 \n"}, 422, "invalid"),
        ({"text": "א" * 4001}, 422, "invalid"),
    ],
)
def test_a_comment_that_stands_nowhere_or_says_nothing_is_refused(
    room: Room, wish: dict[str, Any], status: int, code: str
) -> None:
    answer = room.say("reviewer", **wish)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert room.seen("reviewer") == []


def test_a_thread_may_be_about_a_question_or_the_whole_call(room: Room) -> None:
    assert room.say("reviewer", question_id="goodbye").json()["question_id"] == "goodbye"
    assert room.say("reviewer").json()["start_ms"] is None


def test_who_is_mentioned_is_told_once_and_only_those_who_see_the_call_can_be(room: Room) -> None:
    listed = room.people["reviewer"].get(f"/api/calls/{room.call_id}/mentionable").json()
    assert [one["name"] for one in listed] == ["admin", "trainer"]
    assert room.say("reviewer", mentions=[room.ids["agent-a"]]).json()["error"]["code"] == "cannot_be_mentioned"
    thread = room.say("reviewer", text="@trainer מה דעתך?", mentions=[room.ids["trainer"]] * 2).json()
    assert [one["name"] for one in thread["comments"][0]["mentions"]] == ["trainer"]
    assert [kind for kind, _ in room.told("trainer")] == ["mentioned"]
    path = f"/api/comments/{thread['id']}/entries/{thread['comments'][0]['id']}"
    wish = {"text": "@trainer @admin מה דעתכם?", "mentions": [room.ids["trainer"], room.ids["admin"]]}
    edited = room.people["reviewer"].ask("PUT", path, json=wish).json()
    assert edited["comments"][0]["edited_at"] is not None
    assert [kind for kind, _ in room.told("trainer")] == ["mentioned"]
    assert [kind for kind, _ in room.told("admin")] == ["mentioned"]


def test_only_ones_own_words_can_be_changed_or_taken_back(room: Room) -> None:
    thread = room.say("reviewer", text="סוד").json()
    path = f"/api/comments/{thread['id']}/entries/{thread['comments'][0]['id']}"
    assert room.people["trainer"].ask("PUT", path, json={"text": "אחר"}).status_code == 404
    assert room.people["trainer"].ask("DELETE", path).status_code == 404
    room.reply("trainer", thread["id"])
    left = room.people["reviewer"].ask("DELETE", path).json()
    assert [one["text"] for one in left["comments"]] == [None, "נכון"]
    assert "סוד" not in str(room.seen("trainer"))
    assert room.people["reviewer"].ask("PUT", path, json={"text": "אחר"}).status_code == 404


def test_the_agent_reads_and_answers_what_was_shared_and_nothing_else(room: Room) -> None:
    thread, other = room.say("reviewer").json(), room.say("reviewer", text="בינינו").json()
    early = room.put("reviewer", thread["id"], "shared", on=True)
    assert early.json()["error"]["code"] == "not_shareable", "there is no feedback yet"
    evaluation_id = room.publish()
    assert room.seen("agent-a") == []
    assert room.put("agent-a", thread["id"], "shared", on=True).status_code == 403
    assert room.put("reviewer", thread["id"], "shared", on=True).status_code == 200
    assert room.told("agent-a") == [("comment_shared", f"feedback/{evaluation_id}?thread={thread['id']}")]
    shown = room.people["agent-a"].get(f"/api/calls/{room.call_id}/comments")
    assert [one["id"] for one in shown.json()["threads"]] == [thread["id"]]
    assert (shown.json()["shareable"], shown.json()["writable"]) == (False, False)
    assert "בינינו" not in shown.text
    answered = room.reply("agent-a", thread["id"], text="תודה, אנסה").json()
    assert answered["comments"][-1]["by_agent"]
    assert [kind for kind, _ in room.told("reviewer")] == ["comment_reply"]
    room.reply("trainer", thread["id"])
    assert [kind for kind, _ in room.told("agent-a")] == ["comment_shared", "comment_reply"]
    missing = room.reply("agent-a", "0" * 16)
    for found in (room.reply("agent-a", other["id"]), room.reply("agent-b", thread["id"])):
        assert (found.status_code, found.json()["error"]["code"]) == (missing.status_code, "not_found")
    assert room.people["agent-b"].get(f"/api/calls/{room.call_id}/comments").status_code == 404
    assert room.reply("agent-a", thread["id"], mentions=[room.ids["reviewer"]]).status_code == 422
    room.put("reviewer", thread["id"], "shared", on=False)
    assert room.seen("agent-a") == []
    assert room.reply("agent-a", thread["id"]).status_code == 404


def test_whoever_judges_the_call_blind_sees_no_thread_and_is_called_to_none(room: Room) -> None:
    thread = room.say("trainer", text="המערכת טעתה כאן").json()
    room.reply("reviewer", thread["id"])
    with room.database.write() as unit:
        blindfolds.tie(unit.session, "s1", [room.call_id], [room.ids["reviewer"]])
        unit.session.execute(sa.delete(Notice))
    reviewer, path = room.people["reviewer"], f"/api/calls/{room.call_id}"
    entry = f"/api/comments/{thread['id']}/entries/{thread['comments'][0]['id']}"
    answers = [
        reviewer.get(f"{path}/comments"),
        reviewer.get(f"{path}/mentionable"),
        room.say("reviewer"),
        room.reply("reviewer", thread["id"]),
        room.put("reviewer", thread["id"], "resolved", on=True),
        room.put("reviewer", thread["id"], "shared", on=True),
        reviewer.ask("PUT", entry, json={"text": "אחר"}),
        reviewer.ask("DELETE", entry),
    ]
    assert [(one.status_code, one.json()["error"]["code"]) for one in answers] == [(403, "rated_blind")] * 8
    room.reply("trainer", thread["id"])
    assert room.told("reviewer") == []
    assert room.ids["reviewer"] not in str(room.people["trainer"].get(f"{path}/mentionable").json())
    assert room.say("trainer", mentions=[room.ids["reviewer"]]).json()["error"]["code"] == "cannot_be_mentioned"


def test_words_from_elsewhere_stay_words(room: Room) -> None:
    """Scripts, overrides of direction and formulas are kept as they were typed: they are shown, never obeyed."""
    said = "<img src=x onerror=alert(1)> \u202egnirts\u202c =1+1 {{constructor}}"
    room.say("reviewer", text=said)
    assert room.seen("trainer")[0]["comments"][0]["text"] == said
    assert room.people["trainer"].get(f"/api/calls/{room.call_id}/comments").headers["content-type"] == (
        "application/json"
    )


def test_comments_go_with_their_call(room: Room) -> None:
    room.say("reviewer", mentions=[room.ids["trainer"]])
    with room.database.write() as unit:
        unit.session.execute(sa.text("update calls set evaluation_id = null"))
        unit.session.execute(sa.delete(Evaluation))
        unit.session.execute(sa.delete(TranscriptRevision))
        unit.session.execute(sa.delete(Call).where(Call.id == room.call_id))
        assert unit.session.scalars(sa.select(Comment)).all() == []
        assert unit.session.scalars(sa.select(Notice)).all() == []
