"""Does one job: claim it, say that it is alive while it works, and write down how it ended."""

import threading
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Self

import structlog

from qa.platform.jobs.ledger import Claim, Ledger, LostLease

_log = structlog.get_logger()


class Pulse:
    """The heartbeat of a running job. Call it with the stage and the share of that stage that is done, 0..1.

    A thread writes what was said last, at most once a second, so that a long silent computation stays alive and a
    chatty one does not flood the database. Once the lease is lost the next call raises LostLease.
    """

    def __init__(self, ledger: Ledger, claim: Claim, *, every_s: float) -> None:
        self._ledger, self._claim, self._every = ledger, claim, every_s
        self._stage, self._share = "received", 0.0
        self._said = threading.Event()
        self._over = threading.Event()
        self._lost = False
        self._thread = threading.Thread(target=self._beat, name=f"pulse-{claim.job_id}", daemon=True)

    def __call__(self, stage: str, share: float) -> None:
        """Say how far the work is. Raises LostLease."""
        if self._lost:
            raise LostLease(self._claim)
        self._stage, self._share = stage, min(1.0, max(0.0, share))
        self._said.set()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        self._said.set()
        self._thread.join()

    def _beat(self) -> None:
        while not self._over.wait(min(1.0, self._every)):
            self._said.wait(self._every)
            self._said.clear()
            if self._over.is_set():
                return
            try:
                self._ledger.heartbeat(self._claim, self._stage, self._share)
            except LostLease:
                self._lost = True
                return
            except Exception as error:  # noqa: BLE001 (a database that is away for a moment must not end the pulse)
                _log.warning("heartbeat_failed", job=self._claim.job_id, error=str(error))


Handler = Callable[[Claim, Pulse], None]


class Runner:
    """Knows who handles which kind of job."""

    def __init__(self, ledger: Ledger, handlers: Mapping[str, Handler], *, worker: str, lease_s: int) -> None:
        self._ledger, self._handlers, self._worker = ledger, handlers, worker
        self._every = lease_s / 3

    def run(self, job_id: str) -> bool:
        """Do the job if it waits for someone. Returns whether it was done now. Its own errors are written down."""
        claim = self._ledger.claim(job_id, self._worker)
        if claim is None:
            return False
        log = _log.bind(job=claim.job_id, kind=claim.kind, attempt=claim.attempt)
        try:
            with Pulse(self._ledger, claim, every_s=self._every) as pulse:
                self._handlers[claim.kind](claim, pulse)
        except LostLease:
            log.warning("lease_lost")
        except Exception as error:
            log.warning("attempt_failed", error=type(error).__name__, exc_info=True)
            self._write_down(claim, error)
        else:
            log.info("done")
            return True
        return False

    def _write_down(self, claim: Claim, error: Exception) -> None:
        try:
            self._ledger.fail(claim, error)
        except LostLease:
            _log.warning("lease_lost", job=claim.job_id)
