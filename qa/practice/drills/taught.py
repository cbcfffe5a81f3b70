"""What can be drilled: the situations that calls are judged by, and those that only the language book has."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from qa.book.saying import readable
from qa.book.service import BookSituation, situations
from qa.pipeline.model import Checklist, Language, PhraseSpec
from qa.rubric.identity import identities
from qa.rubric.kinds import Situation
from qa.rubric.model import Question, Rubric, Texts
from qa.rubric.store import NoRubric, for_language, rubric_of, versions_of

LANGUAGES: tuple[Language, ...] = ("he", "en")


@dataclass(frozen=True, slots=True)
class Taught:
    """A situation with the reply that is owed in it, in one language.

    `question_id`: the rubric's question that counts it; None: only the book has it. `within_ms`: how soon the reply is
    owed, or None. `triggers` are customers' sentences and `sentences` the replies, as people say them.
    """

    id: str
    language: Language
    topic: Texts
    question_id: str | None
    rule: PhraseSpec
    within_ms: int | None
    triggers: tuple[str, ...]
    sentences: tuple[str, ...]


def taught(session: Session, language: Language) -> dict[str, Taught]:
    """All of them by id: the book's in its order, then what only the rubric has."""
    book = situations(session, language)
    titles = {own: {told.id: told.title for told in situations(session, own)} for own in LANGUAGES}
    asked = dict(_asked(session, language))
    found: list[Taught] = []
    for told in book:
        topic = Texts(titles["he"].get(told.id, told.title), titles["en"].get(told.id, told.title))
        question = asked.pop(told.question_id, None) if told.question_id else None
        found.append(_with_book(question, told, topic) if question else _of_book(told, language, topic))
    return {one.id: one for one in (*found, *asked.values()) if one.sentences}


def lasting_ids(session: Session, rubric: Rubric) -> Mapping[str, str]:
    """By question id of this version, the id under which the question is drilled, whatever it was called since."""
    versions = [rubric_of(row) for row in versions_of(session, rubric.id)]
    return {
        question_id: drill_id(rubric.language, first)
        for question_id, first in identities(versions)[rubric.version].items()
    }


def checklist(session: Session, language: Language) -> Checklist:
    """What competes with a reply for its words; nothing where no rubric is written for the language."""
    try:
        return rubric_of(for_language(session, language)).checklist()
    except NoRubric:
        return Checklist()


def drill_id(language: Language, question_id: str) -> str:
    """The id of the drill of a rubric's question."""
    return f"{language}.question.{question_id}"


def _asked(session: Session, language: Language) -> Iterator[tuple[str, Taught]]:
    """By question id, the situations of the newest rubric in which a customer says something."""
    try:
        rubric = rubric_of(for_language(session, language))
    except NoRubric:
        return
    lasting = lasting_ids(session, rubric)
    for question in rubric.questions:
        kind = question.kind
        if isinstance(kind, Situation) and kind.spec.trigger.speaker == "customer":
            yield question.id, _of_question(lasting[question.id], language, question, kind)


def _of_question(known_as: str, language: Language, question: Question, kind: Situation) -> Taught:
    return Taught(
        id=known_as,
        language=language,
        topic=question.text,
        question_id=question.id,
        rule=kind.spec.response,
        within_ms=kind.spec.within_ms,
        triggers=_readable(kind.spec.trigger.wordings),
        sentences=_readable(kind.spec.response.wordings),
    )


def _with_book(question: Taught, told: BookSituation, topic: Texts) -> Taught:
    """The rubric's rule with the book's sentences."""
    triggers = tuple(trigger.say for trigger in told.triggers)
    sentences = tuple(sentence.say for sentence in told.sentences)
    return replace(question, topic=topic, triggers=triggers or question.triggers, sentences=sentences)


def _of_book(told: BookSituation, language: Language, topic: Texts) -> Taught:
    """What no rubric counts: any of the book's sentences will do."""
    wordings = tuple(wording for sentence in told.sentences for wording in sentence.wordings)
    return Taught(
        id=f"{language}.book.{told.id}",
        language=language,
        topic=topic,
        question_id=None,
        rule=PhraseSpec(f"book.{told.id}", wordings),
        within_ms=round(told.within_s * 1000) if told.within_s is not None else None,
        triggers=tuple(trigger.say for trigger in told.triggers),
        sentences=tuple(sentence.say for sentence in told.sentences),
    )


def _readable(wordings: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(readable(wording) for wording in wordings))
