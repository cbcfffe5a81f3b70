"""The web's door to personal numbers that were taken out of transcripts."""

from fastapi import APIRouter

from qa.calls import sealed
from qa.calls.schemas import RevealedOut, RevealIn
from qa.platform.security.sealing import Vault
from qa.platform.web import RevealsNumbers, The, Writing

router = APIRouter(tags=["calls"])


@router.post("/calls/{call_id}/reveal")
def reveal_numbers(call_id: str, wish: RevealIn, unit: Writing, asker: RevealsNumbers, parts: The) -> list[RevealedOut]:
    """The personal numbers that a transcript hides, for a reason that is audited."""
    return sealed.reveal(unit.session, asker, (call_id, wish), Vault(parts.settings.sealing_key))
