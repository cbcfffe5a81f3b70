"""Right of way: while something short is done that somebody waits for, long work in the same process stands still."""

import threading
from types import TracebackType
from typing import Self

#: Nothing stands still for longer at one time, whatever comes: long work must end as well.
_LONGEST_S = 60.0


class RightOfWay:
    """Held by whoever is in a hurry, by any number at once; the others ask at every step whether they may go on."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._hurrying = 0

    def give(self) -> None:
        """Wait until nobody is in a hurry, a minute at most."""
        with self._changed:
            self._changed.wait_for(lambda: self._hurrying == 0, timeout=_LONGEST_S)

    def __enter__(self) -> Self:
        with self._changed:
            self._hurrying += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._hurrying -= 1
            self._changed.notify_all()
