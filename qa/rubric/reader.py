"""YAML into a Rubric. What cannot be read is refused with file, line and question, all faults at once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import yaml

from qa.pipeline.model import Language
from qa.rubric.cursor import Cursor, Key, Mention, Misread
from qa.rubric.kinds import KINDS
from qa.rubric.kinds.base import SECONDS, TEXTS, mapping_schema
from qa.rubric.links import broken
from qa.rubric.model import Condition, Question, Rubric, Section
from qa.rubric.options import AUTO_FAIL, ID, checked_id, options
from qa.rubric.problems import Problem, RubricUnreadable

_LANGUAGES: tuple[Language, ...] = ("he", "en")
_DEFAULT_DEAD_AIR_MS = 3_000
#: A rubric is written by people; a file beyond this is something else.
_LARGEST_BYTES = 1_000_000
#: What every database's integer holds.
_LARGEST_VERSION = (1 << 31) - 1

_CONDITION = (
    Key("question", ID | {"description": "the id of another question"}, required=True),
    Key("is", {"type": "array", "items": ID, "minItems": 1, "description": "any of these options"}, required=True),
)
_WEIGHT = {"type": "number", "exclusiveMinimum": 0}
QUESTION_KEYS = (
    Key("id", ID, required=True),
    Key("kind", {"enum": list(KINDS)}, required=True),
    Key("text", TEXTS, required=True),
    Key("guide", TEXTS | {"description": "how to decide; shown beside the question"}),
    Key("critical", {"type": "boolean", "description": "counted into the critical total"}),
    Key("bonus", {"type": "boolean", "description": "can add points, is missing from what is possible"}),
    Key("weight", _WEIGHT | {"description": "multiplies the question's points; 1 where missing"}),
    Key("only_if", mapping_schema(_CONDITION) | {"description": "asked only where another question is so answered"}),
    Key("was", ID | {"description": "the question's id in earlier versions, where it had another"}),
    Key("points", {"type": "number", "description": "for the best outcome; the kind knows the share of the others"}),
    Key("auto_fail", AUTO_FAIL | {"description": "with points: the worst outcome fails the call, or its section"}),
    Key("options", {"type": "array", "minItems": 2, "description": "instead of points"}),
)
SECTION_KEYS = (
    Key("id", ID, required=True),
    Key("title", TEXTS, required=True),
    Key("weight", _WEIGHT | {"description": "multiplies all points of the section"}),
    Key("questions", {"type": "array", "minItems": 1}, required=True),
)
RUBRIC_KEYS = (
    Key("id", ID, required=True),
    Key("version", {"type": "integer", "minimum": 1}, required=True),
    Key("language", {"enum": list(_LANGUAGES), "description": "of the calls"}, required=True),
    Key("title", TEXTS, required=True),
    Key("pass_percent", {"type": "number", "minimum": 0, "maximum": 100}, required=True),
    Key("dead_air_s", SECONDS | {"description": "a longer silence is dead air; 3 where missing"}),
    Key("sections", {"type": "array", "minItems": 1}, required=True),
)  # fmt: skip

T = TypeVar("T")


def read(path: Path) -> Rubric:
    """The rubric in a file. Raises RubricUnreadable, OSError."""
    return read_text(path.read_text(encoding="utf-8"), file=str(path))


def read_text(source: str, *, file: str) -> Rubric:
    """The rubric in a YAML text; `file` is what faults call it. Raises RubricUnreadable."""
    rubric, problems = read_with_problems(source, file=file)
    if rubric is None:
        raise RubricUnreadable(tuple(problem for problem in problems if problem.severity == "error"))
    return rubric


def read_with_problems(source: str, *, file: str) -> tuple[Rubric | None, tuple[Problem, ...]]:
    """The rubric, or None where an error leaves none; and all errors and warnings of the reading, by line."""
    reading = _Reading(Path(file))
    rubric = reading.rubric(source)
    problems = tuple(sorted([*reading.problems, *reading.notes], key=lambda problem: problem.line))
    return (None if reading.problems else rubric), problems


@dataclass
class _Reading:
    """One reading of one file: goes on behind a fault, so that a person sees all of them at once."""

    file: Path
    problems: list[Problem] = field(default_factory=list)
    notes: list[Problem] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)

    def rubric(self, source: str) -> Rubric | None:
        root = self._root(source)
        return self._try(self._rubric, root) if root else None

    def _root(self, source: str) -> Cursor | None:
        try:
            node = yaml.compose(source[:_LARGEST_BYTES], Loader=yaml.SafeLoader)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            line = mark.line + 1 if mark else 1
            self.problems.append(
                Problem(self.file, line, None, f"this is not YAML: {getattr(error, 'problem', error)}")
            )
            return None
        if node is None:
            self.problems.append(Problem(self.file, 1, None, "the file is empty"))
            return None
        return Cursor(self.file, node, notes=self.notes, mentions=self.mentions)

    def _try(self, read: Callable[[Cursor], T], at: Cursor) -> T | None:
        try:
            return read(at)
        except Misread as misread:
            self.problems.append(misread.problem)
            return None

    def _rubric(self, at: Cursor) -> Rubric:
        sections = [self._try(self._section, section) for section in at["sections"].items()]
        at.expect(RUBRIC_KEYS)
        language = at["language"].choice(*_LANGUAGES)
        rubric = Rubric(
            id=checked_id(at["id"]),
            version=_at_least_one(at["version"]),
            language=next(known for known in _LANGUAGES if known == language),
            title=at["title"].texts(),
            pass_percent=_percent(at["pass_percent"]),
            dead_air_ms=at["dead_air_s"].milliseconds() if "dead_air_s" in at else _DEFAULT_DEAD_AIR_MS,
            sections=tuple(section for section in sections if section),
        )
        if not self.problems:  # a question that could not be read is no reason to miss it in others
            self.problems += [
                Problem(self.file, link.line, link.question, link.message) for link in broken(rubric, self.mentions)
            ]
        return rubric

    def _section(self, at: Cursor) -> Section:
        questions = [self._try(self._question, question) for question in at["questions"].items()]
        at.expect(SECTION_KEYS)
        return Section(
            checked_id(at["id"]),
            at["title"].texts(),
            _weight(at),
            tuple(question for question in questions if question),
        )

    def _question(self, at: Cursor) -> Question:
        question_id = checked_id(at["id"])
        at = at.about(question_id)
        kind_class = KINDS[at["kind"].choice(*KINDS)]
        at.expect(QUESTION_KEYS + kind_class.keys)
        kind = kind_class.read(at, question_id)
        return Question(
            id=question_id,
            kind=kind,
            text=at["text"].texts(),
            guide=at["guide"].texts() if "guide" in at else None,
            options=options(at, kind),
            critical="critical" in at and at["critical"].flag(),
            bonus="bonus" in at and at["bonus"].flag(),
            weight=_weight(at),
            only_if=_condition(at["only_if"]) if "only_if" in at else None,
            was=checked_id(at["was"]) if "was" in at else None,
            line=at.line,
        )


def _condition(at: Cursor) -> Condition:
    at.expect(_CONDITION)
    return Condition(checked_id(at["question"]), tuple(entry.text() for entry in at["is"].items()))


def _weight(at: Cursor) -> float:
    """What the points of the section or question at this place are multiplied by."""
    weight = at["weight"].number() if "weight" in at else 1.0
    if weight <= 0:
        raise at["weight"].misread("a weight is above 0")
    return weight


def _at_least_one(at: Cursor) -> int:
    value = at.whole()
    if not 1 <= value <= _LARGEST_VERSION:
        raise at.misread(f"a version is 1 or more, and at most {_LARGEST_VERSION}")
    return value


def _percent(at: Cursor) -> float:
    value = at.number()
    if not 0 <= value <= 100:
        raise at.misread("a percentage from 0 to 100 was expected")
    return value
