"""Whether something was made from what lies here now."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


def fingerprint(paths: Iterable[Path], *words: str) -> str:
    """A digest of the words, and of the names and contents of the files; folders count with everything in them."""
    digest = hashlib.sha256("\0".join(words).encode())
    for path in paths:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                digest.update(f"\0{file.relative_to(path.parent)}\0".encode())
                digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


class Stamp:
    """A file that says from what something was made. It lies inside what was made, and so goes with it."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def fits(self, made_from: str) -> bool:
        """Whether it was made from this."""
        return self._file.is_file() and self._file.read_text() == made_from

    def clear(self) -> None:
        """Say that it is being made: until `put`, it was made from nothing."""
        self._file.unlink(missing_ok=True)

    def put(self, made_from: str) -> None:
        """Say that it is made."""
        self._file.write_text(made_from)
