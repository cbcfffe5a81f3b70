"""A place in a YAML file that knows its line: every value is asked for here and comes checked, or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import yaml

from qa.platform.errors import Refused
from qa.rubric.model import Texts
from qa.rubric.problems import Problem, Severity

_TEXT_KEYS = ("he", "en")


class Misread(Refused):
    """A value is missing or not what it should be."""

    code = "rubric_misread"

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


@dataclass(frozen=True, slots=True)
class Key:
    """One key of a mapping: its name, what JSON schema says of it, whether it must be there."""

    name: str
    schema: dict[str, Any]
    required: bool = False


@dataclass(frozen=True, slots=True)
class Mention:
    """Somewhere a phrase names another one, which can be looked for only once the whole file is read."""

    at: "Cursor"
    phrase_id: str  # the one that names
    named: str  # the one that is named


@dataclass(frozen=True, slots=True)
class Cursor:
    """A node of a file. Cursors of one reading share `notes` and `mentions`.

    `notes` collects what deserves a warning and does not stop the reading.
    """

    file: Path
    node: yaml.Node
    question: str | None = None
    notes: list[Problem] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    @property
    def line(self) -> int:
        """The node's line, counted from 1."""
        return int(self.node.start_mark.line) + 1

    def about(self, question: str) -> "Cursor":
        """The same place; faults found from here on are said to lie in that question."""
        return replace(self, question=question)

    def misread(self, message: str) -> Misread:
        """The error to raise for this node."""
        return Misread(self._problem(message, "error"))

    def note(self, message: str) -> None:
        """Remember a warning about this node."""
        self.notes.append(self._problem(message, "warning"))

    def mention(self, phrase_id: str) -> str:
        """The phrase that the text here names; remembered, to be looked up when all phrases are known."""
        named = self.text()
        self.mentions.append(Mention(self, phrase_id, named))
        return named

    def keys(self) -> tuple[str, ...]:
        """The mapping's keys. Raises Misread where this is no mapping or a key stands twice."""
        names = [key for key, _ in self._pairs()]
        for name in names:
            if names.count(name) > 1:
                raise self.misread(f"the key {name!r} stands here twice")
        return tuple(names)

    def expect(self, known: tuple[Key, ...]) -> None:
        """Raises Misread for a key that nobody knows and for one that is required and missing."""
        present = self.keys()
        names = [key.name for key in known]
        for name in present:
            if name not in names:
                raise self[name].misread(f"unknown key {name!r}; known here: {', '.join(sorted(names))}")
        for key in known:
            if key.required and key.name not in present:
                raise self.misread(f"the key {key.name!r} is missing")

    def __contains__(self, name: str) -> bool:
        return any(key == name for key, _ in self._pairs())

    def __getitem__(self, name: str) -> "Cursor":
        for key, node in self._pairs():
            if key == name:
                return replace(self, node=node)
        raise self.misread(f"the key {name!r} is missing")

    def items(self) -> Iterator["Cursor"]:
        """The entries of a list that has at least one."""
        if not isinstance(self.node, yaml.SequenceNode) or not self.node.value:
            raise self.misread("a list with at least one entry was expected")
        return iter([replace(self, node=node) for node in self.node.value])

    def text(self) -> str:
        """A text that is not empty."""
        if not isinstance(self.node, yaml.ScalarNode) or not self.node.value.strip():
            raise self.misread("a text was expected")
        return str(self.node.value).strip()

    def texts(self) -> Texts:
        """A text in both languages. One that is missing is noted and replaced by the other."""
        names = self.keys()
        for name in names:
            if name not in _TEXT_KEYS:
                raise self[name].misread(f"unknown language {name!r}; a text has he and en")
        found = {name: self[name].text() for name in names}
        if not found:
            raise self.misread("a text in Hebrew (he) and English (en) was expected")
        for name in _TEXT_KEYS:
            if name not in found:
                self.note(f"the translation {name!r} is missing")
        either = next(iter(found.values()))
        return Texts(found.get("he", either), found.get("en", either))

    def choice(self, *allowed: str) -> str:
        """One of the allowed words."""
        value = self.text()
        if value not in allowed:
            raise self.misread(f"{value!r} is not one of {', '.join(allowed)}")
        return value

    def number(self) -> float:
        """A finite number."""
        if isinstance(self.node, yaml.ScalarNode) and self.node.tag.endswith((":int", ":float")):
            try:
                value = float(self.node.value)
            except ValueError:
                value = float("nan")
            if abs(value) < float("inf"):
                return value
        raise self.misread("a number was expected")

    def whole(self) -> int:
        """A whole number."""
        value = self.number()
        if not value.is_integer():
            raise self.misread("a whole number was expected")
        return int(value)

    def share(self) -> float:
        """A share: above 0, at most 1."""
        value = self.number()
        if not 0 < value <= 1:
            raise self.misread("a share above 0, at most 1, was expected")
        return value

    def times(self) -> int:
        """How many times, at least once."""
        value = self.whole()
        if value < 1:
            raise self.misread("a whole number of 1 or more was expected")
        return value

    def milliseconds(self) -> int:
        """A length of time, written in seconds, more than 0."""
        seconds = self.number()
        if seconds <= 0:
            raise self.misread("a number of seconds above 0 was expected")
        return round(seconds * 1000)

    @property
    def is_flag(self) -> bool:
        """Whether `true` or `false` stands here."""
        return isinstance(self.node, yaml.ScalarNode) and self.node.tag.endswith(":bool")

    def flag(self) -> bool:
        """`true` or `false`."""
        if self.is_flag:
            return str(self.node.value).lower() in {"true", "yes", "on"}
        raise self.misread("true or false was expected")

    def _pairs(self) -> list[tuple[str, yaml.Node]]:
        if not isinstance(self.node, yaml.MappingNode):
            raise self.misread("a mapping of keys to values was expected")
        return [(str(key.value), value) for key, value in self.node.value]

    def _problem(self, message: str, severity: Severity) -> Problem:
        return Problem(self.file, self.line, self.question, message, severity)
