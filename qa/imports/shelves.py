"""Where files of the watched folder go once they are dealt with: imported/ and refused/. Nothing is ever deleted.

A recording may consist of several files, and a process may end between two moves. So what is to be moved is written
down first, outside the watched folder, and finished at the next start: a second file or a sidecar that stayed behind
could otherwise be taken for something new.
"""

import errno
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from qa.imports.arrivals import Signature, signature

IMPORTED, REFUSED = "imported", "refused"


@dataclass(frozen=True, slots=True)
class _Move:
    source: Path
    target: Path
    was: Signature


class Shelves:
    """The two shelves of one watched folder."""

    def __init__(self, folder: Path, journal: Path) -> None:
        self._folder, self._journal = folder, journal

    def shelve(self, files: Sequence[tuple[Path, Signature]], refusal: str | None = None) -> None:
        """Move the files of one recording, the recording first; with a `refusal`, next to a text that tells it.

        A file that is no longer what its signature says has been replaced by a new one, and stays. Raises OSError.
        """
        shelf = self._folder / (IMPORTED if refusal is None else REFUSED)
        moves = [_Move(file, self._free(shelf / file.relative_to(self._folder)), was) for file, was in files]
        for move in moves:
            move.target.parent.mkdir(parents=True, exist_ok=True)
        if refusal is not None:
            _tell(moves[0].target, refusal)
        self._write_down(moves)
        try:
            self.finish()
        except OSError:
            # Where not even the first could be moved, nothing is half done, and nothing needs to be finished.
            if signature(moves[0].source) == moves[0].was:
                self._journal.unlink(missing_ok=True)
            raise

    def finish(self) -> None:
        """Do the moves that are written down. Raises OSError; then they stay written down."""
        if not self._journal.exists():
            return
        with os.scandir(self._folder) as entries:
            if not any(entries):  # a share that is not mounted looks like this, and its files are not gone
                raise FileNotFoundError(errno.ENOENT, "the watched folder is empty, though files of it are to be moved")
        for move in self._written_down():
            if signature(move.source) == move.was and not move.target.exists():
                move.source.rename(move.target)
        self._journal.unlink()

    def _free(self, target: Path) -> Path:
        """The target, or the same with a number, where neither a file nor the reason for its refusal lies."""
        numbered = (target.with_stem(f"{target.stem} ({number})") for number in count(2))
        return next(path for path in chain([target], numbered) if not (path.exists() or _reason_of(path).exists()))

    def _write_down(self, moves: Sequence[_Move]) -> None:
        told = [[os.fspath(move.source), os.fspath(move.target), *move.was] for move in moves]
        self._journal.parent.mkdir(parents=True, exist_ok=True)
        draft = self._journal.with_suffix(".draft")
        with draft.open("w", encoding="ascii") as file:  # JSON escapes whatever is in a name
            json.dump(told, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._journal)

    def _written_down(self) -> list[_Move]:
        told = json.loads(self._journal.read_text(encoding="ascii"))
        return [_Move(Path(source), Path(target), (size, changed)) for source, target, size, changed in told]


def _reason_of(target: Path) -> Path:
    return target.with_name(f"{target.name}.reason.txt")


def _tell(target: Path, refusal: str) -> None:
    moment = datetime.now().astimezone().isoformat(sep=" ", timespec="seconds")
    text = (
        f"{target.name}\n{moment}\n\n{refusal}\n\nMend it, or remove what is wrong, and put it back into the folder.\n"
    )
    _reason_of(target).write_text(text, encoding="utf-8", errors="replace")
