"""What a readable rubric still does wrong: phrases that cannot be verified, points that cannot be earned."""

from collections.abc import Iterator
from itertools import combinations, islice, product
from pathlib import Path
from typing import Literal

from rapidfuzz import fuzz
from rapidfuzz.process import cdist

from qa.pipeline.model import PhraseSpec
from qa.pipeline.phrases import family, is_telling
from qa.pipeline.phrases.patterns import sequences
from qa.rubric.kinds import Tone
from qa.rubric.kinds.tone import LIMITS
from qa.rubric.links import spoken
from qa.rubric.model import Option, Question, Rubric, Section
from qa.rubric.problems import Problem
from qa.rubric.reader import read_with_problems

#: Fewer words than this are said by chance.
_FEWEST_WORDS = 2
#: From this likeness of wordings on, one sentence fulfils both phrases.
_OVERLAP = 92
#: So many of a wording's choices are compared.
_MOST_CHOICES = 64


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
    for message in _whole(rubric):
        yield 1, None, message
    for question in rubric.questions:
        for message in [*_points(question), *_condition(question, rubric), *_tone(question), *_weak_phrases(question)]:
            yield question.line, question.id, message
    for section in rubric.sections:
        yield from _vain_section_fails(section)
    yield from _overlaps(rubric)


def _whole(rubric: Rubric) -> Iterator[str]:
    """Whether the pass line divides calls at all."""
    possible = sum(section.weight * question.points_possible for section, question in _placed(rubric))
    if not possible:
        yield "no question can earn a point, so no percentage can be made"
        return
    least, most = _reach(rubric, possible)
    if most < rubric.pass_percent:
        yield f"no call can pass: {most:.0f} % is the most that is left without options that fail"
    can_fail = any(option.auto_fail for question in rubric.questions for option in question.options)
    if least >= rubric.pass_percent and not can_fail:
        yield f"every call passes: {least:.0f} % is the least, and only {rubric.pass_percent:g} is asked"


def _reach(rubric: Rubric, possible: float) -> tuple[float, float]:
    """The least and the most percent that a call can get where no chosen option fails it."""
    least = most = 0.0
    for section, question in _placed(rubric):
        points = [section.weight * question.points(option.id) for option in _harmless(question)]
        least += min(points)
        most += max(points)
    return 100 * least / possible, min(100.0, 100 * most / possible)


def _placed(rubric: Rubric) -> Iterator[tuple[Section, Question]]:
    return ((section, question) for section in rubric.sections for question in section.questions)


def _harmless(question: Question) -> tuple[Option, ...]:
    return tuple(option for option in question.options if not option.auto_fail) or question.options


def _points(question: Question) -> Iterator[str]:
    points = [option.points for option in question.options]
    if len(set(points)) == 1 and not any(option.auto_fail for option in question.options):
        yield f"every option is worth {points[0]:g} points, so the answer changes nothing"
    if question.bonus and max(points) <= 0:
        yield "a bonus question that cannot earn a point"
    if all(option.auto_fail for option in question.options):
        yield "every option fails the call"
    elif max(option.points for option in _harmless(question)) < max(points):
        yield "its best option fails the call, so its points cannot be earned"


def _vain_section_fails(section: Section) -> Iterator[_Fault]:
    """To leave a section without a point is no loss where it has none."""
    if any(question.points_possible for question in section.questions):
        return
    for question in section.questions:
        if any(option.auto_fail == "section" for option in question.options):
            yield question.line, question.id, f"failing the section {section.id!r} changes nothing: it earns no points"


def _condition(question: Question, rubric: Rubric) -> Iterator[str]:
    if question.only_if is None:
        return
    asked = rubric.question(question.only_if.question_id)
    if all(option.id in question.only_if.options for option in asked.options):
        yield f"only_if lists every option of {asked.id!r}, so it is always asked"
    fatal = {option.id for option in asked.options if option.auto_fail == "rubric"}
    if set(question.only_if.options) <= fatal:
        yield f"it is asked only where {asked.id!r} has failed the call already"


def _tone(question: Question) -> Iterator[str]:
    if not isinstance(question.kind, Tone):
        return
    lowest, highest = LIMITS[question.kind.measure]
    at_least, at_most = question.kind.at_least, question.kind.at_most
    if (at_least is not None and at_least > highest) or (at_most is not None and at_most < lowest):
        yield f"the option 'met' can never be reached: {question.kind.measure} lies from {lowest:g} to {highest:g}"
    elif (at_least is None or at_least <= lowest) and (at_most is None or at_most >= highest):
        yield f"the option 'not_met' can never be reached: {question.kind.measure} lies from {lowest:g} to {highest:g}"
    if question.kind.speaker == "customer" and (question.critical or any(o.auto_fail for o in question.options)):
        yield "the customer's tone is evidence about the call: it should not be critical, and fail nothing"


def _weak_phrases(question: Question) -> Iterator[str]:
    for spec in spoken(question):
        for wording in spec.wordings:
            for sentence, weakness in weak_sentences(wording):
                yield f"the phrase {sentence!r} is too {weakness} to be verified"


def weak_sentences(wording: str) -> Iterator[tuple[str, Literal["short", "common"]]]:
    """Every plain sentence of the wording that cannot be verified, and why. Raises BadPattern."""
    for sentence in family(wording):
        words = sentence.split()
        if len(words) < _FEWEST_WORDS:
            yield sentence, "short"
        elif not any(is_telling(word) for word in words):
            yield sentence, "common"


def _overlaps(rubric: Rubric) -> Iterator[_Fault]:
    """Two phrases that one sentence would fulfil. A situation may well ask for a phrase of the book again."""
    told = [(question, spec) for question in rubric.questions for spec in question.kind.phrases()]
    situations = [
        (question, (situation.trigger, situation.response))
        for question in rubric.questions
        for situation in question.kind.situations()
    ]
    for (_, first), (question, second) in combinations(told, 2):
        if same_sentence(first, second):
            yield question.line, question.id, f"one sentence would fulfil this and {first.id!r} as well"
    for question, (trigger, response) in situations:
        if same_sentence(trigger, response):
            yield question.line, question.id, "one sentence would be trigger and response at once"


def same_sentence(left: PhraseSpec, right: PhraseSpec) -> bool:
    """Whether the same words at the same place of a call, by the same speaker, would count for both."""
    if (left.speaker, left.window, left.place, left.count) != (right.speaker, right.window, right.place, right.count):
        return False
    ours, theirs = (
        list({sentence for wording in spec.wordings for sentence in _sentences(wording)}) for spec in (left, right)
    )
    return bool(cdist(ours, theirs, scorer=fuzz.ratio, score_cutoff=_OVERLAP).any())


def _sentences(wording: str) -> Iterator[str]:
    """The wording with every choice that it leaves, up to a bound; optional words left out."""
    for sequence in sequences(wording):
        places = [place.choices for place in sequence if place.choices and not place.optional]
        for words in islice(product(*places), _MOST_CHOICES):
            yield " ".join(words)
