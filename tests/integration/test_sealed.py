"""A number that was said lies sealed and nowhere else: not in a table, a stored file, the sound, a log or an answer."""

import io
import json
import logging
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
        if telltale in text
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
    assert not any(telltale in json.dumps(entry.detail) for telltale in TELLTALES)


def test_a_number_that_a_reviewer_types_is_left_out_too_and_the_hidden_one_stays_open_to_them(
    app: FastAPI, line: Line
) -> None:
    everybody(line.system.database)
    call_id = line.take_in()
    line.hear(call_id, f"{ANSWERED} {DIGITS} תודה")
    with browser(app) as page:
        page.sign_in("reviewer@example.com")
        read = page.get(f"/api/calls/{call_id}/transcript").json()
        (turn,) = [turn for turn in read["turns"] if turn["speaker"] == "customer"]
        text = turn["text"].replace("תודה", "תודה הטלפון שלי 054-1234567")
        wish = {"revision": read["revision"], "turn": turn["index"], "text": text}
        corrected = page.post(f"/api/calls/{call_id}/transcript/corrections", json=wish)
        assert corrected.status_code == 200, corrected.text
        words = [word for turn in corrected.json()["turns"] for word in turn["words"]]
        assert [word["hidden"] for word in words if word["hidden"]] == ["card", "phone"]
        shown = page.post(f"/api/calls/{call_id}/reveal", json={"reason": REASON}).json()
        assert [number["text"] for number in shown] == [DIGITS]
    assert not [where for where, text in everything_kept(line.system) if "1234567" in text]


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
    with line.system.database.read() as session:
        assert session.scalars(sa.select(AuditEntry).where(AuditEntry.action == "numbers_revealed")).all() == []


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
