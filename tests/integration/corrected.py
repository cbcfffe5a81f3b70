"""A call with its transcript, and what people and engines do with its words."""

from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from fastapi import FastAPI

from qa.calls import hearing as hearing_job
from qa.calls.hearing import Hearing
from qa.calls.recording import Recordings
from qa.calls.service import HEAR, owe_score
from qa.engines.interfaces import EngineRevision
from qa.engines.media import Limits
from qa.pipeline import audio
from qa.pipeline.model import Transcript
from qa.platform.database import Database
from qa.platform.jobs import Job, JobState, Ledger
from qa.platform.jobs.runner import Runner
from tests.integration.scored import SAID, System, spoken
from tests.integration.web import Browser, browser

FIRST = SAID[0][1]


@pytest.fixture
def trainer(app: FastAPI, ids: dict[str, str]) -> Iterator[Browser]:
    with browser(app) as opened:
        yield opened.sign_in("trainer@example.com")


@pytest.fixture
def admin(app: FastAPI, ids: dict[str, str]) -> Iterator[Browser]:
    with browser(app) as opened:
        yield opened.sign_in("admin@example.com")


@pytest.fixture
def call_id(system: System, ids: dict[str, str]) -> str:
    return system.scored(ids["agent-a"])


def correct(page: Browser, call_id: str, text: str, *, revision: int = 1, turn: int = 0) -> Any:
    wish = {"revision": revision, "turn": turn, "text": text}
    return page.post(f"/api/calls/{call_id}/transcript/corrections", json=wish)


def transcript(page: Browser, call_id: str, revision: int | None = None) -> dict[str, Any]:
    asked = "" if revision is None else f"?revision={revision}"
    told: dict[str, Any] = page.get(f"/api/calls/{call_id}/transcript{asked}").json()
    return told


def revisions(page: Browser, call_id: str) -> list[tuple[int, str, bool]]:
    told = page.get(f"/api/calls/{call_id}/transcripts").json()
    return [(row["revision"], row["origin"], row["shown"]) for row in told]


def owed(database: Database, kind: str) -> list[str]:
    with database.read() as session:
        waiting = sa.select(Job.id).where(Job.kind == kind, Job.state == JobState.QUEUED).order_by(Job.id)
        return list(session.scalars(waiting))


def score_what_is_owed(system: System) -> int:
    jobs = owed(system.database, "score")
    assert all(system.score(job_id) for job_id in jobs)
    return len(jobs)


def hear(system: System, said: Transcript, patch: pytest.MonkeyPatch) -> None:
    """Do the hearing that is owed, as a worker does, with a recogniser that hears what it is told."""

    def listen(recording, _engines, _report):
        return audio.decode(recording.file, recording.limits, recording.scratch), said

    patch.setattr(hearing_job, "listen", listen)
    ledger = Ledger(system.database)
    job = Hearing(
        database=system.database,
        recordings=Recordings(system.storage, Limits(), system.config.scratch),
        ledger=ledger,
        engines=lambda: None,  # type: ignore[arg-type,return-value]  # the recogniser above needs none
        follow=owe_score,
        ring=lambda _job: None,
        vault=None,
    )
    runner = Runner(ledger, {HEAR: job}, worker="test", lease_s=30)
    assert all(runner.run(job_id) for job_id in owed(system.database, HEAR))


def heard_with(name: str, said=SAID) -> Transcript:
    from dataclasses import replace

    return replace(spoken(said), engines=(EngineRevision(name, "m", "1" * 12, "none"),))
