"""Calls that wait are heard together: each ends as if it had been heard alone, whatever becomes of the others."""

from dataclasses import dataclass, field

import pytest
import sqlalchemy as sa

from qa.calls.hearing import Hearing
from qa.calls.recording import Recordings
from qa.calls.service import HEAR, original_key, owe_score, playback_key
from qa.calls.tables import TranscriptRevision
from qa.engines.interfaces import Engines
from qa.engines.media import Limits
from qa.platform.jobs import Job, JobState, Ledger
from qa.platform.jobs.runner import Kind, Runner
from tests.integration.scored import System, tone
from tests.unit.test_many import Detector, Recogniser


@dataclass
class Worker:
    """A worker that takes up to four calls at once, with fake ears that say who heard how many at a time."""

    system: System
    recogniser: Recogniser = field(default_factory=Recogniser)
    rung: list[str] = field(default_factory=list)

    def run(self, job_id: str) -> bool:
        database, engines = self.system.database, Engines(Detector(), self.recogniser)
        ledger = Ledger(database)
        hearing = Hearing(
            database=database,
            recordings=Recordings(self.system.storage, Limits(), self.system.config.scratch),
            ledger=ledger,
            engines=lambda: engines,
            follow=owe_score,
            ring=self.rung.append,
            vault=None,
        )
        kinds = {HEAR: Kind(hearing, hearing.together, most=4)}
        return Runner(ledger, kinds, worker="test", lease_s=30).run(job_id)

    def jobs(self, kind: str = HEAR) -> dict[str, Job]:
        with self.system.database.read() as session:
            return {job.subject: job for job in session.scalars(sa.select(Job).where(Job.kind == kind))}


@pytest.fixture
def worker(system: System) -> Worker:
    return Worker(system)


def take_in(system: System, count: int) -> list[str]:
    return [system.take_in(tone(1.0, 300.0 + 50 * number)) for number in range(count)]


def transcripts_of(system: System, call_id: str) -> int:
    count = sa.select(sa.func.count()).where(TranscriptRevision.call_id == call_id)
    with system.database.read() as session:
        return session.scalar(count) or 0


def test_calls_that_wait_are_heard_together_and_each_is_owed_its_score(worker: Worker) -> None:
    calls = take_in(worker.system, 3)
    assert worker.run(worker.jobs()[calls[0]].id)
    assert sum(worker.recogniser.groups) == 3
    assert max(worker.recogniser.groups) > 1
    assert {call: job.state for call, job in worker.jobs().items()} == dict.fromkeys(calls, JobState.DONE)
    assert [transcripts_of(worker.system, call) for call in calls] == [1, 1, 1]
    assert all(worker.system.storage.exists(playback_key(call)) for call in calls)
    assert sorted(worker.rung) == sorted(job.id for job in worker.jobs("score").values())
    assert not list(worker.system.config.scratch.glob("hear-*")), "nothing is left of the recordings"


def test_a_call_whose_recording_is_gone_fails_and_the_others_are_heard(worker: Worker) -> None:
    calls = take_in(worker.system, 3)
    worker.system.storage.delete(original_key(calls[1]))
    assert worker.run(worker.jobs()[calls[0]].id)
    assert [transcripts_of(worker.system, call) for call in calls] == [1, 0, 1]
    assert worker.jobs()[calls[1]].state is not JobState.DONE
    assert worker.jobs()[calls[1]].error_code == "not_found"


def test_a_call_that_another_worker_took_over_meanwhile_is_not_written(worker: Worker) -> None:
    calls = take_in(worker.system, 2)
    jobs = worker.jobs()

    def taken_over(_calls) -> None:
        # As when the worker slept past its lease: the fence has moved on.
        with worker.system.database.write() as unit:
            unit.session.execute(sa.update(Job).where(Job.id == jobs[calls[1]].id).values(fence=Job.fence + 1))

    worker.recogniser.breaks = taken_over
    assert worker.run(jobs[calls[0]].id)
    assert [transcripts_of(worker.system, call) for call in calls] == [1, 0]
    assert worker.jobs()[calls[1]].state is JobState.RUNNING, "it is the other worker's now"


def test_a_call_that_was_tried_before_is_heard_alone(worker: Worker) -> None:
    calls = take_in(worker.system, 3)
    jobs, ledger = worker.jobs(), Ledger(worker.system.database)
    claim = ledger.claim(jobs[calls[0]].id, "died")
    assert claim
    ledger.fail(claim, RuntimeError("as before a crash"))
    assert worker.run(jobs[calls[0]].id)
    assert worker.recogniser.groups == [1]
    assert worker.run(jobs[calls[1]].id)
    assert sum(worker.recogniser.groups[1:]) == 2
