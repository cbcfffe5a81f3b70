"""The web's door to search."""

from typing import Annotated

from fastapi import APIRouter, Query

from qa.platform.web import Asking, Reading, Writing
from qa.search import service
from qa.search.schemas import FoundPage, SavedSearchIn, SavedSearchOut, SearchPart, SituationChoice

router = APIRouter(tags=["search"])


@router.get("/search")
def search_calls(part: Annotated[SearchPart, Query()], session: Reading, asker: Asking) -> FoundPage:
    """Calls by what was said in them and by what is known of them, among those that the asker may see."""
    return service.search(session, asker, part)


@router.get("/search/queues")
def list_queues(session: Reading, asker: Asking) -> list[str]:
    """Why customers called, as far as the asker's calls tell."""
    return list(service.queues(session, asker))


@router.get("/search/situations")
def list_situations(session: Reading, _asker: Asking) -> list[SituationChoice]:
    """Which situations calls can be narrowed by."""
    return service.situations(session)


@router.get("/saved-searches")
def list_saved_searches(session: Reading, asker: Asking) -> list[SavedSearchOut]:
    """The asker's own saved searches."""
    return service.saved(session, asker)


@router.post("/saved-searches")
def save_search(wish: SavedSearchIn, unit: Writing, asker: Asking) -> SavedSearchOut:
    """Keep a search under a name."""
    return service.save(unit.session, asker, wish)


@router.delete("/saved-searches/{search_id}", status_code=204)
def delete_saved_search(search_id: str, unit: Writing, asker: Asking) -> None:
    """Delete one of the asker's own searches."""
    service.forget(unit.session, asker, search_id)
