"""The web's door to the cases that people settled, and to publishing a rubric past them."""

from typing import Annotated

from fastapi import APIRouter, Query

from qa.platform.web import ManagesRubrics, Reading, The, Writing
from qa.regressions import job, publishing, service
from qa.regressions.schemas import CaseIn, CaseOut, CasePage, CasesStanding, PublishIn, RetireIn, RunOut
from qa.regressions.view import case_out, run_out, standing_out
from qa.rubric import store
from qa.rubric.schemas import DraftIn, RubricOut
from qa.rubric.view import rubric_out

router = APIRouter(tags=["regressions"])


@router.get("/regressions")
def list_cases(
    session: Reading,
    asker: ManagesRubrics,
    *,
    retired: bool = False,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> CasePage:
    """The cases that every change of a rubric or a model has to pass, the newest first; or those that were retired."""
    rows = service.page(session, asker, retired=retired, cursor=cursor, limit=limit)
    shown = rows[:limit]
    return CasePage(items=[case_out(row) for row in shown], next_cursor=shown[-1].id if len(rows) > limit else None)


@router.post("/regressions", status_code=201)
def keep_case(wish: CaseIn, unit: Writing, asker: ManagesRubrics) -> CaseOut:
    """Keep what a person answered as the right answer."""
    return case_out(service.keep_answer(unit.session, asker, wish))


@router.post("/regressions/{case_id}/retire")
def retire_case(case_id: str, wish: RetireIn, unit: Writing, asker: ManagesRubrics) -> CaseOut:
    """Ask a case no more."""
    return case_out(service.retire(unit.session, asker, case_id, wish.why))


@router.post("/regressions/runs", status_code=202)
def run_cases(wish: DraftIn, unit: Writing, asker: ManagesRubrics, parts: The) -> RunOut:
    """Run a draft against the cases; a worker does it."""
    run = job.ask(unit, asker, wish.source, parts.bell.ring)
    return run_out(unit.session, asker, run, job.job_of(unit.session, run))


@router.get("/regressions/runs/{run_id}")
def get_run(run_id: str, session: Reading, asker: ManagesRubrics) -> RunOut:
    """How far a run is, and what came of it."""
    run, ledger_job = job.get(session, asker, run_id)
    return run_out(session, asker, run, ledger_job)


@router.post("/regressions/standing")
def get_cases_standing(wish: DraftIn, session: Reading, asker: ManagesRubrics) -> CasesStanding:
    """What stands between a draft and its publishing. Nothing is kept."""
    return standing_out(session, asker, publishing.between(session, job.readable(wish.source)))


@router.post("/rubrics")
def publish_rubric(wish: PublishIn, unit: Writing, asker: ManagesRubrics) -> RubricOut:
    """Publish a rubric as it will stay; calls in its language are held against it from then on.

    Where cases break under it, or were not asked, it is refused unless `despite` says why; that is audited.
    """
    row = publishing.publish(unit.session, asker, wish)
    return rubric_out(store.versions_of(unit.session, row.rubric_id), store.in_use(unit.session))
