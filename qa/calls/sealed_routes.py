"""The web's door to personal numbers that were taken out of transcripts."""

from fastapi import APIRouter, Response

from qa.calls import sealed
from qa.calls.recording import Recordings
from qa.calls.schemas import HearNumberIn, RevealedOut, RevealIn
from qa.calls.sound import stretch
from qa.platform.security.sealing import Vault
from qa.platform.web import RevealsNumbers, The, Writing

router = APIRouter(tags=["calls"])


@router.post("/calls/{call_id}/reveal")
def reveal_numbers(call_id: str, wish: RevealIn, unit: Writing, asker: RevealsNumbers, parts: The) -> list[RevealedOut]:
    """The personal numbers that a transcript hides, for a reason that is audited."""
    return sealed.reveal(unit.session, asker, (call_id, wish), Vault(parts.settings.sealing_key))


@router.post(
    "/calls/{call_id}/reveal/sound",
    response_class=Response,
    responses={200: {"content": {"audio/ogg": {"schema": {"type": "string", "format": "binary"}}}}},
)
def hear_number(call_id: str, wish: HearNumberIn, asker: RevealsNumbers, parts: The) -> Response:
    """The original sound of one hidden number with half a second around it, for a reason that is audited.

    It is answered at once and has no address: nothing of it can be kept by what stands between, or be asked for again.
    """
    with parts.database.write() as unit:
        call, transcript, place = sealed.hear(unit.session, asker, (call_id, wish))
    sound = stretch(Recordings.of(parts.settings, parts.storage), call, transcript, place)
    return Response(sound, media_type="audio/ogg", headers={"Cache-Control": "private, no-store"})
