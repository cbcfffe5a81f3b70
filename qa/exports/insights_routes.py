"""The web's door to figures that are taken away."""

import tempfile
from collections.abc import Iterable, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from qa.exports import insights as tables
from qa.exports import measures, sheets
from qa.exports.sheets import TableKind
from qa.exports.tabular import Column, Language, simulated
from qa.insights import figures, heat, promises, topics
from qa.insights.schemas import GroupKind, InsightsQuery, MeasureName
from qa.measures import view
from qa.platform import audit
from qa.platform.database import UnitOfWork
from qa.platform.security.principal import Principal
from qa.platform.web import SeesInsights, The, Writing, to_take_away

router = APIRouter(tags=["insights"])

_FILES: dict[int | str, dict[str, Any]] = {200: {"content": {sheets.MEDIA_TYPES[kind]: {} for kind in ("csv", "xlsx")}}}


class FiguresQuery(InsightsQuery):
    """One chart: which measures, by what, and in which language its texts are."""

    by: GroupKind
    measure: list[MeasureName]
    texts: Language = "he"


class TextsQuery(InsightsQuery):
    """In which language the table's texts are."""

    texts: Language = "he"


@router.get("/insights/figures.{kind}", response_class=Response, responses=_FILES)
def export_figures(
    kind: TableKind, asked: Annotated[FiguresQuery, Query()], unit: Writing, asker: SeesInsights, parts: The
) -> Response:
    """The figures of one chart: a row a group and measure. That they were taken is audited."""
    wish = figures.wish_of(asked, parts.settings)
    told = figures.insights(unit.session, asker, wish, parts.settings)
    groups = [group for group in told.groups if group.kind == asked.by]
    rows = [tables.GroupFigure(group, measure) for group in groups for measure in dict.fromkeys(asked.measure)]
    return _file(
        unit,
        asker,
        (f"figures-by-{asked.by}", kind, asked.texts),
        ((*tables.GROUPS, simulated(told.ground.simulated)), rows),
    )


@router.get("/insights/heat-map.{kind}", response_class=Response, responses=_FILES)
def export_heat_map(
    kind: TableKind, asked: Annotated[TextsQuery, Query()], unit: Writing, asker: SeesInsights, parts: The
) -> Response:
    """Questions by weeks: a row a cell. That they were taken is audited."""
    told = heat.heat_map(unit.session, asker, figures.wish_of(asked, parts.settings), parts.settings)
    return _file(
        unit,
        asker,
        ("heat-map", kind, asked.texts),
        ((*tables.HEAT, simulated(told.ground.simulated)), tables.heat_figures(told)),
    )


@router.get("/insights/topics.{kind}", response_class=Response, responses=_FILES)
def export_topics(
    kind: TableKind, asked: Annotated[TextsQuery, Query()], unit: Writing, asker: SeesInsights, parts: The
) -> Response:
    """What calls are about: a row a topic. That they were taken is audited."""
    told = topics.figures_of(unit.session, asker, figures.wish_of(asked, parts.settings), parts.settings)
    return _file(
        unit, asker, ("topics", kind, asked.texts), ((*tables.TOPICS, simulated(told.ground.simulated)), told.topics)
    )


@router.get("/promises.{kind}", response_class=Response, responses=_FILES)
def export_promises(  # noqa: PLR0913 (a route names each thing that it takes: that is the API's description)
    kind: TableKind,
    unit: Writing,
    asker: SeesInsights,
    *,
    which: promises.Which = "open",
    agent_id: Annotated[str | None, Query(max_length=16)] = None,
    team_id: Annotated[str | None, Query(max_length=16)] = None,
    texts: Language = "he",
) -> Response:
    """The promises that the same filters list. That they were taken is audited."""
    rows = promises.every(unit.session, asker, promises.Listed(which, agent_id, team_id))
    return _file(unit, asker, ("promises", kind, texts), (tables.PROMISES, rows))


@router.get("/measures/{cohort_id}/{measure}.{kind}", response_class=Response, responses=_FILES, tags=["measures"])
def export_measure(  # noqa: PLR0913, PLR0917 (a route names each thing that it takes: that is the API's description)
    cohort_id: str,
    measure: measures.MeasureOut,
    kind: TableKind,
    unit: Writing,
    asker: SeesInsights,
    parts: The,
    *,
    texts: Language = "he",
) -> Response:
    """One measure of a cohort: a row a figure. That it was taken is audited."""
    seen = view.seen(unit.session, asker, cohort_id, parts.settings)
    columns: tuple[Column[Any], ...] = (*measures.MEASURED, simulated(view.ground(seen).simulated))
    return _file(unit, asker, (f"measure-{measure}", kind, texts), (columns, measures.rows_of(measure, seen)))


def _file(
    unit: UnitOfWork,
    asker: Principal,
    how: tuple[str, TableKind, Language],
    table: tuple[Sequence[Column[Any]], Iterable[object]],
) -> Response:
    """The table as a file of that name and kind, its texts in that language."""
    name, kind, language = how
    with tempfile.SpooledTemporaryFile(max_size=1 << 22) as file:
        count = sheets.write_table(table, kind, language, file)
        file.seek(0)
        content = file.read()
    audit.record(unit.session, asker.person_id, "insights_exported", name, kind=kind, rows=count)
    return Response(content, media_type=sheets.MEDIA_TYPES[kind], headers=to_take_away(f"{name}.{kind}"))
