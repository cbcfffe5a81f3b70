"""The watched folder: what is put into it is taken in by itself, once it is whole.

Recordings and written conversations are taken in alike. Nothing about one is remembered here for long: whether it was
taken in is known by its content. So the watch may end at any point and start again, and the folder may go away and come
back.
"""

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import tzinfo
from math import inf
from pathlib import Path

import structlog
from filelock import FileLock, Timeout

from qa.imports.arrivals import Arrivals, Patience, Signature, is_being_written
from qa.imports.folder import is_sheet, walk
from qa.imports.intake import Intake, Outcome, look_at
from qa.imports.sheets import Sheet, read_sheet
from qa.imports.shelves import IMPORTED, REFUSED, Shelves
from qa.imports.sidecar import Found, Metadata, pair
from qa.platform.errors import Conflict, Refused, Unavailable

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Watched:
    """What is watched, and how."""

    folder: Path
    journal: Path  # where unfinished moves are written down; outside the folder
    zone: tzinfo | None = None  # what start times without a zone are in; None: this machine's
    patience: Patience = field(default_factory=Patience)


class Watch:
    """Takes recordings in from one folder until it is stopped. `told` hears of every file that was dealt with."""

    def __init__(self, watched: Watched, intake: Intake, told: Callable[[Outcome], None]) -> None:
        self._watched, self._intake, self._told = watched, intake, told
        self._patience = watched.patience
        self._shelves = Shelves(watched.folder, watched.journal)
        self._arrivals = Arrivals()
        self._sheets: dict[Path, tuple[Signature | None, Sheet]] = {}
        self._resting: dict[Path, tuple[Signature | None, float]] = {}
        self._wake, self._over = threading.Event(), threading.Event()
        self._away = False

    def stop(self) -> None:
        """End after the file that is being taken in. May be called from a signal handler or another thread."""
        self._over.set()
        self._wake.set()

    def run(self) -> None:
        """Watch until stopped. Whatever fails is tried again later."""
        listener = threading.Thread(target=self._listen, name="watched-folder", daemon=True)
        listener.start()
        while not self._over.is_set():
            self._wake.clear()
            self._wake.wait(self._careful_round())
        listener.join(timeout=5)

    def round(self) -> bool:
        """Look at everything once. Returns whether something is on its way, so that it is worth looking again soon.

        Raises Unavailable where this system is at fault, OSError where the folder is.
        """
        self._shelves.finish()
        unread: list[OSError] = []
        files = [file for file in walk(self._watched.folder, unread, (IMPORTED, REFUSED)) if not file.is_symlink()]
        if unread:
            raise unread[0]
        self._arrivals.see(files)
        self._forget_what_changed()
        sheets = self._read_sheets(files)
        about_others = {sheet.path for sheet in sheets}
        pairing = pair((file for file in files if file not in about_others), Metadata(sheets))
        on_its_way = False
        for found in pairing.found:
            if self._over.is_set():
                break
            if found.path in self._resting:
                continue
            if self._waits(found):
                on_its_way = True
            else:
                self._deal_with(found)
        return on_its_way

    def _careful_round(self) -> float:
        """One round, and after how many seconds the next is due."""
        try:
            on_its_way = self.round()
        except OSError as error:
            if not self._away:
                _log.warning("watched_folder_away", error=error.strerror or str(error))
            self._away = True
            return min(self._patience.retry_s, self._patience.rescan_s)
        except Exception as error:  # noqa: BLE001 (whatever is wrong now, the recordings lie safe and are tried again)
            _log.warning("watch_round_failed", error=str(error), exc_info=not isinstance(error, Unavailable))
            return self._patience.retry_s
        if self._away:
            _log.info("watched_folder_back")
        self._away = False
        return self._patience.settle_s / 4 if on_its_way else self._patience.rescan_s

    def _waits(self, found: Found) -> bool:
        """Whether the recording, or what is said about it, may still be on its way."""
        parts = [found.path, *filter(None, (found.second, found.own))]
        quiet = min(self._arrivals.unchanged_s(file) for file in parts)
        needed = self._patience.settle_s if found.row else max(self._patience.settle_s, self._patience.sidecar_s)
        if quiet < needed or self._metadata_is_arriving(found.path):
            return True
        if any(is_being_written(file) for file in parts):
            return True
        return quiet < self._patience.doubt_s and self._is_doubtful(found)

    def _metadata_is_arriving(self, file: Path) -> bool:
        told = (path for path, (_, sheet) in self._sheets.items() if _is_metadata(sheet))
        near = (path for path in told if path.parent in file.parents)
        return any(self._arrivals.unchanged_s(sheet) < self._patience.settle_s for sheet in near)

    def _is_doubtful(self, found: Found) -> bool:
        if found.problem is not None:
            return True
        try:
            return any(look_at(file) for file in (found.path, found.second) if file)
        except Refused:
            return True

    def _deal_with(self, found: Found) -> None:
        parts = [(file, self._arrivals.signature(file)) for file in (found.path, found.second, found.own) if file]
        known = [(file, was) for file, was in parts if was is not None]
        try:
            outcome = self._intake.take(found)
        except Unavailable:
            raise
        except Exception:  # noqa: BLE001 (one file that shows a mistake of ours must not keep all others waiting)
            _log.exception("watched_file_failed")
            self._rest(found.path, self._patience.retry_s)
            return
        try:
            if outcome.state == "left_alone":
                self._rest(found.path, inf)
            else:
                self._shelves.shelve(known, outcome.reason if outcome.state == "refused" else None)
        except OSError as error:
            # It is taken in, but lies where it lay. Looking at its content again every moment would help nobody.
            _log.warning("not_moved", call=outcome.call_id, error=error.strerror)
            self._rest(found.path, self._patience.retry_s)
        _log.info("watched_file", outcome=outcome.state, call=outcome.call_id, code=outcome.code)
        self._told(outcome)

    def _rest(self, file: Path, seconds: float) -> None:
        """Leave the file alone until it changes, or so long."""
        self._resting[file] = (self._arrivals.signature(file), self._arrivals.unchanged_s(file) + seconds)

    def _forget_what_changed(self) -> None:
        self._resting = {
            file: (was, until)
            for file, (was, until) in self._resting.items()
            if self._arrivals.signature(file) == was and self._arrivals.unchanged_s(file) < until
        }

    def _read_sheets(self, files: list[Path]) -> list[Sheet]:
        """The metadata that lies there, read again only where it has changed."""
        before, self._sheets = self._sheets, {}
        for file in filter(is_sheet, files):
            now = self._arrivals.signature(file)
            known = before.get(file)
            same = known is not None and known[0] == now
            self._sheets[file] = known if known and same else (now, read_sheet(file, self._watched.zone))
        return [sheet for _, sheet in self._sheets.values() if _is_metadata(sheet)]

    def _listen(self) -> None:
        """Wake the rounds when the system tells of news; where it cannot, they come at their own times."""
        import watchfiles

        while not self._over.is_set():
            try:
                listened = self._watched.folder.stat().st_ino
                for news in watchfiles.watch(
                    self._watched.folder,
                    watch_filter=None,
                    stop_event=self._over,
                    rust_timeout=2000,
                    yield_on_timeout=True,
                    raise_interrupt=False,
                ):
                    if news:
                        self._wake.set()
                    if self._watched.folder.stat().st_ino != listened:
                        break  # another folder has come in its place; the news of the old one are over
            except (OSError, RuntimeError):
                self._over.wait(self._patience.rescan_s)


def _is_metadata(sheet: Sheet) -> bool:
    return sheet.kind != "conversation"


class WatchedAlready(Conflict):
    """Another process watches this folder for the same data."""

    code = "watched_already"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        super().__init__(f"{folder} is watched by another process already")


@contextmanager
def keeper(data: Path, folder: Path) -> Iterator[Path]:
    """The right to be the only one that watches the folder, and the place of its journal. Raises WatchedAlready."""
    name = hashlib.sha256(os.fsencode(folder)).hexdigest()[:16]
    place = data / "watch"
    place.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(place / f"{name}.lock", timeout=0):
            yield place / f"{name}.json"
    except Timeout as error:
        raise WatchedAlready(folder) from error
