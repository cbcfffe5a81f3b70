"""What an agent sees of their own training: the stage, the targets, one's own figures, and what is owed this week."""

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from qa.insights import query
from qa.insights.hours import Days
from qa.insights.intervals import FEWEST_CALLS, share
from qa.insights.query import Asked, Wish
from qa.insights.schemas import Figure
from qa.insights.tables import AnswerFact
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.settings import Settings
from qa.programmes import dues, service
from qa.programmes.aims import aims, text_of
from qa.programmes.calendar import dues_of, today, week_at
from qa.programmes.schemas import MyCohort, MyProgramme, OwedOut, OwnTarget
from qa.programmes.tables import Cohort

_LATELY = 28


def my_programme(session: Session, asker: Principal, settings: Settings) -> MyProgramme:
    """The asker's own; the figures are of calls that the asker was shown, and of nobody else's."""
    asker.require(Right.OWN_FEEDBACK)
    cohort = service.cohort_of(session, asker.person_id)
    return MyProgramme(cohort=_mine(session, asker, cohort, settings) if cohort else None)


def _mine(session: Session, asker: Principal, cohort: Cohort, settings: Settings) -> MyCohort:
    programme, day = cohort.programme, today(settings)
    week = week_at(cohort, day, settings)
    since = day - timedelta(days=_LATELY - 1)
    days = Days(max(since, cohort.day0) if day >= cohort.day0 else since, day, ZoneInfo(settings.time_zone))
    said = _said(session, asker, cohort, Wish(days=days, language=programme.language))
    owed = dues.owed(session, [asker.person_id], dues_of(cohort, week.stage), week.start, week.end)
    known = aims(session)
    return MyCohort(
        cohort_id=cohort.id,
        cohort=cohort.name,
        programme=programme.name,
        note=programme.note,
        day0=cohort.day0,
        practice_weeks=programme.practice_weeks,
        stage=week.stage.value,
        week=week.number,
        week_begins=week.first,
        week_ends=week.last,
        since=days.first,
        until=days.last,
        fewest_calls=FEWEST_CALLS,
        simulated=programme.simulated,
        targets=[
            OwnTarget(
                question_id=target.question_id,
                text=text_of(known, target.question_id),
                share=target.share,
                figure=Figure.of(share(said[target.question_id].shares.values() if target.question_id in said else ())),
            )
            for target in programme.targets
        ],
        dues=[OwedOut(kind=one.kind, owed=one.owed, done=one.done) for one in owed[asker.person_id]],
    )


def _said(session: Session, asker: Principal, cohort: Cohort, wish: Wish) -> dict[str, Asked]:
    aimed = AnswerFact.question_id.in_([target.question_id for target in cohort.programme.targets])
    found = query.questions(session, asker, replace(wish, agent_id=asker.person_id), [], aimed)
    return {question_id: asked for (question_id, _), asked in found.items()}
