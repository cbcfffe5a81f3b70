"""What a readable rubric still does wrong: phrases that cannot be verified, points that cannot be earned."""

from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

from rapidfuzz import fuzz

from qa.pipeline.model import PhraseSpec
from qa.pipeline.phrases import family, is_telling
from qa.rubric.model import Question, Rubric
from qa.rubric.problems import Problem
from qa.rubric.reader import read_with_problems

#: Fewer words than this are said by chance.
_FEWEST_WORDS = 2
#: From this likeness of wordings on, one sentence fulfils both phrases.
_OVERLAP = 92


def lint(path: Path) -> tuple[Problem, ...]:
    """Everything wrong with the rubric in a file, by line. Raises OSError."""
    return lint_text(path.read_text(encoding="utf-8"), file=str(path))


def lint_text(source: str, *, file: str) -> tuple[Problem, ...]:
    """Everything wrong with the rubric in a YAML text, by line; `file` is what problems call it."""
    rubric, problems = read_with_problems(source, file=file)
    found = list(problems)
    if rubric is not None:
        found += [
            Problem(Path(file), line, question, message, "warning") for line, question, message in _faults(rubric)
        ]
    return tuple(sorted(found, key=lambda problem: problem.line))


_Fault = tuple[int, str | None, str]


def _faults(rubric: Rubric) -> Iterator[_Fault]:
    if not sum(question.points_possible for question in rubric.questions):
        yield 1, None, "no question can earn a point, so no percentage can be made"
    for question in rubric.questions:
        for message in [*_points(question), *_weak_phrases(question)]:
            yield question.line, question.id, message
    yield from _overlaps(rubric)


def _points(question: Question) -> Iterator[str]:
    points = [option.points for option in question.options]
    if len(set(points)) == 1 and not any(option.auto_fail for option in question.options):
        yield f"every option is worth {points[0]:g} points, so the answer changes nothing"
    if question.bonus and max(points) <= 0:
        yield "a bonus question that cannot earn a point"
    if all(option.auto_fail for option in question.options):
        yield "every option fails the call"


def _phrases(question: Question) -> list[PhraseSpec]:
    situations = question.kind.situations()
    spoken = [spec for situation in situations for spec in (situation.trigger, situation.response)]
    return [*question.kind.phrases(), *spoken]


def _weak_phrases(question: Question) -> Iterator[str]:
    for spec in _phrases(question):
        for wording in spec.wordings:
            for sentence in family(wording):
                words = sentence.split()
                if len(words) < _FEWEST_WORDS:
                    yield f"the phrase {sentence!r} is too short to be verified"
                elif not any(is_telling(word) for word in words):
                    yield f"the phrase {sentence!r} is too common to be verified"


def _overlaps(rubric: Rubric) -> Iterator[_Fault]:
    """Two phrases that one sentence would fulfil. A situation may well ask for a phrase of the book again."""
    told = [
        (question, spec, [sentence for wording in spec.wordings for sentence in family(wording)])
        for question in rubric.questions
        for spec in question.kind.phrases()
    ]
    for (_, first, left), (question, second, right) in combinations(told, 2):
        if first.speaker != second.speaker or first.window != second.window:
            continue
        if any(fuzz.ratio(a, b) >= _OVERLAP for a in left for b in right):
            yield question.line, question.id, f"one sentence would fulfil this and {first.id!r} as well"
