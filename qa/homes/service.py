"""An agent's own first page, put together."""

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book.schemas import BookLanguage
from qa.evaluation import service as evaluations
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.homes import moments
from qa.homes.book import book
from qa.homes.coaching import coaching
from qa.homes.disputes import disputes
from qa.homes.schemas import HomeEnded, HomeMoment, HomeOut
from qa.homes.targets import simulated, targets
from qa.insights.hours import week_of
from qa.people.tables import Person
from qa.platform import clock
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings
from qa.practice.drills.finding import Drill, drills
from qa.practice.drills.taught import lasting_ids
from qa.practice.drills.view import drill_out
from qa.programmes.tables import Cohort, CohortMember, Programme
from qa.rubric.store import rubric_of

#: Moments are taken from so many pieces of feedback, the newest.
_NEWEST = 20
_MOST_DRILLS = 3


def home(session: Session, asker: Principal, settings: Settings) -> HomeOut:
    """What an agent finds first: nothing of anybody else, and nothing that was not published to them."""
    feedback = evaluations.newest_feedback(session, asker, _NEWEST)
    states = evaluations.own_states(session, asker)
    aimed = targets(session, asker, settings)
    offered = drills(session, asker)
    today = clock.today(settings.time_zone)
    questions = {one.question_id: one.question for one in aimed}
    return HomeOut(
        has_feedback=bool(feedback),
        went_well=moments.went_well(feedback),
        to_hear=_with_drills(session, feedback, {drill.taught.id: drill for drill in offered}),
        targets=aimed,
        simulated=simulated(session, asker, settings) if aimed else 0,
        book=book(session, asker, week_of(today), _language(session, asker, feedback), questions),
        drills=[drill_out(drill) for drill in offered if drill.missed and not drill.is_done][:_MOST_DRILLS],
        coaching=coaching(session, asker, today),
        disputes=disputes(session, asker),
        ended=_ended(session, asker) if not aimed else None,
        unread=states.get(EvaluationState.PUBLISHED, 0),
        under_review=states.get(EvaluationState.DISPUTED, 0),
    )


def _with_drills(session: Session, feedback: Sequence[Evaluation], offered: Mapping[str, Drill]) -> list[HomeMoment]:
    """The openings that were not taken, each with the drill in which another answer can be tried."""
    rubrics = {evaluation.id: rubric_of(evaluation.rubric) for evaluation in feedback}
    found = []
    for moment in moments.to_hear(feedback):
        drill = offered.get(lasting_ids(session, rubrics[moment.evaluation_id]).get(moment.question_id, ""))
        found.append(moment.model_copy(update={"drill_id": drill.taught.id if drill and drill.missed else None}))
    return found


def _language(session: Session, asker: Principal, feedback: Sequence[Evaluation]) -> BookLanguage:
    """What the newest feedback is about, or else what the agent reads."""
    if feedback:
        return "he" if rubric_of(feedback[0].rubric).language == "he" else "en"
    return "he" if session.get_one(Person, asker.person_id).interface_language == "he" else "en"


def _ended(session: Session, asker: Principal) -> HomeEnded | None:
    """The programme that ended last, of somebody who is in none that runs."""
    mine = (
        sa.select(Programme)
        .join(Cohort, Cohort.programme_id == Programme.id)
        .join(CohortMember, CohortMember.cohort_id == Cohort.id)
        .where(CohortMember.person_id == asker.person_id)
        .order_by(Programme.ended_at.is_not(None), Programme.ended_at.desc(), Programme.id)
    )
    newest = session.scalars(mine.limit(1)).first()
    if newest is None or newest.ended_at is None:
        return None
    return HomeEnded(programme=newest.name, ended_at=newest.ended_at, simulated=newest.simulated)
