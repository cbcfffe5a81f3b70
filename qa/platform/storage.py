"""Where recordings lie: a folder or an S3 bucket, behind one small interface. Keys are made by us, never by users."""

import errno
import os
import re
from pathlib import Path
from typing import Any, BinaryIO

import fsspec

from qa.platform.errors import NotFound, Unavailable
from qa.platform.settings import Settings

_KEY = re.compile(r"[a-z0-9]+(?:[/._-][a-z0-9]+)*")
_BLOCK = 1 << 20


class StorageFull(Unavailable):
    """There is no room left for what was to be kept."""

    code = "storage_full"

    def __init__(self, key: str, cause: OSError) -> None:
        self.key = key
        super().__init__(f"no room left to keep {key}: {cause.strerror}")


class Storage:
    """Named byte strings. What `put` returned from is whole and, on a disk, safe from a power cut."""

    def __init__(self, url: str, *, s3_endpoint: str = "") -> None:
        options: dict[str, Any] = {"endpoint_url": s3_endpoint} if s3_endpoint else {}
        if url.startswith("s3://"):
            # Directory listings that are cached would hide what another process has just stored.
            options |= {"use_listings_cache": False, "skip_instance_cache": True}
        self._files, root = fsspec.core.url_to_fs(url, **options)
        self._root = str(root).rstrip("/")
        self._on_disk = url.startswith("file://")

    @classmethod
    def of(cls, settings: Settings) -> "Storage":
        """The storage that the settings name."""
        return cls(settings.storage, s3_endpoint=settings.s3_endpoint)

    def put(self, key: str, source: Path) -> None:
        """Keep a copy of the file under the key; readers see the old bytes or the new ones, never half."""
        path = self._path(key)
        try:
            if self._on_disk:
                _copy_durably(source, Path(path))
            else:
                self._files.put_file(str(source), path)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull(key, error) from error
            raise

    def get(self, key: str, target: Path) -> None:
        """Copy what is kept under the key into the file. Raises NotFound."""
        try:
            self._files.get_file(self._path(key), str(target))
        except FileNotFoundError as error:
            raise NotFound("stored file", key) from error

    def size(self, key: str) -> int:
        """Bytes kept under the key. Raises NotFound."""
        try:
            return int(self._files.size(self._path(key)))
        except FileNotFoundError as error:
            raise NotFound("stored file", key) from error

    def open(self, key: str) -> BinaryIO:
        """A seekable reader. Raises NotFound."""
        try:
            reader: BinaryIO = self._files.open(self._path(key), "rb")
        except FileNotFoundError as error:
            raise NotFound("stored file", key) from error
        return reader

    def exists(self, key: str) -> bool:
        """Whether anything is kept under the key."""
        return bool(self._files.exists(self._path(key)))

    def delete(self, key: str) -> None:
        """Forget what is kept under the key; nothing happens where there is nothing."""
        if self.exists(key):
            self._files.rm_file(self._path(key))

    def _path(self, key: str) -> str:
        if not _KEY.fullmatch(key):
            raise ValueError(f"{key!r} is not a storage key")
        return f"{self._root}/{key}"


def _copy_durably(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        with source.open("rb") as reader, draft.open("wb") as writer:
            while block := reader.read(_BLOCK):
                writer.write(block)
            writer.flush()
            os.fsync(writer.fileno())
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
