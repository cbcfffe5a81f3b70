"""What members still owe of the week before: shown on the board, and told once, to each and to whoever runs it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.notices.kinds import Kind
from qa.notices.service import About, tell
from qa.platform.settings import Settings
from qa.programmes import dues
from qa.programmes.calendar import dues_of, today, week_at
from qa.programmes.dues import Owed
from qa.programmes.tables import Cohort, Programme


def left(session: Session, cohort: Cohort, settings: Settings) -> Mapping[str, Sequence[Owed]]:
    """By member, what was owed in the week before and is not done.

    Nothing of who joined after it, and nothing at all where the workshop's day was moved since: it was another week.
    """
    day = today(settings)
    begun = week_at(cohort, day, settings).start
    there = [member.person_id for member in cohort.members if member.joined_at < begun]
    if cohort.ended_at is not None or (cohort.moved_at is not None and cohort.moved_at >= begun):
        there = []
    week = week_at(cohort, day - timedelta(days=7), settings)
    owed = dues.owed(session, there, dues_of(cohort, week.stage), week.start, week.end)
    return {person: still for person, every in owed.items() if (still := [one for one in every if one.open])}


def telling(settings: Settings) -> Callable[[Session, datetime], None]:
    """Tells of what is left, once for each week; to be done by the clock."""

    def tell_what_is_left(session: Session, _at: datetime) -> None:
        running = sa.select(Cohort).join(Programme).where(Programme.ended_at.is_(None), Programme.simulated.is_(False))
        for cohort in session.scalars(running.where(Cohort.ended_at.is_(None)).order_by(Cohort.id)).unique():
            _tell(session, cohort, settings)

    return tell_what_is_left


def _tell(session: Session, cohort: Cohort, settings: Settings) -> None:
    able = {member.person_id for member in cohort.members if not member.person.disabled}
    late = sorted(able & left(session, cohort, settings).keys())
    if not late:
        return
    occasion = f"{cohort.id} {week_at(cohort, today(settings), settings).first}"
    tell(session, Kind.DUES_LEFT, late, About(page=("home",), occasion=occasion))
    if cohort.programme.made_by is not None:
        about = About(page=("programmes", cohort.id), occasion=occasion)
        tell(session, Kind.COHORT_LEFT, [cohort.programme.made_by], about)
