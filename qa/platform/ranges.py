"""HTTP byte ranges (RFC 9110, section 14): one range, a suffix, or the whole."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from qa.platform.errors import Refused

_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_BLOCK = 1 << 16


class RangeNotSatisfiable(Refused):
    """The range asked for lies beyond the end."""

    code = "range_not_satisfiable"

    def __init__(self, header: str, size: int) -> None:
        self.header, self.size = header, size
        super().__init__(f"{header!r} lies outside the {size} bytes there are")


@dataclass(frozen=True, slots=True)
class ByteRange:
    """From `start` up to, not including, `end`."""

    start: int
    end: int

    @property
    def length(self) -> int:
        """How many bytes."""
        return self.end - self.start


def parse(header: str | None, size: int) -> ByteRange | None:
    """The range that the header asks for; None means the whole, as for several ranges or a form we do not know.

    Raises RangeNotSatisfiable.
    """
    match = _RANGE.fullmatch(header or "")
    if header is None or match is None or match.groups() == ("", ""):
        return None
    first, last = match.groups()
    if not first:
        start, end = max(0, size - int(last)), size
    else:
        start, end = int(first), min(size, int(last) + 1) if last else size
        if last and int(last) < int(first):
            return None
    if start >= end:
        raise RangeNotSatisfiable(header, size)
    return ByteRange(start, end)


def read(source: BinaryIO, wanted: ByteRange) -> Iterator[bytes]:
    """The bytes of the range, block by block; closes the source."""
    with source:
        source.seek(wanted.start)
        left = wanted.length
        while left and (block := source.read(min(_BLOCK, left))):
            left -= len(block)
            yield block
