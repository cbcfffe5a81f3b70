"""The web's door to what is taken away: evaluations as tables, one on paper, a call with its analysis."""

import tempfile
from collections.abc import Iterator
from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import JSONResponse, StreamingResponse

from qa.calls import revisions
from qa.calls import service as calls
from qa.calls.schemas import CallLanguage, CallState
from qa.calls.service import Filters
from qa.calls.tables import TranscriptRevision
from qa.disputes.reversals import reversals
from qa.evaluation import corrections, service
from qa.evaluation.view import evaluation_out
from qa.exports import book_routes, calibration_routes, insights_routes, sheets
from qa.exports.analysis import Analysed, Form, write_analysis
from qa.exports.pdf import write_pdf
from qa.exports.reversals import write_reversals
from qa.exports.tabular import Language
from qa.platform import audit
from qa.platform.web import Asking, Evaluates, SeesAllCalls, The, Writing, to_take_away

router = APIRouter(tags=["evaluation"])
router.include_router(insights_routes.router)
router.include_router(calibration_routes.router)
router.include_router(book_routes.router)

#: More than a person reads and a spreadsheet opens gladly: some 500,000 answers.
MOST = 20_000
_CHUNK = 1 << 18


@router.get(
    "/evaluations.{kind}",
    response_class=Response,
    responses={200: {"content": {media: {} for media in sheets.MEDIA_TYPES.values()}}},
)
def export_evaluations(
    kind: sheets.Kind,
    asker: SeesAllCalls,
    parts: The,
    *,
    state: CallState | None = None,
    agent_id: str | None = None,
    team_id: str | None = None,
    language: CallLanguage | None = None,
    evaluation: Annotated[str | None, Query(max_length=12)] = None,
    q: Annotated[str | None, Query(max_length=200)] = None,
    simulated: bool | None = None,
    texts: Annotated[Language, Query(description="The language of questions, options and Excel's heads")] = "he",
) -> Response:
    """The evaluations that stand, of the calls that the same filters list: a file. That it was taken is audited."""
    filters = Filters(state, agent_id, team_id, language, evaluation, q, simulated=simulated)
    parts.settings.scratch.mkdir(parents=True, exist_ok=True)
    # It has no name, so nothing lies about afterwards, whatever happens.
    file = tempfile.TemporaryFile(dir=parts.settings.scratch)  # noqa: SIM115 - the answer closes it when it is sent
    try:
        with parts.database.read() as session:
            found = service.standing(session, asker, filters, MOST)
            count = sheets.write((evaluation_out(session, one) for one in found), kind, texts, file)
        with parts.database.write() as unit:
            audit.record(unit.session, asker.person_id, "evaluations_exported", kind, count=count)
        file.seek(0)
    except BaseException:
        file.close()
        raise

    def chunks() -> Iterator[bytes]:
        with file:
            while chunk := file.read(_CHUNK):
                yield chunk

    return StreamingResponse(
        chunks(),
        media_type=sheets.MEDIA_TYPES[kind],
        headers=to_take_away(f"evaluations{_NAMES[kind]}"),
    )


@router.get(
    "/evaluations/{evaluation_id}/report.pdf",
    response_class=Response,
    responses={200: {"content": {"application/pdf": {}}}},
)
def print_evaluation(
    evaluation_id: str,
    unit: Writing,
    asker: Asking,
    *,
    texts: Annotated[Language, Query(description="The language of questions and options")] = "he",
) -> Response:
    """One evaluation as a PDF. That it was taken away is audited."""
    shown = evaluation_out(unit.session, service.get(unit.session, asker, evaluation_id))
    audit.record(unit.session, asker.person_id, "evaluation_printed", shown.id, version=shown.version)
    return Response(
        write_pdf(shown, texts),
        media_type="application/pdf",
        headers=to_take_away(f"feedback-{shown.id}.pdf"),
    )


@router.get("/reversals.csv", response_class=Response, responses={200: {"content": {"text/csv": {}}}})
def export_reversals(
    unit: Writing,
    asker: Evaluates,
    *,
    texts: Annotated[Language, Query(description="The language of questions")] = "he",
) -> Response:
    """How often disputed answers were reversed, as a table. That it was taken is audited."""
    file = BytesIO()
    write_reversals(reversals(unit.session, asker), texts, file)
    audit.record(unit.session, asker.person_id, "reversals_exported", "csv")
    return Response(file.getvalue(), media_type=sheets.MEDIA_TYPES["csv"], headers=to_take_away("reversals.csv"))


@router.get("/calls/{call_id}/analysis/{form}.json")
def export_analysis(call_id: str, form: Form, unit: Writing, asker: Asking) -> Response:
    """A call with its analysis, in the form of Contact Lens or as a vCon (experimental). It is audited as well."""
    session = unit.session
    evaluation = service.of_call(session, asker, call_id)
    analysed = Analysed(
        call=calls.show(session, asker, call_id),
        # What was found rests on these words, whatever is shown by now.
        transcript=revisions.show(session, session.get_one(TranscriptRevision, evaluation.transcript_id)),
        findings=corrections.of_call(session, asker, call_id),
        evaluation=evaluation_out(session, evaluation),
    )
    audit.record(session, asker.person_id, "analysis_exported", call_id, form=form)
    return JSONResponse(
        write_analysis(analysed, form),
        headers=to_take_away(f"{call_id}-{form}.json"),
    )


_NAMES: dict[sheets.Kind, str] = {
    "xlsx": ".xlsx",
    "csv": ".csv",
    "answers.csv": "-answers.csv",
    "jsonl": ".jsonl",
}
