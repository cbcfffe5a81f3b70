"""Attempts at drills: judged by the rule of the call, between the agent and trainers, and gone when they are to go."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.engines.media import Limits, decode_file
from qa.people.tables import Person
from qa.platform.audit import AuditEntry, verify
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Job, JobState, Ledger
from qa.practice.drills.service import DRILL, received_key, reply_key
from qa.practice.drills.tables import DrillAttempt, DrillSound
from qa.practice.drills.tidying import tidying
from tests.integration.drilling import *  # noqa: F403 (fixtures: the desk)
from tests.integration.drilling import GOOD, NEW_PURCHASE, Desk, voice
from tests.integration.record_store import keep_statements, statements


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
        for who, status in (("agent-a", 200), ("trainer", 200), ("agent-b", 404), ("reviewer", 403), ("admin", 403)):
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


def test_the_second_thread_does_only_its_own_kinds(desk: Desk, database: Database) -> None:
    with database.write() as unit:
        Ledger.enqueue(unit.session, "hear", desk.call, key="another")
    desk.attempt()
    assert desk.judge(GOOD) == 1
    with database.read() as session:
        assert session.scalar(sa.select(Job.state).where(Job.kind == "hear", Job.key == "another")) is JobState.QUEUED
