"""The web's door to what many calls say together."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from qa.insights import figures, heat
from qa.insights.schemas import CellCalls, HeatMap, InsightsOut, InsightsQuery
from qa.platform.web import Reading, SeesInsights, The

router = APIRouter(tags=["insights"])

Asked = Annotated[InsightsQuery, Query()]


@router.get("/insights")
def get_insights(asked: Asked, session: Reading, asker: SeesInsights, parts: The) -> InsightsOut:
    """Scores, tone and conduct: as a whole, over time, by whom, in which language, for what and when."""
    wish = figures.wish_of(asked, parts.settings)
    return figures.insights(session, asker, wish, parts.settings)


@router.get("/insights/heat-map")
def get_heat_map(asked: Asked, session: Reading, asker: SeesInsights, parts: The) -> HeatMap:
    """Questions by weeks."""
    return heat.heat_map(session, asker, figures.wish_of(asked, parts.settings), parts.settings)


class CellQuery(InsightsQuery):
    """One question, in one week or all, and which part of its calls is wanted."""

    question_id: Annotated[str, Query(max_length=100)]
    week: date | None = None
    cursor: Annotated[str | None, Query(max_length=60)] = None
    limit: Annotated[int, Query(ge=1, le=100)] = 20


@router.get("/insights/heat-map/calls")
def list_cell_calls(
    asked: Annotated[CellQuery, Query()], session: Reading, asker: SeesInsights, parts: The
) -> CellCalls:
    """The calls behind a cell of the heat map, those that earned least first."""
    own = asked.model_dump(include={"question_id", "week", "cursor", "limit"})
    return heat.calls(session, asker, figures.wish_of(asked, parts.settings), heat.Cell(**own))
