"""The web's door to published rubrics."""

from typing import Literal

from fastapi import APIRouter
from pydantic import BaseModel

from qa.platform.web import Reading, SeesAllCalls
from qa.rubric import store
from qa.rubric.model import Rubric

router = APIRouter(tags=["rubric"])


class RubricOut(BaseModel):
    """A published rubric. `source` is the YAML that it was read from: the whole truth about it."""

    id: str
    version: int
    language: Literal["he", "en"]
    title: dict[str, str]
    questions: int
    source: str | None


@router.get("/rubrics")
def list_rubrics(session: Reading, _asker: SeesAllCalls) -> list[RubricOut]:
    """The newest version of every rubric."""
    return [_out(store.rubric_of(row), None) for row in store.newest_versions(session)]


@router.get("/rubrics/{rubric_id}")
def get_rubric(rubric_id: str, session: Reading, _asker: SeesAllCalls) -> RubricOut:
    """The newest version of one rubric."""
    row = store.newest_version(session, rubric_id)
    return _out(store.rubric_of(row), row.source)


def _out(rubric: Rubric, source: str | None) -> RubricOut:
    return RubricOut(
        id=rubric.id,
        version=rubric.version,
        language=rubric.language,
        title={"he": rubric.title.he, "en": rubric.title.en},
        questions=len(rubric.questions),
        source=source,
    )
