"""Scenarios and practising with them: who may, what is kept, and the call that comes of it, on both databases."""

import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls.script import known_side
from qa.calls.service import HEAR, original_key, playback_key
from qa.calls.tables import Call, Purpose, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.engines.media import Limits, decode_file, encode_playback
from qa.pipeline.conduct import measure
from qa.platform.audit import verify
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Job
from qa.practice.scenarios.playing import practised, reply_key
from qa.practice.scenarios.tables import PracticeSound, ScenarioAttempt
from qa.practice.scenarios.tidying import tidying
from qa.programmes import dues
from tests.integration.databases import *  # noqa: F403 (fixtures: both databases)
from tests.integration.record_store import keep_statements, statements
from tests.integration.scored import System, spoken, tone
from tests.integration.web import Browser, browser, everybody

PEOPLE = ("reviewer", "trainer", "admin", "agent-a", "agent-b")


def story(**over: Any) -> dict[str, Any]:
    lines = [
        {
            "id": "hello",
            "text": "היי קניתי תנור חדש אתמול",
            "ways": [{"to": "glad", "when": "ברכתי", "question_id": "new-purchase"}, {"to": "bye"}],
        },
        {"id": "glad", "text": "תודה רבה", "mood": "glad", "ways": [{"to": "bye"}]},
        {"id": "bye", "text": "זה הכול"},
    ]
    return {"title": "תנור חדש", "language": "he", "about": "לקוחה", "lines": lines} | over


@dataclass
class Desk:
    """Everybody's browser, and one scenario that is offered."""

    people: dict[str, Browser]
    ids: dict[str, str]
    scenario: dict[str, Any]

    def ask(self, who: str, method: str, path: str, status: int = 200, **how: Any) -> Any:
        answer = self.people[who].ask(method, f"/api/practice/{path}", **how)
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None

    def code(self, who: str, method: str, path: str, status: int, **how: Any) -> str:
        return str(self.ask(who, method, path, status, **how)["error"]["code"])

    def begin(self, who: str = "agent-a") -> dict[str, Any]:
        attempt: dict[str, Any] = self.ask(who, "POST", f"scenarios/{self.scenario['id']}/attempts", 201)
        return attempt

    def answer(self, attempt: dict[str, Any], way: int | None = None, who: str = "agent-a", **how: Any) -> Any:
        data = {"step": attempt["answers"]} | ({} if way is None else {"way": way}) | how.pop("data", {})
        sound = tone(0.6, 300 + 20 * attempt["answers"])
        files = {"file": ("answer.wav", io.BytesIO(sound))}
        status = how.pop("status", 201)
        return self.ask(who, "POST", f"attempts/{attempt['id']}/replies", status, data=data, files=files)

    def played(self, *ways: int | None, who: str = "agent-a") -> dict[str, Any]:
        attempt = self.begin(who)
        for way in ways:
            attempt = self.answer(attempt, way, who)
        return attempt

    def finish(self, attempt: dict[str, Any], who: str = "agent-a", status: int = 200) -> Any:
        return self.ask(who, "POST", f"attempts/{attempt['id']}/finish", status)

    def save(self, scenario: dict[str, Any], status: int = 200, **over: Any) -> Any:
        wish = {"story": scenario["story"], "offered": scenario["offered"]} | over
        at = {"If-Match": f'"{scenario["version"]}"'}
        return self.ask("trainer", "PUT", f"scenarios/{scenario['id']}", status, json=wish, headers=at)


@pytest.fixture
def desk(app: FastAPI, database: Database) -> Iterator[Desk]:
    ids = everybody(database)
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        made = Desk(people, ids, {})
        made.scenario = made.ask("trainer", "POST", "scenarios", 201, json={"story": story(), "offered": True})
        yield made


def hear(system: System, call_id: str) -> None:
    """Hear (by the test) and score (for real) the call of an attempt."""
    with system.database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        known = known_side(call)
        assert known is not None
        transcript = spoken()
        body = to_body(transcript, measure(transcript, 3000))
        revision = TranscriptRevision(call_id=call_id, revision=1, engine_key="t", language="he", body=body)
        unit.session.add(revision)
        unit.session.query(Job).filter(Job.subject == call_id).delete()
        unit.session.flush()
        from qa.calls.service import owe_score
        from qa.rubric import shipped
        from qa.rubric.store import publish

        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        job_id = owe_score(unit.session, call_id, revision.id)
    assert system.score(job_id)


def test_an_agent_practises_and_sees_at_once_what_came_of_it(desk: Desk, system: System, database: Database) -> None:
    keep_statements(database, desk.ids["admin"])
    attempt = desk.begin()
    assert (attempt["line"], attempt["ended"], attempt["state"]) == (None, False, "open")
    attempt = desk.answer(attempt)
    assert attempt["line"] == "hello"
    attempt = desk.answer(attempt, 0)
    assert attempt["line"] == "glad"
    attempt = desk.answer(attempt)
    attempt = desk.answer(attempt)
    assert attempt["ended"] is True
    assert [step["line"] for step in attempt["steps"]] == [None, "hello", "glad", "bye"]
    done = desk.finish(attempt)
    assert done["state"] == "processing"
    assert desk.finish(attempt)["call_id"] == done["call_id"], "doing it twice is doing it once"

    with database.read() as session:
        call = session.get_one(Call, done["call_id"])
        assert (call.purpose, call.agent_id) == (Purpose.PRACTICE, desk.ids["agent-a"])
        assert [text for _, _, text in call.script["lines"]] == [one["text"] for one in desk.scenario["story"]["lines"]]
        assert session.scalars(sa.select(Job.kind).where(Job.subject == call.id)).all() == [HEAR]
        assert not verify(session)
    folder = system.config.scratch
    system.storage.get(original_key(done["call_id"]), folder / "call.wav")
    sound = decode_file(folder / "call.wav", Limits(), folder)
    assert len(sound.channels) == 2
    assert not sound.channels[1].any(), "nobody spoke the customer's lines"
    assert not system.storage.exists(f"practice/attempts/{attempt['id']}/0"), "the answers are in the call now"

    hear(system, done["call_id"])
    scored = desk.ask("agent-a", "GET", f"attempts/{attempt['id']}")
    assert (scored["state"], scored["percent"]) == ("scored", pytest.approx(scored["call"]["evaluation"]["percent"]))
    assert desk.people["agent-a"].get(f"/api/calls/{done['call_id']}/evaluation").status_code == 200
    (listed,) = desk.ask("agent-a", "GET", "scenarios")
    assert (listed["attempts"], listed["best_percent"]) == (1, scored["percent"])
    assert statements(database) == [(desk.ids["agent-a"], "completed", "practice", listed["id"])]


def test_attempts_are_their_agents_and_those_who_train_and_nobody_elses(desk: Desk) -> None:
    attempt = desk.played(None)
    own = f"attempts/{attempt['id']}"
    assert desk.ask("trainer", "GET", own)["steps"] == attempt["steps"]
    assert [one["id"] for one in desk.ask("trainer", "GET", "attempts")["items"]] == [attempt["id"]]
    assert desk.code("admin", "GET", "attempts", 403)
    assert desk.code("admin", "GET", own, 403)
    assert desk.ask("agent-b", "GET", "attempts")["items"] == []
    missing = desk.people["agent-b"].get(f"/api/practice/attempts/{'0' * 16}").text
    assert desk.people["agent-b"].get(f"/api/practice/{own}").text.replace(attempt["id"], "0" * 16) == missing
    assert desk.code("agent-b", "POST", f"{own}/finish", 404) == "not_found"
    assert desk.code("agent-b", "DELETE", own, 404) == "not_found"
    assert desk.code("reviewer", "GET", "attempts", 403)
    assert desk.code("trainer", "POST", f"{own}/finish", 403)
    assert desk.answer(attempt, 0, who="agent-b", status=404)["error"]["code"] == "not_found"


def test_answers_come_in_their_turn_and_take_ways_that_there_are(desk: Desk) -> None:
    attempt = desk.played(None)
    assert desk.answer(attempt, None, status=422)["error"]["code"] == "no_such_way"
    assert desk.answer(attempt, 2, status=422)["error"]["code"] == "no_such_way"
    assert desk.answer(attempt, 0, data={"step": 0}, status=409)["error"]["code"] == "out_of_turn"
    files = {"file": ("answer.wav", io.BytesIO(b"this is no sound"))}
    told = desk.ask(
        "agent-a", "POST", f"attempts/{attempt['id']}/replies", 422, data={"step": 1, "way": 0}, files=files
    )
    assert told["error"]["code"]
    assert desk.ask("agent-a", "GET", f"attempts/{attempt['id']}")["answers"] == 1
    empty = desk.begin()
    assert desk.finish(empty, status=409)["error"]["code"] == "nothing_practised"
    desk.finish(attempt)
    assert desk.answer(attempt, 0, status=409)["error"]["code"] == "attempt_over"
    assert desk.code("agent-a", "DELETE", f"attempts/{attempt['id']}", 409) == "attempt_over"
    desk.ask("agent-a", "DELETE", f"attempts/{empty['id']}", 204)
    assert [one["id"] for one in desk.ask("agent-a", "GET", "attempts")["items"]] == [attempt["id"]]


def test_the_same_sounds_practised_twice_are_two_calls(desk: Desk) -> None:
    made = {desk.finish(desk.played(None, 0))["call_id"] for _ in range(2)}
    assert len(made) == 2


def test_a_story_is_versioned_and_an_attempt_keeps_its_own(desk: Desk) -> None:
    attempt = desk.begin()
    told = story(title="תנור אחר")
    saved = desk.save(desk.scenario, story=told)
    assert (saved["number"], saved["version"]) == (2, 2)
    assert desk.save(saved, offered=True)["number"] == 2, "nothing new was said"
    assert desk.save(desk.scenario, 412, story=told)["error"]["code"] == "stale_version"
    assert desk.ask("agent-a", "GET", f"attempts/{attempt['id']}")["title"] == "תנור חדש"
    assert desk.begin()["title"] == "תנור אחר"
    versions = desk.ask("trainer", "GET", f"scenarios/{desk.scenario['id']}")["versions"]
    assert [(one["number"], one["attempts"]) for one in versions] == [(2, 1), (1, 1)]


def test_what_nobody_can_practise_with_is_not_offered(desk: Desk) -> None:
    broken = story(lines=[{"id": "a", "text": "", "ways": [{"to": "x"}]}])
    problems = desk.ask("trainer", "POST", "scenarios/check", json=broken)
    assert {one["code"] for one in problems} == {"no_text", "leads_nowhere", "never_ends"}
    assert desk.save(desk.scenario, 422, story=broken)["error"]["code"] == "scenario_broken"
    draft = desk.save(desk.scenario, story=broken, offered=False)
    assert draft["problems"] == problems
    assert desk.ask("agent-a", "GET", "scenarios") == []
    assert desk.code("agent-a", "POST", f"scenarios/{draft['id']}/attempts", 404) == "not_found"
    assert desk.code("agent-a", "POST", "scenarios", 403, json={"story": story()})
    at = {"If-Match": f'"{draft["version"]}"'}
    desk.ask("trainer", "DELETE", f"scenarios/{draft['id']}", 204, headers=at)
    assert desk.ask("trainer", "GET", "scenarios") == []


def test_what_comes_with_mashov_is_taken_in_once(desk: Desk) -> None:
    begun = desk.ask("trainer", "POST", "scenarios/begin", 201)
    assert len(begun) == 6
    assert desk.ask("trainer", "POST", "scenarios/begin", 201) == begun
    assert len(desk.ask("agent-a", "GET", "scenarios")) == 6


def test_a_line_is_spoken_by_a_clip_that_was_uploaded_or_cut_from_a_call(desk: Desk, system: System) -> None:
    path = f"scenarios/{desk.scenario['id']}/clips"
    uploaded = desk.ask("trainer", "POST", path, 201, files={"file": ("line.wav", io.BytesIO(tone(1.0)))})
    live = system.scored(desk.ids["agent-b"], hertz=500)
    _playback(system, live)
    wish = {"call_id": live, "start_ms": 1_000, "end_ms": 2_500}
    cut = desk.ask("trainer", "POST", f"{path}/cut", 201, json=wish)
    assert (cut["duration_ms"], cut["call_id"]) == (1_500, live)
    assert desk.code("trainer", "POST", f"{path}/cut", 422, json=wish | {"end_ms": 999}) == "no_such_moment"
    assert desk.code("agent-a", "POST", f"{path}/cut", 403, json=wish)
    told = story()
    told["lines"][0]["clip_id"], told["lines"][2]["clip_id"] = uploaded["id"], cut["id"]
    desk.save(desk.scenario, story=told)
    assert desk.people["agent-a"].get(f"/api/practice/clips/{cut['id']}").content.startswith(b"OggS")
    assert desk.people["reviewer"].get(f"/api/practice/clips/{cut['id']}").status_code == 403
    done = desk.finish(desk.played(None, 1, None))
    folder = system.config.scratch
    system.storage.get(original_key(done["call_id"]), folder / "call.wav")
    customer = decode_file(folder / "call.wav", Limits(), folder).channels[1]
    with system.database.read() as session:
        lines = session.get_one(Call, done["call_id"]).script["lines"]
    assert [text for _, _, text in lines] == [told["lines"][0]["text"], told["lines"][2]["text"]]
    for start, end, _text in lines:
        assert np.abs(customer[start * 16 : end * 16]).max() > 0.05
    clip = desk.people["agent-a"].get(f"/api/practice/clips/{'0' * 16}")
    assert clip.status_code == 404


def _playback(system: System, call_id: str) -> None:
    at = np.arange(16_000 * 4) / 16_000
    agent, customer = (0.3 * np.sin(2 * np.pi * hertz * at).astype(np.float32) for hertz in (200, 600))
    file = system.config.scratch / "playback.ogg"
    encode_playback((agent, customer), file)
    system.storage.put(playback_key(call_id), file)


def test_answers_of_calls_that_nobody_goes_on_with_are_removed_by_the_clock(desk: Desk, system: System) -> None:
    def lies(attempt: dict[str, Any], step: int = 0) -> bool:
        return bool(system.storage.exists(reply_key(attempt["id"], step)))

    def tidied(later: timedelta) -> int:
        with system.database.write() as unit:
            return tidying(system.storage)(unit.session, now() + later)

    left, gone = desk.played(None, 0), desk.played(None, who="agent-b")
    assert lies(left, 1)
    assert lies(gone)
    assert tidied(timedelta(days=13)) == 0, "somebody may still go on with it"
    with system.database.write() as unit:
        unit.session.delete(unit.session.get_one(ScenarioAttempt, gone["id"]))
    assert tidied(timedelta()) == 0, "what was just recorded may be on its way"
    assert tidied(timedelta(hours=2)) == 1
    assert (lies(gone), lies(left)) == (False, True)
    finished = desk.played(None)
    desk.finish(finished)
    system.storage.put(reply_key(finished["id"], 0), system.config.scratch / _a_file(system))
    assert tidied(timedelta(hours=2)) == 1, "what a call that was made of it left behind"
    assert not lies(finished)
    assert tidied(timedelta(days=15)) == 1
    assert not lies(left)
    assert not lies(left, 1)
    assert desk.people["agent-a"].get(f"/api/practice/attempts/{left['id']}").status_code == 404
    with system.database.read() as session:
        assert session.scalars(sa.select(PracticeSound)).all() == []
        assert session.get(ScenarioAttempt, finished["id"]) is not None, "what was practised to the end stays"
        assert not verify(session)


def _a_file(system: System) -> str:
    (system.config.scratch / "left").write_bytes(b"left")
    return "left"


def test_programmes_count_the_calls_that_were_practised_to_the_end(desk: Desk, database: Database) -> None:
    desk.finish(desk.played(None))
    desk.played(None)
    people = [desk.ids["agent-a"], desk.ids["agent-b"]]
    today = datetime.now(UTC)
    with database.read() as session:
        assert practised(session, people, today - timedelta(hours=1), today + timedelta(hours=1)) == {people[0]: 1}
        assert practised(session, people, today - timedelta(hours=2), today - timedelta(hours=1)) == {}
        assert session.scalar(sa.select(sa.func.count()).select_from(ScenarioAttempt)) == 2
    assert "practice" in dues.provided()
