"""The questions of all rubrics by the first id that each ever had: their words, and what they weigh in the score."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from qa.platform.errors import NotFound
from qa.rubric.identity import identities
from qa.rubric.model import Question, Rubric, Section
from qa.rubric.schemas import Texts
from qa.rubric.store import newest_versions, rubric_of, versions_of


@dataclass(frozen=True, slots=True)
class Known:
    """A question as the newest version that asks it words it.

    `weight` is what lies between its best and its worst answer, in percentage points of a call's whole score.
    """

    id: str
    rubric_id: str
    text: Texts
    section: Texts
    weight: float
    critical: bool


def known(session: Session) -> dict[tuple[str, str], Known]:
    """Every question by rubric and first id, in the order of the rubrics."""
    found: dict[tuple[str, str], Known] = {}
    for newest in newest_versions(session):
        versions: Sequence[Rubric] = [rubric_of(row) for row in versions_of(session, newest.rubric_id)]
        first_ids = identities(versions)
        for rubric in versions:
            for section in rubric.sections:
                for question in section.questions:
                    key = (rubric.id, first_ids[rubric.version][question.id])
                    if key not in found:
                        found[key] = _known(key, rubric, section, question)
    return found


def named(session: Session, question_id: str) -> Known:
    """The question with this first id, of whichever rubric asks it. Raises NotFound."""
    for (_, first_id), question in known(session).items():
        if first_id == question_id:
            return question
    raise NotFound("question", question_id)


def _known(key: tuple[str, str], rubric: Rubric, section: Section, question: Question) -> Known:
    worth = [section.weight * question.points(option.id) for option in question.options]
    whole = sum(part.weight * one.points_possible for part in rubric.sections for one in part.questions)
    return Known(
        id=key[1],
        rubric_id=key[0],
        text=Texts.of(question.text),
        section=Texts.of(section.title),
        weight=100 * (max(worth) - min(worth)) / whole if whole > 0 else 0.0,
        critical=question.critical,
    )
