"""Which metadata belongs to which recording.

A recording's own file (NAME.wav.json, NAME.json, NAME.wav.csv or NAME.csv beside NAME.wav) comes before a row of a
table in its folder or in one above it; a file named by --metadata comes before both. One of them speaks, alone.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from unicodedata import normalize

from qa.imports.columns import Row
from qa.imports.problems import MetadataRefused, NamedTwice, NoSuchRecording, Place
from qa.imports.sheets import Sheet


@dataclass(frozen=True, slots=True)
class Found:
    """A recording on this machine, or what may be one, and what its metadata says.

    `own` is the metadata file that speaks of this recording alone. A `problem` means that the metadata cannot be used.
    """

    path: Path
    second: Path | None = None
    row: Row | None = None
    own: Path | None = None
    problem: MetadataRefused | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """Every recording with its metadata, rows for which there is no recording, and what else people should know."""

    found: tuple[Found, ...]
    unmet: tuple[MetadataRefused, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata at hand: what lies in the folders, and what was named by --metadata."""

    lying: Sequence[Sheet] = ()
    given: Sheet | None = None
    roots: Sequence[Path] = ()  # what names in `given` may be relative to, besides its own folder


@dataclass(slots=True)
class _Claims:
    """Who speaks of which recording, at one level of precedence."""

    rows: dict[Path, Found]
    unmet: list[MetadataRefused]
    seconds: set[Path]


def pair(files: Iterable[Path], metadata: Metadata) -> Pairing:
    """Find each recording's metadata. `files` are the absolute paths of all that is not metadata itself."""
    index = _Index(files)
    given = _table_claims([metadata.given] if metadata.given else [], index, metadata.roots)
    own, orphans = _own_claims(metadata.lying, index)
    tables = _table_claims([sheet for sheet in metadata.lying if sheet.kind == "table"], index, ())
    levels = (given, own, tables)
    seconds = set[Path]().union(*(level.seconds for level in levels))
    broken = [sheet for sheet in orphans if _cannot_be_used(sheet)]
    found = tuple(_spoken_of(file, levels, broken) for file in index.files if file not in seconds)
    unmet = [problem for level in levels for problem in level.unmet]
    unmet += [_both(level.rows[file], file) for level in levels for file in level.rows if file in seconds]
    return Pairing(found, tuple(unmet), _notes(metadata.lying, orphans))


class _Index:
    """The files at hand, to be found by names as people write them."""

    def __init__(self, files: Iterable[Path]) -> None:
        self.files = sorted(set(files))
        self._by_path = {_key(file): file for file in self.files}
        self._by_name: dict[str, list[Path]] = defaultdict(list)
        self._beside: dict[tuple[Path, str], list[Path]] = defaultdict(list)
        for file in self.files:
            self._by_name[_composed(file.name)].append(file)
            for name in {_composed(file.name), _composed(file.stem)}:
                self._beside[file.parent, name].append(file)

    def beside(self, sheet: Sheet) -> list[Path]:
        """The recordings whose own metadata file this is, by its name."""
        return self._beside.get((sheet.path.parent, _composed(sheet.path.stem)), [])

    def named(self, name: str, folders: Sequence[Path], *, anywhere: bool) -> Path | None:
        """The file of that name in one of the folders or below; None where it is not, or where the name leads out."""
        relative = PurePosixPath(name.replace("\\", "/"))
        if relative.is_absolute() or ".." in relative.parts:
            return None
        for folder in folders:
            if (file := self._by_path.get(_key(folder / relative))) is not None:
                return file
        same = self._by_name.get(_composed(name), []) if anywhere else []
        return same[0] if len(same) == 1 else None


def _table_claims(sheets: Sequence[Sheet], index: _Index, roots: Sequence[Path]) -> _Claims:
    """What tables say. The deepest table speaks where a folder above has one as well."""
    claims = _Claims({}, [], set())
    for sheet in sorted(sheets, key=lambda sheet: -len(sheet.path.parts)):
        folders = (sheet.path.parent, *roots)
        for row in sheet.rows:
            _claim(claims, row, index, folders, anywhere=bool(roots))
    return claims


def _claim(claims: _Claims, row: Row, index: _Index, folders: Sequence[Path], *, anywhere: bool) -> None:
    file = index.named(row.file, folders, anywhere=anywhere) if row.file else None
    second = index.named(row.second, folders, anywhere=anywhere) if row.second else None
    if second is not None and second != file:
        claims.seconds.add(second)
    if file is None:
        nameless = MetadataRefused(row.place, "file_empty")
        claims.unmet.append(NoSuchRecording(row.place, row.file) if row.file else nameless)
        return
    known = claims.rows.get(file)
    if known is None:
        claims.rows[file] = _found(file, row, second)
    elif known.row and known.row.place.path.parent == row.place.path.parent:
        claims.rows[file] = replace(known, problem=NamedTwice(row.place, known.row.place, file.name))


def _own_claims(sheets: Sequence[Sheet], index: _Index) -> tuple[_Claims, list[Sheet]]:
    """What lies beside single recordings, and the files of that kind that lie beside none."""
    claims, orphans = _Claims({}, [], set()), list[Sheet]()
    for sheet in sorted(sheets, key=_closeness):
        if sheet.kind not in ("sidecar", "broken"):
            continue
        owners = index.beside(sheet)
        if not owners:
            orphans.append(sheet)
        for file in owners:
            claim = _own_claim(file, sheet, index)
            claims.seconds |= {claim.second} - {None, file}  # type: ignore[arg-type]  # None is what is taken out
            claims.rows.setdefault(file, claim)
    return claims, orphans


def _closeness(sheet: Sheet) -> tuple[int, bool]:
    """NAME.wav.json before NAME.json, JSON before CSV."""
    return -len(sheet.path.name.split(".")), sheet.path.suffix.lower() == ".csv"


def _own_claim(file: Path, sheet: Sheet, index: _Index) -> Found:
    if sheet.kind == "broken":
        return Found(file, own=sheet.path, problem=sheet.problem)
    row = sheet.rows[0]
    folder = (sheet.path.parent,)
    second = index.named(row.second, folder, anywhere=False) if row.second else None
    found = replace(_found(file, row, second), own=sheet.path)
    if row.file and index.named(row.file, folder, anywhere=False) != file:
        return replace(found, problem=MetadataRefused(row.place, "beside_another", file=file.name, named=row.file))
    return found


def _found(file: Path, row: Row, second: Path | None) -> Found:
    problem = row.problem
    if problem is None and row.second and second is None:
        problem = NoSuchRecording(row.place, row.second)
    if problem is None and second == file:
        problem = MetadataRefused(row.place, "same_recording")
    return Found(file, None if second == file else second, row, problem=problem)


def _spoken_of(file: Path, levels: Sequence[_Claims], broken: Sequence[Sheet]) -> Found:
    """What the nearest metadata says.

    Where a file that cannot be read might have said it, nothing is taken for granted: a recording that is taken in
    without its metadata would not be taken in again with it.
    """
    for level in levels:
        if (claim := level.rows.get(file)) is not None:
            return claim
    blocking = next((sheet for sheet in broken if sheet.path.parent in file.parents), None)
    return Found(file, problem=_cannot_be_used(blocking) if blocking else None)


def _cannot_be_used(sheet: Sheet) -> MetadataRefused | None:
    """What keeps the sheet from being used; a CSV of one row may be a table whose column `file` is misspelt."""
    if sheet.kind == "sidecar" and sheet.path.suffix.lower() == ".csv":
        return sheet.rows[0].problem
    return sheet.problem


def _both(claim: Found, file: Path) -> MetadataRefused:
    place = claim.row.place if claim.row else Place(claim.own or file)
    return MetadataRefused(place, "second_of_another", file=file.name)


def _notes(sheets: Sequence[Sheet], orphans: Sequence[Sheet]) -> tuple[str, ...]:
    """What people should know of metadata that was not used: one sentence a kind, however many files it is about."""
    foreign = [sheet.path.name for sheet in sheets if sheet.kind == "foreign"]
    lonely = [sheet.path.name for sheet in orphans if sheet.kind == "sidecar"]
    told = (
        (foreign, "nothing about calls that is known here was found in"),
        (lonely, "a table needs a column file, and metadata of one recording its name; used by no recording:"),
    )
    return tuple(f"{what} {_few(names)}" for names, what in told if names)


def _few(names: Sequence[str]) -> str:
    more = len(names) - 3
    return ", ".join(names[:3]) + (f" and {more} other files" if more > 0 else "")


def _key(path: Path) -> str:
    return _composed(str(path))


def _composed(name: str) -> str:
    return normalize("NFC", name)
