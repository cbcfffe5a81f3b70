"""A bell for commands that run whether or not the workers do."""

import time
from collections.abc import Callable

from qa.platform.jobs.bell import Bell

_ASK_AGAIN_S = 60.0


class PatientBell:
    """Rings only while the broker answers, and asks it again a minute after it did not.

    A ring into the void takes seconds, which a thousand recordings cannot wait for; the sweeper rings for them anyway.
    """

    def __init__(self, bell: Bell, clock: Callable[[], float] = time.monotonic) -> None:
        self._bell, self._clock = bell, clock
        self._asked: float | None = None
        self._answers = False

    def ring(self, job_id: str) -> None:
        """Say that this job waits, if anyone would hear."""
        if self._asked is None or self._clock() - self._asked >= _ASK_AGAIN_S:
            self._answers, self._asked = self._bell.answers(), self._clock()
        if self._answers:
            self._bell.ring(job_id)

    def answers(self) -> bool:
        """Whether a ring would be heard now."""
        return self._bell.answers()
