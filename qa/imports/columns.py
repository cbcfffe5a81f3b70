"""One row of metadata, as text or JSON values, to facts about a call."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from decimal import Decimal
from unicodedata import category, normalize

from pydantic import ValidationError
from rapidfuzz import fuzz, process

from qa.calls.schemas import CallFacts
from qa.imports.problems import LONGEST_TEXT, BadCell, MetadataRefused, Place, UnknownColumn, UnknownZone

#: A length longer than this is a mistake, and would not fit the database's column.
_LONGEST_MS = 2**31 - 1
_FIRST_YEAR, _LAST_YEAR = 1990, 2100
_LIKENESS, _MISSPELT = 60.0, 75.0

_NUMBER = re.compile(r"\d{1,12}(\.\d{1,6})?")
_CLOCK = re.compile(r"(?:(?P<h>\d{1,3}):)?(?P<m>\d{1,2}):(?P<s>\d{2}(?:\.\d{1,6})?)")
_DATES = r"(?:(?P<y>\d{4})-(?P<mo>\d{1,2})-(?P<d>\d{1,2})|(?P<d2>\d{1,2})[./](?P<mo2>\d{1,2})[./](?P<y2>\d{4}))"
_TIMES = r"(?P<h>\d{1,2}):(?P<mi>\d{2})(?::(?P<s>\d{2})(?:[.,](?P<f>\d{1,9}))?)?"
_MOMENT = re.compile(rf"{_DATES}(?:T|,?\s+){_TIMES}\s*(?P<zone>Z|[+-]\d{{2}}:?\d{{2}})?", re.IGNORECASE)

_DIRECTIONS = {"inbound": "inbound", "in": "inbound", "outbound": "outbound", "out": "outbound"}
_LANGUAGES = {"he": "he", "iw": "he", "en": "en", "auto": "auto"}


@dataclass(frozen=True, slots=True)
class Row:
    """What one row says. `file` and `second` are names as they were written; a row with a problem has no facts."""

    place: Place
    file: str | None
    second: str | None
    facts: CallFacts
    problem: MetadataRefused | None = None


def zone_named(name: str) -> tzinfo | None:
    """The time zone of that name; None for "local", this machine's own. Raises UnknownZone."""
    from zoneinfo import ZoneInfo

    if name.strip().lower() in ("", "local"):
        return None
    if name.strip().upper() == "UTC":
        return UTC
    try:
        return ZoneInfo(name.strip())
    except (KeyError, OSError, ValueError) as error:  # not there, a folder of names, a path
        raise UnknownZone(name) from error


def column_named(name: str, place: Place) -> str:
    """The column that a header means, whatever its case and spaces. Raises UnknownColumn."""
    plain = plain_name(name)
    if plain in KNOWN:
        return plain
    nearest = process.extractOne(plain, KNOWN, scorer=fuzz.WRatio, score_cutoff=_LIKENESS)
    raise UnknownColumn(place, name.strip(), nearest[0] if nearest else None, KNOWN)


def speaks_of_calls(names: Iterable[str]) -> bool:
    """Whether any of the names is a column, or one misspelt: a file without any belongs to some other program."""
    plain = [plain_name(name) for name in names]
    return any(
        "file" in name
        or "recording" in name
        or process.extractOne(name, KNOWN, scorer=fuzz.ratio, score_cutoff=_MISSPELT)
        for name in plain
    )


def plain_name(name: str) -> str:
    """A header as it is compared: no marks, small letters, one underscore for spaces and hyphens."""
    return re.sub(r"[\s\-_]+", "_", _text(name)).casefold().strip("_")


def read_row(cells: Mapping[str, object], place: Place, zone: tzinfo | None) -> Row:
    """The row, or the first thing that is wrong with it as its problem. Empty cells say nothing."""
    said = {name: value for name, value in cells.items() if value is not None and str(value).strip()}
    file, second = (str(said.pop(name)).strip() if name in said else None for name in ("file", "second"))
    try:
        return Row(place, file, second, _facts(said, place, zone))
    except MetadataRefused as error:
        return Row(place, file, second, CallFacts(), error)


def channel_roles(value: object) -> list[str]:
    """Who speaks on which channel, from "agent,customer", "agent customer" or a list. Raises ValueError."""
    roles = list(value) if isinstance(value, list) else re.split(r"[\s,;/|]+", _text(value).casefold())
    if not 1 <= len(roles) <= 2 or len(set(map(str, roles))) != len(roles):
        raise ValueError(roles)
    if any(role not in ("agent", "customer") for role in roles):
        raise ValueError(roles)
    return roles


def language_named(value: object) -> str:
    """he, en or auto, also from he-IL and the like. Raises ValueError."""
    primary = re.split(r"[-_]", _text(value).casefold())[0]
    if primary not in _LANGUAGES:
        raise ValueError(value)
    return _LANGUAGES[primary]


def _facts(said: Mapping[str, object], place: Place, zone: tzinfo | None) -> CallFacts:
    values: dict[str, object] = {}
    for column, value in said.items():
        field, read, why = _READERS[column]
        if field in values:
            raise MetadataRefused(place, "given_twice", column=column, fact=field.removesuffix("_ms"))
        try:
            values[field] = read(value)
        except (ValueError, OverflowError) as error:
            raise BadCell(place, column, value, why) from error
    if isinstance(started := values.get("started_at"), datetime) and started.tzinfo is None:
        values["started_at"] = started.astimezone() if zone is None else started.replace(tzinfo=zone)
    try:
        return CallFacts.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        column = ".".join(str(part) for part in first["loc"])
        raise MetadataRefused(place, "not_valid", column=column, said=first["msg"]) from error


def _text(value: object) -> str:
    """One line without control and direction marks, composed: what looks the same is the same."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ValueError(value)  # noqa: TRY004 (what was written is wrong, not what was called)
    spaced = re.sub(r"\s+", " ", str(value))
    return normalize("NFC", "".join(c for c in spaced if category(c)[0] != "C")).strip()


def _short_text(value: object) -> str:
    text = _text(value)
    if not text or len(text) > LONGEST_TEXT:
        raise ValueError(text)
    return text


def _direction(value: object) -> str:
    text = _text(value).casefold()
    if text not in _DIRECTIONS:
        raise ValueError(text)
    return _DIRECTIONS[text]


def _milliseconds(value: object) -> int:
    text = _text(value)
    if not _NUMBER.fullmatch(text) or Decimal(text) % 1:
        raise ValueError(text)
    return _length(Decimal(text))


def _seconds(value: object) -> int:
    text = _text(value)
    if _NUMBER.fullmatch(text):
        return _length(Decimal(text) * 1000)
    parts = _CLOCK.fullmatch(text)
    if parts is None or Decimal(parts["s"]) >= 60 or (parts["h"] and int(parts["m"]) >= 60):
        raise ValueError(text)
    whole = int(parts["h"] or 0) * 3600 + int(parts["m"]) * 60
    return _length((whole + Decimal(parts["s"])) * 1000)


def _length(milliseconds: Decimal) -> int:
    if milliseconds > _LONGEST_MS:
        raise ValueError(milliseconds)
    return round(milliseconds)


def _moment(value: object) -> datetime:
    """A date and a time; naive where no zone is written."""
    parts = _MOMENT.fullmatch(_text(value))
    if parts is None:
        raise ValueError(value)
    year, month, day = (int(parts[name] or parts[f"{name}2"]) for name in ("y", "mo", "d"))
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        raise ValueError(value)
    moment = datetime(year, month, day, int(parts["h"]), int(parts["mi"]), int(parts["s"] or 0))  # noqa: DTZ001 (the zone follows)
    moment += timedelta(microseconds=int((parts["f"] or "0").ljust(6, "0")[:6]))
    return moment.replace(tzinfo=_offset(parts["zone"])) if parts["zone"] else moment


def _offset(written: str) -> tzinfo:
    if written in "Zz":
        return UTC
    hours, minutes = int(written[1:3]), int(written[-2:])
    if hours > 14 or minutes > 59:
        raise ValueError(written)
    return timezone((-1 if written[0] == "-" else 1) * timedelta(hours=hours, minutes=minutes))


#: Column -> the field of CallFacts that it fills, how it is read, and why a value is not.
_READERS: dict[str, tuple[str, Callable[[object], object], str]] = {
    "agent": ("agent", _short_text, "not_text_value"),
    "team": ("team", _short_text, "not_text_value"),
    "customer_ref": ("customer_ref", _short_text, "not_text_value"),
    "direction": ("direction", _direction, "not_direction"),
    "started_at": ("started_at", _moment, "not_moment"),
    "language": ("language", language_named, "not_language"),
    "channels": ("channels", channel_roles, "not_channels"),
    "queue": ("queue", _short_text, "not_text_value"),
    "handle_ms": ("handle_ms", _milliseconds, "not_milliseconds"),
    "hold_ms": ("hold_ms", _milliseconds, "not_milliseconds"),
    "wait_ms": ("wait_ms", _milliseconds, "not_milliseconds"),
    "handle_s": ("handle_ms", _seconds, "not_length"),
    "hold_s": ("hold_ms", _seconds, "not_length"),
    "wait_s": ("wait_ms", _seconds, "not_length"),
}

#: Every column that a metadata file may have.
KNOWN: tuple[str, ...] = ("file", "second", *_READERS)
