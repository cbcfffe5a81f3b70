"""The web's door to what many calls say together."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from qa.insights import figures, heat, promises, topics
from qa.insights.schemas import (
    CellCalls,
    HeatMap,
    InsightsOut,
    InsightsQuery,
    MentionPage,
    PromiseIn,
    PromiseMadeOut,
    PromisePage,
    TopicIn,
    TopicOut,
    TopicsOut,
)
from qa.platform.web import Asking, Evaluates, IfMatch, ManagesRubrics, Reading, SeesInsights, The, Writing

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


@router.get("/insights/topics")
def get_topics(asked: Asked, session: Reading, asker: SeesInsights, parts: The) -> TopicsOut:
    """What calls are about: reasons, products, competitors, and what customers could have done themselves."""
    return topics.figures_of(session, asker, figures.wish_of(asked, parts.settings), parts.settings)


class MentionQuery(InsightsQuery):
    """Which part of the calls is wanted."""

    cursor: Annotated[str | None, Query(max_length=16)] = None
    limit: Annotated[int, Query(ge=1, le=100)] = 20


@router.get("/insights/topics/{topic_id}/mentions")
def list_mentions(
    topic_id: str, asked: Annotated[MentionQuery, Query()], session: Reading, asker: SeesInsights, parts: The
) -> MentionPage:
    """The calls that mention a topic, and where."""
    wish = figures.wish_of(asked, parts.settings)
    return topics.mentions(session, asker, wish, topic_id, (asked.cursor, asked.limit))


@router.get("/watch-list")
def list_topics(session: Reading, asker: SeesInsights) -> list[TopicOut]:
    """What is watched for in calls."""
    return topics.listed(session, asker)


@router.post("/watch-list", status_code=201)
def add_topic(wish: TopicIn, unit: Writing, asker: ManagesRubrics) -> TopicOut:
    """Watch for one topic more, also in the calls that there are."""
    return topics.add(unit.session, asker, wish)


@router.post("/watch-list/begin", status_code=201)
def begin_watch_list(unit: Writing, asker: ManagesRubrics) -> list[TopicOut]:
    """Begin an empty list with the one that comes with Mashov."""
    return topics.begin(unit.session, asker)


@router.put("/watch-list/{topic_id}")
def change_topic(topic_id: str, wish: TopicIn, unit: Writing, asker: ManagesRubrics, version: IfMatch) -> TopicOut:
    """Say a topic anew."""
    return topics.change(unit.session, asker, (topic_id, version), wish)


@router.delete("/watch-list/{topic_id}", status_code=204)
def remove_topic(topic_id: str, unit: Writing, asker: ManagesRubrics, version: IfMatch) -> None:
    """Watch for a topic no more."""
    topics.remove(unit.session, asker, (topic_id, version))


@router.get("/promises")
def list_promises(
    session: Reading,
    asker: Asking,
    *,
    which: promises.Which = "open",
    agent_id: Annotated[str | None, Query(max_length=16)] = None,
    team_id: Annotated[str | None, Query(max_length=16)] = None,
    cursor: Annotated[str | None, Query(max_length=60)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> PromisePage:
    """What agents said would be done, in the calls that the asker may see: what is due first comes first."""
    return promises.page(session, asker, promises.Listed(which, agent_id, team_id, cursor, limit))


@router.get("/calls/{call_id}/promises")
def list_call_promises(call_id: str, session: Reading, asker: Asking) -> list[PromiseMadeOut]:
    """What was promised in one call."""
    return promises.of_call(session, asker, call_id)


@router.patch("/promises/{promise_id}")
def change_promise(
    promise_id: str, wish: PromiseIn, unit: Writing, asker: Evaluates, version: IfMatch
) -> PromiseMadeOut:
    """Say what became of a promise, or when it is due."""
    return promises.change(unit.session, asker, (promise_id, version), wish)
