"""Every change of a job's state, each a single guarded statement."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.errors import QaError, Refused
from qa.platform.jobs.tables import FIRST_RING, Job, JobState

_LONGEST_SILENCE = timedelta(hours=1)


class LostLease(QaError):
    """The job was given to another worker because this one was silent for too long."""

    code = "lost_lease"

    def __init__(self, claim: "Claim") -> None:
        self.claim = claim
        super().__init__(f"job {claim.job_id} is no longer held under fence {claim.fence}")


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to do one job once."""

    job_id: str
    kind: str
    subject: str
    fence: int
    attempt: int


@dataclass(frozen=True, slots=True)
class Finished:
    """How an attempt that failed left its job."""

    quarantined: bool


class Ledger:
    """The jobs of one database. Methods that take a session belong to the caller's transaction."""

    def __init__(self, database: Database, *, lease_s: int = 30, max_attempts: int = 3) -> None:
        self._database = database
        self._lease = timedelta(seconds=lease_s)
        self._max_attempts = max_attempts

    @staticmethod
    def enqueue(session: Session, kind: str, subject: str, key: str) -> Job:
        """The job of that kind and key: a new one, or the one that was asked for before."""
        known = session.scalar(sa.select(Job).where(Job.kind == kind, Job.key == key))
        if known is not None:
            return known
        job = Job(kind=kind, subject=subject, key=key)
        session.add(job)
        session.flush()
        return job

    @staticmethod
    def retry(job: Job) -> None:
        """Give a quarantined job three more attempts, because a person asked for it."""
        job.state = JobState.QUEUED
        job.attempts = 0
        job.error_code = job.error_message = job.finished_at = None
        job.stage, job.share, job.rings = "received", 0.0, 0
        job.changed_at, job.ring_after = now(), now() + FIRST_RING

    def claim(self, job_id: str, worker: str) -> Claim | None:
        """Take the job if nobody holds it; None when it is held, done, quarantined or unknown."""
        return self._claim(Job.id == job_id, worker)

    def claim_fresh(self, kind: str, worker: str) -> Claim | None:
        """Take the job of that kind that waits longest of those that were never tried; None where there is none.

        What was tried before may be what took its worker down, and would take down what is done together with it.
        """
        fresh = sa.select(Job.id).where(Job.kind == kind, Job.state == JobState.QUEUED, Job.attempts == 0)
        longest = fresh.order_by(Job.created_at, Job.id).limit(1).with_for_update(skip_locked=True)
        return self._claim(Job.id == longest.scalar_subquery(), worker)

    def waiting(self, kinds: Sequence[str]) -> Sequence[str]:
        """The queued jobs of these kinds, the longest waiting first."""
        queued = sa.select(Job.id).where(Job.state == JobState.QUEUED, Job.kind.in_(kinds))
        with self._database.read() as session:
            return session.scalars(queued.order_by(Job.created_at, Job.id).limit(20)).all()

    def _claim(self, which: sa.ColumnElement[bool], worker: str) -> Claim | None:
        moment = now()
        with self._database.write() as unit:
            taken = unit.session.execute(
                sa.update(Job)
                .where(which, Job.state == JobState.QUEUED, Job.attempts < self._max_attempts)
                .values(
                    state=JobState.RUNNING,
                    attempts=Job.attempts + 1,
                    fence=Job.fence + 1,
                    worker=worker,
                    lease_until=moment + self._lease,
                    heartbeat_at=moment,
                    changed_at=moment,
                )
                .returning(Job.id, Job.kind, Job.subject, Job.fence, Job.attempts)
            ).one_or_none()
        return Claim(*taken) if taken is not None else None

    def heartbeat(self, claim: Claim, stage: str, share: float) -> None:
        """Say that the work goes on, and how far it is. Raises LostLease."""
        moment = now()
        with self._database.write() as unit:
            self._guarded(
                unit.session,
                claim,
                {
                    "lease_until": moment + self._lease,
                    "heartbeat_at": moment,
                    "changed_at": moment,
                    "stage": stage,
                    "share": share,
                },
            )

    def finish(self, session: Session, claim: Claim) -> None:
        """Mark the job done in the transaction that writes its results. Raises LostLease, so that they vanish too."""
        moment = now()
        values = {"state": JobState.DONE, "stage": "done", "share": 1.0, "lease_until": None}
        cleared = {"error_code": None, "error_message": None, "changed_at": moment, "finished_at": moment}
        self._guarded(session, claim, values | cleared)

    def fail(self, claim: Claim, error: BaseException) -> Finished:
        """Record why an attempt failed. What was refused will be refused again, so it is quarantined at once."""
        over = isinstance(error, Refused) or claim.attempt >= self._max_attempts
        code = error.code if isinstance(error, QaError) else "internal"
        message = str(error) if isinstance(error, QaError) else f"{type(error).__name__}: {error}"
        with self._database.write() as unit:
            self._guarded(unit.session, claim, _failed(code, message, quarantined=over))
        return Finished(quarantined=over)

    def sweep(self, audible: Callable[[], bool] = lambda: True) -> Sequence[str]:
        """Free what silent workers hold, and name every queued job that nobody came for: ring for these.

        A job that took its worker down in every attempt is quarantined here, because nobody lived to say why. Each
        further ring for the same job waits twice as long, so that a long queue does not fill with repetitions. While no
        ring would be heard (`audible`, asked only where one is due) none is named, so that none of this waiting counts.
        """
        if not self._anything_overdue():
            return ()
        heard, moment = audible(), now()
        with self._database.write() as unit:
            for job in unit.session.scalars(_silent(moment).with_for_update(skip_locked=True)):
                over = job.attempts >= self._max_attempts
                message = f"the worker {job.worker} fell silent during {job.stage} (attempt {job.attempts})"
                for name, value in _failed("worker_lost", message, quarantined=over).items():
                    setattr(job, name, value)
                job.fence += 1
            if not heard:
                return ()
            unit.session.flush()
            forgotten = unit.session.scalars(_forgotten(now()).with_for_update(skip_locked=True)).all()
            for job in forgotten:
                job.rings += 1
                job.ring_after = moment + min(_LONGEST_SILENCE, FIRST_RING * 2**job.rings)
        return [job.id for job in forgotten]

    def _anything_overdue(self) -> bool:
        moment = now()
        with self._database.read() as session:
            return any(session.scalars(query.limit(1)).first() for query in (_silent(moment), _forgotten(moment)))

    @staticmethod
    def _guarded(session: Session, claim: Claim, values: dict[str, Any]) -> None:
        held = (Job.id == claim.job_id, Job.state == JobState.RUNNING, Job.fence == claim.fence)
        changed = session.execute(sa.update(Job).where(*held).values(**values).returning(Job.id)).one_or_none()
        if changed is None:
            raise LostLease(claim)


def _silent(moment: datetime) -> sa.Select[Job]:
    return sa.select(Job).where(Job.state == JobState.RUNNING, Job.lease_until < moment)


def _forgotten(moment: datetime) -> sa.Select[Job]:
    waiting = sa.select(Job).where(Job.state == JobState.QUEUED, Job.ring_after <= moment)
    return waiting.order_by(Job.ring_after).limit(500)


def _failed(code: str, message: str, *, quarantined: bool) -> dict[str, Any]:
    moment = now()
    return {
        "state": JobState.QUARANTINED if quarantined else JobState.QUEUED,
        "error_code": code,
        "error_message": message[:2000],
        "lease_until": None,
        "worker": None,
        "changed_at": moment,
        "rings": 0,
        "ring_after": moment,
        "finished_at": moment if quarantined else None,
    }
