"""A metadata file to rows: CSV as telephony systems and Excel write it, and JSON."""

import codecs
import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import tzinfo
from io import StringIO
from pathlib import Path
from typing import Literal

from qa.calls.schemas import CallFacts
from qa.imports.columns import Row, column_named, plain_name, read_row, speaks_of_calls
from qa.imports.problems import MetadataRefused, Place, UnreadableSheet
from qa.pipeline import written

SUFFIXES = frozenset({".csv", ".json"})
_MOST_BYTES = 64 << 20
_DELIMITERS = ",;\t"


@dataclass(frozen=True, slots=True)
class Sheet:
    """What one metadata file holds.

    table: rows that each name their recording. sidecar: one row for the recording that it lies beside.
    conversation: no metadata, but a chat or a mail itself.
    foreign: a file of some other program, which says nothing about calls. broken: cannot be read, see `problem`.
    """

    path: Path
    kind: Literal["table", "sidecar", "conversation", "foreign", "broken"]
    rows: tuple[Row, ...] = ()
    problem: MetadataRefused | None = None


def read_sheet(path: Path, zone: tzinfo | None) -> Sheet:
    """The file's rows; a start time without a zone is in `zone`, None being this machine's. Raises nothing."""
    try:
        text = text_of(path)
        return _from_json(path, text, zone) if path.suffix.lower() == ".json" else _from_csv(path, text, zone)
    except MetadataRefused as error:
        return Sheet(path, "broken", problem=error)


def text_of(path: Path) -> str:
    """UTF-8 or UTF-16 by its mark, UTF-8 without a mark, else what Hebrew Excel writes. Raises UnreadableSheet."""
    try:
        with path.open("rb") as file:
            content = file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise UnreadableSheet(Place(path), "unreadable", said=str(error.strerror)) from error
    if len(content) > _MOST_BYTES:
        raise UnreadableSheet(Place(path), "too_large", most=_MOST_BYTES >> 20)
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1255"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise UnreadableSheet(Place(path), "not_text")


def _from_csv(path: Path, text: str, zone: tzinfo | None) -> Sheet:
    lines = csv_lines(path, text)
    number, header = next(lines, (1, []))
    if not speaks_of_calls(header):
        return Sheet(path, "foreign")
    rows = [(Place(path, line=number), cells) for number, cells in lines]
    is_table = any(plain_name(name) == "file" for name in header)
    if not is_table and len(rows) != 1:
        raise UnreadableSheet(Place(path, line=number), "no_names" if rows else "no_values")
    try:
        columns = _columns(header, Place(path, line=number))
    except MetadataRefused as error:
        return _all_wrong(path, error, [(place, _named(header, cells)) for place, cells in rows], table=is_table)
    read = tuple(_csv_row(columns, cells, place, zone) for place, cells in rows)
    return Sheet(path, "table" if is_table else "sidecar", read)


def csv_lines(path: Path, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each line that says something, and the number it begins at. Raises UnreadableSheet."""
    told = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)  # Excel's own way of naming the delimiter
    first = text[told.end() :] if told else text
    delimiter = told[1] if told else _delimiter_of(first.lstrip("\r\n"))
    reader = csv.reader(StringIO(first, newline=""), delimiter=delimiter, strict=True)
    before = 1 if told else 0
    began = before + 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield began, cells
            began = before + reader.line_num + 1
    except csv.Error as error:
        raise UnreadableSheet(Place(path, line=began), "not_csv", said=str(error)) from error


def _delimiter_of(text: str) -> str:
    header = re.sub(r'"[^"]*"', "", text.splitlines()[0] if text else "")
    return max(_DELIMITERS, key=header.count)


def _columns(header: list[str], place: Place) -> list[str]:
    """The column of each cell; "" for one without a name. Raises UnknownColumn, MetadataRefused."""
    columns = [column_named(name, place) if name.strip() else "" for name in header]
    for name in filter(None, columns):
        if columns.count(name) > 1:
            raise MetadataRefused(place, "column_twice", column=name, times=columns.count(name))
    return columns


def _csv_row(columns: list[str], cells: list[str], place: Place, zone: tzinfo | None) -> Row:
    """A row may end early; a value without a column is refused, for then all its values may be in the wrong place."""
    row = read_row({name: cell for name, cell in zip(columns, cells, strict=False) if name}, place, zone)
    named = [*columns, *[""] * len(cells)]
    for index, cell in enumerate(cells):
        if cell.strip() and not named[index]:
            problem = MetadataRefused(
                place, "no_column_above", number=index + 1, value=cell.strip()[:60], columns=len(columns)
            )
            return Row(place, row.file, row.second, CallFacts(), problem)
    return row


def _from_json(path: Path, text: str, zone: tzinfo | None) -> Sheet:
    try:
        content = json.loads(text, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as error:
        if written.is_begun(text):  # what is wrong with a conversation concerns no recording beside it
            return Sheet(path, "conversation")
        raise UnreadableSheet(Place(path), "not_json", said=str(error)) from error
    if written.is_conversation(content):
        return Sheet(path, "conversation")
    if isinstance(content, dict) and _is_flat(content):
        place = Place(path)
        kind: Literal["table", "sidecar"] = "sidecar"
        items = [(place, content)]
    elif isinstance(content, list) and content and all(isinstance(i, dict) and _is_flat(i) for i in content):
        items = [(Place(path, item=number), item) for number, item in enumerate(content, 1)]
        kind = "table"
    else:
        return Sheet(path, "foreign")
    if not speaks_of_calls(name for _, item in items for name in item):
        return Sheet(path, "foreign")
    return Sheet(path, kind, tuple(_json_row(item, place, zone) for place, item in items))


def _refuse_constant(name: str) -> float:
    raise ValueError(f"{name} is no number")


def _is_flat(item: Mapping[str, object]) -> bool:
    """Facts about a call are plain values, and a list of plain values at most: what is nested tells of other things."""
    return not any(
        isinstance(value, dict) or (isinstance(value, list) and any(isinstance(v, dict | list) for v in value))
        for value in item.values()
    )


def _json_row(item: Mapping[str, object], place: Place, zone: tzinfo | None) -> Row:
    try:
        columns = _columns(list(item), place)
    except MetadataRefused as error:
        file = next((str(value) for name, value in item.items() if plain_name(name) == "file"), None)
        return Row(place, file, None, CallFacts(), error)
    return read_row(dict(zip(columns, item.values(), strict=True)), place, zone)


def _named(header: list[str], cells: list[str]) -> str | None:
    pairs = zip(header, cells, strict=False)
    return next((cell.strip() or None for name, cell in pairs if plain_name(name) == "file"), None)


def _all_wrong(path: Path, error: MetadataRefused, rows: list[tuple[Place, str | None]], *, table: bool) -> Sheet:
    """A wrong header makes every row wrong, but each still names its recording."""
    read = tuple(Row(place, file, None, CallFacts(), error) for place, file in rows)
    return Sheet(path, "table" if table else "sidecar", read)
