"""Short work that somebody waits for is done beside long work, in the same process and with the same engines.

A worker does one job at a time, and hearing a long call takes minutes. Whoever practises waits for seconds only: so a
thread of each worker looks into the ledger for such jobs and does them at once. The bell rings for them as for every
other job; whoever comes first claims it. Meanwhile the long work stands still (see `qa.platform.jobs.way`).
"""

import threading
from collections.abc import Callable, Sequence

import structlog

from qa.platform.jobs.ledger import Ledger
from qa.platform.jobs.runner import Runner

_log = structlog.get_logger()

#: How often the ledger is looked into.
_EVERY_S = 0.5


class Beside:
    """A thread that does waiting jobs of some kinds, one after the other. A second one finds what the first left.

    `first` is what makes the first job as quick as the others. It is done once, step by step: long work stands still
    meanwhile, or making ready would take as long as that work goes on, and after each step what waits is done.
    """

    def __init__(
        self,
        ledger: Ledger,
        runner: Runner,
        kinds: Sequence[str],
        first: Sequence[Callable[[], object]] = (),
    ) -> None:
        self._ledger, self._runner, self._kinds, self._first = ledger, runner, tuple(kinds), tuple(first)
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._work_until_over, name="beside", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the present job."""
        self._over.set()
        self._thread.join()

    def work(self) -> int:
        """Do what waits. Returns how many jobs were done here."""
        return sum(self._runner.run(job_id) for job_id in self._ledger.waiting(self._kinds))

    def make_ready(self) -> None:
        """What is to be done first. What cannot be made ready now may be when it is needed."""
        for step in self._first:
            try:
                with self._runner.way:
                    step()
            except Exception as error:  # noqa: BLE001 (the first job then makes it ready, or fails and says why)
                _log.warning("beside_not_ready", error=str(error))
            self._work_or_say_why()

    def _work_until_over(self) -> None:
        self.make_ready()
        while not self._over.wait(_EVERY_S):
            self._work_or_say_why()

    def _work_or_say_why(self) -> None:
        try:
            self.work()
        except Exception as error:  # noqa: BLE001 (a database that is away for a moment must not end the looking)
            _log.warning("beside_failed", error=str(error))
