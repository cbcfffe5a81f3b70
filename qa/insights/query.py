"""Figures as queries: which calls count, how they are grouped, and what the database adds up of them.

A database only counts and adds; every figure is made of its sums by `qa.insights.intervals`. Calls whose evaluation
this person must not see, because they judge the call blind, count in nothing that this person is shown.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call, Medium
from qa.calls.view import live, spoken, visible_to
from qa.insights.hours import Days, Shift
from qa.insights.intervals import Sums
from qa.insights.tables import AnswerFact, CallFact, TopicMention
from qa.platform.security.principal import Principal

#: A group of calls, as told by the columns that it is grouped by.
Key = tuple[object, ...]
#: What the calls of each agent add up to, by the agent's id.
Parts = dict[str, Sums]
#: Of each group and measure.
Added = dict[Key, dict[str, Parts]]
#: A column of the model, or something that is computed of such.
Column = sa.SQLColumnExpression[Any]
_NOBODY = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """Which calls count; None means all. `people_only`: only what people answered, and not what a machine suggests."""

    days: Days
    team_id: str | None = None
    agent_id: str | None = None
    language: str | None = None
    medium: Medium | None = None
    queue: str | None = None
    topic_id: str | None = None
    rubric_id: str | None = None
    shift: Shift | None = None
    people_only: bool = False
    simulated: bool | None = None  # False: without calls that a generator drew, True: these alone


def counted(asker: Principal, wish: Wish) -> list[sa.ColumnElement[bool]]:
    """What a call and its facts have to be to count, in a query that joins both."""
    days = wish.days
    conditions = [
        CallFact.evaluation_id == Call.evaluation_id,
        live(),
        visible_to(asker),
        ~blindfolds.blinded(asker),
        CallFact.began_s >= days.start_s,
        CallFact.began_s < days.end_s,
    ]
    for column, value in (
        (Call.team_id, wish.team_id),
        (Call.agent_id, wish.agent_id),
        (spoken(), wish.language),
        (Call.medium, wish.medium),
        (Call.queue, wish.queue),
        (CallFact.rubric_id, wish.rubric_id),
    ):
        if value:
            conditions.append(column == value)
    if wish.simulated is not None:
        conditions.append(Call.simulated.is_(wish.simulated))
    if wish.topic_id:
        about = sa.select(TopicMention.id).where(TopicMention.call_id == Call.id).correlate(Call)
        conditions.append(about.where(TopicMention.topic_id == wish.topic_id).exists())
    if wish.shift:
        conditions.append(days.hour(_began()).in_(sorted(wish.shift.hours)))
    return conditions


def measures(wish: Wish) -> dict[str, Column]:
    """What is measured of a call, by name."""
    return {
        "score": CallFact.people_percent if wish.people_only else CallFact.percent,
        "tone_start": CallFact.tone_start,
        "tone_end": CallFact.tone_end,
        "dead_air": CallFact.dead_air_share,
        "talk_share": CallFact.talk_share,
        "handle_time": CallFact.log_handle_s,
    }


def added(session: Session, asker: Principal, wish: Wish, by: Sequence[Column]) -> Added:
    """Every measure of the calls that count, grouped by these columns."""
    wanted = measures(wish)
    sums = [part for column in wanted.values() for part in _sums(column)]
    agent = sa.func.coalesce(Call.agent_id, _NOBODY)
    query = sa.select(*by, agent, *sums).select_from(CallFact).join(Call, Call.id == CallFact.call_id)
    rows = session.execute(query.where(*counted(asker, wish)).group_by(*by, agent))
    found: Added = {}
    for row in rows:
        key, of_agent, told = tuple(row[: len(by)]), str(row[len(by)]), row[len(by) + 1 :]
        group = found.setdefault(key, {name: {} for name in wanted})
        for place, name in enumerate(wanted):
            _add(group[name], of_agent, told[3 * place : 3 * place + 3])
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """What became of one question in one group of calls: of how many it was asked, and of how many it was not."""

    shares: Parts
    not_applicable: int
    undecided: int
    from_people: int


def questions(
    session: Session, asker: Principal, wish: Wish, by: Sequence[Column], *narrower: sa.ColumnElement[bool]
) -> Mapping[tuple[str, Key], Asked]:
    """Where each question stands in the calls that count, by question and group; `narrower` leaves some of them out."""
    scored: sa.ColumnElement[bool] = AnswerFact.share.is_not(None)
    people = AnswerFact.decided_by == "person"
    if wish.people_only:
        scored = sa.and_(scored, people)
    share = sa.case((scored, AnswerFact.share))
    agent = sa.func.coalesce(Call.agent_id, _NOBODY)
    grouped = (AnswerFact.question_id, *by, agent)
    query = (
        sa.select(
            *grouped,
            *_sums(share),
            _count(~AnswerFact.applies),
            _count(sa.and_(AnswerFact.applies, ~scored)),
            _count(sa.and_(scored, people)),
        )
        .select_from(CallFact)
        .join(Call, Call.id == CallFact.call_id)
        .join(AnswerFact, AnswerFact.call_id == CallFact.call_id)
        .where(*counted(asker, wish), *narrower)
        .group_by(*grouped)
    )
    shares: dict[tuple[str, Key], Parts] = {}
    counts: dict[tuple[str, Key], list[int]] = {}
    for row in session.execute(query):
        question_id, told = str(row[0]), row[1:]
        key = (question_id, tuple(told[: len(by)]))
        _add(shares.setdefault(key, {}), told[len(by)], told[len(by) + 1 : len(by) + 4])
        own = counts.setdefault(key, [0, 0, 0])
        for place, count in enumerate(told[len(by) + 4 :]):
            own[place] += count
    return {key: Asked(shares[key], *counts[key]) for key in shares}


def all_weeks(weeks: Iterable[Asked]) -> Asked:
    """What became of a question over several groups of calls."""
    own = list(weeks)
    return Asked(
        shares=together({"": one.shares} for one in own)[""],
        not_applicable=sum(one.not_applicable for one in own),
        undecided=sum(one.undecided for one in own),
        from_people=sum(one.from_people for one in own),
    )


def counts(session: Session, asker: Principal, wish: Wish, condition: sa.ColumnElement[bool]) -> dict[str, int]:
    """Of the calls that count, how many of each agent fulfil the condition as well."""
    agent = sa.func.coalesce(Call.agent_id, _NOBODY)
    rows = session.execute(
        sa.select(agent, sa.func.count())
        .select_from(CallFact)
        .join(Call, Call.id == CallFact.call_id)
        .where(*counted(asker, wish), condition)
        .group_by(agent)
    )
    return {row[0]: row[1] for row in rows}


def by_week(wish: Wish) -> Column:
    """The week of the call."""
    return wish.days.week(_began())


def by_day(wish: Wish) -> Column:
    """The day of the call."""
    return wish.days.day(_began())


def by_weekday_and_hour(wish: Wish) -> tuple[Column, Column]:
    """The day of the week and the hour in which the call began."""
    return wish.days.weekday(_began()), wish.days.hour(_began())


def together(groups: Iterable[Mapping[str, Parts]]) -> dict[str, Parts]:
    """Several groups as one; an agent who is in more than one of them is one agent."""
    found: dict[str, Parts] = {}
    for group in groups:
        for name, parts in group.items():
            whole = found.setdefault(name, {})
            for agent, more in parts.items():
                own = whole.get(agent, Sums(0, 0.0, 0.0))
                whole[agent] = Sums(own.count + more.count, own.total + more.total, own.squares + more.squares)
    return found


def _began() -> sa.ColumnElement[int]:
    return CallFact.began_s  # type: ignore[return-value]  # the model's attribute is such a column


def _sums(column: Column) -> tuple[Column, ...]:
    return sa.func.count(column), sa.func.sum(column), sa.func.sum(column * column)


def _count(condition: sa.ColumnElement[bool]) -> Column:
    return sa.func.sum(sa.case((condition, 1), else_=0))


def _add(parts: Parts, agent: str, told: Sequence[Any]) -> None:
    count, total, squares = told
    if count:
        parts[agent] = Sums(int(count), float(total or 0.0), float(squares or 0.0))
