"""A number that was said lies sealed and nowhere else: not in a table, a stored file, the sound, a log or an answer."""

import json
import logging
from pathlib import Path

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import sealed
from qa.calls.sealed import SealedWords
from qa.calls.service import HEAR, original_key, playback_key
from qa.calls.tables import Call
from qa.engines.interfaces import (
    SAMPLE_RATE,
)
from qa.engines.media import Limits
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.platform.audit import AuditEntry
from qa.platform.database import Database
from qa.platform.jobs import Job, Ledger
from qa.platform.security.sealing import SealBroken, Vault
from qa.platform.settings import Settings
from tests.integration.sealing import *  # noqa: F403 (fixtures: the line)
from tests.integration.sealing import (
    ANSWERED,
    DIGITS,
    REASON,
    SPELT,
    TELLTALES,
    Line,
    everything_kept,
    heard,
    likeness,
    recording,
    tells,
)
from tests.integration.web import Browser, browser, everybody


@pytest.mark.parametrize("number", [DIGITS, SPELT])
def test_a_spoken_card_number_is_nowhere_in_the_clear(
    line: Line, capfd: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture, number: str
) -> None:
    caplog.set_level(logging.DEBUG)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {number} תודה")
    kept = list(everything_kept(line.system))
    assert any(table == "sealed_words" for table, _ in kept), "nothing was sealed: the search would prove nothing"
    assert any("כרטיס האשראי" in text for _, text in kept), "the search does not find what is there"
    out, err = capfd.readouterr()
    found = [
        (where, telltale)
        for where, text in [*kept, ("log", caplog.text), ("output", out + err)]
        for telltale in TELLTALES
        if tells(text, telltale)
    ]
    assert found == []


def test_a_number_that_is_not_to_be_redacted_is_found_by_the_same_search(line: Line) -> None:
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה", seals=False)
    assert {"transcript_revisions"} <= {where for where, text in everything_kept(line.system) if "4580" in text}


def test_the_playback_beeps_over_the_number_and_leaves_the_rest(line: Line, tmp_path: Path) -> None:
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    heard = {}
    for name, key in (("playback", playback_key(call_id)), ("original", original_key(call_id))):
        line.system.storage.get(key, tmp_path / name)
        decoded = audio.decode(RecordingFile(tmp_path / name), Limits(), tmp_path)
        heard[name] = [channel.samples for channel in decoded.channels]
    number, before = slice(int(5.6 * SAMPLE_RATE), int(6.6 * SAMPLE_RATE)), slice(SAMPLE_RATE, 4 * SAMPLE_RATE)
    original, playback = heard["original"], heard["playback"]
    assert likeness(original[1][number], playback[1][number]) < 0.1
    assert likeness(original[1][before], playback[1][before]) > 0.8
    assert likeness(original[0][number], playback[0][number]) > 0.8, "the agent is heard while the customer is not"


def test_hearing_again_brings_nothing_to_light(line: Line) -> None:
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with line.system.database.write() as unit:
        Ledger.enqueue(unit.session, HEAR, call_id, key=f"{call_id}:again")
    line.hear(call_id, f"{ANSWERED} איקס וואי זד דבליו תודה", heard_by="another")
    with line.system.database.read() as session:
        bodies = [json.dumps(row.body, ensure_ascii=False) for row in session.query(sealed.TranscriptRevision)]
    assert len(bodies) == 2
    assert all("⟦▤⟧" in body and "וואי" not in body for body in bodies)


def test_whoever_may_sees_the_number_for_a_reason_and_that_is_audited(app: FastAPI, line: Line) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        words = [
            word for turn in page.get(f"/api/calls/{call_id}/transcript").json()["turns"] for word in turn["words"]
        ]
        (chip,) = [word for word in words if word["hidden"]]
        assert (chip["hidden"], chip["text"]) == ("card", "⟦▤⟧")
        for reason in ("", "  a ", "x" * 201):
            assert page.post(f"/api/calls/{call_id}/reveal", json={"reason": reason}).status_code == 422
        shown = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON})
        assert shown.status_code == 200, shown.text
        (number,) = shown.json()
        assert (number["text"], number["kind"], number["speaker"]) == (DIGITS, "card", "customer")
        assert (number["start_ms"], number["end_ms"]) == (chip["start_ms"], chip["end_ms"])
        assert page.get(f"/api/calls/{call_id}/transcript.vtt").text.count("[מספר כרטיס]") == 1
    with line.system.database.read() as session:
        entry = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "numbers_revealed")).one()
    assert (entry.subject, entry.detail["reason"], entry.detail["kinds"]) == (call_id, REASON, {"card": 1})
    assert not any(tells(json.dumps(entry.detail), telltale) for telltale in TELLTALES)


def test_the_original_sound_of_a_hidden_number_is_heard_for_a_reason_and_nothing_else_of_it(
    app: FastAPI, line: Line, tmp_path: Path
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        (number,) = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        wish = {"reason": REASON, "speaker": "customer", "start_ms": number["start_ms"]}
        answer = page.post(f"/api/calls/{call_id}/reveal/sound", json=wish)
        assert (answer.status_code, answer.headers["content-type"]) == (200, "audio/ogg")
        assert answer.headers["cache-control"] == "private, no-store"
        for wrong in ({"reason": "  "}, {"start_ms": 0}, {"speaker": "agent"}):
            refused = page.post(f"/api/calls/{call_id}/reveal/sound", json=wish | wrong)
            assert refused.status_code == (422 if "reason" in wrong else 404), refused.text
    (tmp_path / "stretch.ogg").write_bytes(answer.content)
    (stretch,) = audio.decode(RecordingFile(tmp_path / "stretch.ogg"), Limits(), tmp_path).channels
    length = number["end_ms"] - number["start_ms"]
    assert length < 1000 * len(stretch.samples) // SAMPLE_RATE <= length + 1_100
    original = heard(line, call_id, tmp_path, original_key(call_id))
    there = slice((number["start_ms"] - 500) * 16, (number["end_ms"] + 500) * 16)
    assert likeness(original[1][there], stretch.samples[: there.stop - there.start]) > 0.8
    assert likeness(original[0][there], stretch.samples[: there.stop - there.start]) < 0.5
    with line.system.database.read() as session:
        entries = session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "number_heard")).all()
    said = {"revision": 1, "kind": "card", "start_ms": number["start_ms"], "reason": REASON}
    assert [(entry.subject, entry.detail) for entry in entries] == [(call_id, said)]


def test_the_sound_of_a_number_in_a_recording_that_was_deleted_is_not_found(app: FastAPI, line: Line) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    line.system.storage.delete(original_key(call_id))
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        (number,) = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        wish = {"reason": REASON, "speaker": "customer", "start_ms": number["start_ms"]}
        assert page.post(f"/api/calls/{call_id}/reveal/sound", json=wish).status_code == 404


def test_a_number_stays_hidden_on_its_own_side_after_the_sides_changed_places(
    app: FastAPI, line: Line, tmp_path: Path
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        wish = {"revision": 1, "roles": ["customer", "agent"]}
        assert page.ask("PUT", f"/api/calls/{call_id}/channel-roles", json=wish).status_code == 200
        (number,) = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert (number["text"], number["speaker"]) == (DIGITS, "agent")
        wish = {"reason": REASON, "speaker": "agent", "start_ms": number["start_ms"]}
        assert page.post(f"/api/calls/{call_id}/reveal/sound", json=wish).status_code == 200
    with line.system.database.write() as unit:
        unit.session.query(Job).filter(Job.subject == call_id, Job.state == "queued").delete()  # the scoring of that
        Ledger.enqueue(unit.session, HEAR, call_id, key=f"{call_id}:again")
    line.hear(call_id, f"{ANSWERED} איקס וואי זד דבליו תודה", heard_by="another")
    with line.system.database.read() as session:
        newest = session.query(sealed.TranscriptRevision).order_by(sealed.TranscriptRevision.revision.desc()).first()
    assert newest is not None
    said = {turn["speaker"]: " ".join(word[0] for word in turn["words"]) for turn in newest.body["turns"]}
    assert newest.body["channels"] == ["customer", "agent"]
    assert "⟦▤⟧" in said["agent"]
    assert "וואי" not in said["agent"]
    assert "⟦" not in said["customer"], "the other side said no number"
    original, playback = heard(line, call_id, tmp_path, original_key(call_id)), heard(line, call_id, tmp_path)
    there = slice(int(5.6 * SAMPLE_RATE), int(6.6 * SAMPLE_RATE))
    assert likeness(original[1][there], playback[1][there]) < 0.1
    assert likeness(original[0][there], playback[0][there]) > 0.8


def test_trainers_and_agents_may_not(app: FastAPI, line: Line) -> None:
    ids = everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with line.system.database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        call.agent_id, call.shared_at = ids["agent-a"], call.received_at
    for who in ("trainer", "agent-a", "agent-b"):
        with browser(app) as page:
            page.sign_in(f"{who}@example.com")
            assert page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).status_code == 403
            wish = {"reason": REASON, "speaker": "customer", "start_ms": 5_400}
            assert page.post(f"/api/calls/{call_id}/reveal/sound", json=wish).status_code == 403
    with line.system.database.read() as session:
        revealed = AuditEntry.action.in_(("numbers_revealed", "number_heard"))
        assert session.scalars(sa.select(AuditEntry).where(revealed)).all() == []


def test_no_address_leads_to_the_original_recording(app: FastAPI, line: Line) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    original = recording()
    with browser(app) as page:
        page.sign_in("admin@example.com")
        url = page.post(f"/api/calls/{call_id}/audio-address").json()["url"]
        assert page.get(url).content[:4] == b"OggS"
        for path in (f"/api/calls/{call_id}/original", f"/api/calls/{call_id}/second", f"/api/audio/{call_id}"):
            assert original[:200] not in page.get(path).content


def test_what_was_sealed_opens_for_its_own_place_and_key_only(page: Browser, line: Line, config: Settings) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with line.system.database.write() as unit:
        row = unit.session.query(SealedWords).one()
        with pytest.raises(SealBroken):
            Vault(b"another key").open(f"transcript {row.transcript_id}", row.sealed)
        with pytest.raises(SealBroken):
            Vault(config.sealing_key).open("transcript of somebody else", row.sealed)
        row.end_ms += 1
    page.sign_in("admin@example.com")
    answer = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON})
    assert (answer.status_code, answer.json()["error"]["code"]) == (503, "seal_broken")


def test_the_sealed_words_go_with_their_call(line: Line, database: Database) -> None:
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with database.write() as unit:
        unit.session.execute(sa.delete(Call).where(Call.id == call_id))
    with database.read() as session:
        assert session.query(SealedWords).count() == 0


def test_a_secret_of_its_own_seals(tmp_path: Path) -> None:
    plain = Settings(data=tmp_path)
    apart = Settings(data=tmp_path, sealing_secret="a secret of its own")  # type: ignore[arg-type]
    assert plain.sealing_key == plain.secret_key
    assert apart.sealing_key == b"a secret of its own" != apart.secret_key
