"""The rubric as the rest of Mashov sees it: frozen, without a trace of the file that it was read from."""

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Protocol

from qa.pipeline.model import Checklist, Language, PhraseSpec, SituationSpec

KindName = Literal["phrase", "transition", "situation", "tone", "conduct", "manual"]
#: What an option fails when it is chosen: the whole call, or the points of its section.
AutoFail = Literal["rubric", "section"]


@dataclass(frozen=True, slots=True)
class Texts:
    """One text in both interface languages."""

    he: str
    en: str


@dataclass(frozen=True, slots=True)
class Option:
    """One possible answer.

    `auto_fail`: choosing it fails the whole call whatever the points, or leaves its section without a point.
    """

    id: str
    label: Texts
    points: float
    auto_fail: AutoFail | None = None


@dataclass(frozen=True, slots=True)
class Condition:
    """A question is asked only where another one is answered with one of these options."""

    question_id: str
    options: tuple[str, ...]


class Kind(Protocol):
    """What sort of question it is, and what it asks of the pipeline. Each kind is a small class in `kinds/`."""

    @property
    def name(self) -> KindName: ...

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """The phrases that the pipeline should look for."""
        ...

    def situations(self) -> tuple[SituationSpec, ...]:
        """The situations that the pipeline should look for."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """What a call is asked. `bonus` questions can add points but are missing from what is possible.

    `weight` multiplies its points. `only_if` None: always asked. `was`: its id in earlier versions, where it had
    another. `line` is where the rubric's file has it; it is no part of the question's identity.
    """

    id: str
    kind: Kind
    text: Texts
    guide: Texts | None
    options: tuple[Option, ...]
    critical: bool = False
    bonus: bool = False
    weight: float = 1.0
    only_if: Condition | None = None
    was: str | None = None
    line: int = field(default=0, compare=False)

    @property
    def points_possible(self) -> float:
        """The most that an answer can earn, counted into the whole; 0 for a bonus or where one can only lose."""
        return 0.0 if self.bonus else self.weight * max([0.0, *(option.points for option in self.options)])

    def points(self, option_id: str) -> float:
        """What the option of that id earns, by the question's weight. Raises KeyError."""
        return self.weight * self.option(option_id).points

    def option(self, option_id: str) -> Option:
        """The option of that id. Raises KeyError."""
        for option in self.options:
            if option.id == option_id:
                return option
        raise KeyError(option_id)


@dataclass(frozen=True, slots=True)
class Section:
    """Questions that belong together. `weight` multiplies all their points."""

    id: str
    title: Texts
    weight: float
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Rubric:
    """One version of a rubric; immutable once published, and known by `id`, `version` and `digest()`."""

    id: str
    version: int
    language: Language
    title: Texts
    pass_percent: float
    dead_air_ms: int
    sections: tuple[Section, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """All questions in the order of the rubric."""
        return tuple(question for section in self.sections for question in section.questions)

    def question(self, question_id: str) -> Question:
        """The question of that id. Raises KeyError."""
        for question in self.questions:
            if question.id == question_id:
                return question
        raise KeyError(question_id)

    def checklist(self) -> Checklist:
        """Everything that the questions ask of the pipeline."""
        return Checklist(
            phrases=tuple(phrase for question in self.questions for phrase in question.kind.phrases()),
            situations=tuple(situation for question in self.questions for situation in question.kind.situations()),
            dead_air_ms=self.dead_air_ms,
        )

    def digest(self) -> str:
        """Sha-256 of the content in hexadecimal; comments, layout and line numbers of the file do not enter."""
        content = json.dumps(_content(self), ensure_ascii=False, sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


def _content(rubric: Rubric) -> dict[str, Any]:
    content = asdict(rubric)
    for section, written in zip(rubric.sections, content["sections"], strict=True):
        for question, row in zip(section.questions, written["questions"], strict=True):
            del row["line"]
            row["kind_name"] = question.kind.name
    return content
