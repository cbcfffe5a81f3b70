"""YAML into a Rubric. What cannot be read is refused with file, line and question, all faults at once."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

import yaml

from qa.pipeline.model import Language
from qa.rubric.cursor import Cursor, Key, Misread
from qa.rubric.kinds import KINDS, KindClass, Outcome
from qa.rubric.kinds.base import SECONDS, TEXTS
from qa.rubric.model import Option, Question, Rubric, Section, Texts
from qa.rubric.problems import Problem, RubricUnreadable

_ID: dict[str, object] = {"type": "string", "pattern": "^[a-z0-9][a-z0-9_-]{0,59}$"}
_LANGUAGES: tuple[Language, ...] = ("he", "en")
_DEFAULT_DEAD_AIR_MS = 3_000
#: A rubric is written by people; a file beyond this is something else.
_LARGEST_BYTES = 1_000_000

OPTION_KEYS = (
    Key("id", _ID, required=True),
    Key("label", TEXTS | {"description": "the kind's own words where missing"}),
    Key("points", {"type": "number"}, required=True),
    Key("auto_fail", {"type": "boolean", "description": "choosing it fails the call"}),
)
QUESTION_KEYS = (
    Key("id", _ID, required=True),
    Key("kind", {"enum": list(KINDS)}, required=True),
    Key("text", TEXTS, required=True),
    Key("guide", TEXTS | {"description": "how to decide; shown beside the question"}),
    Key("critical", {"type": "boolean", "description": "counted into the critical total"}),
    Key("bonus", {"type": "boolean", "description": "can add points, is missing from what is possible"}),
    Key("points", {"type": "number", "description": "for the best outcome; the kind knows the share of the others"}),
    Key("auto_fail", {"type": "boolean", "description": "with points: the worst outcome fails the call"}),
    Key("options", {"type": "array", "minItems": 2, "description": "instead of points"}),
)
SECTION_KEYS = (
    Key("id", _ID, required=True),
    Key("title", TEXTS, required=True),
    Key("weight", {"type": "number", "exclusiveMinimum": 0, "description": "multiplies all points of the section"}),
    Key("questions", {"type": "array", "minItems": 1}, required=True),
)
RUBRIC_KEYS = (
    Key("id", _ID, required=True),
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
        return Cursor(self.file, node, notes=self.notes)

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
            id=_id(at["id"]),
            version=_at_least_one(at["version"]),
            language=next(known for known in _LANGUAGES if known == language),
            title=at["title"].texts(),
            pass_percent=_percent(at["pass_percent"]),
            dead_air_ms=at["dead_air_s"].milliseconds() if "dead_air_s" in at else _DEFAULT_DEAD_AIR_MS,
            sections=tuple(section for section in sections if section),
        )
        self._find_twins(rubric)
        return rubric

    def _find_twins(self, rubric: Rubric) -> None:
        """Ids are what answers and trends hang on: each stands once."""
        seen: set[str] = set()
        for question in rubric.questions:
            if question.id in seen:
                self.problems.append(Problem(self.file, question.line, question.id, "this id is used twice"))
            seen.add(question.id)
        ids = [section.id for section in rubric.sections]
        for section in dict.fromkeys(section for section in ids if ids.count(section) > 1):
            self.problems.append(Problem(self.file, 1, None, f"the section id {section!r} is used twice"))

    def _section(self, at: Cursor) -> Section:
        questions = [self._try(self._question, question) for question in at["questions"].items()]
        at.expect(SECTION_KEYS)
        weight = at["weight"].number() if "weight" in at else 1.0
        if weight <= 0:
            raise at["weight"].misread("a weight is above 0")
        return Section(
            _id(at["id"]), at["title"].texts(), weight, tuple(question for question in questions if question)
        )

    def _question(self, at: Cursor) -> Question:
        question_id = _id(at["id"])
        at = at.about(question_id)
        kind_class = KINDS[at["kind"].choice(*KINDS)]
        at.expect(QUESTION_KEYS + kind_class.keys)
        kind = kind_class.read(at, question_id)
        return Question(
            id=question_id,
            kind=kind,
            text=at["text"].texts(),
            guide=at["guide"].texts() if "guide" in at else None,
            options=_options(at, kind),
            critical="critical" in at and at["critical"].flag(),
            bonus="bonus" in at and at["bonus"].flag(),
            line=at.line,
        )


def _options(at: Cursor, kind: KindClass) -> tuple[Option, ...]:
    if "options" in at:
        if "points" in at or "auto_fail" in at:
            raise at["options"].misread("a question has either options, or points (and auto_fail)")
        return _listed_options(at["options"], kind.reachable())
    if not kind.reachable():
        raise at.misread("a question for people names its options")
    return _usual_options(at, kind.reachable())


def _usual_options(at: Cursor, outcomes: tuple[Outcome, ...]) -> tuple[Option, ...]:
    points = at["points"].number()
    options = tuple(Option(outcome.id, outcome.label, points * outcome.share) for outcome in outcomes)
    if "auto_fail" in at and at["auto_fail"].flag():
        return (*options[:-1], replace(options[-1], auto_fail=True))
    return options


def _listed_options(at: Cursor, outcomes: tuple[Outcome, ...]) -> tuple[Option, ...]:
    options = tuple(_option(entry, outcomes) for entry in at.items())
    ids = [option.id for option in options]
    if len(set(ids)) < len(ids):
        raise at.misread("two options have the same id")
    if len(ids) == 1:
        raise at.misread("one option is no question")
    missing = [outcome.id for outcome in outcomes if outcome.id not in ids]
    if missing:
        raise at.misread(f"there is no option for the outcome {missing[0]!r}")
    return options


def _option(at: Cursor, outcomes: tuple[Outcome, ...]) -> Option:
    at.expect(OPTION_KEYS)
    option_id = _id(at["id"])
    usual = {outcome.id: outcome.label for outcome in outcomes}
    if usual and option_id not in usual:
        raise at["id"].misread(f"the option {option_id!r} can never be reached; this question's are {', '.join(usual)}")
    return Option(
        id=option_id,
        label=at["label"].texts() if "label" in at else _usual_label(at, usual, option_id),
        points=at["points"].number(),
        auto_fail="auto_fail" in at and at["auto_fail"].flag(),
    )


def _usual_label(at: Cursor, usual: dict[str, Texts], option_id: str) -> Texts:
    if option_id not in usual:
        raise at.misread("the key 'label' is missing")
    return usual[option_id]


def _id(at: Cursor) -> str:
    value = at.text()
    if not re.match(str(_ID["pattern"]), value):
        raise at.misread(f"{value!r} is no id: small Latin letters, digits, - and _, at most 60")
    return value


def _at_least_one(at: Cursor) -> int:
    value = at.whole()
    if value < 1:
        raise at.misread("a version is 1 or more")
    return value


def _percent(at: Cursor) -> float:
    value = at.number()
    if not 0 <= value <= 100:
        raise at.misread("a percentage from 0 to 100 was expected")
    return value
