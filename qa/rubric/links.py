"""What questions say of each other: conditions, renamed ids, phrases placed by other phrases. Faults among these."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from qa.pipeline.model import PhraseSpec
from qa.rubric.cursor import Mention
from qa.rubric.model import Question, Rubric


@dataclass(frozen=True, slots=True)
class BrokenLink:
    """A fault between questions: where it stands, and whose it is."""

    line: int
    question: str | None
    message: str


def broken(rubric: Rubric, mentions: Iterable[Mention]) -> Iterator[BrokenLink]:
    """Every fault; `mentions` are those of the reading that made the rubric."""
    yield from _twins(rubric)
    yield from _renamed(rubric)
    yield from _conditions(rubric)
    yield from _phrases(rubric, mentions)


def _twins(rubric: Rubric) -> Iterator[BrokenLink]:
    """Ids are what answers and trends hang on: each stands once."""
    seen: set[str] = set()
    for question in rubric.questions:
        if question.id in seen:
            yield BrokenLink(question.line, question.id, "this id is used twice")
        seen.add(question.id)
    ids = [section.id for section in rubric.sections]
    for section in dict.fromkeys(section for section in ids if ids.count(section) > 1):
        yield BrokenLink(1, None, f"the section id {section!r} is used twice")


def _renamed(rubric: Rubric) -> Iterator[BrokenLink]:
    """A trend can be carried on by one question only."""
    ids = {question.id for question in rubric.questions}
    heirs: dict[str, str] = {}
    for question in rubric.questions:
        if question.was is None:
            continue
        if question.was in ids:
            message = f"it cannot have been {question.was!r}: that id is in use in this very version"
            yield BrokenLink(question.line, question.id, message)
        elif question.was in heirs:
            message = f"it cannot have been {question.was!r}: {heirs[question.was]!r} was that"
            yield BrokenLink(question.line, question.id, message)
        heirs.setdefault(question.was, question.id)


def _conditions(rubric: Rubric) -> Iterator[BrokenLink]:
    known = {question.id: question for question in rubric.questions}
    for question in rubric.questions:
        if question.only_if is None:
            continue
        asked = known.get(question.only_if.question_id)
        if asked is None:
            message = f"only_if names {question.only_if.question_id!r}, and there is no such question"
            yield BrokenLink(question.line, question.id, message)
            continue
        offered = [option.id for option in asked.options]
        for option_id in question.only_if.options:
            if option_id not in offered:
                message = f"only_if names {option_id!r}; the options of {asked.id!r} are {', '.join(offered)}"
                yield BrokenLink(question.line, question.id, message)
        if _returns(question, known):
            yield BrokenLink(
                question.line, question.id, "only_if goes in a circle: whether it is asked hangs on itself"
            )


def _returns(question: Question, known: Mapping[str, Question]) -> bool:
    """Whether the conditions lead from this question back to it."""
    at: Question | None = question
    for _ in known:
        at = known.get(at.only_if.question_id) if at is not None and at.only_if else None
        if at is question:
            return True
    return False


def _phrases(rubric: Rubric, mentions: Iterable[Mention]) -> Iterator[BrokenLink]:
    """Two phrases may name each other: each is placed by where the other was heard. None can be its own measure."""
    phrases = {spec.id for question in rubric.questions for spec in spoken(question)}
    for mention in mentions:
        if mention.named == mention.phrase_id:
            yield BrokenLink(mention.at.line, mention.at.question, "a phrase cannot be placed by itself")
        elif mention.named not in phrases:
            yield BrokenLink(mention.at.line, mention.at.question, _no_phrase(mention.named, rubric))


def _no_phrase(named: str, rubric: Rubric) -> str:
    for question in rubric.questions:
        if question.id == named:
            parts = ", ".join(spec.id for spec in spoken(question))
            return f"{named!r} has several phrases; name one of {parts}" if parts else f"{named!r} has no phrase"
    return f"there is no phrase {named!r} in this rubric"


def spoken(question: Question) -> tuple[PhraseSpec, ...]:
    """Every phrase of a question that the pipeline looks for, those of its situations as well."""
    situations = question.kind.situations()
    return (
        *question.kind.phrases(),
        *(spec for situation in situations for spec in (situation.trigger, situation.response)),
    )
