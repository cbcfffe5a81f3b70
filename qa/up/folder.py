"""The data folder belongs to one `qa up` at a time."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.up.errors import AlreadyRunning


@contextmanager
def held(data: Path, address: str) -> Iterator[None]:
    """Hold the data folder, made where there is none. Raises AlreadyRunning.

    The lock is the kernel's and ends with this process, however that ends: a file left behind means nothing.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (data / "up.lock").open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise AlreadyRunning(data, lock.read().strip() or "starting") from error
        lock.truncate(0)
        lock.write(f"process {os.getpid()}, {address}\n")
        lock.flush()
        yield


def holder(data: Path) -> str | None:
    """Who holds the folder now, in words; None where nobody does."""
    path = data / "up.lock"
    if not path.exists():
        return None
    with path.open() as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            return lock.read().strip()
    return None
