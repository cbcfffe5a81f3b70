"""The web's door to an agent's own first page."""

from fastapi import APIRouter

from qa.homes import service
from qa.homes.schemas import HomeOut
from qa.platform.web import HasFeedback, Reading, The

router = APIRouter(tags=["homes"])


@router.get("/my-home")
def get_my_home(session: Reading, asker: HasFeedback, parts: The) -> HomeOut:
    """What went well, what is worth hearing, and how one's own targets are doing."""
    return service.home(session, asker, parts.settings)
