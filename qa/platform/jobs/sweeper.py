"""Rings again for every job that nobody came for, and frees what silent workers hold."""

import threading

import structlog

from qa.platform.jobs.bell import Bell
from qa.platform.jobs.ledger import Ledger

_log = structlog.get_logger()


class Sweeper:
    """A thread that sweeps every few seconds. Any number of them may run: a second one finds nothing left to do."""

    def __init__(self, ledger: Ledger, bell: Bell, *, every_s: float) -> None:
        self._ledger, self._bell, self._every = ledger, bell, every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._sweep_until_over, name="sweeper", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the present round."""
        self._over.set()
        self._thread.join()

    def sweep(self) -> int:
        """One round. Returns how many bells were rung."""
        jobs = self._ledger.sweep(audible=self._bell.answers)
        for job_id in jobs:
            self._bell.ring(job_id)
        return len(jobs)

    def _sweep_until_over(self) -> None:
        while not self._over.wait(self._every):
            try:
                self.sweep()
            except Exception as error:  # noqa: BLE001 (a database that is away for a moment must not end the sweeping)
                _log.warning("sweep_failed", error=str(error))
