"""Files that appear whole or not at all: an interrupted evaluation leaves none that looks finished."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from qa.quality.errors import NoFolder


def expect_folder(path: Path) -> None:
    """Raises NoFolder where the file could not be written, before an hour of work is spent on it."""
    if not path.absolute().parent.is_dir():
        raise NoFolder(path)


@contextmanager
def whole(path: Path) -> Iterator[TextIO]:
    """A text file to write; it takes its name when the block ends well, and vanishes when it does not."""
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with part.open("w", encoding="utf-8") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
