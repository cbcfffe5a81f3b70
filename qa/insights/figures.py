"""The figures of a period: as a whole, step by step, and by whom, in which language, for what and when."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from math import exp
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import live, spoken
from qa.insights import facts, query
from qa.insights.hours import Days, Shift, date_of, first_day_of_week, shifts_of, week_of
from qa.insights.intervals import FEWEST_CALLS, Estimate, mean
from qa.insights.query import Added, Key, Parts, Wish
from qa.insights.schemas import (
    Figure,
    Ground,
    GroupKind,
    GroupOut,
    InsightsOut,
    InsightsQuery,
    MeasureName,
    RubricOfCalls,
    ShiftOut,
    Step,
)
from qa.insights.tables import CallFact
from qa.people.tables import Person, Team
from qa.platform.clock import now
from qa.platform.errors import NotFound, Refused
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings
from qa.rubric.schemas import Texts
from qa.rubric.store import newest_versions, rubric_of

#: Without days of one's own: so many whole weeks, this one included.
_WEEKS = 12
#: A period of at most so many days is told day by day.
_DAY_BY_DAY = 21
#: Beyond this a chart shows nothing that a person could read.
_MOST_DAYS = 800
#: Between which values a measure lies, where it is bounded.
_WITHIN: Mapping[str, tuple[float, float]] = {
    "score": (0.0, 100.0),
    "tone_start": (-5.0, 5.0),
    "tone_end": (-5.0, 5.0),
    "dead_air": (0.0, 1.0),
    "talk_share": (0.0, 1.0),
}
_OF_LOGARITHMS = "handle_time"


#: What a wish has as it was asked.
_ASKED = (
    *("team_id", "agent_id", "language", "medium", "queue", "topic_id", "rubric_id"),
    *("people_only", "simulated"),
)


class BadPeriod(Refused):
    """The period ends before it begins, or is too long."""

    code = "bad_period"

    def __init__(self, days: Days) -> None:
        self.days = days
        super().__init__(
            f"from {days.first} to {days.last} is no period; it needs a beginning, an end behind it, "
            f"and at most {_MOST_DAYS} days"
        )


def wish_of(asked: InsightsQuery, settings: Settings) -> Wish:
    """What was asked for, with the organisation's clock and shifts. Raises BadPeriod, NotFound (shift)."""
    zone = ZoneInfo(settings.time_zone)
    today = now().astimezone(zone).date()
    last = asked.until or today
    first = asked.since or first_day_of_week(week_of(last) - _WEEKS + 1)
    days = Days(first, last, zone)
    if not timedelta(0) <= last - first < timedelta(days=_MOST_DAYS) or not 1971 <= first.year < 2200:
        raise BadPeriod(days)
    return Wish(
        days=days,
        shift=_shift(asked.shift, settings) if asked.shift else None,
        **{name: getattr(asked, name) for name in _ASKED},
    )


def insights(session: Session, asker: Principal, wish: Wish, settings: Settings) -> InsightsOut:
    """Every measure of the calls that fit."""
    shifts = shifts_of(settings.shifts)
    step: Step = "day" if (wish.days.last - wish.days.first).days < _DAY_BY_DAY else "week"
    by_step = query.added(session, asker, wish, [query.by_day(wish) if step == "day" else query.by_week(wish)])
    by_hour = query.added(session, asker, wish, query.by_weekday_and_hour(wish))
    return InsightsOut(
        ground=ground(session, asker, wish, settings),
        step=step,
        whole=_figures(query.together(by_step.values())),
        groups=[
            *_over_time(by_step, step),
            *_by_team(session, asker, wish),
            *_by_agent(session, asker, wish),
            *_groups("language", query.added(session, asker, wish, [spoken()])),
            *_groups("queue", query.added(session, asker, wish, [Call.queue])),
            *_by_shift(by_hour, shifts),
            *_by_hour(by_hour),
        ],
    )


def ground(session: Session, asker: Principal, wish: Wish, settings: Settings) -> Ground:
    """What the figures rest on."""
    counting = sa.select(
        sa.func.count(),
        sa.func.sum(sa.case((Call.simulated, 1), else_=0)),
        sa.func.sum(sa.case((CallFact.from_people > 0, 1), else_=0)),
        sa.func.sum(CallFact.from_people),
        sa.func.sum(CallFact.from_machine),
    )
    counted = query.counted(asker, wish)
    calls, simulated, reviewed, people, machine = session.execute(
        counting.select_from(CallFact).join(Call, Call.id == CallFact.call_id).where(*counted)
    ).one()
    return Ground(
        since=wish.days.first,
        until=wish.days.last,
        time_zone=settings.time_zone,
        shifts=[ShiftOut(name=one.name, start=one.start, end=one.end) for one in shifts_of(settings.shifts)],
        fewest_calls=FEWEST_CALLS,
        calls=calls,
        simulated=simulated or 0,
        reviewed=reviewed or 0,
        from_people=people or 0,
        from_machine=machine or 0,
        hidden=_hidden(session, asker, wish),
        untold=facts.untold(session),
        rubrics=rubrics(session, asker, wish),
    )


def rubrics(session: Session, asker: Principal, wish: Wish) -> list[RubricOfCalls]:
    """The rubrics that these calls were held against, the commonest first."""
    titles = {row.rubric_id: Texts.of(rubric_of(row).title) for row in newest_versions(session)}
    count = sa.func.count().label("calls")
    rows = session.execute(
        sa.select(CallFact.rubric_id, count)
        .join(Call, Call.id == CallFact.call_id)
        .where(*query.counted(asker, wish))
        .group_by(CallFact.rubric_id)
        .order_by(count.desc(), CallFact.rubric_id)
    )
    return [RubricOfCalls(id=rubric_id, title=titles[rubric_id], calls=calls) for rubric_id, calls in rows]


def _hidden(session: Session, asker: Principal, wish: Wish) -> int:
    days = (CallFact.began_s >= wish.days.start_s, CallFact.began_s < wish.days.end_s)
    rows = sa.select(sa.func.count()).select_from(CallFact).join(Call, Call.id == CallFact.call_id)
    return session.scalar(rows.where(*days, live(), blindfolds.blinded(asker))) or 0


def _shift(name: str, settings: Settings) -> Shift:
    found = next((shift for shift in shifts_of(settings.shifts) if shift.name == name), None)
    if found is None:
        raise NotFound("shift", name)
    return found


def _over_time(added: Added, step: Step) -> Iterable[GroupOut]:
    for (number,) in sorted(added):
        assert isinstance(number, int)
        day = date_of(number) if step == "day" else first_day_of_week(number)
        yield _group("week", day.isoformat(), None, added[(number,)])


def _by_team(session: Session, asker: Principal, wish: Wish) -> Iterable[GroupOut]:
    names = {row[0]: row[1] for row in session.execute(sa.select(Team.id, Team.name))}
    return _groups("team", query.added(session, asker, wish, [Call.team_id]), names)


def _by_agent(session: Session, asker: Principal, wish: Wish) -> Iterable[GroupOut]:
    names = {row[0]: row[1] for row in session.execute(sa.select(Person.id, Person.name))}
    return _groups("agent", query.added(session, asker, wish, [Call.agent_id]), names)


def _by_shift(by_hour: Added, shifts: Iterable[Shift]) -> Iterable[GroupOut]:
    for shift in shifts:
        own = [group for (_, hour), group in by_hour.items() if hour in shift.hours]
        if own:
            yield _group("shift", shift.name, None, query.together(own))


def _by_hour(by_hour: Added) -> Iterable[GroupOut]:
    for (weekday, hour), group in sorted(by_hour.items(), key=lambda pair: tuple(map(str, pair[0]))):
        yield _group("hour", f"{weekday}-{hour}", None, group)


def _groups(kind: GroupKind, added: Added, names: Mapping[str, str] | None = None) -> Iterable[GroupOut]:
    """The groups by name, the one without any last."""

    def name(key: Key) -> str:
        told = str(key[0] or "")
        return names.get(told, told) if names else told

    for key in sorted(added, key=lambda key: (not key[0], name(key))):
        yield _group(kind, str(key[0] or ""), name(key) or None, added[key])


def _group(kind: GroupKind, key: str, name: str | None, added: Mapping[str, Parts]) -> GroupOut:
    return GroupOut(kind=kind, key=key, name=name, figures=_figures(added))


def _figures(added: Mapping[str, Parts]) -> dict[MeasureName, Figure]:
    return {name: Figure.of(_measured(name, parts)) for name, parts in added.items()}  # type: ignore[misc]  # the query names them so


def _measured(name: str, parts: Parts) -> Estimate:
    if name != _OF_LOGARITHMS:
        return mean(parts.values(), _WITHIN[name])
    found = mean(parts.values())
    value, low, high = ((None if told is None else exp(told)) for told in (found.value, found.low, found.high))
    return Estimate(found.count, found.agents, found.over, value, low, high)
