"""A number that was said lies sealed and nowhere else: not in a table, a stored file, the sound, a log or an answer."""

import io
import json
import logging
import re
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import sealed
from qa.calls.hearing import Hearing
from qa.calls.recording import Recordings
from qa.calls.sealed import SealedWords
from qa.calls.service import HEAR, original_key, owe_score, playback_key
from qa.calls.tables import Call
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
from qa.engines.media import Limits
from qa.evaluation.scoring_job import Scoring
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.platform.audit import AuditEntry
from qa.platform.database import Base, Database
from qa.platform.jobs import Job, Ledger
from qa.platform.jobs.runner import Runner
from qa.platform.security.sealing import SealBroken, Vault
from qa.platform.settings import Settings
from qa.platform.spans import Span
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.scored import System
from tests.integration.web import Browser, browser, everybody
from tests.unit.sounds import talk

CARD = "4580123456789015"
#: What would give it away: the number as it was written, groups of it, and the words in which it was read out.
TELLTALES = (CARD, "4580 1234", "4580", "9015", "ארבע חמש שמונה אפס", "four five eight")
ASKED, ANSWERED = "אפשר בבקשה את מספר כרטיס האשראי שלך", "כן הכרטיס שלי הוא"
DIGITS = "4580 1234 5678 9015"
SPELT = "ארבע חמש שמונה אפס אחת שתיים שלוש ארבע חמש שש שבע שמונה תשע אפס אחת חמש"
WORD_MS = 350
CALL_MS = 20_000
#: The customer is this much louder than the agent, by which the recogniser here knows them apart.
AGENT_DB, CUSTOMER_DB = -30.0, -18.0
REASON = "the customer disputes the charge"


class Detector:
    """Finds speech wherever there is sound at all."""

    revision = EngineRevision("fake detector", "none", "0" * 12, "none")

    def detect(self, samples: Samples) -> tuple[Span, ...]:
        return (Span(0, 1000 * len(samples) // SAMPLE_RATE),) if samples.any() else ()


@dataclass(frozen=True)
class Recogniser:
    """Hears what it was told: on the quieter channel the agent, on the louder one the customer."""

    customer: str
    revision: EngineRevision

    def recognise(self, calls: Sequence[Conversation], progress: Progress) -> tuple[ChannelSegments, ...]:
        progress(1.0)
        return tuple(tuple(self._said_on(samples) for samples in call.channels) for call in calls)

    def _said_on(self, samples: Samples) -> tuple[Segment, ...]:
        loudness = 10 * np.log10(np.mean(samples**2))
        said, at = (ASKED, 0) if loudness < (AGENT_DB + CUSTOMER_DB) / 2 else (self.customer, 4_000)
        words = [Word(text, Span(at + n * WORD_MS, at + (n + 1) * WORD_MS), 0.9) for n, text in enumerate(said.split())]
        return (Segment(tuple(words), "he"),)


def recording() -> bytes:
    """Two voices of a kind, the agent's on the first channel."""
    voices = np.stack([talk(CALL_MS, AGENT_DB, seed=1), talk(CALL_MS, CUSTOMER_DB, seed=5)], axis=1)
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        sound.writeframes((np.clip(voices, -1, 1) * 32_767).astype("<i2").tobytes())
    return file.getvalue()


@dataclass(frozen=True)
class Line:
    """A system with a worker whose recogniser says what the test wants."""

    system: System

    def hear(self, call_id: str, customer: str, *, seals: bool = True, heard_by: str = "none") -> None:
        """Hear the call, and score it, as a worker does."""
        config, database = self.system.config, self.system.database
        ledger, following = Ledger(database), []
        recordings = Recordings(self.system.storage, Limits(), config.scratch)
        revision = EngineRevision("fake recogniser", heard_by, "0" * 12, "none")
        engines = Engines(detector=Detector(), recogniser=Recogniser(customer, revision))  # type: ignore[arg-type]
        hearing = Hearing(
            database=database,
            recordings=recordings,
            ledger=ledger,
            engines=lambda: engines,
            follow=owe_score,
            ring=following.append,
            vault=Vault(config.sealing_key) if seals else None,
        )
        scoring = Scoring(database, ledger, recordings, lambda: engines)
        runner = Runner(ledger, {HEAR: hearing, "score": scoring}, worker="test", lease_s=30)
        with database.read() as session:
            job = session.scalars(sa.select(Job.id).where(Job.subject == call_id, Job.state == "queued")).one()
        assert runner.run(job)
        assert all(runner.run(following_id) for following_id in following)

    def take_in(self) -> str:
        with self.system.database.write() as unit:
            for file in shipped():
                publish(unit.session, file.read_text("utf-8"), file=file.name)
        return self.system.take_in(recording(), channels=["agent", "customer"])


@pytest.fixture
def line(system: System) -> Line:
    return Line(system)


def everything_kept(system: System) -> Iterator[tuple[str, str]]:
    """Every cell of every table and every stored file but the recordings themselves, as text."""
    with system.database.read() as session:
        for table in Base.metadata.sorted_tables:
            for row in session.execute(sa.select(table)).mappings():
                yield table.name, json.dumps(dict(row), default=str, ensure_ascii=False)
    for file in (system.config.data).rglob("*"):
        if file.is_file() and file.name not in ("original", "second") and "qa.db" not in file.name:
            yield str(file), file.read_bytes().decode("utf-8", errors="replace")
    for file in system.config.data.glob("qa.db*"):
        yield file.name, file.read_bytes().decode("utf-8", errors="replace")


def tells(text: str, telltale: str) -> bool:
    """Whether the text gives the number away; digits in the middle of others are some moment's or some key's."""
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(telltale)}(?![0-9A-Za-z])", text) is not None


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


def likeness(one: Samples, other: Samples) -> float:
    """How alike two sounds are, whatever little the coding delays them: 1 for the same."""
    product = np.fft.irfft(np.fft.rfft(one, 2 * len(one)) * np.conj(np.fft.rfft(other, 2 * len(one))))
    return float(np.abs(product).max() / (np.linalg.norm(one) * np.linalg.norm(other)))


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


#: What a reviewer types where the machine heard nothing of the kind, and what would give it away.
TYPED = {
    "phone": ("הטלפון שלי 054-1234567", "054-1234567", "1234567"),
    "card": ("מספר הכרטיס 4580 1234 5678 9015", DIGITS, "4580"),
    "id_number": ("תעודת הזהות שלי 057193427", "057193427", "057193427"),
}


def customers(page: Browser, call_id: str) -> tuple[int, dict]:
    """The revision that is read, and the customer's turn in it."""
    read = page.get(f"/api/calls/{call_id}/transcript").json()
    (turn,) = [turn for turn in read["turns"] if turn["speaker"] == "customer"]
    return read["revision"], turn


def corrected(page: Browser, call_id: str, text: str) -> dict:
    revision, turn = customers(page, call_id)
    wish = {"revision": revision, "turn": turn["index"], "text": text}
    answer = page.post(f"/api/calls/{call_id}/transcript/corrections", json=wish)
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.mark.parametrize("kind", TYPED)
def test_a_number_that_a_reviewer_types_lies_sealed_and_nowhere_in_the_clear(
    app: FastAPI, line: Line, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    caplog.set_level(logging.DEBUG)
    everybody(line.system.database)
    call_id, (text, number, telltale) = line.take_in(), TYPED[kind]
    line.hear(call_id, "רציתי לשאול משהו אחר לגמרי היום בבקשה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        told = corrected(page, call_id, f"רציתי לשאול {text} בבקשה")
        assert [word["hidden"] for turn in told["turns"] for word in turn["words"] if word["hidden"]] == [kind]
        (shown,) = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert (shown["kind"], shown["text"], shown["speaker"]) == (kind, number, "customer")
        told = corrected(page, call_id, f"שלום {customers(page, call_id)[1]['text']}")
        (again,) = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert again["text"] == number, "it stays open to them in the next correction"
    kept = list(everything_kept(line.system))
    assert any("רציתי" in text for _, text in kept), "the search does not find what is there"
    assert [where for where, text in [*kept, ("log", caplog.text)] if tells(text, telltale)] == []


def test_the_place_of_a_number_that_is_typed_is_hidden_in_older_revisions_and_files_as_well(
    app: FastAPI, line: Line
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, "רציתי לשאול משהו אחר לגמרי היום בבקשה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        told = corrected(page, call_id, "רציתי לשאול 054-1234567 אחר לגמרי היום בבקשה")
        (turn,) = [turn for turn in told["turns"] if turn["speaker"] == "customer"]
        assert turn["corrected"]["heard"] == "רציתי לשאול ⟦▧⟧ אחר לגמרי היום בבקשה"
        before = page.get(f"/api/calls/{call_id}/transcript?revision=1")
        assert "⟦▧⟧" in before.text
        assert "משהו" not in before.text
        for kind in ("vtt", "srt", "json", "ctm"):
            taken = page.get(f"/api/calls/{call_id}/transcript.{kind}?revision=1").text
            assert "משהו" not in taken
            assert "לשאול" in taken
        chosen = page.post(f"/api/calls/{call_id}/transcripts/1/choose")
        assert "משהו" not in chosen.text


def test_what_a_reviewer_types_beside_a_hidden_number_hides_both(app: FastAPI, line: Line) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        _, turn = customers(page, call_id)
        told = corrected(page, call_id, turn["text"].replace("תודה", "תודה הטלפון שלי 054-1234567"))
        words = [word for turn in told["turns"] for word in turn["words"]]
        assert [word["hidden"] for word in words if word["hidden"]] == ["card", "phone"]
        shown = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        # Words that are put in where nobody paused have no time of their own, and are hidden with the number.
        assert [number["text"] for number in shown] == [DIGITS, "הטלפון שלי 054-1234567"]
        older = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON, "revision": 1}).json()
        assert [number["text"] for number in older] == [DIGITS]
    assert not [where for where, text in everything_kept(line.system) if "1234567" in text]


def test_a_number_that_is_typed_in_the_place_of_a_hidden_one_is_the_one_that_is_revealed(
    app: FastAPI, line: Line
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        _, turn = customers(page, call_id)
        corrected(page, call_id, turn["text"].replace("⟦▤⟧", "4580 4580 4580 4580"))
        shown = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert [number["text"] for number in shown] == ["4580 4580 4580 4580"]
        older = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON, "revision": 1}).json()
        assert [number["text"] for number in older] == [DIGITS]


def test_the_playback_beeps_over_a_number_that_is_typed_and_stays_silent_where_it_was(
    app: FastAPI, line: Line, tmp_path: Path
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה רבה לך על כל העזרה היום")
    before = heard(line, call_id, tmp_path)
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        _, turn = customers(page, call_id)
        told = corrected(page, call_id, turn["text"].replace("העזרה היום", "הטלפון 054-1234567"))
    (phone,) = [word for turn in told["turns"] for word in turn["words"] if word["hidden"] == "phone"]
    after = heard(line, call_id, tmp_path)
    typed = slice(phone["start_ms"] * 16, phone["end_ms"] * 16)
    assert likeness(before[1][typed], after[1][typed]) < 0.1
    card = slice(int(5.6 * SAMPLE_RATE), int(6.6 * SAMPLE_RATE))
    assert likeness(heard(line, call_id, tmp_path, original_key(call_id))[1][card], after[1][card]) < 0.1
    rest = slice(SAMPLE_RATE, 4 * SAMPLE_RATE)
    assert likeness(before[1][rest], after[1][rest]) > 0.8
    assert likeness(before[0][typed], after[0][typed]) > 0.8


def heard(line: Line, call_id: str, folder: Path, key: str | None = None) -> list[Samples]:
    """The channels of the playback, or of what lies at another place."""
    line.system.storage.get(key or playback_key(call_id), folder / "sound")
    return [channel.samples for channel in audio.decode(RecordingFile(folder / "sound"), Limits(), folder).channels]


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
