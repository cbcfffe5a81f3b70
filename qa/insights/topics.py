"""The watch list, the moments of calls in which its topics are mentioned, and how many calls those are.

The words of a call are looked through when another revision of them is shown, and all calls when a topic is changed:
the index of search says which turns are worth looking at, so that a change costs what is mentioned, not what is kept.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

import sqlalchemy as sa
import yaml
from sqlalchemy.orm import Session, object_session

from qa.calls.tables import Call, TranscriptRevision
from qa.evaluation.schemas import EvidenceOut
from qa.insights import figures, query
from qa.insights.intervals import Sums, share
from qa.insights.query import Parts, Wish
from qa.insights.schemas import (
    Figure,
    MentionPage,
    TopicFigure,
    TopicIn,
    TopicMentionOut,
    TopicOut,
    TopicsOut,
)
from qa.insights.tables import CallFact, PromiseMade, PromiseState, Topic, TopicKind, TopicMention
from qa.people.tables import Person
from qa.platform import audit
from qa.platform.errors import Conflict, NotFound, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.settings import Settings
from qa.rubric.schemas import Texts
from qa.search.fulltext import full_text
from qa.search.places import messages_of
from qa.search.tables import SpokenTurn
from qa.search.wordings import Watch, asked_of, wordings_of

#: The list that comes with Mashov: a beginning, for an organisation to make its own.
STARTER = Path(__file__).with_name("watch_list.yaml")
#: More topics than a person can keep an eye on.
MOST_TOPICS = 200
_LONGEST_TEXT = 200
_BATCH = 500


class SpokenWords(Protocol):
    """As much of a `SpokenTurn` as topics are looked for in."""

    @property
    def call_id(self) -> str: ...
    @property
    def speaker(self) -> str: ...
    @property
    def end_ms(self) -> int: ...
    @property
    def text(self) -> str: ...
    @property
    def starts(self) -> Sequence[int]: ...


class TooManyTopics(Conflict):
    """The list is full."""

    code = "too_many_topics"

    def __init__(self) -> None:
        super().__init__(f"the list holds {MOST_TOPICS} topics; remove one before you add another")


class ListIsBegun(Conflict):
    """The list that comes with Mashov is for a beginning."""

    code = "list_is_begun"

    def __init__(self) -> None:
        super().__init__("the watch list holds topics already; the list that comes with Mashov is for an empty one")


def listed(session: Session, asker: Principal) -> list[TopicOut]:
    """The watch list: reasons first, then products and competitors, by name."""
    asker.require(Right.SEE_INSIGHTS)
    return [_out(row) for row in _rows(session)]


def add(session: Session, asker: Principal, wish: TopicIn) -> TopicOut:
    """Watch for one topic more, in all calls that there are. Raises BadPattern, TooManyTopics."""
    asker.require(Right.MANAGE_RUBRICS)
    if (session.scalar(sa.select(sa.func.count()).select_from(Topic)) or 0) >= MOST_TOPICS:
        raise TooManyTopics
    row = Topic(version=1)
    _say(row, wish)
    session.add(row)
    session.flush()
    _look_for(session, row)
    audit.record(session, asker.person_id, "topic_added", row.id, name=row.name_en)
    return _out(row)


def change(session: Session, asker: Principal, at: tuple[str, int], wish: TopicIn) -> TopicOut:
    """Say the topic `at` (id, version read) anew. Raises NotFound, StaleVersion, BadPattern."""
    asker.require(Right.MANAGE_RUBRICS)
    row = _at(session, at)
    before = (row.kind, row.wordings)
    _say(row, wish)
    row.version += 1
    session.flush()
    if (row.kind, row.wordings) != before:
        _look_for(session, row)
    audit.record(session, asker.person_id, "topic_changed", row.id, name=row.name_en, version=row.version)
    return _out(row)


def remove(session: Session, asker: Principal, at: tuple[str, int]) -> None:
    """Watch for it no more. Raises NotFound, StaleVersion."""
    asker.require(Right.MANAGE_RUBRICS)
    row = _at(session, at)
    session.delete(row)
    audit.record(session, asker.person_id, "topic_removed", row.id, name=row.name_en)


def begin(session: Session, asker: Principal) -> list[TopicOut]:
    """Begin with the list that comes with Mashov. Raises ListIsBegun."""
    asker.require(Right.MANAGE_RUBRICS)
    if _rows(session):
        raise ListIsBegun
    for told in starter():
        add(session, asker, told)
    return listed(session, asker)


def starter() -> list[TopicIn]:
    """The list that comes with Mashov."""
    return [TopicIn.model_validate(told) for told in yaml.safe_load(STARTER.read_text("utf-8"))["topics"]]


def follow(call: Call, revision: TranscriptRevision) -> None:
    """Look for every topic in the words of a call that are shown from now on."""
    session = object_session(revision)
    assert session is not None, "only a revision that lies in the database can be shown"
    session.execute(sa.delete(TopicMention).where(TopicMention.call_id == call.id))
    turns = session.scalars(sa.select(SpokenTurn).where(SpokenTurn.call_id == call.id).order_by(SpokenTurn.turn)).all()
    _keep(session, _mentions(_rows(session), turns))


def mentioned_in(session: Session, turns: Iterable[SpokenWords]) -> Iterator[dict[str, Any]]:
    """Every mention of a topic of the watch list in these turns, by column of `TopicMention`."""
    return _mentions(_rows(session), turns)


def figures_of(session: Session, asker: Principal, wish: Wish, settings: Settings) -> TopicsOut:
    """How many of the calls that count mention each topic, and in how many nobody can tell the reason."""
    asker.require(Right.SEE_INSIGHTS)
    known = query.counts(session, asker, wish, _has_words())
    mentioned = _mentioned(session, asker, wish)
    return TopicsOut(
        ground=figures.ground(session, asker, wish, settings),
        indexed=sum(known.values()),
        topics=[
            TopicFigure(
                topic=_out(topic),
                calls=sum(mentioned.get(topic.id, {}).values()),
                share=Figure.of(share(_parts(known, mentioned.get(topic.id, {})).values())),
            )
            for topic in _rows(session)
        ],
        unknown=_share_of(session, asker, wish, known, ~_has_reason()),
        self_service=_share_of(session, asker, wish, known, _could_help_themselves()),
    )


def mentions(
    session: Session, asker: Principal, wish: Wish, topic_id: str, part: tuple[str | None, int]
) -> MentionPage:
    """The calls that mention a topic, the newest first, each with its moments; `part` is cursor and limit."""
    asker.require(Right.SEE_INSIGHTS)
    if session.get(Topic, topic_id) is None:
        raise NotFound("topic", topic_id)
    cursor, limit = part
    found = (
        sa.select(Call, Person.name)
        .select_from(CallFact)
        .join(Call, Call.id == CallFact.call_id)
        .outerjoin(Person, Person.id == Call.agent_id)
        .where(*query.counted(asker, wish), _mentions_it(topic_id))
        .order_by(Call.id.desc())
    )
    if cursor:
        found = found.where(Call.id < cursor)
    rows = session.execute(found.limit(limit + 1)).unique().all()
    shown = rows[:limit]
    message_at = messages_of(session, [call for call, _ in shown])
    moments: dict[str, list[EvidenceOut]] = {}
    of_calls = sa.select(TopicMention).where(
        TopicMention.topic_id == topic_id, TopicMention.call_id.in_([call.id for call, _ in shown])
    )
    for row in session.scalars(of_calls.order_by(TopicMention.start_ms)):
        told = {"start_ms": row.start_ms, "end_ms": row.end_ms, "speaker": row.speaker, "text": row.text}
        told["message"] = message_at(row.call_id, row.start_ms)
        moments.setdefault(row.call_id, []).append(EvidenceOut.model_validate(told))
    return MentionPage(
        items=[
            TopicMentionOut(
                call_id=call.id,
                file_name=call.file_name,
                medium=call.medium,
                began_at=call.started_at or call.received_at,
                agent=name,
                moments=moments.get(call.id, []),
            )
            for call, name in shown
        ],
        next_cursor=shown[-1][0].id if len(rows) > limit else None,
    )


def _rows(session: Session) -> Sequence[Topic]:
    order = {kind: place for place, kind in enumerate(TopicKind)}
    return sorted(session.scalars(sa.select(Topic)), key=lambda row: (order[row.kind], row.name_he, row.id))


def _out(row: Topic) -> TopicOut:
    return TopicOut(
        id=row.id,
        version=row.version,
        kind=row.kind.value,
        name=Texts(he=row.name_he, en=row.name_en),
        wordings=row.wordings,
        self_service=row.self_service,
    )


def _say(row: Topic, wish: TopicIn) -> None:
    for pattern in wish.wordings:
        wordings_of(pattern)
    row.kind, row.wordings = TopicKind(wish.kind), list(wish.wordings)
    row.name_he, row.name_en = wish.name.he.strip(), wish.name.en.strip()
    row.self_service = wish.self_service and row.kind is TopicKind.REASON


def _at(session: Session, at: tuple[str, int]) -> Topic:
    topic_id, version = at
    row = session.get(Topic, topic_id)
    if row is None:
        raise NotFound("topic", topic_id)
    if row.version != version:
        raise StaleVersion("topic", version, row.version)
    return row


def _look_for(session: Session, topic: Topic) -> None:
    """Look for one topic in all calls, among the turns that hold its words."""
    session.execute(sa.delete(TopicMention).where(TopicMention.topic_id == topic.id))
    text = full_text(session)
    asked = [asked_of(wording) for pattern in topic.wordings for wording in wordings_of(pattern)]
    after = 0
    while asked:
        worth = sa.select(SpokenTurn).where(sa.or_(*map(text.finds, asked)), SpokenTurn.id > after)
        turns = session.scalars(worth.order_by(SpokenTurn.id).limit(_BATCH)).all()
        if not turns:
            return
        _keep(session, _mentions([topic], turns))
        after = turns[-1].id


def _mentions(topics: Sequence[Topic], turns: Iterable[SpokenWords]) -> Iterator[dict[str, Any]]:
    watch = Watch((topic.id, topic.wordings) for topic in topics)
    kinds = {topic.id: topic.kind for topic in topics}
    known: dict[str, list[tuple[str, int, int]]] = {}  # many turns say the same
    for turn in turns:
        words = turn.text.split(" ")
        if turn.text not in known:
            known[turn.text] = list(watch.mentions(words))
        for topic_id, first, last in known[turn.text]:
            # What the agent offers is no reason for the call.
            if kinds[topic_id] is TopicKind.REASON and turn.speaker == "agent":
                continue
            yield {
                "topic_id": topic_id,
                "call_id": turn.call_id,
                "start_ms": turn.starts[first],
                "end_ms": turn.starts[last + 1] if last + 1 < len(words) else turn.end_ms,
                "speaker": turn.speaker,
                "text": " ".join(words[first : last + 1])[:_LONGEST_TEXT],
            }


def _keep(session: Session, rows: Iterator[dict[str, Any]]) -> None:
    found = list(rows)
    if found:
        session.execute(sa.insert(TopicMention), found)


def _mentioned(session: Session, asker: Principal, wish: Wish) -> dict[str, dict[str, int]]:
    """Of the calls that count, how many of each agent mention each topic, by topic."""
    agent = sa.func.coalesce(Call.agent_id, "")
    rows = session.execute(
        sa.select(TopicMention.topic_id, agent, sa.func.count(Call.id.distinct()))
        .select_from(CallFact)
        .join(Call, Call.id == CallFact.call_id)
        .join(TopicMention, TopicMention.call_id == CallFact.call_id)
        .where(*query.counted(asker, wish))
        .group_by(TopicMention.topic_id, agent)
    )
    found: dict[str, dict[str, int]] = {}
    for topic_id, of_agent, calls in rows:
        found.setdefault(topic_id, {})[of_agent] = calls
    return found


def _has_words() -> sa.ColumnElement[bool]:
    return sa.select(SpokenTurn.id).where(SpokenTurn.call_id == Call.id, SpokenTurn.turn == 0).correlate(Call).exists()


def _mentions_it(topic_id: str) -> sa.ColumnElement[bool]:
    here = sa.select(TopicMention.id).where(TopicMention.call_id == Call.id, TopicMention.topic_id == topic_id)
    return here.correlate(Call).exists()


def _reasons() -> sa.Select[Any]:
    of_call = sa.select(TopicMention.topic_id).join(Topic, Topic.id == TopicMention.topic_id)
    return of_call.where(TopicMention.call_id == Call.id, Topic.kind == TopicKind.REASON).correlate(Call)


def _has_reason() -> sa.ColumnElement[bool]:
    return _reasons().exists()


def _could_help_themselves() -> sa.ColumnElement[bool]:
    """The rule of thumb: one reason alone, which self-service can answer, and nothing promised for after the call."""
    reasons = _reasons().with_only_columns(sa.func.count(TopicMention.topic_id.distinct())).scalar_subquery()
    promised = sa.select(PromiseMade.id).where(
        PromiseMade.call_id == Call.id, PromiseMade.state != PromiseState.NO_PROMISE
    )
    return sa.and_(reasons == 1, _reasons().where(Topic.self_service).exists(), ~promised.correlate(Call).exists())


def _share_of(
    session: Session, asker: Principal, wish: Wish, known: dict[str, int], condition: sa.ColumnElement[bool]
) -> Figure:
    counted = query.counts(session, asker, wish, sa.and_(_has_words(), condition))
    return Figure.of(share(_parts(known, counted).values()))


def _parts(known: dict[str, int], counted: dict[str, int]) -> Parts:
    """The calls of each agent, and in how many of them it is so."""
    return {
        agent: Sums(calls, float(counted.get(agent, 0)), float(counted.get(agent, 0))) for agent, calls in known.items()
    }
