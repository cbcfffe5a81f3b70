"""The transition sentences that the anchor effect is told of one by one, in the words of the rubrics."""

from collections.abc import Mapping

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book.saying import readable
from qa.measures.facts import leading_questions, sentence_key
from qa.rubric.identity import identities
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of, versions_of
from qa.rubric.tables import RubricVersion


def sentences(session: Session, language: str | None) -> Mapping[str, Texts]:
    """By their keys, in the order of the rubrics; the words are the first wording of the newest version that has it.

    `language`: only of rubrics in it, as all calls are; then it stands in both texts, because it was said in no other.
    """
    found: dict[str, Texts] = {}
    for rubric_id in session.scalars(sa.select(RubricVersion.rubric_id).distinct().order_by(RubricVersion.rubric_id)):
        rows = versions_of(session, rubric_id)
        first_ids = identities(rubric_of(row) for row in rows)
        for row in rows:
            rubric = rubric_of(row)
            if language is not None and rubric.language != language:
                continue
            for question_id, kind in leading_questions(rubric).items():
                for sentence in kind.sentences:
                    key = sentence_key(first_ids[rubric.version][question_id], sentence.id)
                    said = readable(sentence.wordings[0])
                    known = found.setdefault(key, Texts(he="", en=""))
                    he = known.he or (said if language or rubric.language == "he" else "")
                    en = known.en or (said if language or rubric.language == "en" else "")
                    found[key] = Texts(he=he, en=en)
    return found
