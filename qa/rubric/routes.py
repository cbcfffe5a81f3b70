"""The web's door to what is published; publishing itself asks settled cases first, see `qa/regressions`."""

from typing import Annotated

from fastapi import APIRouter, Query

from qa.platform.errors import NotFound
from qa.platform.web import Reading, SeesAllCalls
from qa.rubric import store
from qa.rubric.schemas import RubricOut, RubricVersionOut
from qa.rubric.view import rubric_out, version_out

router = APIRouter(tags=["rubric"])


@router.get("/rubrics")
def list_rubrics(session: Reading, _asker: SeesAllCalls) -> list[RubricOut]:
    """Every rubric, by its newest version."""
    used = store.in_use(session)
    return [rubric_out(store.versions_of(session, row.rubric_id), used) for row in store.newest_versions(session)]


@router.get("/rubrics/{rubric_id}")
def get_rubric(
    rubric_id: str,
    session: Reading,
    _asker: SeesAllCalls,
    *,
    version: Annotated[int | None, Query(ge=1, lt=1 << 31)] = None,
) -> RubricVersionOut:
    """One version of a rubric to read, the newest where none is named."""
    rows = store.versions_of(session, rubric_id)
    wanted = next((row for row in rows if version in (None, row.version)), None)
    if wanted is None:
        raise NotFound("rubric", rubric_id if version is None else f"{rubric_id} version {version}")
    return version_out(wanted, rows, store.in_use(session))
