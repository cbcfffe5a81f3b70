"""How an agent's own targets are doing, beside where the middle of the others lies.

An agent's own figures rest on what was shown to them: calls whose feedback was published. The band rests on the same
calls of the others, and is told only where so many stand behind it that none of them can be made out.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from math import ceil, floor
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, Purpose
from qa.homes.schemas import BandOf, HomeBand, HomeStep, HomeTarget
from qa.insights import query
from qa.insights.facts import first_ids
from qa.insights.hours import Days, first_day_of_week, week_of
from qa.insights.intervals import Sums, share
from qa.insights.query import Asked, Wish
from qa.insights.schemas import Figure
from qa.insights.tables import AnswerFact, CallFact
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.programmes import service as programmes
from qa.programmes.tables import Cohort, CohortMember
from qa.rubric.schemas import Texts
from qa.rubric.store import newest_versions, rubric_of

#: Every point of the trend looks back over so many weeks: a single one has too few calls to tell anything.
_TOGETHER = 4
_STEPS = 8
#: So many others must stand behind a band, each with so many calls.
FEWEST_OTHERS = 5
FEWEST_CALLS_EACH = 5
#: A band is told in steps of this, so that no single agent's share can be read off its ends.
_ROUNDED_TO = 0.05
_SAME = 1e-9


def targets(session: Session, asker: Principal, settings: Settings) -> list[HomeTarget]:
    """The targets of the programme that the agent is in; none without one."""
    cohort = programmes.cohort_of(session, asker.person_id)
    aims = {one.question_id: one.share for one in programmes.targets_of(session, cohort.id)} if cohort else {}
    if cohort is None or not aims:
        return []
    wish = Wish(days=_days(settings), agent_id=asker.person_id)
    weeks: dict[str, dict[int, Asked]] = {}
    for (question_id, (number,)), asked in query.questions(session, asker, wish, [query.by_week(wish)]).items():
        assert isinstance(number, int)
        weeks.setdefault(question_id, {})[number] = asked
    bands = _bands(session, asker, wish.days, cohort, list(aims))
    return [
        _target(question_id, text, (aims[question_id], weeks.get(question_id, {}), bands.get(question_id)), wish.days)
        for question_id, text in _texts(session, list(aims))
    ]


def simulated(session: Session, asker: Principal, settings: Settings) -> int:
    """Of the calls behind the targets, how many nobody held."""
    wish = Wish(days=_days(settings), agent_id=asker.person_id)
    return sum(query.counts(session, asker, replace(wish, simulated=True), sa.true()).values())


def _target(
    question_id: str, text: Texts, told: tuple[float, Mapping[int, Asked], HomeBand | None], days: Days
) -> HomeTarget:
    aim, asked, band = told
    last = week_of(days.last)
    steps = [
        HomeStep(week=first_day_of_week(week), figure=_figure(asked, week))
        for week in range(last - _STEPS + 1, last + 1)
    ]
    return HomeTarget(
        question_id=question_id,
        question=text,
        aim=aim,
        said=round(sum(part.total for part in _recent(asked, last)), 2),
        now=steps[-1].figure,
        steps=steps,
        band=band,
    )


def _figure(asked: Mapping[int, Asked], last: int) -> Figure:
    return Figure.of(share(_recent(asked, last)))


def _recent(asked: Mapping[int, Asked], last: int) -> list[Sums]:
    """What the weeks up to this one add up to."""
    weeks = [asked[week] for week in range(last - _TOGETHER + 1, last + 1) if week in asked]
    return list(query.all_weeks(weeks).shares.values()) if weeks else []


def _days(settings: Settings) -> Days:
    zone = ZoneInfo(settings.time_zone)
    today = now().astimezone(zone).date()
    return Days(first_day_of_week(week_of(today) - _STEPS - _TOGETHER + 2), today, zone)


def _bands(
    session: Session, asker: Principal, days: Days, cohort: Cohort, question_ids: Sequence[str]
) -> dict[str, HomeBand]:
    """Of each question the middle half of the others: of one's team, or of one's cohort where the team is too small."""
    recent = Days(days.last - timedelta(weeks=_TOGETHER), days.last, days.zone)
    team_id = session.scalar(sa.select(Person.team_id).where(Person.id == asker.person_id))
    together = sa.select(CohortMember.person_id).where(CohortMember.cohort_id == cohort.id)
    groups: list[tuple[BandOf, sa.ColumnElement[bool]]] = [("cohort", Person.id.in_(together))]
    if team_id is not None:
        groups.append(("team", Person.team_id == team_id))
    found: dict[str, HomeBand] = {}
    for of, others in groups:
        for question_id, shares in _shares(session, recent, question_ids, others, Person.id != asker.person_id).items():
            if len(shares) >= FEWEST_OTHERS:
                found[question_id] = band(of, shares)
    return found


def _shares(
    session: Session, days: Days, question_ids: Sequence[str], *others: sa.ColumnElement[bool]
) -> dict[str, list[float]]:
    """Of each question the shares of these people with enough calls whose feedback was published."""
    rows = session.execute(
        sa.select(AnswerFact.question_id, Call.agent_id, sa.func.count(), sa.func.sum(AnswerFact.share))
        .join(CallFact, CallFact.call_id == AnswerFact.call_id)
        .join(Call, Call.id == CallFact.call_id)
        .join(Person, Person.id == Call.agent_id)
        .where(
            *others,
            Person.role == Role.AGENT,
            Call.purpose == Purpose.LIVE,
            Call.shared_at.is_not(None),
            Call.evaluation_id == CallFact.evaluation_id,
            CallFact.began_s >= days.start_s,
            CallFact.began_s < days.end_s,
            AnswerFact.question_id.in_(question_ids),
            AnswerFact.share.is_not(None),
        )
        .group_by(AnswerFact.question_id, Call.agent_id)
        .having(sa.func.count() >= FEWEST_CALLS_EACH)
    )
    shares: dict[str, list[float]] = {}
    for question_id, _agent, count, total in rows:
        shares.setdefault(question_id, []).append(float(total or 0.0) / count)
    return shares


def band(of: BandOf, others: Sequence[float]) -> HomeBand:
    """What holds the middle half of these shares, 0..1, at least; outwards to the next step."""
    quarter, ordered = (len(others) - 1) // 4, sorted(others)
    low, high = ordered[quarter], ordered[-1 - quarter]
    steps = round(1 / _ROUNDED_TO)
    return HomeBand(of=of, low=floor(low * steps + _SAME) / steps, high=ceil(high * steps - _SAME) / steps)


def _texts(session: Session, question_ids: Sequence[str]) -> Iterator[tuple[str, Texts]]:
    """The questions in the words of the newest rubrics that ask them."""
    wanted = dict.fromkeys(question_ids)
    for row in newest_versions(session):
        rubric = rubric_of(row)
        first_id = first_ids(session, rubric)
        for question in rubric.questions:
            if first_id[question.id] in wanted:
                del wanted[first_id[question.id]]
                yield first_id[question.id], Texts.of(question.text)
