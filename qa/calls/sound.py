"""Playback sound: signed addresses, and the bytes behind them."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from qa.calls import service
from qa.calls.schemas import AudioAddress
from qa.platform import audit, ranges
from qa.platform.clock import now
from qa.platform.errors import NotFound
from qa.platform.security import signing
from qa.platform.security.principal import Principal
from qa.platform.storage import Storage

_PURPOSE = "playback"
_LIFETIME_S = 300


@dataclass(frozen=True, slots=True)
class SoundRequest:
    """A signed address as it came in, and the range that was asked for."""

    token: str
    range_header: str | None
    key: bytes


def address_of(session: Session, asker: Principal, call_id: str, key: bytes) -> AudioAddress:
    """A fresh signed address for this person. Giving it out is what the audit trail calls hearing the call."""
    call = service.get(session, asker, call_id)
    token = signing.sign(key, _PURPOSE, {"call": call.id, "person": asker.person_id}, seconds=_LIFETIME_S)
    audit.record(session, asker.person_id, "audio_read", call.id)
    return AudioAddress(url=f"/api/audio/{token}", expires_at=now() + timedelta(seconds=_LIFETIME_S))


def answer(wanted: SoundRequest, session: Session, asker: Principal, storage: Storage) -> Response:
    """200 with everything or 206 with a range. Raises NotFound for anybody but the address's own person."""
    statement = signing.read(wanted.key, _PURPOSE, wanted.token)
    if statement["person"] != asker.person_id:
        raise NotFound("address", "for this person")
    call = service.get(session, asker, statement["call"])
    stored = service.playback_key(call.id)
    size = storage.size(stored)
    part = ranges.parse(wanted.range_header, size)
    whole = ranges.ByteRange(0, size)
    headers = {
        "Accept-Ranges": "bytes",
        "Content-Length": str((part or whole).length),
        "Cache-Control": "private, no-store",
    }
    if part is not None:
        headers["Content-Range"] = f"bytes {part.start}-{part.end - 1}/{size}"
    body = ranges.read(storage.open(stored), part or whole)
    return StreamingResponse(body, 206 if part else 200, headers, media_type="audio/ogg")
