"""An agent's own first page, put together."""

from sqlalchemy.orm import Session

from qa.evaluation import service as evaluations
from qa.evaluation.tables import EvaluationState
from qa.homes import moments
from qa.homes.schemas import HomeOut
from qa.homes.targets import targets
from qa.platform.security.principal import Principal
from qa.platform.settings import Settings

#: Moments are taken from so many pieces of feedback, the newest.
_NEWEST = 20


def home(session: Session, asker: Principal, settings: Settings) -> HomeOut:
    """What an agent finds first: nothing of anybody else, and nothing that was not published to them."""
    feedback = evaluations.newest_feedback(session, asker, _NEWEST)
    states = evaluations.own_states(session, asker)
    return HomeOut(
        went_well=moments.went_well(feedback),
        to_hear=moments.to_hear(feedback),
        targets=targets(session, asker, settings),
        unread=states.get(EvaluationState.PUBLISHED, 0),
        under_review=states.get(EvaluationState.DISPUTED, 0),
    )
