"""Why metadata is refused. Every message says which file, where in it, what stands there and what is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

from qa.platform.errors import Refused


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a metadata file; `at` is "line 7" of a CSV, "item 3" of a JSON list, or empty for the whole."""

    path: Path
    at: str = ""

    def __str__(self) -> str:
        return f"{self.path.name}, {self.at}" if self.at else self.path.name


class MetadataRefused(Refused):
    """What is said about a recording cannot be used, so the recording waits until it is mended."""

    code: ClassVar[str] = "sidecar_refused"

    def __init__(self, place: Place, why: str) -> None:
        self.place = place
        super().__init__(f"{place}: {why}")


class UnknownColumn(MetadataRefused):
    """A column that means nothing here; most often a known one, misspelt."""

    def __init__(self, place: Place, name: str, nearest: str | None, known: Sequence[str]) -> None:
        self.name, self.nearest = name, nearest
        guess = f"; did you mean {nearest!r}?" if nearest else ";"
        super().__init__(place, f"there is no column {name!r}{guess} Accepted: {', '.join(known)}")


class BadCell(MetadataRefused):
    """A value that its column does not take."""

    def __init__(self, place: Place, column: str, value: object, accepted: str) -> None:
        self.column, self.value = column, value
        shown = str(value) if len(str(value)) <= 60 else f"{str(value)[:60]}…"
        super().__init__(place, f"column {column}: {shown!r} is not accepted; write {accepted}")


class UnreadableSheet(MetadataRefused):
    """The file is not CSV or JSON of the expected form."""


class NoSuchRecording(MetadataRefused):
    """The metadata names a file that is not there."""

    code: ClassVar[str] = "no_such_recording"

    def __init__(self, place: Place, name: str) -> None:
        self.name = name
        super().__init__(place, f"there is no recording {name!r} here")


class NamedTwice(MetadataRefused):
    """Two rows speak of one recording; which of them is right cannot be known."""

    def __init__(self, place: Place, other: Place, name: str) -> None:
        self.other, self.name = other, name
        super().__init__(place, f"{name!r} is described in {other} as well; one row a recording")


class UnknownZone(Refused):
    """No time zone has this name."""

    code: ClassVar[str] = "unknown_time_zone"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"there is no time zone {name!r}; write a name like Asia/Jerusalem, or UTC, or local")
