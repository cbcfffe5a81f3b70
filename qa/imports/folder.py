"""What lies under the paths that a person gave: recordings and written conversations with their metadata.

What a file is, its content says, and not its name.
"""

import os
import stat
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import tzinfo
from pathlib import Path
from typing import ClassVar

from qa.imports.problems import Place, UnreadableSheet
from qa.imports.sheets import SUFFIXES, Sheet, read_sheet
from qa.imports.sidecar import Found, Metadata, Pairing, pair
from qa.platform.errors import Refused

#: Names that promise a recording. What has another name and is none is not refused but left alone.
_SOUND = "wav wave mp3 ogg oga opus spx m4a m4b mp4 aac amr awb 3gp flac webm gsm au aif aiff caf wma vox ulaw alaw"
#: Names that programs give to files which they are still writing.
_UNFINISHED = "part partial filepart crdownload download tmp temp"
_SOUND_SUFFIXES = frozenset(f".{name}" for name in _SOUND.split())
_UNFINISHED_SUFFIXES = frozenset(f".{name}" for name in _UNFINISHED.split())


class NoSuchPath(Refused):
    """There is nothing under a path that was given."""

    code: ClassVar[str] = "no_such_path"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"there is no file or folder {path}")


@dataclass(frozen=True, slots=True)
class Wish:
    """How the given paths are to be read."""

    metadata: Path | None = None  # the file named by --metadata
    zone: tzinfo | None = None  # what start times without a zone are in; None: this machine's
    use_lying: bool = True  # whether metadata that lies in the folders is used


def gather(paths: Sequence[Path], wish: Wish) -> Pairing:
    """Everything that may be a recording under the paths, in order of path. Raises NoSuchPath, MetadataRefused."""
    given = [absolute(path) for path in paths]
    for path in given:
        if not path.exists():
            raise NoSuchPath(path)
    folders = [path for path in given if path.is_dir()]
    singles = {path for path in given if not path.is_dir()}
    # The neighbours of a single file may be its second file or its metadata, but are not taken in themselves.
    neighbours = [file for folder in {path.parent for path in singles} for file in _plain_files_in(folder)]
    unread: list[OSError] = []
    files = {*singles, *neighbours, *(file for folder in folders for file in walk(folder, unread))}
    named = absolute(wish.metadata) if wish.metadata else None
    sheets = [read_sheet(file, wish.zone) for file in sorted(files) if is_sheet(file) and file != named]
    told = {sheet.path for sheet in sheets if sheet.kind != "conversation"}
    metadata = Metadata(
        lying=[sheet for sheet in sheets if sheet.path in told] if wish.use_lying else [],
        given=_given_sheet(named, wish.zone) if named else None,
        roots=[*folders, *sorted({path.parent for path in singles})],
    )
    pairing = pair(files - told - {named}, metadata)
    wanted = [found for found in pairing.found if found.path in singles or _is_in(found.path, folders)]
    wrongly_given = [Found(path) for path in sorted(singles) if path in told]
    # Of rows that name no recording only whole folders can be held to account: single files were chosen from more.
    notes = (*pairing.notes, *(f"the folder {error.filename} cannot be read: {error.strerror}" for error in unread))
    return Pairing((*wanted, *wrongly_given), pairing.unmet if folders else (), notes)


def walk(folder: Path, unread: list[OSError], but: Collection[str] = ()) -> list[Path]:
    """The plain files below the folder, but not in those of its own folders that are named in `but`.

    What is hidden is not seen, no link to a folder is followed, and folders that cannot be read are told in `unread`.
    """
    files: list[Path] = []
    for place, folders, _files in os.walk(folder, onerror=unread.append):
        top = Path(place) == folder
        folders[:] = sorted(name for name in folders if not (name.startswith(".") or (top and name in but)))
        files += _plain_files_in(Path(place))
    return files


def absolute(path: Path) -> Path:
    """The path from the root, without a detour; links in it stay what they are called."""
    return Path(os.path.normpath(path.absolute()))


def is_sheet(path: Path) -> bool:
    """Whether the name says that this is metadata."""
    return path.suffix.lower() in SUFFIXES


def is_named_like_sound(path: Path) -> bool:
    """Whether whoever named the file meant it to be a recording."""
    return path.suffix.lower() in _SOUND_SUFFIXES


def is_named_unfinished(path: Path) -> bool:
    """Whether some program marks the file as not yet whole."""
    return path.suffix.lower() in _UNFINISHED_SUFFIXES or path.name.endswith("~")


def _plain_files_in(folder: Path) -> list[Path]:
    with os.scandir(folder) as entries:
        plain = [Path(entry.path) for entry in entries if not entry.name.startswith(".") and _is_plain(entry)]
    return sorted(path for path in plain if not is_named_unfinished(path))


def _is_plain(entry: "os.DirEntry[str]") -> bool:
    try:
        return stat.S_ISREG(entry.stat().st_mode)
    except OSError:  # it vanished, or is a link to nowhere
        return False


def _is_in(path: Path, folders: Sequence[Path]) -> bool:
    return any(folder in path.parents for folder in folders)


def _given_sheet(path: Path, zone: tzinfo | None) -> Sheet:
    """The sheet of --metadata, each row of which must name its recording. Raises MetadataRefused."""
    sheet = read_sheet(path, zone)
    if sheet.problem is not None:
        raise sheet.problem
    if sheet.kind == "foreign" or not all(row.file or row.problem for row in sheet.rows):
        raise UnreadableSheet(Place(path), "names_missing")
    return replace(sheet, kind="table")
