"""Does small things again and again: what is due by the clock, and what is owed outside."""

import threading
from collections.abc import Callable, Sequence

import structlog

_log = structlog.get_logger()

#: One small thing that is harmless to do again, and at the same time elsewhere.
Round = Callable[[], object]


class Rounds:
    """A thread that does each thing in turn, every few seconds. One that fails does not stop the others."""

    def __init__(self, rounds: Sequence[Round], *, every_s: float) -> None:
        self._rounds, self._every = tuple(rounds), every_s
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._go_until_over, name="rounds", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End, and wait for the present round."""
        self._over.set()
        self._thread.join()

    def go(self) -> None:
        """Everything once."""
        for one in self._rounds:
            try:
                one()
            except Exception as error:  # noqa: BLE001 (a database that is away for a moment must not end the rounds)
                _log.warning("round_failed", round=getattr(one, "__qualname__", repr(one)), error=str(error))

    def _go_until_over(self) -> None:
        while not self._over.wait(self._every):
            self.go()
