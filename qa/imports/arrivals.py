"""Whether a file that is being put into the watched folder is whole."""

import errno
import fcntl
import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

#: A file's size in bytes and time of change in nanoseconds: while they stay, its content does.
Signature = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long the watched folder waits, in seconds."""

    settle_s: float = 2.0  # a file that has not changed for so long may be whole
    sidecar_s: float = 3.0  # so long after a recording its metadata may follow
    doubt_s: float = 30.0  # what looks cut off, or wrong in any way, may still be on its way
    retry_s: float = 15.0  # after this system, and not a file, was at fault
    rescan_s: float = 10.0  # network shares do not tell of news


class Arrivals:
    """Remembers since when each file has not changed. What is not seen any more is forgotten."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[Path, tuple[Signature, float]] = {}

    def see(self, files: Iterable[Path]) -> None:
        """Look at the files that are there now."""
        moment, before = self._clock(), self._seen
        self._seen = {}
        for file in files:
            if (now := signature(file)) is None:
                continue
            known = before.get(file)
            self._seen[file] = known if known and known[0] == now else (now, moment)

    def signature(self, file: Path) -> Signature | None:
        """What the file was like when it was seen last; None where it was not there."""
        known = self._seen.get(file)
        return known[0] if known else None

    def unchanged_s(self, file: Path) -> float:
        """For how many seconds the file has been seen as it is; 0 where it is not there."""
        known = self._seen.get(file)
        return self._clock() - known[1] if known else 0.0


def signature(file: Path) -> Signature | None:
    """The file's size and time of change; None where there is no such file now."""
    try:
        found = file.stat()
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


def is_being_written(file: Path) -> bool:
    """Whether a process of this machine has the file open for writing; False where the system does not tell.

    Linux grants a read lease on a file only if nobody writes to it. Shares do not know leases, and other people's
    files are not leased: there only the waiting tells.
    """
    if sys.platform != "linux":
        return False
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return False
    try:
        # A writer that comes in this very moment is told of by a signal; this one does nothing to a process.
        fcntl.fcntl(descriptor, fcntl.F_SETSIG, signal.SIGURG)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_RDLCK)
        fcntl.fcntl(descriptor, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except OSError as error:
        return error.errno in (errno.EAGAIN, errno.EACCES) and os.fstat(descriptor).st_uid == os.geteuid()
    finally:
        os.close(descriptor)
    return False
