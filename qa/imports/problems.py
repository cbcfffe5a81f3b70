"""Why metadata is refused. Every message says which file, where in it, what stands there and what is accepted."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Final

from qa.platform.errors import Refused

#: So many characters a text of the metadata may have.
LONGEST_TEXT: Final = 120

#: Every reason by its name, under which the page has it in its own words. Names in braces are facts told beside it.
WHYS: Final = {
    "unreadable": "the file cannot be read: {said}",
    "too_large": "the file has more than {most} MiB",
    "not_text": "the text is neither UTF-8 nor Windows-1255",
    "not_csv": "this is not CSV: {said}",
    "not_json": "this is not JSON: {said}",
    "nothing_about_calls": "it says nothing about calls",
    "names_missing": "metadata of several recordings needs a column file that names each of them",
    "no_names": "there is no recording to tell these facts of; add a column file that names each recording",
    "no_values": "there is no recording to tell these facts of; add a second line with the values",
    "unknown_column": "there is no column {column!r}; Accepted: {known}",
    "misspelt_column": "there is no column {column!r}; did you mean {nearest!r}? Accepted: {known}",
    "column_twice": "column {column} stands there {times} times",
    "given_twice": "column {column}: {fact} is given twice; keep one column",
    "no_column_above": "value {number}, {value!r}, stands under no column; there are {columns} columns",
    "not_text_value": "column {column}: {value!r} is not accepted; write at most {most} characters",
    "not_direction": "column {column}: {value!r} is not accepted; write inbound or outbound",
    "not_moment": "column {column}: {value!r} is not accepted; write a date and a time: 2026-11-21T10:05:00+02:00, "
    "2026-11-21 10:05, or day first, 21/11/2026 10:05",
    "not_language": "column {column}: {value!r} is not accepted; write he, en or auto",
    "not_channels": "column {column}: {value!r} is not accepted; write agent,customer or customer,agent; for one "
    "voice, agent or customer",
    "not_milliseconds": "column {column}: {value!r} is not accepted; write whole milliseconds, for instance 372000",
    "not_length": "column {column}: {value!r} is not accepted; write seconds (372 or 372.5) or a length (6:12 or "
    "0:06:12)",
    "not_valid": "column {column}: {said}",
    "file_empty": "column file is empty, so there is no recording to tell this of",
    "beside_another": "it lies beside {file} but names {named!r}",
    "same_recording": "file and second are one and the same recording",
    "second_of_another": "{file!r} is also named as the second file of another recording",
    "one_file": "column second: a written conversation is one file",
    "no_such_recording": "there is no recording {named!r} here",
    "named_twice": "{file!r} is described in {other} as well; one row a recording",
}


@dataclass(frozen=True, slots=True)
class Place:
    """Somewhere in a metadata file: a line of a CSV, an item of a JSON list, both from 1 on, or the whole."""

    path: Path
    line: int | None = None
    item: int | None = None

    def __str__(self) -> str:
        if self.line is not None:
            return f"{self.path.name}, line {self.line}"
        return self.path.name if self.item is None else f"{self.path.name}, item {self.item}"


class MetadataRefused(Refused):
    """What is said about a recording cannot be used, so the recording waits until it is mended. `why`: one of WHYS."""

    code: ClassVar[str] = "sidecar_refused"

    def __init__(self, place: Place, why: str, **facts: int | str) -> None:
        self.place, self.why = place, why
        self.detail: dict[str, int | str | None] = {**facts, "why": why, "line": place.line, "item": place.item}
        super().__init__(f"{place}: {WHYS[why].format(**facts)}")


class UnknownColumn(MetadataRefused):
    """A column that means nothing here; most often a known one, misspelt."""

    def __init__(self, place: Place, name: str, nearest: str | None, known: Sequence[str]) -> None:
        guess = {"nearest": nearest} if nearest else {}
        why = "misspelt_column" if nearest else "unknown_column"
        super().__init__(place, why, column=name, known=", ".join(known), **guess)


class BadCell(MetadataRefused):
    """A value that its column does not take; `why` says what the column takes."""

    def __init__(self, place: Place, column: str, value: object, why: str) -> None:
        shown = str(value) if len(str(value)) <= 60 else f"{str(value)[:60]}…"
        super().__init__(place, why, column=column, value=shown, most=LONGEST_TEXT)


class UnreadableSheet(MetadataRefused):
    """The file is not CSV or JSON of the expected form."""


class NoSuchRecording(MetadataRefused):
    """The metadata names a file that is not there."""

    code: ClassVar[str] = "no_such_recording"

    def __init__(self, place: Place, name: str) -> None:
        super().__init__(place, "no_such_recording", named=name)


class NamedTwice(MetadataRefused):
    """Two rows speak of one recording; which of them is right cannot be known."""

    def __init__(self, place: Place, other: Place, name: str) -> None:
        super().__init__(place, "named_twice", other=str(other), file=name)


class UnknownZone(Refused):
    """No time zone has this name."""

    code: ClassVar[str] = "unknown_time_zone"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"there is no time zone {name!r}; write a name like Asia/Jerusalem, or UTC, or local")
