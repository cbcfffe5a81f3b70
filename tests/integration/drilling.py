"""Everybody at a published call in which agent A missed what a customer's new purchase calls for."""

import io
import wave
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fastapi import FastAPI

from qa.calls.recording import Recordings
from qa.calls.service import playback_key
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
from qa.engines.media import Limits, encode_playback
from qa.platform.database import Database
from qa.platform.jobs import Ledger
from qa.platform.jobs.beside import Beside
from qa.platform.jobs.runner import Runner
from qa.platform.spans import Span
from qa.practice.drills.judging import Judging
from qa.practice.drills.service import DRILL
from tests.integration.disputed import published
from tests.integration.scored import SAID, System
from tests.integration.web import Browser, browser, everybody

__all__ = ["desk"]

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
