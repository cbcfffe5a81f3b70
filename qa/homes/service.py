"""An agent's own first page, put together."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from qa.evaluation import service as evaluations
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.homes import moments
from qa.homes.schemas import HomeMoment, HomeOut
from qa.homes.targets import targets
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings
from qa.practice.drills.moments import missed
from qa.practice.drills.taught import lasting_ids
from qa.rubric.store import rubric_of

#: Moments are taken from so many pieces of feedback, the newest.
_NEWEST = 20


def home(session: Session, asker: Principal, settings: Settings) -> HomeOut:
    """What an agent finds first: nothing of anybody else, and nothing that was not published to them."""
    feedback = evaluations.newest_feedback(session, asker, _NEWEST)
    states = evaluations.own_states(session, asker)
    return HomeOut(
        went_well=moments.went_well(feedback),
        to_hear=_with_drills(session, asker, feedback),
        targets=targets(session, asker, settings),
        unread=states.get(EvaluationState.PUBLISHED, 0),
        under_review=states.get(EvaluationState.DISPUTED, 0),
    )


def _with_drills(session: Session, asker: Principal, feedback: Sequence[Evaluation]) -> list[HomeMoment]:
    """The openings that were not taken, each with the drill in which another answer can be tried."""
    offered = missed(session, asker)
    rubrics = {evaluation.id: rubric_of(evaluation.rubric) for evaluation in feedback}
    found = []
    for moment in moments.to_hear(feedback):
        drill_id = lasting_ids(session, rubrics[moment.evaluation_id]).get(moment.question_id)
        found.append(moment.model_copy(update={"drill_id": drill_id if drill_id in offered else None}))
    return found
