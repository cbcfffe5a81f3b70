"""Rubrics into what the web says of them: which there are, and what one version asks."""

from collections.abc import Sequence
from dataclasses import fields, is_dataclass

from qa.pipeline.model import Count, PhraseSpec, Place, Window
from qa.rubric.kinds import Transition
from qa.rubric.model import Condition, Kind, Question, Rubric, Section
from qa.rubric.schemas import (
    ConditionLine,
    OptionLine,
    PhraseLine,
    QuestionLine,
    RubricOut,
    RubricVersionOut,
    SectionLine,
    Terms,
    Texts,
    VersionOut,
)
from qa.rubric.store import rubric_of
from qa.rubric.tables import RubricVersion


def rubric_out(versions: Sequence[RubricVersion], in_use: set[str]) -> RubricOut:
    """A rubric by its versions, the newest first; `in_use` are the row ids that calls are held against."""
    rubric = rubric_of(versions[0])
    return RubricOut(
        id=rubric.id,
        version=rubric.version,
        language=rubric.language,
        title=Texts.of(rubric.title),
        questions=len(rubric.questions),
        in_use=any(row.id in in_use for row in versions),
        versions=_versions(versions),
    )


def version_out(row: RubricVersion, versions: Sequence[RubricVersion], in_use: set[str]) -> RubricVersionOut:
    """One version to read, and which others there are."""
    rubric = rubric_of(row)
    return RubricVersionOut(
        id=rubric.id,
        version=rubric.version,
        language=rubric.language,
        title=Texts.of(rubric.title),
        pass_percent=rubric.pass_percent,
        published_at=row.published_at,
        in_use=row.id in in_use,
        versions=_versions(versions),
        sections=_sections(rubric),
        source=row.source,
    )


def _versions(rows: Sequence[RubricVersion]) -> list[VersionOut]:
    return [VersionOut(version=row.version, published_at=row.published_at) for row in rows]


def _sections(rubric: Rubric) -> list[SectionLine]:
    return [_section(section, rubric) for section in rubric.sections]


def _section(section: Section, rubric: Rubric) -> SectionLine:
    return SectionLine(
        id=section.id,
        title=Texts.of(section.title),
        weight=section.weight,
        questions=[_question(question, rubric) for question in section.questions],
    )


def _question(question: Question, rubric: Rubric) -> QuestionLine:
    return QuestionLine(
        id=question.id,
        kind=question.kind.name,
        text=Texts.of(question.text),
        guide=Texts.of(question.guide) if question.guide else None,
        critical=question.critical,
        bonus=question.bonus,
        weight=question.weight,
        only_if=_condition(question.only_if, rubric) if question.only_if else None,
        options=[
            OptionLine(id=o.id, label=Texts.of(o.label), points=o.points, auto_fail=o.auto_fail)
            for o in question.options
        ],
        phrases=_phrases(question),
        terms=_terms(question.kind),
    )


def _condition(condition: Condition, rubric: Rubric) -> ConditionLine:
    other = rubric.question(condition.question_id)
    options = [Texts.of(other.option(option_id).label) for option_id in condition.options]
    return ConditionLine(question=Texts.of(other.text), options=options)


def _phrases(question: Question) -> list[PhraseLine]:
    kind = question.kind
    said = [spec for situation in kind.situations() for spec in (situation.trigger, situation.response)]
    lines = [_phrase(spec, question.id) for spec in (*kind.phrases(), *said)]
    for index, line in enumerate(lines):
        if isinstance(kind, Transition):
            line.terms |= _plain(kind.boundary(index))
    return lines


def _phrase(spec: PhraseSpec, question_id: str) -> PhraseLine:
    return PhraseLine(
        part=spec.id.removeprefix(question_id).lstrip("."),
        wordings=list(spec.wordings),
        strictness=spec.strictness,
        speaker=spec.speaker,
        terms=_plain(spec.window, Window()) | _place(spec.place) | _plain(spec.count, Count()),
    )


def _place(place: Place) -> Terms:
    terms = _plain(place, Place())
    return terms if place.near else {name: value for name, value in terms.items() if name != "within_s"}


def _terms(kind: Kind) -> Terms:
    """Whatever else the kind demands that is one plain value: a bound, a number needed, whether it is forbidden."""
    terms = _plain(kind)
    for situation in kind.situations():
        terms |= _plain(situation, leave_out=("id",))
    return terms


def _plain(of: object, usual: object = None, *, leave_out: tuple[str, ...] = ()) -> Terms:
    """The fields of a dataclass that are plain values and not as in `usual`; milliseconds become seconds."""
    terms: Terms = {}
    for field in fields(of) if is_dataclass(of) else ():
        value = getattr(of, field.name)
        is_plain = isinstance(value, bool | int | float | str)
        if not is_plain or field.name in leave_out or (usual is not None and value == getattr(usual, field.name)):
            continue
        in_seconds = field.name.endswith("_ms")
        terms[f"{field.name[:-3]}_s" if in_seconds else field.name] = value / 1000 if in_seconds else value
    return terms
