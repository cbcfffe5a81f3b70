"""Which files of a folder are written conversations. What a file says decides, and not its name alone.

A folder holds all kinds of texts and metadata: what shows no message at all is none of ours, and is left alone. What
shows one is meant for us, so that whatever is wrong with it is told and not passed over.
"""

from datetime import UTC
from pathlib import Path

from qa.pipeline import written
from qa.pipeline.written import LIMITS, SUFFIXES


def letter_in(path: Path) -> bytes | None:
    """The file's bytes where it is a written conversation, or one that something is wrong with; else None.

    Of a file that is larger than any conversation may be, only as much as shows that. Raises OSError.
    """
    if path.suffix.lower() not in SUFFIXES:
        return None
    with path.open("rb") as file:
        content = file.read(LIMITS.file_bytes + 1)
    return content if written.is_meant(content, path.name) else None


def look_at_letter(content: bytes, name: str) -> None:
    """Raises Unreadable where this cannot be read as a conversation, for instance because it is not whole yet."""
    written.read(content, name, None, UTC)
