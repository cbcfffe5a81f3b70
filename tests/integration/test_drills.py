"""Drills: they assemble themselves from what was missed, are judged by the rule of the call, and stay private."""

import io
import wave
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import blindfolds
from qa.calls.recording import Recordings
from qa.calls.service import playback_key
from qa.calls.tables import Call, Purpose
from qa.engines.interfaces import (
    SAMPLE_RATE,
    ChannelSegments,
    Conversation,
    EngineRevision,
    Engines,
    Progress,
    Samples,
    Segment,
    Word,
)
from qa.engines.media import Limits, decode_file, encode_playback
from qa.people.tables import Person
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Job, JobState, Ledger
from qa.platform.jobs.beside import Beside
from qa.platform.jobs.runner import Runner
from qa.platform.spans import Span
from qa.practice.drills import owed
from qa.practice.drills.judging import Judging
from qa.practice.drills.service import DRILL, received_key, reply_key
from qa.practice.drills.tables import DrillAttempt, DrillSound
from qa.practice.drills.tidying import tidying
from qa.programmes import dues
from qa.programmes.dues import Due
from qa.programmes.stages import Stage
from tests.integration.disputed import at, dispute, published
from tests.integration.record_store import keep_statements, statements
from tests.integration.scored import SAID, System
from tests.integration.web import Browser, browser, everybody

PEOPLE = ("reviewer", "trainer", "admin", "agent-a", "agent-b")
#: The written call without the answer that its customer's new purchase calls for.
MISSED = tuple((who, text.replace("תתחדש ותודה שבחרת במוצר שלנו", "בסדר גמור")) for who, text in SAID)
NEW_PURCHASE = "he.question.new-purchase"
GOOD = "תתחדש ותודה שבחרת במוצר שלנו"


class WrittenEars:
    """Hears one sentence in whatever sound it is given, a word every 300 ms."""

    revision = EngineRevision("written", "by the test", "0" * 12, "none")

    def __init__(self, said: str) -> None:
        self.said = said

    def detect(self, samples: Samples) -> tuple[Span, ...]:
        return (Span(0, len(samples) * 1000 // SAMPLE_RATE),)

    def recognise(self, calls: Sequence[Conversation], progress: Progress) -> tuple[ChannelSegments, ...]:
        progress(1.0)
        words = tuple(Word(text, Span(n * 300, n * 300 + 300), 0.9) for n, text in enumerate(self.said.split()))
        heard = (Segment(words, "he"),) if words else ()
        return tuple(tuple(heard for _ in call.channels) for call in calls)


def voice(seconds: float = 3.0, channels: int = 1) -> bytes:
    """A WAV that is loud all the time."""
    count = int(seconds * SAMPLE_RATE)
    samples = (9000 * np.sin(np.arange(count) * 0.2)).astype("<i2")
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes(np.repeat(samples, channels).tobytes())
    return file.getvalue()


@dataclass
class Desk:
    """Everybody's browser, and a published call in which agent A missed a new purchase."""

    people: dict[str, Browser]
    ids: dict[str, str]
    call: str
    evaluation: dict[str, Any]
    system: System

    def drills(self, who: str = "agent-a") -> list[dict[str, Any]]:
        answer = self.people[who].get("/api/drills")
        assert answer.status_code == 200, answer.text
        return list(answer.json())

    def missed(self, who: str = "agent-a") -> list[str]:
        return [drill["id"] for drill in self.drills(who) if drill["misses"]]

    def moment(self) -> dict[str, Any]:
        found: dict[str, Any] = self.people["agent-a"].get(f"/api/drills/{NEW_PURCHASE}").json()["moments"][0]
        return found

    def attempt(self, who: str = "agent-a", sound: bytes | None = None, **over: Any) -> Any:
        said = {"drill_id": NEW_PURCHASE, "moment_id": "example-0"} | over
        files = {"file": ("reply.webm", voice() if sound is None else sound, "audio/webm")}
        return self.people[who].post("/api/drill-attempts", data=said, files=files)

    def judge(self, heard: str) -> int:
        """Do what waits, as a worker's second thread does, with ears that hear this."""
        ears = WrittenEars(heard)
        database, ledger = self.system.database, Ledger(self.system.database)
        recordings = Recordings(self.system.storage, Limits(), self.system.config.scratch)
        judging = Judging(database, ledger, recordings, lambda: Engines(ears, ears), redact=True)
        runner = Runner(ledger, {DRILL: judging}, worker="test", lease_s=30)
        return Beside(ledger, runner, kinds=(DRILL,)).work()

    def judged(self, heard: str, **over: Any) -> dict[str, Any]:
        given = self.attempt(**over)
        assert given.status_code == 201, given.text
        assert self.judge(heard) == 1
        read: dict[str, Any] = self.people["agent-a"].get(f"/api/drill-attempts/{given.json()['id']}").json()
        return read


@pytest.fixture
def desk(app: FastAPI, system: System, database: Database, tmp_path: Path) -> Iterator[Desk]:
    ids = everybody(database)
    call = system.scored(ids["agent-a"], hertz=300, said=MISSED)
    seconds = np.arange(20 * SAMPLE_RATE) / SAMPLE_RATE
    sound = np.where(seconds < 10, 0.4 * np.sin(2 * np.pi * 440 * seconds), 0).astype(np.float32)
    encode_playback((sound,), tmp_path / "playback.ogg")
    system.storage.put(playback_key(call), tmp_path / "playback.ogg")
    with ExitStack() as stack:
        people = {who: stack.enter_context(browser(app)).sign_in(f"{who}@example.com") for who in PEOPLE}
        yield Desk(people, ids, call, published(people["reviewer"], call), system)


def test_a_miss_becomes_a_drill_with_the_customers_own_sentence(desk: Desk, tmp_path: Path, database: Database) -> None:
    first = desk.drills()[0]
    assert (first["id"], first["misses"], first["question_id"], first["done"]) == (
        NEW_PURCHASE,
        1,
        "new-purchase",
        False,
    )
    drill = desk.people["agent-a"].get(f"/api/drills/{NEW_PURCHASE}").json()
    own, *examples = drill["moments"]
    assert (own["source"], own["call_id"], own["has_sound"]) == ("missed", desk.call, True)
    assert own["text"] == "היי קניתי מזגן חדש אתמול ואני צריך לתאם התקנה"
    assert examples
    assert {example["source"] for example in examples} == {"book"}
    assert not any(example["has_sound"] for example in examples)
    assert any("תודה" in sentence for sentence in drill["sentences"])
    assert not any(mark in sentence for sentence in drill["sentences"] for mark in "{}|[]<>")

    heard = desk.people["agent-a"].post(f"/api/drills/{NEW_PURCHASE}/moments/{own['id']}/sound")
    assert (heard.status_code, heard.headers["content-type"]) == (200, "audio/ogg")
    (tmp_path / "moment.ogg").write_bytes(heard.content)
    lasts = len(decode_file(tmp_path / "moment.ogg", limits=Limits(), scratch=tmp_path).channels[0]) / SAMPLE_RATE
    assert lasts == pytest.approx(9 * 0.4 + 0.3, abs=0.1), "nine words of 400 ms, and a little around them"
    with database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "drill_moment_heard")).one()
        assert (entry.person_id, entry.subject) == (desk.ids["agent-a"], desk.call)


def test_what_is_no_miss_any_more_is_no_drill(desk: Desk, database: Database) -> None:
    assert desk.missed() == [NEW_PURCHASE]
    assert desk.missed("agent-b") == []
    said = dispute(desk.people["agent-a"], desk.evaluation, "new-purchase")
    assert said.status_code == 201, said.text
    assert desk.missed() == [], "nobody is asked to practise what one sees differently"
    (opened,) = said.json()["disputes"]
    path = f"/api/feedback/{desk.evaluation['id']}/disputes/{opened['id']}/withdraw"
    withdrawn = desk.people["agent-a"].post(path, headers=at(opened))
    assert withdrawn.status_code == 200, withdrawn.text
    assert desk.missed() == [NEW_PURCHASE]
    with database.write() as unit:
        unit.session.get_one(Call, desk.call).purpose = Purpose.PRACTICE
    assert desk.missed() == [], "only live calls count"


def test_what_a_reviewer_heard_after_all_is_no_drill(desk: Desk) -> None:
    reviewer = desk.people["reviewer"]
    evaluation = reviewer.get(f"/api/calls/{desk.call}/evaluation").json()
    change = {"question_id": "new-purchase", "option_id": "answered", "reason": "it is there"}
    revised = reviewer.post(
        f"/api/evaluations/{evaluation['id']}/revise",
        json={"why": "heard again", "answers": [change]},
        headers=at(evaluation),
    )
    assert revised.status_code in (200, 201), revised.text
    assert desk.missed() == []


def test_a_good_reply_is_said_with_its_place_and_ends_the_drill(desk: Desk, tmp_path: Path, database: Database) -> None:
    keep_statements(database, desk.ids["admin"])
    given = desk.attempt(moment_id=desk.moment()["id"]).json()
    assert (given["state"], given["verdict"]) == ("waiting", None)
    assert desk.judge(f"שלום {GOOD} מיד אבדוק") == 1
    read = desk.people["agent-a"].get(f"/api/drill-attempts/{given['id']}").json()
    assert (read["state"], read["verdict"], read["late"]) == ("ready", "said", False)
    assert read["quote"] == GOOD
    assert (read["quote_start_ms"], read["quote_end_ms"]) == (300, 300 + 5 * 300)
    assert read["probability"] > 0.75
    assert read["why"]["he"]
    assert read["heard"] == f"שלום {GOOD} מיד אבדוק"
    drill = next(drill for drill in desk.drills() if drill["id"] == NEW_PURCHASE)
    assert (drill["done"], drill["best"], drill["attempts"]) == (True, "said", 1)
    assert statements(database) == [(desk.ids["agent-a"], "passed", "drill", NEW_PURCHASE)]

    heard = desk.people["agent-a"].post(f"/api/drill-attempts/{given['id']}/sound")
    assert heard.status_code == 200
    (tmp_path / "reply.ogg").write_bytes(heard.content)
    assert decode_file(tmp_path / "reply.ogg", limits=Limits(), scratch=tmp_path).duration_ms == pytest.approx(
        3000, abs=40
    )
    assert not desk.system.storage.exists(received_key(given["id"])), "what came is not kept"


@pytest.mark.parametrize(
    ("heard", "verdict", "late"),
    [
        ("אני מיד אבדוק מתי אפשר להגיע אליכם", "not_said", False),
        ("", "skipped", False),
        (" ".join(["אז"] * 60) + " " + GOOD, "said", True),
    ],
)
def test_other_replies_are_told_apart(desk: Desk, heard: str, verdict: str, *, late: bool) -> None:
    read = desk.judged(heard)
    assert (read["verdict"], read["late"]) == (verdict, late)
    assert not next(drill for drill in desk.drills() if drill["id"] == NEW_PURCHASE)["done"]


def test_numbers_that_are_spoken_are_kept_nowhere(desk: Desk, database: Database) -> None:
    read = desk.judged(f"{GOOD} מספר הכרטיס הוא 4580 4580 4580 4580")
    assert read["verdict"] == "said"
    with database.read() as session:
        row = session.get_one(DrillAttempt, read["id"])
        kept = f"{row.heard} {row.quote} {row.detail} {row.why}"
    assert "4580" not in kept


def test_attempts_are_between_the_agent_and_trainers(desk: Desk, database: Database) -> None:
    attempt = desk.judged(GOOD)["id"]
    paths = (("GET", f"/api/drill-attempts/{attempt}"), ("POST", f"/api/drill-attempts/{attempt}/sound"))
    for method, path in paths:
        for who, status in (("agent-a", 200), ("trainer", 200), ("agent-b", 404), ("reviewer", 404), ("admin", 404)):
            assert desk.people[who].ask(method, path).status_code == status, (who, path)
    for who in ("reviewer", "admin"):
        assert desk.people[who].get("/api/drill-attempts").status_code == 403
        assert desk.people[who].get("/api/drill-attempts/people").status_code == 403
    assert desk.people["agent-b"].get("/api/drill-attempts").json()["items"] == []
    by_another = f"/api/drill-attempts?person_id={desk.ids['agent-a']}"
    assert desk.people["agent-b"].get(by_another).json()["items"] == []
    (listed,) = desk.people["trainer"].get(by_another).json()["items"]
    assert (listed["id"], listed["person_name"]) == (attempt, "agent-a")
    (person,) = desk.people["trainer"].get("/api/drill-attempts/people").json()
    assert (person["id"], person["attempts"], person["said"]) == (desk.ids["agent-a"], 1, 1)
    with database.read() as session:
        heard = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "drill_attempt_heard")).all()
        assert {(entry.person_id, entry.subject) for entry in heard} == {
            (desk.ids["agent-a"], attempt),
            (desk.ids["trainer"], attempt),
        }
        assert verify(session) == []


def test_a_trainer_who_judges_the_call_blind_does_not_learn_of_the_miss(desk: Desk, database: Database) -> None:
    attempt = desk.judged(GOOD, moment_id=desk.moment()["id"])["id"]
    with database.write() as unit:
        blindfolds.tie(unit.session, "0" * 16, [desk.call], [desk.ids["trainer"]])
    trainer = desk.people["trainer"]
    assert trainer.get(f"/api/drill-attempts/{attempt}").status_code == 404
    assert trainer.get("/api/drill-attempts").json()["items"] == []
    assert trainer.get("/api/drill-attempts/people").json() == []


def test_a_colleagues_customer_is_heard_where_the_colleague_agreed(desk: Desk, database: Database) -> None:
    call = desk.system.scored(desk.ids["agent-b"], hertz=500)
    with database.read() as session:
        whole = session.get_one(Call, call).duration_ms
    desk.system.storage.put(playback_key(call), desk.system.config.data / "storage" / playback_key(desk.call))
    wish = {"question_id": "new-purchase", "why": "warm", "offered": True, "start_ms": 0, "end_ms": whole}
    marked = desk.people["reviewer"].post(f"/api/calls/{call}/exemplars", json=wish).json()

    def colleagues() -> list[dict[str, Any]]:
        moments = desk.people["agent-a"].get(f"/api/drills/{NEW_PURCHASE}").json()["moments"]
        return [moment for moment in moments if moment["source"] == "exemplar"]

    assert colleagues() == [], "nobody agreed yet"
    desk.people["agent-b"].ask("PUT", f"/api/exemplars/{marked['id']}/consent", json={"choice": "unnamed"})
    (moment,) = colleagues()
    assert (moment["has_sound"], moment["call_id"], moment["at"]) == (True, None, None)
    assert "מזגן" in moment["text"]
    path = f"/api/drills/{NEW_PURCHASE}/moments/{moment['id']}/sound"
    assert desk.people["agent-a"].post(path).status_code == 200
    assert desk.judged(GOOD, moment_id=moment["id"])["call_id"] is None
    desk.people["agent-b"].ask("PUT", f"/api/exemplars/{marked['id']}/consent", json={"choice": "declined"})
    assert colleagues() == []
    assert desk.people["agent-a"].post(path).status_code == 404


def test_nobody_replies_to_a_moment_of_another_agent(desk: Desk) -> None:
    theirs = desk.moment()["id"]
    assert desk.attempt("agent-b", moment_id=theirs).status_code == 404
    assert desk.people["agent-b"].post(f"/api/drills/{NEW_PURCHASE}/moments/{theirs}/sound").status_code == 404
    assert desk.attempt("agent-a", drill_id="he.question.nothing").status_code == 404
    assert desk.attempt("reviewer").status_code == 403


@pytest.mark.parametrize(
    ("sound", "code"),
    [(b"", "empty_file"), (b"<html><body>no sound</body></html>", "not_audio"), (b"#EXTM3U\n/etc/passwd", "not_audio")],
)
def test_what_is_no_recording_is_refused_at_once(desk: Desk, database: Database, sound: bytes, code: str) -> None:
    refused = desk.attempt(sound=sound)
    assert (refused.status_code, refused.json()["error"]["code"]) == (422, code)
    with database.read() as session:
        assert session.scalars(sa.select(DrillAttempt)).unique().all() == []


def test_a_reply_that_is_too_long_is_given_up_and_says_why(desk: Desk) -> None:
    given = desk.attempt(sound=voice(121)).json()
    assert desk.judge(GOOD) == 0
    read = desk.people["agent-a"].get(f"/api/drill-attempts/{given['id']}").json()
    assert (read["state"], read["verdict"], read["problem"]["code"]) == ("failed", None, "too_long")


def test_both_channels_of_a_file_are_one_reply(desk: Desk) -> None:
    assert desk.judged(GOOD, sound=voice(3, channels=2))["verdict"] == "said"


def test_nobody_fills_the_queue(desk: Desk) -> None:
    assert [desk.attempt().status_code for _ in range(4)] == [201, 201, 201, 429]
    assert desk.judge(GOOD) == 3
    assert desk.attempt().status_code == 201


def test_a_deleted_attempt_is_gone_with_its_sound(desk: Desk, database: Database) -> None:
    attempt = desk.judged(GOOD)["id"]
    for who, status in (("agent-b", 404), ("trainer", 403), ("agent-a", 204)):
        assert desk.people[who].ask("DELETE", f"/api/drill-attempts/{attempt}").status_code == status
    assert not desk.system.storage.exists(reply_key(attempt))
    assert desk.people["trainer"].get(f"/api/drill-attempts/{attempt}").status_code == 404

    early = desk.attempt().json()["id"]
    desk.people["agent-a"].ask("DELETE", f"/api/drill-attempts/{early}")
    assert desk.judge(GOOD) == 1, "what was deleted while it waited is done with"
    assert not any(desk.system.storage.exists(key(early)) for key in (received_key, reply_key))
    with database.read() as session:
        assert {job.state for job in session.scalars(sa.select(Job).where(Job.kind == DRILL))} == {JobState.DONE}


def test_nothing_stays_of_a_person_or_call_that_goes(desk: Desk, database: Database) -> None:
    storage = desk.system.storage
    of_call = desk.judged(GOOD, moment_id=desk.moment()["id"])["id"]
    of_person = desk.judged(GOOD)["id"]
    tidy = tidying(storage, keep_days=30)
    with database.write() as unit:
        unit.session.execute(sa.delete(Call).where(Call.id == desk.call))
        assert tidy(unit.session, now()) == 0, "sound that is on its way in is not taken for left behind"
    assert storage.exists(reply_key(of_call))
    with database.write() as unit:
        assert tidy(unit.session, now() + timedelta(hours=2)) == 1
    assert not storage.exists(reply_key(of_call))
    assert storage.exists(reply_key(of_person))
    with database.write() as unit:
        assert tidy(unit.session, now() + timedelta(days=31)) == 1, "and nothing is kept for ever"
    assert not storage.exists(reply_key(of_person))
    with database.read() as session:
        assert session.scalars(sa.select(DrillAttempt)).unique().all() == []
        assert session.scalars(sa.select(DrillSound)).all() == []
        rules = {key.ondelete for key in DrillAttempt.__table__.c.person_id.foreign_keys}
        assert rules == {"CASCADE"}
        assert session.get(Person, desk.ids["agent-a"]) is not None


def test_drills_are_counted_among_what_is_owed(desk: Desk, database: Database) -> None:
    owed.be_counted()
    for _ in range(2):
        desk.judged(GOOD)
    agents = [desk.ids["agent-a"], desk.ids["agent-b"]]
    week = (now() - timedelta(days=6), now() + timedelta(days=1))
    with database.read() as session:
        told = dues.owed(session, agents, [Due(Stage.PRACTICE, DRILL, 2)], *week)
    assert [(one.owed, one.done) for one in told[agents[0]]] == [(2, 1)], "the same drill twice is one drill"
    assert [(one.owed, one.done) for one in told[agents[1]]] == [(2, 0)]


def test_the_second_thread_does_only_its_own_kinds(desk: Desk, database: Database) -> None:
    with database.write() as unit:
        Ledger.enqueue(unit.session, "hear", desk.call, key="another")
    desk.attempt()
    assert desk.judge(GOOD) == 1
    with database.read() as session:
        assert session.scalar(sa.select(Job.state).where(Job.kind == "hear", Job.key == "another")) is JobState.QUEUED
