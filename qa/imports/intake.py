"""What lies in a folder becomes a call: through the same reception and the same desks as an upload."""

import errno
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Literal

from sqlalchemy.exc import SQLAlchemyError

from qa.calls.reception import reception
from qa.calls.schemas import CallFacts
from qa.calls.service import CallDesk
from qa.calls.written import Letter, WrittenDesk
from qa.imports.folder import is_named_like_sound
from qa.imports.letters import letter_in, look_at_letter
from qa.imports.problems import MetadataRefused
from qa.imports.sidecar import Found
from qa.platform.errors import Refused, Unavailable

#: What a file that nobody meant as a recording is found to be; see `is_named_like_sound`.
_NO_RECORDING = frozenset({"not_audio", "empty_file", "too_large"})


class Unreadable(Refused):
    """The file is there but cannot be read."""

    code: ClassVar[str] = "unreadable_file"

    def __init__(self, path: Path, error: OSError) -> None:
        self.path, self.error = path, error
        super().__init__(f"the file cannot be read: {error.strerror or error}")


class NoRoom(Unavailable):
    """This machine's own disk is full; the recording is not at fault."""

    code: ClassVar[str] = "storage_full"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"there is no room left in {folder} to receive recordings")


class DatabaseAway(Unavailable):
    """The ledger does not take the call now; nothing of it was kept."""

    code: ClassVar[str] = "database_away"

    def __init__(self, error: SQLAlchemyError) -> None:
        self.error = error
        super().__init__(f"the database does not take calls now: {str(error).splitlines()[0]}")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file. left_alone: it is no recording, and is not named like one either."""

    path: Path
    state: Literal["taken_in", "already_here", "refused", "left_alone"]
    call_id: str | None = None
    code: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Terms:
    """On which terms files are received. `defaults` holds what metadata may leave open, set where it was given."""

    scratch: Path
    max_bytes: int
    defaults: CallFacts


@dataclass(frozen=True, slots=True)
class Desks:
    """Who makes calls of recordings, and who of written conversations."""

    spoken: CallDesk
    written: WrittenDesk


class Intake:
    """Takes recordings and written conversations in, one a time. A refusal concerns its own file only."""

    def __init__(self, desks: Desks, terms: Terms) -> None:
        self._desks, self._terms = desks, terms

    def take(self, found: Found, *, asked_for: bool = False) -> Outcome:
        """Make the recording a call. `asked_for`: a person named this very file, so it is never left alone.

        Raises Unavailable where this system, not the file, is at fault.
        """
        try:
            call_id, known = self._take(found)
        except Refused as error:
            meant = asked_for or is_named_like_sound(found.path) or found.row is not None
            left = error.code in _NO_RECORDING and not meant
            return Outcome(found.path, "left_alone" if left else "refused", None, error.code, str(error))
        return Outcome(found.path, "already_here" if known else "taken_in", call_id)

    def _take(self, found: Found) -> tuple[str, bool]:
        look_at(found.path)
        if found.problem is not None:
            raise found.problem
        letter = _letter_in(found.path)
        try:
            return self._take_recording(found) if letter is None else self._take_letter(found, letter)
        except SQLAlchemyError as error:
            raise DatabaseAway(error) from error

    def _take_letter(self, found: Found, content: bytes) -> tuple[str, bool]:
        if found.row and found.second:
            raise MetadataRefused(found.row.place, "one_file")
        try:
            return self._desks.written.take_in(Letter(content, found.path.name, self._facts(found)), None)
        except OSError as error:
            raise NoRoom(self._terms.scratch) from error

    def _take_recording(self, found: Found) -> tuple[str, bool]:
        with reception(self._terms.scratch) as desk, ExitStack() as opened:
            try:
                sources = [opened.enter_context(path.open("rb")) for path in (found.path, found.second) if path]
                received = [desk.receive(source, max_bytes=self._terms.max_bytes) for source in sources]
            except OSError as error:
                if error.errno in (errno.ENOSPC, errno.EDQUOT):
                    raise NoRoom(self._terms.scratch) from error
                raise Unreadable(found.path, error) from error
            second = received[1] if len(received) > 1 else None
            incoming = desk.hand_over(received[0], second, found.path.name, self._facts(found))
            return self._desks.spoken.take_in(incoming, None)

    def _facts(self, found: Found) -> CallFacts:
        """What the metadata says, and the defaults where it is silent."""
        said = found.row.facts.model_dump(exclude_unset=True) if found.row else {}
        return CallFacts.model_validate(self._terms.defaults.model_dump(exclude_unset=True) | said)


def look_at(path: Path) -> bool:
    """Whether the recording's end seems to be missing, by its own header; no text tells. Raises what is wrong with it.

    Raises a typed refusal where it is neither a recording nor a written conversation that can be read.
    """
    from qa.engines.media import sniff

    letter = _letter_in(path)
    if letter is not None:
        look_at_letter(letter, path.name)
        return False
    try:
        return sniff(path).cut_off
    except OSError as error:
        raise Unreadable(path, error) from error


def _letter_in(path: Path) -> bytes | None:
    try:
        return letter_in(path)
    except OSError as error:
        raise Unreadable(path, error) from error
