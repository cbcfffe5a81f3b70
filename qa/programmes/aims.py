"""What a programme can aim at: what agents say and lead calls by, as the published rubrics ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.rubric.identity import identities
from qa.rubric.model import KindName, Question, Section
from qa.rubric.schemas import Texts
from qa.rubric.store import in_use, rubric_of, versions_of
from qa.rubric.tables import RubricVersion

#: Kinds of questions that are about what is said; the others cannot be taught as words.
_TAUGHT: tuple[KindName, ...] = ("phrase", "transition", "situation")


@dataclass(frozen=True, slots=True)
class Aim:
    """A question under the first id that it ever had. `languages`: of today's rubrics that ask it; empty: none."""

    question_id: str
    section: Section
    question: Question
    languages: tuple[str, ...]

    @property
    def text(self) -> Texts:
        """What it asks."""
        return Texts.of(self.question.text)


def aims(session: Session) -> Mapping[str, Aim]:
    """Every question of a kind that can be taught, of all versions; the words are those of the newest that asks it."""
    found: dict[str, Aim] = {}
    today = in_use(session)
    for rubric_id in session.scalars(sa.select(RubricVersion.rubric_id).distinct().order_by(RubricVersion.rubric_id)):
        rows = versions_of(session, rubric_id)
        first_ids = identities(rubric_of(row) for row in rows)
        for row in rows:
            rubric = rubric_of(row)
            asked = (rubric.language,) if row.id in today else ()
            for section in rubric.sections:
                for question in section.questions:
                    if question.kind.name in _TAUGHT:
                        first_id = first_ids[rubric.version][question.id]
                        known = found.setdefault(first_id, Aim(first_id, section, question, ()))
                        languages = tuple(dict.fromkeys((*known.languages, *asked)))
                        found[first_id] = Aim(first_id, known.section, known.question, languages)
    return found


def text_of(known: Mapping[str, Aim], question_id: str) -> Texts:
    """What the question asks; its id, where its rubric is gone."""
    aim = known.get(question_id)
    return aim.text if aim else Texts(he=question_id, en=question_id)
