"""A line on which a customer reads a card number out, and all that is kept of it."""

import io
import json
import re
import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
import sqlalchemy as sa

from qa.calls.hearing import Hearing
from qa.calls.recording import Recordings
from qa.calls.service import HEAR, owe_score, playback_key
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
from qa.platform.database import Base
from qa.platform.jobs import Job, Ledger
from qa.platform.jobs.runner import Runner
from qa.platform.security.sealing import Vault
from qa.platform.spans import Span
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.scored import System
from tests.integration.web import Browser
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


def likeness(one: Samples, other: Samples) -> float:
    """How alike two sounds are, whatever little the coding delays them: 1 for the same."""
    product = np.fft.irfft(np.fft.rfft(one, 2 * len(one)) * np.conj(np.fft.rfft(other, 2 * len(one))))
    return float(np.abs(product).max() / (np.linalg.norm(one) * np.linalg.norm(other)))


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


def heard(line: Line, call_id: str, folder: Path, key: str | None = None) -> list[Samples]:
    """The channels of the playback, or of what lies at another place."""
    line.system.storage.get(key or playback_key(call_id), folder / "sound")
    return [channel.samples for channel in audio.decode(RecordingFile(folder / "sound"), Limits(), folder).channels]
