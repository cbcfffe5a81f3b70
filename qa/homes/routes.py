"""The web's door to the first pages of agents and of those who train them."""

from fastapi import APIRouter

from qa.homes import service, standing
from qa.homes.schemas import HomeBookStanding, HomeOut
from qa.homes.trainer import trainer_home
from qa.homes.trainer_schemas import TrainerHome
from qa.platform.web import Asking, HasFeedback, Reading, RunsProgrammes, The

router = APIRouter(tags=["homes"])


@router.get("/my-home")
def get_my_home(session: Reading, asker: HasFeedback, parts: The) -> HomeOut:
    """What went well, what is worth hearing, how one's own targets are doing, and what waits."""
    return service.home(session, asker, parts.settings)


@router.get("/trainer-home/{cohort_id}")
def get_trainer_home(cohort_id: str, session: Reading, asker: RunsProgrammes, parts: The) -> TrainerHome:
    """What to do next for a cohort, and how its targets are adopted."""
    return trainer_home(session, asker, cohort_id, parts.settings)


@router.get("/book/standing")
def get_book_standing(session: Reading, asker: Asking, parts: The) -> HomeBookStanding:
    """How the sentences of the book are doing: in an agent's own calls, and for everybody else in those of all."""
    return standing.standing(session, asker, parts.settings)
