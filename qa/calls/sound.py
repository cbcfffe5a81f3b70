"""The sound of a call: its playback under signed addresses, with numbers taken out of it, and one original stretch.

The recording as it was received leaves the house only in stretches of a hidden number, for a reason that is audited.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from fastapi import Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from qa.calls import service
from qa.calls.recording import Recordings
from qa.calls.schemas import AudioAddress
from qa.calls.tables import Call
from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media import encode_playback
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import Transcript
from qa.pipeline.redact import Place, Redacted, beeped
from qa.platform import audit, ranges
from qa.platform.clock import now
from qa.platform.errors import NotFound
from qa.platform.scratch import scratch_folder
from qa.platform.security import signing
from qa.platform.security.principal import Principal
from qa.platform.storage import Storage

_PURPOSE = "playback"
_LIFETIME_S = 300


#: A hidden number is heard with so much around it, because recognisers are off at either end of a word.
_AROUND_MS = 500


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


def playback_without(recordings: Recordings, call: Call, hidden: Redacted, folder: Path) -> Path | None:
    """The playback with a tone over these places as well, as a file in the folder; None where there is none.

    It is made of the playback, not of the recording, so that whatever is hidden in it already stays so.
    """
    now_heard, made = folder / "now.ogg", folder / "playback.ogg"
    try:
        recordings.storage.get(service.playback_key(call.id), now_heard)
    except NotFound:
        return None
    sound = audio.decode(RecordingFile(now_heard), recordings.limits, folder)
    if hidden.transcript.channels:
        sound = audio.with_roles(sound, hidden.transcript.channels)
    encode_playback(tuple(channel.samples for channel in beeped(sound, hidden.places).channels), made)
    return made


def stretch(recordings: Recordings, call: Call, transcript: Transcript, place: Place) -> bytes:
    """The original sound of this place and half a second around it, on its speaker's channel, as Ogg Opus.

    On all channels where none is that speaker's. Raises NotFound where the recording was deleted.
    """
    sound = recordings.sound(call, transcript)
    own = [channel for channel in sound.channels if channel.speaker == place.speaker] or list(sound.channels)
    first = max(0, place.span.start - _AROUND_MS) * SAMPLE_RATE // 1000
    end = (place.span.end + _AROUND_MS) * SAMPLE_RATE // 1000
    with scratch_folder(recordings.scratch, "stretch-") as folder:
        file = folder / "stretch.ogg"
        encode_playback(tuple(channel.samples[first:end] for channel in own), file)
        return file.read_bytes()
