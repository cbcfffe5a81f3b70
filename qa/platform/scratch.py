"""Folders for half-received uploads and half-decoded sound: recordings must not lie about once nobody works on them."""

import fcntl
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

#: A folder this young may not be held yet, because it was made in this very moment.
_YOUNG_S = 60.0


@contextmanager
def scratch_folder(root: Path, prefix: str) -> Iterator[Path]:
    """A folder of our own in `root`, gone afterwards. What a process left that was killed goes when the next one comes.

    The kernel gives up a dead process's hold on its folder, and so tells the abandoned ones from those in use.
    """
    root.mkdir(parents=True, exist_ok=True)
    _remove_abandoned(root)
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=root))
    hold = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(hold, fcntl.LOCK_EX)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(hold)


def _remove_abandoned(root: Path) -> None:
    for folder in root.iterdir():
        # Another process may be removing the same one.
        with suppress(FileNotFoundError, NotADirectoryError):
            if time.time() - folder.stat().st_mtime > _YOUNG_S and not _is_held(folder):
                shutil.rmtree(folder, ignore_errors=True)


def _is_held(folder: Path) -> bool:
    probe = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(probe, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(probe)
    return False
