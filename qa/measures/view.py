"""The measures of a cohort, as the web says them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Purpose
from qa.insights.hours import Days
from qa.insights.intervals import FEWEST_AGENTS, FEWEST_CALLS, Estimate
from qa.insights.schemas import Figure
from qa.measures import facts, query
from qa.measures.cohorts import Said
from qa.measures.query import Day, Scope
from qa.measures.schemas import MeasuredCohort, MeasuredQuestion, MeasuresGround
from qa.measures.statistics import Change
from qa.people.tables import Person
from qa.platform.clock import now
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings
from qa.programmes.aims import Aim, aims
from qa.programmes.service import members_of, targets_of
from qa.programmes.stages import first_day, week_of
from qa.programmes.tables import Cohort
from qa.rubric.schemas import Texts

#: From so many weeks before the workshop on, to so many behind it at most.
EARLIEST, LATEST = -8, 26


@dataclass(frozen=True, slots=True)
class Seen:
    """A cohort as it is asked about: everything that its measures begin with."""

    session: Session
    cohort: Cohort
    scope: Scope
    weeks: tuple[int, ...]
    targets: Mapping[str, float]
    aims: Mapping[str, Aim]

    def question(self, question_id: str) -> MeasuredQuestion | None:
        """The question in the words of the newest rubric; None where it is no phrase, transition or situation."""
        aim = self.aims.get(question_id)
        if aim is None:
            return None
        return MeasuredQuestion(
            id=question_id,
            text=Texts.of(aim.question.text),
            kind=aim.question.kind.name,
            target=self.targets.get(question_id),
        )

    def in_order(self, question_ids: Sequence[str]) -> list[MeasuredQuestion]:
        """Those that can be told: what the programme aims at first, then as the rubrics have them."""
        order = [*self.targets, *(one for one in self.aims if one not in self.targets)]
        wanted = set(question_ids)
        told = (self.question(one) for one in order if one in wanted)
        return [one for one in told if one is not None]

    def days(self, purpose: Purpose = Purpose.LIVE) -> list[Day]:
        """Every day with an opportunity."""
        return query.days_of(self.session, self.scope, purpose)

    def by_week(self, weeks: Sequence[int] | None = None) -> dict[str, Said]:
        """Live calls by question, agents by weeks."""
        own = self.weeks if weeks is None else weeks
        return query.by_week(self.days(), self.scope.members, self.cohort.day0, own)

    def names(self) -> dict[str, str]:
        """What the members are called."""
        rows = self.session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(self.scope.members)))
        return {row[0]: row[1] for row in rows}


def seen(session: Session, asker: Principal, cohort_id: str, settings: Settings) -> Seen:
    """The cohort with this id. Raises NotFound."""
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound("cohort", cohort_id)
    zone = ZoneInfo(settings.time_zone)
    today = now().astimezone(zone).date()
    last = min(LATEST, max(EARLIEST, week_of(cohort.day0, today)))
    first, end = first_day(cohort.day0, EARLIEST), first_day(cohort.day0, last + 1) - timedelta(days=1)
    days = Days(first, max(first, min(today, end)), zone)
    return Seen(
        session=session,
        cohort=cohort,
        scope=Scope(asker, tuple(members_of(session, cohort_id)), days, cohort.programme.language),
        weeks=tuple(range(EARLIEST, last + 1)),
        targets={target.question_id: target.share for target in targets_of(session, cohort_id)},
        aims=aims(session),
    )


def cohorts(session: Session) -> list[MeasuredCohort]:
    """Every cohort, that of the latest workshop first."""
    rows = session.scalars(sa.select(Cohort).order_by(Cohort.day0.desc(), Cohort.id.desc())).unique()
    return [cohort_out(row) for row in rows]


def cohort_out(cohort: Cohort) -> MeasuredCohort:
    """A cohort by its names."""
    return MeasuredCohort(
        id=cohort.id,
        name=cohort.name,
        programme=cohort.programme.name,
        day0=cohort.day0,
        simulated=cohort.programme.simulated,
    )


def ground(own: Seen) -> MeasuresGround:
    """What the figures rest on."""
    live, practice = (query.counted(own.session, own.scope, one) for one in (Purpose.LIVE, Purpose.PRACTICE))
    days = own.scope.days
    return MeasuresGround(
        cohort=cohort_out(own.cohort),
        practice_weeks=own.cohort.programme.practice_weeks,
        week=own.weeks[-1],
        since=days.first,
        until=days.last,
        time_zone=days.zone.key,
        members=len(own.scope.members),
        live=live.calls,
        practice=practice.calls,
        simulated=live.simulated + practice.simulated,
        hidden=live.hidden + practice.hidden,
        unknown=facts.unknown(own.session, own.scope.members),
        fewest=FEWEST_CALLS,
        fewest_agents=FEWEST_AGENTS,
    )


def of_change(change: Change, count: int, agents: int) -> Figure:
    """A change as a figure; agents are what repeats."""
    return Figure.of(Estimate(count, agents, "agents", change.value, change.low, change.high))


def begins(own: Seen, week: int) -> date:
    """The first day of a week."""
    return first_day(own.cohort.day0, week)
