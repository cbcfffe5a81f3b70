"""The weights folder: one folder a model, complete or absent, and a record of what was verified.

A model is put together in `.incoming/<id>` and appears under its own name by one rename, so a process that dies in the
middle leaves nothing that looks like a model. A lock file held by the running process keeps a second one waiting; the
kernel lets go of it however the process ends.
"""

import fcntl
import hashlib
import json
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

#: Called with the bytes done, the bytes in all (0 when unknown), and what is going on.
PullProgress = Callable[[int, int, str], None]

_CHUNK = 1 << 20
_LOCK_POLL_S = 0.2


@dataclass(frozen=True, slots=True)
class Digest:
    """A file's sha256, and the size and time stamp that it had when it was computed."""

    sha256: str
    size: int
    mtime_ns: int

    def still_holds(self, file: Path) -> bool:
        """Whether the file looks untouched since."""
        stat = file.stat()
        return (stat.st_size, stat.st_mtime_ns) == (self.size, self.mtime_ns)


def sha256_of(file: Path, on_bytes: Callable[[int], None] = lambda _: None) -> str:
    """The file's sha256 in hex; `on_bytes` gets the size of each chunk read."""
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
            on_bytes(len(chunk))
    return digest.hexdigest()


def git_hash_of(file: Path) -> str:
    """The name that git gives to a file of these bytes: all that a hub says of its small files."""
    # Git chose sha1; what it guards here is a commit that we pin, and the manifest's sha256 comes first.
    digest = hashlib.sha1(f"blob {file.stat().st_size}\0".encode(), usedforsecurity=False)
    with file.open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Store:
    """The folder that holds weights, and its bookkeeping."""

    root: Path

    def folder(self, model_id: str) -> Path:
        """Where a complete model lies."""
        return self.root / model_id

    def incoming(self, model_id: str) -> Path:
        """Where a model is put together; made if need be. Only the holder of the lock may touch it."""
        folder = self.root / ".incoming" / model_id
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    @contextmanager
    def lock(self, model_id: str, progress: PullProgress) -> Iterator[None]:
        """Hold the model for this process; waits while another one holds it, and says so."""
        folder = self.root / ".locks"
        folder.mkdir(parents=True, exist_ok=True)
        with (folder / model_id).open("w") as handle:
            while True:
                try:
                    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    break
                except BlockingIOError:
                    progress(0, 0, "waiting for another process that is fetching this model")
                    time.sleep(_LOCK_POLL_S)
            yield

    def adopt(self, model_id: str, assembled: Path) -> Path:
        """Make an assembled folder the model, by one rename. Needs the lock."""
        target = self.folder(model_id)
        self._record(model_id).unlink(missing_ok=True)  # it speaks of what lay here before
        for file in assembled.iterdir():
            _sync(file)
        if target.exists():
            shutil.rmtree(target)
        assembled.rename(target)
        _sync(self.root)
        shutil.rmtree(self.root / ".incoming" / model_id, ignore_errors=True)
        return target

    def remove(self, model_id: str) -> bool:
        """Delete the model, what was fetched of it, and its record; True when there was a model."""
        target, there = self.folder(model_id), self.folder(model_id).exists()
        if there:
            # Renamed first, so that nobody sees half a model while it is being deleted.
            doomed = self.incoming(model_id) / "removed"
            shutil.rmtree(doomed, ignore_errors=True)
            target.rename(doomed)
        shutil.rmtree(self.root / ".incoming" / model_id, ignore_errors=True)
        self._record(model_id).unlink(missing_ok=True)
        return there

    def remember(self, model_id: str, digests: dict[Path, Digest]) -> None:
        """Write down what was verified, so that no start has to hash the weights again."""
        record = self._record(model_id)
        facts = {str(file): [d.sha256, d.size, d.mtime_ns] for file, d in digests.items()}
        draft = record.with_suffix(f".{os.getpid()}")
        # A folder that may only be read still serves its models; they are then hashed again at each start.
        with suppress(PermissionError):
            record.parent.mkdir(parents=True, exist_ok=True)
            draft.write_text(json.dumps(facts, indent=1), encoding="utf-8")
            draft.replace(record)

    def remembered(self, model_id: str, file: Path) -> Digest | None:
        """The digest written down for this file, if it still holds."""
        digest = self._recorded(model_id, file)
        return digest if digest and digest.still_holds(file) else None

    def recorded_sha256(self, model_id: str, file: Path) -> str | None:
        """The sha256 that the file had when it was first verified, whatever became of the file since."""
        digest = self._recorded(model_id, file)
        return digest.sha256 if digest else None

    def _recorded(self, model_id: str, file: Path) -> Digest | None:
        try:
            sha256, size, mtime_ns = json.loads(self._record(model_id).read_text(encoding="utf-8"))[str(file)]
        except (OSError, ValueError, KeyError, TypeError):
            return None  # no record, or one that cannot be read: as if nothing had been verified
        return Digest(sha256, size, mtime_ns)

    def _record(self, model_id: str) -> Path:
        return self.root / ".verified" / f"{model_id}.json"


def _sync(path: Path) -> None:
    """Make sure that what the rename will publish is on the disk, not only in memory."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
