"""The web's door to a compared calibration session as tables."""

from io import BytesIO
from typing import Annotated

from fastapi import APIRouter, Query, Response

from qa.calibration import discussion, measures
from qa.calibration.view import comparison_out
from qa.exports import sheets
from qa.exports.calibration import Table, write_agreement, write_answers
from qa.exports.tabular import Language
from qa.platform import audit
from qa.platform.web import Evaluates, Writing, to_take_away

router = APIRouter(tags=["calibration"])


@router.get(
    "/calibration/{session_id}/{table}.csv",
    response_class=Response,
    responses={200: {"content": {"text/csv": {}}}},
)
def export_calibration(
    session_id: str,
    table: Table,
    unit: Writing,
    asker: Evaluates,
    *,
    texts: Annotated[Language, Query(description="The language of questions")] = "he",
) -> Response:
    """Every answer, or every coefficient, once the session is compared. That it was taken is audited."""
    held = discussion.seen(unit.session, asker, session_id)
    compared, file = comparison_out(unit.session, asker, held), BytesIO()
    if table == "answers":
        write_answers(compared, texts, file)
    else:
        agreement = measures.agreement_out(measures.material(unit.session, held))
        write_agreement(compared, agreement, texts, file)
    audit.record(unit.session, asker.person_id, "calibration_exported", session_id, table=table)
    name = f"calibration-{session_id}-{table}.csv"
    return Response(file.getvalue(), media_type=sheets.MEDIA_TYPES["csv"], headers=to_take_away(name))
