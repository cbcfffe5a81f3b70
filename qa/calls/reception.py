"""Receives files into the scratch folder: counted, hashed, and looked at before anything is kept of them."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PureWindowsPath
from typing import BinaryIO
from unicodedata import category

from qa.calls.schemas import CallFacts
from qa.calls.service import Incoming
from qa.engines.media import sniff
from qa.engines.media.errors import TooLarge
from qa.platform.errors import Refused
from qa.platform.scratch import scratch_folder

_BLOCK = 1 << 20


class ChannelsDoNotFit(Refused):
    """Two mono files need two roles, one for each file."""

    code = "channels_do_not_fit"

    def __init__(self, roles: list[str] | None) -> None:
        self.roles = roles
        super().__init__(f"two files need two channel roles, one each; there are {roles!r}")


@contextmanager
def reception(scratch: Path) -> Iterator["Reception"]:
    """A desk with a folder of its own, which is gone afterwards."""
    with scratch_folder(scratch, "in-") as folder:
        yield Reception(folder)


class Reception:
    """Takes the bytes of one call. The names of files on disk are ours, never the sender's."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._digest = hashlib.sha256()

    def receive(self, source: BinaryIO, *, max_bytes: int) -> Path:
        """Copy the stream to a file and look at what it is. Raises a typed refusal."""
        path = self._folder / f"file-{len(list(self._folder.iterdir()))}"
        received = 0
        with path.open("wb") as target:
            while block := source.read(_BLOCK):
                received += len(block)
                if received > max_bytes:
                    raise TooLarge(received, max_bytes)
                self._digest.update(block)
                target.write(block)
        sniff(path)
        return path

    def hand_over(self, first: Path, second: Path | None, name: str, facts: CallFacts) -> Incoming:
        """What was received, ready to be taken in. Raises ChannelsDoNotFit."""
        if second is not None and len(facts.channels or []) != 2:
            raise ChannelsDoNotFit(list(facts.channels) if facts.channels else None)
        return Incoming(first, second, shown_name(name), self._digest.hexdigest(), facts)


def shown_name(name: str) -> str:
    """A sender's file name, fit to be shown: no folders, no control or direction marks, at most 255 characters."""
    base = PureWindowsPath(name).name  # takes both kinds of slash for folders
    shown = "".join(character for character in base if category(character)[0] != "C").strip()
    return shown[-255:] or "unnamed"
