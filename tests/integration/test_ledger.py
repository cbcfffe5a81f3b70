"""The jobs ledger: every job is done once, by whoever holds it now, or given up with a reason that can be read."""

import threading
import time
from datetime import timedelta

import pytest
import sqlalchemy as sa

from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.errors import Refused
from qa.platform.jobs import Claim, Job, JobState, Ledger, LostLease
from qa.platform.jobs.runner import Kind, Pulse, Runner


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database, lease_s=60, max_attempts=3)


def owe(database: Database, key: str = "k") -> str:
    with database.write() as unit:
        return Ledger.enqueue(unit.session, "hear", "call", key).id


def job(database: Database, job_id: str) -> Job:
    with database.read() as session:
        return session.get_one(Job, job_id)


def let_lease_pass(database: Database, job_id: str) -> None:
    with database.write() as unit:
        unit.session.execute(sa.update(Job).where(Job.id == job_id).values(lease_until=now() - timedelta(seconds=1)))


def let_hearts_beat(database: Database, *jobs: str) -> None:
    """Do nothing until each of them is held for longer than it was when this began, which only a heartbeat does."""
    first = {job_id: job(database, job_id).lease_until for job_id in jobs}
    end = time.monotonic() + 60
    while any(job(database, job_id).lease_until <= lease for job_id, lease in first.items()):
        assert time.monotonic() < end, "no heart beats"
        time.sleep(0.05)


def claimed(ledger: Ledger, job_id: str, worker: str = "w") -> Claim:
    claim = ledger.claim(job_id, worker)
    assert claim is not None
    return claim


def test_asking_twice_for_the_same_work_owes_it_once(database: Database) -> None:
    assert owe(database) == owe(database)


def test_of_many_workers_that_hear_the_bell_one_gets_the_job(database: Database, ledger: Ledger) -> None:
    job_id, taken = owe(database), []

    def come(name: str) -> None:
        if claim := ledger.claim(job_id, name):
            taken.append(claim)

    workers = [threading.Thread(target=come, args=(f"w{n}",)) for n in range(16)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert len(taken) == 1


def test_a_worker_that_slept_past_its_lease_cannot_write(database: Database, ledger: Ledger) -> None:
    job_id = owe(database)
    sleeper = claimed(ledger, job_id, "sleeper")
    let_lease_pass(database, job_id)
    assert list(ledger.sweep()) == [job_id]
    second = claimed(ledger, job_id, "second")
    with pytest.raises(LostLease):
        ledger.heartbeat(sleeper, "decode", 0.5)
    with pytest.raises(LostLease), database.write() as unit:
        unit.session.add(Job(id="written-by-sleep", kind="x", subject="x", key="x"))
        ledger.finish(unit.session, sleeper)
    with database.read() as session:
        assert session.get(Job, "written-by-sleep") is None
    with database.write() as unit:
        ledger.finish(unit.session, second)
    assert job(database, job_id).state is JobState.DONE


def test_a_job_that_kills_its_worker_is_given_up_after_three_attempts(database: Database, ledger: Ledger) -> None:
    job_id = owe(database)
    for _attempt in range(3):
        claimed(ledger, job_id)
        let_lease_pass(database, job_id)
        ledger.sweep()
    ended = job(database, job_id)
    assert (ended.state, ended.error_code, ended.attempts) == (JobState.QUARANTINED, "worker_lost", 3)
    assert ledger.claim(job_id, "w") is None


def test_a_refused_input_is_given_up_at_once_and_anything_else_is_tried_again(
    database: Database, ledger: Ledger
) -> None:
    refused, broken = owe(database, "refused"), owe(database, "broken")
    assert ledger.fail(claimed(ledger, refused), Refused("the file is empty")).quarantined
    assert not ledger.fail(claimed(ledger, broken), RuntimeError("the disk hiccuped")).quarantined
    assert job(database, refused).error_message == "the file is empty"
    assert job(database, broken).state is JobState.QUEUED
    assert list(ledger.sweep()) == [broken]


def test_a_retried_job_has_all_its_attempts_again(database: Database, ledger: Ledger) -> None:
    job_id = owe(database)
    ledger.fail(claimed(ledger, job_id), Refused("no"))
    with database.write() as unit:
        Ledger.retry(unit.session.get_one(Job, job_id))
    assert claimed(ledger, job_id).attempt == 1


def test_a_bell_that_nobody_heard_is_rung_again_ever_more_seldom(database: Database, ledger: Ledger) -> None:
    job_id, waits = owe(database), []
    for _round in range(3):
        with database.write() as unit:
            unit.session.execute(sa.update(Job).values(ring_after=now() - timedelta(seconds=1)))
        assert list(ledger.sweep()) == [job_id]
        assert list(ledger.sweep()) == []
        waits.append(job(database, job_id).ring_after - now())
    assert waits[0] < waits[1] < waits[2]


def test_a_long_silent_computation_keeps_its_job(database: Database, ledger: Ledger) -> None:
    job_id = owe(database)

    def compute(claim: Claim, pulse: Pulse) -> None:
        pulse("transcribe", 0.0)
        let_hearts_beat(database, job_id)
        assert list(ledger.sweep()) == []
        with database.write() as unit:
            ledger.finish(unit.session, claim)

    assert Runner(ledger, {"hear": compute}, worker="w", lease_s=1).run(job_id)
    assert job(database, job_id).state is JobState.DONE


def test_what_a_job_fails_with_is_written_down_and_the_worker_goes_on(database: Database, ledger: Ledger) -> None:
    job_id = owe(database)

    def fail(_claim: Claim, _pulse: Pulse) -> None:
        raise ZeroDivisionError("by nothing")

    runner = Runner(ledger, {"hear": fail}, worker="w", lease_s=1)
    assert not runner.run(job_id)
    assert "ZeroDivisionError: by nothing" in (job(database, job_id).error_message or "")
    assert not runner.run("no-such-job")


# Jobs that are done together


def owe_many(database: Database, count: int) -> list[str]:
    return [owe(database, f"k{number}") for number in range(count)]


class Together:
    """Does jobs together, and keeps which; those in `failing` fail, each by itself."""

    def __init__(self, database: Database, failing: tuple[str, ...] = ()) -> None:
        self.database, self.failing = database, failing
        self.groups: list[list[str]] = []
        self.alone: list[str] = []

    def kind(self, most: int = 3) -> Kind:
        return Kind(self.one, self.several, most=most)

    def one(self, claim: Claim, _pulse: Pulse) -> None:
        self.alone.append(claim.job_id)
        self.finish(claim)

    def several(self, jobs):
        held = list(jobs)
        self.groups.append([job.claim.job_id for job in held])
        for job in held:
            job.pulse("transcribe", 0.5)
            if job.claim.job_id in self.failing:
                yield job, Refused("this one")
            else:
                self.finish(job.claim)
                yield job, None

    def finish(self, claim: Claim) -> None:
        with self.database.write() as unit:
            Ledger.finish(Ledger(self.database), unit.session, claim)


def states(database: Database, jobs: list[str]) -> list[JobState]:
    return [job(database, job_id).state for job_id in jobs]


def test_what_waits_is_done_together_with_the_first_and_each_is_done_once(database: Database, ledger: Ledger) -> None:
    jobs, together = owe_many(database, 5), Together(database)
    runner = Runner(ledger, {"hear": together.kind()}, worker="w", lease_s=1)
    assert runner.run(jobs[1])
    # The one that was rung for, then those that wait longest, and no more than were allowed.
    assert together.groups == [[jobs[1], jobs[0], jobs[2]]]
    assert states(database, jobs) == [JobState.DONE] * 3 + [JobState.QUEUED] * 2
    assert not runner.run(jobs[0])
    assert runner.run(jobs[4])
    assert states(database, jobs) == [JobState.DONE] * 5


def test_one_that_fails_among_others_fails_alone(database: Database, ledger: Ledger) -> None:
    jobs = owe_many(database, 3)
    together = Together(database, failing=(jobs[1],))
    assert Runner(ledger, {"hear": together.kind()}, worker="w", lease_s=1).run(jobs[0])
    assert states(database, jobs) == [JobState.DONE, JobState.QUARANTINED, JobState.DONE]
    assert "this one" in (job(database, jobs[1]).error_message or "")


def test_what_was_tried_before_is_done_alone_and_is_not_taken_along(database: Database, ledger: Ledger) -> None:
    jobs, together = owe_many(database, 3), Together(database)
    ledger.fail(claimed(ledger, jobs[0]), ZeroDivisionError("before"))
    runner = Runner(ledger, {"hear": together.kind()}, worker="w", lease_s=1)
    assert runner.run(jobs[1])
    assert together.groups == [[jobs[1], jobs[2]]]
    assert runner.run(jobs[0])
    assert together.alone == [jobs[0]]


def test_where_all_of_it_fails_each_is_tried_again(database: Database, ledger: Ledger) -> None:
    jobs = owe_many(database, 3)

    def breaks(held):
        for _ in range(2):
            next(held)
        raise ZeroDivisionError("all of it")
        yield  # what does several jobs is a generator

    runner = Runner(ledger, {"hear": Kind(Together(database).one, breaks, most=3)}, worker="w", lease_s=1)
    assert not runner.run(jobs[0])
    assert states(database, jobs) == [JobState.QUEUED] * 3
    assert [job(database, job_id).attempts for job_id in jobs] == [1, 1, 0]


def test_where_nothing_was_begun_the_first_is_still_given_back(database: Database, ledger: Ledger) -> None:
    def breaks(_held):
        raise ZeroDivisionError("no engines")
        yield

    (first,) = owe_many(database, 1)
    runner = Runner(ledger, {"hear": Kind(Together(database).one, breaks, most=3)}, worker="w", lease_s=1)
    assert not runner.run(first)
    assert job(database, first).state is JobState.QUEUED
    assert "no engines" in (job(database, first).error_message or "")


def test_each_of_several_jobs_is_kept_alive_while_the_first_takes_long(database: Database, ledger: Ledger) -> None:
    jobs, together = owe_many(database, 3), Together(database)

    def slow(held):
        taken = list(held)
        let_hearts_beat(database, *jobs)
        assert list(ledger.sweep()) == []
        yield from together.several(iter(taken))

    assert Runner(ledger, {"hear": Kind(together.one, slow, most=3)}, worker="w", lease_s=1).run(jobs[0])
    assert states(database, jobs) == [JobState.DONE] * 3


def test_a_job_that_is_taken_away_meanwhile_is_left_to_its_new_holder(database: Database, ledger: Ledger) -> None:
    jobs, together = owe_many(database, 2), Together(database)

    def sleeps(held):
        taken = list(held)
        let_lease_pass(database, jobs[1])
        ledger.sweep()
        assert claimed(ledger, jobs[1], "other").attempt == 2
        yield taken[0], together.finish(taken[0].claim)
        with pytest.raises(LostLease) as lost:
            together.finish(taken[1].claim)
        yield taken[1], lost.value

    assert Runner(ledger, {"hear": Kind(together.one, sleeps, most=2)}, worker="w", lease_s=30).run(jobs[0])
    assert states(database, jobs) == [JobState.DONE, JobState.RUNNING]
    assert job(database, jobs[1]).worker == "other"


def test_of_many_workers_that_look_for_more_each_job_goes_to_one(database: Database, ledger: Ledger) -> None:
    jobs, taken = owe_many(database, 12), []

    def come(name: str) -> None:
        while claim := ledger.claim_fresh("hear", name):
            taken.append(claim.job_id)

    workers = [threading.Thread(target=come, args=(f"w{n}",)) for n in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sorted(taken) == sorted(jobs)
