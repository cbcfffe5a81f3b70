"""What the web says about rubrics: which there are, what one asks, what is wrong with a draft."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.pipeline.model import Speaker, Strictness
from qa.rubric import model
from qa.rubric.model import AutoFail, KindName
from qa.rubric.problems import Problem, Severity

#: Characters of a draft; with JSON around it and two bytes a Hebrew letter it stays within a request's bounds.
MOST_CHARACTERS = 300_000


class Texts(BaseModel):
    """One text in both interface languages."""

    he: str
    en: str

    @classmethod
    def of(cls, texts: model.Texts) -> "Texts":
        """The same, as the web says it."""
        return cls(he=texts.he, en=texts.en)


class ProblemOut(BaseModel):
    """One fault of a rubric file. `line` counts from 1; `question` None: outside any question."""

    line: int
    question: str | None
    message: str
    severity: Severity

    @classmethod
    def of(cls, problem: Problem) -> "ProblemOut":
        """The problem without its file, which a draft has none of."""
        return cls(line=problem.line, question=problem.question, message=problem.message, severity=problem.severity)


class VersionOut(BaseModel):
    """One published version."""

    version: int
    published_at: datetime


class RubricOut(BaseModel):
    """A published rubric, by its newest version. `in_use`: calls in its language are held against it today."""

    id: str
    version: int
    language: Literal["he", "en"]
    title: Texts
    questions: int
    in_use: bool
    versions: list[VersionOut] = Field(description="The newest first")


class OptionLine(BaseModel):
    """One possible answer."""

    id: str
    label: Texts
    points: float
    auto_fail: AutoFail | None


#: What a rubric demands besides texts, by the keys of its file: bounds, times in seconds, names of phases.
Terms = dict[str, bool | int | float | str]


class PhraseLine(BaseModel):
    """Wordings that a question listens for. `part` says which, where it has several; `terms` where and how often."""

    part: str
    wordings: list[str]
    strictness: Strictness
    speaker: Speaker | None
    terms: Terms


class ConditionLine(BaseModel):
    """The question is asked only where that other one is answered with one of these options."""

    question: Texts
    options: list[Texts]


class QuestionLine(BaseModel):
    """A question as people read it. `terms` are what its kind demands besides wordings."""

    id: str
    kind: KindName
    text: Texts
    guide: Texts | None
    critical: bool
    bonus: bool
    weight: float
    only_if: ConditionLine | None
    options: list[OptionLine]
    phrases: list[PhraseLine]
    terms: Terms


class SectionLine(BaseModel):
    """Questions that belong together."""

    id: str
    title: Texts
    weight: float
    questions: list[QuestionLine]


class RubricVersionOut(BaseModel):
    """One version to read. `source` is the YAML that it was read from: the whole truth about it."""

    id: str
    version: int
    language: Literal["he", "en"]
    title: Texts
    pass_percent: float
    published_at: datetime
    in_use: bool
    versions: list[VersionOut] = Field(description="All versions of this rubric, the newest first")
    sections: list[SectionLine]
    source: str


class DraftIn(BaseModel):
    """A rubric in YAML that is not published."""

    source: Annotated[str, Field(max_length=MOST_CHARACTERS)]
