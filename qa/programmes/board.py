"""The cohort board: who does what was taught, how often, and who needs what."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.insights import query
from qa.insights.hours import Days
from qa.insights.intervals import FEWEST_CALLS, Estimate, share
from qa.insights.query import Asked, Wish
from qa.insights.schemas import Figure
from qa.insights.tables import AnswerFact, CallFact
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings
from qa.programmes import dues, late, needs
from qa.programmes.aims import aims, text_of
from qa.programmes.calendar import dues_of, today, week_at
from qa.programmes.dues import Owed
from qa.programmes.needs import Below, Need
from qa.programmes.schemas import (
    BelowTarget,
    BoardCell,
    BoardMember,
    BoardTarget,
    CohortBoard,
    CohortNeed,
    OwedOut,
)
from qa.programmes.tables import Cohort, CohortMember
from qa.programmes.view import cohort_out, person_out

#: By question and agent.
Said = Mapping[tuple[str, str], Asked]
_NOTHING = Asked({}, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks for a board, whose it is, and over how many days."""

    asker: Principal
    cohort: Cohort
    days: int
    settings: Settings


def board(session: Session, asking: Asking) -> CohortBoard:
    """Members by targets over the last days, but none before the workshop once that has begun."""
    cohort = asking.cohort
    until = today(asking.settings)
    since = until - timedelta(days=asking.days - 1)
    if until >= cohort.day0:
        since = max(since, cohort.day0)
    before_since = cohort.day0 - timedelta(days=asking.days)
    own = _Board(session, asking, _days(since, until, asking.settings))
    before = said(session, asking, _days(before_since, cohort.day0 - timedelta(days=1), asking.settings))
    return CohortBoard(
        cohort=cohort_out(session, cohort, asking.settings),
        since=since,
        until=until,
        before_since=before_since,
        fewest_calls=FEWEST_CALLS,
        targets=own.targets(before),
        members=own.members(),
        needs=own.needs(),
    )


def said(session: Session, asking: Asking, days: Days) -> Said:
    """What became of the programme's targets in the members' live calls of these days."""
    cohort = asking.cohort
    people = [member.person_id for member in cohort.members]
    aimed = [target.question_id for target in cohort.programme.targets]
    wish = Wish(days=days, language=cohort.programme.language)
    narrower = (Call.agent_id.in_(people), AnswerFact.question_id.in_(aimed))
    found = query.questions(session, asking.asker, wish, [Call.agent_id], *narrower)
    return {(question_id, str(agent)): asked for (question_id, (agent,)), asked in found.items()}


class _Board:
    """The rows of one board, from one look at the calls."""

    def __init__(self, session: Session, asking: Asking, days: Days) -> None:
        self._session, self._asking = session, asking
        self._cohort, self._days = asking.cohort, days
        self._people = [member.person_id for member in asking.cohort.members]
        self._aimed = asking.cohort.programme.targets
        self._said = said(session, asking, days)
        self._dues = self._owed(today(asking.settings))
        self._late = late.left(session, asking.cohort, asking.settings)

    def targets(self, before: Said) -> list[BoardTarget]:
        """The targets, with how often all members together do them."""
        known = aims(self._session)
        return [
            BoardTarget(
                question_id=target.question_id,
                text=text_of(known, target.question_id),
                share=target.share,
                lately=Figure.of(self._together(self._said, target.question_id)),
                before=Figure.of(self._together(before, target.question_id)),
            )
            for target in self._aimed
        ]

    def members(self) -> list[BoardMember]:
        """A row each, by name."""
        heard = self._heard()
        members = sorted(self._cohort.members, key=lambda member: (member.person.name, member.person_id))
        return [
            BoardMember(
                person=person_out(member.person),
                calls=heard.get(member.person_id, 0),
                cells=[self._cell(member.person_id, target.question_id, target.share) for target in self._aimed],
                dues=[_owed_out(one) for one in self._dues[member.person_id]],
                late=[_owed_out(one) for one in self._late.get(member.person_id, ())],
            )
            for member in members
        ]

    def needs(self) -> list[CohortNeed]:
        """Who needs what, whoever misses most first; people who cannot sign in any more need nothing."""
        able = [member for member in self._cohort.members if not member.person.disabled]
        ranked = needs.ranked(self._need(member) for member in able)
        moments = self._missed([need.person_id for need in ranked])
        return [
            CohortNeed(
                person_id=need.person_id,
                below=[
                    BelowTarget(
                        question_id=one.question_id,
                        missed=one.missed,
                        sure=one.sure,
                        call_id=moments.get((one.question_id, need.person_id)),
                    )
                    for one in need.below
                ],
                late=need.late,
                open=need.open,
            )
            for need in ranked
        ]

    def _need(self, member: CohortMember) -> Need:
        below = [
            needs.below(target.question_id, self._figure(member.person_id, target.question_id), target.share)
            for target in self._aimed
        ]
        missed = sorted((one for one in below if one), key=lambda one: (not one.sure, -one.missed))
        return Need(
            person_id=member.person_id,
            below=tuple[Below, ...](missed),
            late=sum(one.open for one in self._late.get(member.person_id, ())),
            open=sum(one.open for one in self._dues[member.person_id]),
        )

    def _figure(self, person_id: str, question_id: str) -> Estimate:
        return share(self._said.get((question_id, person_id), _NOTHING).shares.values())

    def _cell(self, person_id: str, question_id: str, aimed: float) -> BoardCell:
        found = self._figure(person_id, question_id)
        return BoardCell(
            question_id=question_id,
            figure=Figure.of(found),
            standing=needs.standing(found, aimed),
            undecided=self._said.get((question_id, person_id), _NOTHING).undecided,
        )

    @staticmethod
    def _together(told: Said, question_id: str) -> Estimate:
        own = [asked for (question, _), asked in told.items() if question == question_id]
        return share(query.all_weeks(own).shares.values()) if own else share(())

    def _owed(self, day: date) -> Mapping[str, list[Owed]]:
        week = week_at(self._cohort, day, self._asking.settings)
        asked_for = [] if self._cohort.ended_at else dues_of(self._cohort, week.stage)
        found = dues.owed(self._session, self._people, asked_for, week.start, week.end)
        return defaultdict(list, found)

    def _heard(self) -> Mapping[str, int]:
        wish = Wish(days=self._days, language=self._cohort.programme.language)
        return query.counts(self._session, self._asking.asker, wish, Call.agent_id.in_(self._people))

    def _missed(self, people: Sequence[str]) -> Mapping[tuple[str, str], str]:
        """Of each question and person: the newest call in which less than half of it was there."""
        wish = Wish(days=self._days, language=self._cohort.programme.language)
        newest = sa.func.row_number().over(
            partition_by=(AnswerFact.question_id, Call.agent_id), order_by=(CallFact.began_s.desc(), Call.id.desc())
        )
        missed = (
            sa.select(AnswerFact.question_id, Call.agent_id, Call.id, newest.label("place"))
            .select_from(CallFact)
            .join(Call, Call.id == CallFact.call_id)
            .join(AnswerFact, AnswerFact.call_id == CallFact.call_id)
            .where(*query.counted(self._asking.asker, wish), Call.agent_id.in_(people), AnswerFact.share < 0.5)
            .where(AnswerFact.question_id.in_([target.question_id for target in self._aimed]))
            .subquery()
        )
        rows = self._session.execute(sa.select(missed).where(missed.c.place == 1))
        return {(question_id, agent): call_id for question_id, agent, call_id, _ in rows}


def _days(first: date, last: date, settings: Settings) -> Days:
    return Days(first, last, ZoneInfo(settings.time_zone))


def _owed_out(one: Owed) -> OwedOut:
    return OwedOut(kind=one.kind, owed=one.owed, done=one.done)
