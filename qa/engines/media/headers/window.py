"""Bounded reading of a file that nobody vouches for."""

import io
import os
from typing import BinaryIO


class Window:
    """A file from `offset` on, read in small pieces at places that its own bytes name."""

    def __init__(self, file: BinaryIO, offset: int = 0) -> None:
        self._file, self.offset = file, offset
        self.size = max(0, os.fstat(file.fileno()).st_size - offset)

    def at(self, position: int, count: int) -> bytes:
        """Up to `count` bytes from `position`; fewer, or none, past the end."""
        if position < 0 or position >= self.size:
            return b""
        self._file.seek(self.offset + position)
        return self._file.read(count)

    def after(self, count: int) -> "Window":
        """The same file, `count` bytes further on."""
        return Window(self._file, self.offset + count)


class Stream(io.RawIOBase):
    """The window as the file object that a demuxer reads: it can reach these bytes and nothing else."""

    def __init__(self, file: BinaryIO, offset: int) -> None:
        super().__init__()
        self._file, self._offset = file, offset
        file.seek(offset)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def tell(self) -> int:
        return self._file.tell() - self._offset

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        if whence == os.SEEK_SET:
            offset += self._offset
        return self._file.seek(offset, whence) - self._offset
