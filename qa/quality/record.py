"""Reading JSON that people wrote: every value is checked where it is taken, and an error names the file and the key."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from qa.platform.spans import Span
from qa.quality.errors import BadCorpus


@dataclass(frozen=True, slots=True)
class Record:
    """One JSON object of a corpus file. Every reader raises BadCorpus where the value is missing or of another kind."""

    path: Path
    body: dict[str, Any]
    where: str = ""  # the place of this object in the file: "turns[3]"

    @classmethod
    def read(cls, path: Path, only: Iterable[str] | None = None) -> Self:
        """The object in the file; with `only`, nothing but these keys of it."""
        try:
            body = json.loads(path.read_bytes())
        except FileNotFoundError as error:
            raise BadCorpus(path, "there is no such file") from error
        except (OSError, UnicodeDecodeError) as error:
            raise BadCorpus(path, f"cannot be read: {error}") from error
        except json.JSONDecodeError as error:
            raise BadCorpus(path, f"is not JSON: {error}") from error
        if not isinstance(body, dict):
            raise BadCorpus(path, "must hold one JSON object")
        return cls(path, body if only is None else {key: body[key] for key in only if key in body})

    def text(self, key: str) -> str:
        """A text that is not empty."""
        value = self.body.get(key)
        if not isinstance(value, str) or not value:
            raise self.wrong(key, "must be a text")
        return value

    def text_or_none(self, key: str) -> str | None:
        """A text, or nothing."""
        return None if self.body.get(key) is None else self.text(key)

    def one_of(self, key: str, choices: tuple[str, ...]) -> str:
        """A text out of these."""
        value = self.text(key)
        if value not in choices:
            raise self.wrong(key, f"must be one of {', '.join(choices)}, not {value!r}")
        return value

    def number(self, key: str) -> float:
        """A number."""
        value = self.body.get(key)
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise self.wrong(key, "must be a number")
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """One or more texts."""
        value = self.body.get(key)
        if not isinstance(value, list) or not value or not all(isinstance(text, str) and text for text in value):
            raise self.wrong(key, "must be a list of texts")
        return tuple(value)

    def span(self, start: str = "start_ms", end: str = "end_ms") -> Span:
        """The stretch between two keys, in milliseconds."""
        try:
            return Span(int(self.number(start)), int(self.number(end)))
        except ValueError as error:
            raise self.wrong(start, str(error)) from error

    def records(self, key: str) -> list["Record"]:
        """A list of objects; may be empty."""
        value = self.body.get(key)
        if not isinstance(value, list) or not all(isinstance(part, dict) for part in value):
            raise self.wrong(key, "must be a list of objects")
        return [Record(self.path, part, f"{self.where}{key}[{index}].") for index, part in enumerate(value)]

    def record(self, key: str) -> "Record":
        """An object."""
        value = self.body.get(key)
        if not isinstance(value, dict):
            raise self.wrong(key, "must be an object")
        return Record(self.path, value, f"{self.where}{key}.")

    def spans(self, key: str) -> tuple[Span, ...]:
        """A list of pairs of milliseconds; may be empty."""
        value = self.body.get(key)
        try:
            return tuple(Span(int(start), int(end)) for start, end in value or ())
        except (TypeError, ValueError) as error:
            raise self.wrong(key, "must be a list of [start, end] in milliseconds") from error

    def wrong(self, key: str, problem: str) -> BadCorpus:
        """The error that says what is wrong with this key."""
        return BadCorpus(self.path, f"{self.where}{key} {problem}")
