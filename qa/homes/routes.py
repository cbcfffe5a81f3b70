"""The web's door to an agent's own first page."""

from fastapi import APIRouter

from qa.homes import book, service
from qa.homes.schemas import HomeBook, HomeOut
from qa.platform.web import Asking, HasFeedback, Reading, The

router = APIRouter(tags=["homes"])


@router.get("/my-home")
def get_my_home(session: Reading, asker: HasFeedback, parts: The) -> HomeOut:
    """What went well, what is worth hearing, and how one's own targets are doing."""
    return service.home(session, asker, parts.settings)


@router.get("/book/standing")
def get_book_standing(session: Reading, asker: Asking, parts: The) -> HomeBook:
    """How the sentences of the book are doing: in an agent's own calls, and for everybody else in those of all."""
    return book.standing(session, asker, parts.settings)
