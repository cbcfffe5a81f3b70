"""Exemplars: moments that show how it is done. Others hear only what its agent agrees to, and nothing of any score."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import blindfolds
from qa.calls.service import playback_key
from qa.engines.media import Limits, decode_file, encode_playback
from qa.platform.audit import AuditEntry, verify
from qa.platform.database import Database
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.drafts import FIRST
from tests.integration.scored import System
from tests.integration.web import Browser, browser, everybody

PEOPLE = ("reviewer", "trainer", "admin", "agent-a", "agent-b")
#: "תתחדש ותודה שבחרת במוצר" of the written call.
SPAN = {"start_ms": 10_600, "end_ms": 12_200}


@dataclass
class Desk:
    """Everybody's browser, and a call of agent A whose playback is five loud seconds and then silence."""

    people: dict[str, Browser]
    ids: dict[str, str]
    call: str

    def mark(self, who: str = "reviewer", **over: Any) -> Any:
        wish = {"question_id": "goodbye", "why": "warm and short", "offered": True, **SPAN} | over
        return self.people[who].post(f"/api/calls/{self.call}/exemplars", json=wish)

    def listed(self, who: str, query: str = "") -> list[dict[str, Any]]:
        answer = self.people[who].get(f"/api/exemplars{query}")
        assert answer.status_code == 200, answer.text
        return list(answer.json()["items"])

    def says(self, exemplar_id: str, choice: str, who: str = "agent-a") -> Any:
        return self.people[who].ask("PUT", f"/api/exemplars/{exemplar_id}/consent", json={"choice": choice})

    def hear(self, who: str, exemplar_id: str) -> Any:
        return self.people[who].post(f"/api/exemplars/{exemplar_id}/sound")


@pytest.fixture
def desk(app: FastAPI, system: System, database: Database, tmp_path: Path) -> Iterator[Desk]:
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        publish(unit.session, FIRST, file="first")
    ids = everybody(database)
    call = system.scored(ids["agent-a"], hertz=300)
    seconds = np.arange(16 * 16_000) / 16_000
    sound = np.where(seconds < 5, 0.4 * np.sin(2 * np.pi * 440 * seconds), 0).astype(np.float32)
    encode_playback((sound,), tmp_path / "playback.ogg")
    system.storage.put(playback_key(call), tmp_path / "playback.ogg")
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        yield Desk(people, ids, call)


def test_others_hear_it_once_its_agent_agrees_and_by_the_name_they_choose(desk: Desk) -> None:
    marked = desk.mark()
    assert marked.status_code == 201, marked.text
    exemplar = marked.json()
    assert exemplar["staff"] == {
        "call_id": desk.call,
        "file_name": "call.wav",
        "marked_by": "reviewer",
        "offered": True,
        "consent": "pending",
    }
    assert exemplar["words"] == [{"speaker": "agent", "text": "תתחדש ותודה שבחרת במוצר"}]
    assert exemplar["question"]["he"] == "נפרד בברכה"
    assert desk.listed("agent-b") == [], "nobody was asked yet"
    (own,) = desk.people["agent-a"].get("/api/exemplars/mine").json()
    assert (own["mine"], own["my_choice"], own["why"]) == (True, "pending", "warm and short")

    assert desk.says(exemplar["id"], "unnamed").status_code == 200
    (shared,) = desk.listed("agent-b")
    assert (shared["agent_name"], shared["staff"], shared["my_choice"]) == (None, None, None)
    assert not {"percent", "score", "evaluation", "call_id", "file_name"} & set(shared)
    desk.says(exemplar["id"], "named")
    assert desk.listed("agent-b")[0]["agent_name"] == "agent-a"
    desk.says(exemplar["id"], "declined")
    assert desk.listed("agent-b") == []
    assert desk.hear("agent-b", exemplar["id"]).status_code == 404
    assert [row["id"] for row in desk.listed("trainer")] == [exemplar["id"]], "those who review keep it"


def test_nobody_else_answers_for_the_agent(desk: Desk) -> None:
    exemplar = desk.mark().json()
    for who, status in (("agent-b", 404), ("reviewer", 403), ("admin", 403)):
        assert desk.says(exemplar["id"], "named", who).status_code == status
    assert desk.people["agent-b"].get("/api/exemplars/mine").json() == []
    assert desk.says("0" * 16, "named").status_code == 404


def test_the_clip_is_that_span_of_the_playback_and_nothing_else(desk: Desk, tmp_path: Path, database: Database) -> None:
    exemplar = desk.mark(start_ms=4_000, end_ms=6_000).json()
    desk.says(exemplar["id"], "unnamed")
    heard = desk.hear("agent-b", exemplar["id"])
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/ogg")
    assert heard.headers["cache-control"] == "private, no-store"
    clip = tmp_path / "clip.ogg"
    clip.write_bytes(heard.content)
    sound = decode_file(clip, limits=Limits(), scratch=tmp_path).channels[0]
    assert len(sound) == pytest.approx(2 * 16_000, rel=0.02)
    assert np.abs(sound[2_000:14_000]).mean() > 0.1, "the end of what is loud"
    assert np.abs(sound[20_000:30_000]).mean() < 0.01, "and the silence after it"

    whole = desk.mark(start_ms=None, end_ms=None).json()
    assert whole["words"] == []
    assert len(desk.hear("reviewer", whole["id"]).content) > len(heard.content)
    for path in ("", "/transcript", "/peaks"):
        assert desk.people["agent-b"].get(f"/api/calls/{desk.call}{path}").status_code == 404, "only the clip"
    with database.read() as session:
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "exemplar_heard")).all()
        assert [(entry.person_id, entry.subject) for entry in entries] == [
            (desk.ids["agent-b"], exemplar["id"]),
            (desk.ids["reviewer"], whole["id"]),
        ]
        assert verify(session) == []


def test_the_agent_hears_ones_own_before_agreeing(desk: Desk) -> None:
    exemplar = desk.mark().json()
    assert desk.hear("agent-a", exemplar["id"]).status_code == 200
    kept = desk.mark(offered=False).json()
    assert desk.hear("agent-a", kept["id"]).status_code == 404, "what nobody offers is among those who review"


@pytest.mark.parametrize(
    ("over", "status", "code"),
    [
        ({"question_id": None}, 422, "nothing_shown"),
        ({"question_id": "nothing"}, 404, "not_found"),
        ({"start_ms": 5000, "end_ms": 5000}, 422, "no_such_span"),
        ({"start_ms": 5000, "end_ms": None}, 422, "no_such_span"),
        ({"end_ms": 999_000}, 422, "no_such_span"),
        ({"why": " "}, 422, "invalid"),
    ],
)
def test_what_is_no_moment_is_refused(desk: Desk, over: dict[str, Any], status: int, code: str) -> None:
    refused = desk.mark(**over)
    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)


def test_the_collection_is_found_by_question_and_language_and_goes_on(desk: Desk) -> None:
    first = desk.mark().json()
    second = desk.mark(question_id="recorded").json()
    third = desk.mark(question_id=None, phrase="תתחדש ותודה שבחרת").json()
    assert [row["id"] for row in desk.listed("trainer")] == [third["id"], second["id"], first["id"]]
    assert [row["id"] for row in desk.listed("trainer", "?question_id=recorded")] == [second["id"]]
    assert len(desk.listed("trainer", "?language=he")) == 3
    assert desk.listed("trainer", "?language=en") == []
    assert {topic["question_id"]: topic["count"] for topic in topics(desk, "trainer")} == {"goodbye": 1, "recorded": 1}
    assert topics(desk, "agent-b") == []
    desk.says(second["id"], "unnamed")
    assert [topic["question"]["en"] for topic in topics(desk, "agent-b")] == ["Said that it is recorded"]
    page = desk.people["trainer"].get("/api/exemplars?limit=2").json()
    rest = desk.people["trainer"].get(f"/api/exemplars?limit=2&cursor={page['next_cursor']}").json()
    assert [row["id"] for row in rest["items"]] == [first["id"]]
    assert rest["next_cursor"] is None


def topics(desk: Desk, who: str) -> list[dict[str, Any]]:
    return list(desk.people[who].get("/api/exemplars/topics").json())


def test_it_is_changed_and_withdrawn_by_the_version_that_was_read(desk: Desk) -> None:
    exemplar = desk.mark().json()
    path, page = f"/api/exemplars/{exemplar['id']}", desk.people["trainer"]
    changed = page.ask("PATCH", path, json={"offered": False, "why": "shorter"}, headers=at(exemplar))
    assert (changed.json()["staff"]["offered"], changed.json()["why"]) == (False, "shorter")
    stale = page.ask("PATCH", path, json={"why": "older"}, headers=at(exemplar))
    assert (stale.status_code, stale.json()["error"]["code"]) == (412, "stale_version")
    assert page.ask("DELETE", path, headers=at(exemplar)).status_code == 412
    assert page.ask("DELETE", path, headers=at(changed.json())).status_code == 204
    assert desk.listed("trainer") == []
    assert desk.hear("trainer", exemplar["id"]).status_code == 404


def at(thing: dict[str, Any]) -> dict[str, str]:
    return {"If-Match": f'"{thing["version"]}"'}


def test_who_judges_the_call_blind_is_not_shown_what_others_praise_in_it(desk: Desk, database: Database) -> None:
    exemplar = desk.mark().json()
    with database.write() as unit:
        blindfolds.tie(unit.session, "s" * 16, [desk.call], [desk.ids["trainer"], desk.ids["agent-a"]])
    assert desk.listed("trainer") == []
    assert topics(desk, "trainer") == []
    assert desk.hear("trainer", exemplar["id"]).status_code == 404
    assert desk.mark("trainer").status_code == 403
    assert desk.people["agent-a"].get("/api/exemplars/mine").json() == []
    assert len(desk.listed("reviewer")) == 1


def test_consent_does_not_go_along_when_the_call_turns_out_to_be_anothers(desk: Desk) -> None:
    exemplar = desk.mark().json()
    desk.says(exemplar["id"], "named")
    change = {"agent_id": desk.ids["agent-b"]}
    assert desk.people["reviewer"].ask("PATCH", f"/api/calls/{desk.call}", json=change).status_code == 200
    for who in ("agent-a", "agent-b"):
        assert desk.listed(who) == []
        assert desk.people[who].get("/api/exemplars/mine").json() == []
    (now,) = desk.listed("reviewer")
    path = f"/api/exemplars/{exemplar['id']}"
    asked = desk.people["reviewer"].ask("PATCH", path, json={"offered": True}, headers=at(now)).json()
    assert (asked["staff"]["consent"], asked["agent_name"]) == ("pending", "agent-b")
    assert len(desk.people["agent-b"].get("/api/exemplars/mine").json()) == 1
