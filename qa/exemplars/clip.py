"""The sound and the words of an exemplary moment: always what people hear of the call, never what lies under it."""

import threading
from typing import Protocol

from sqlalchemy.orm import Session

from qa.calls import revisions, sealed
from qa.calls.recording import Recordings
from qa.calls.service import playback_key
from qa.calls.tables import Call
from qa.calls.transcripts import from_revision, without
from qa.calls.view import has_sound
from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media import encode_playback
from qa.exemplars.schemas import HeardLineOut
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.platform.errors import NotFound
from qa.platform.scratch import scratch_folder
from qa.platform.spans import Span

#: More is not shown beside a player; whoever wants more listens.
_MOST_LINES = 12
#: Cutting keeps a processor busy for a moment; others of the web's work go on beside so many.
_at_once = threading.Semaphore(2)


class Moment(Protocol):
    """A span of a call in milliseconds; both None: the whole call."""

    @property
    def call_id(self) -> str: ...
    @property
    def start_ms(self) -> int | None: ...
    @property
    def end_ms(self) -> int | None: ...


def sound_of(recordings: Recordings, held: Moment) -> bytes:
    """The moment as Ogg Opus, cut from the call's playback, in which numbers are beeped out. Raises NotFound."""
    if held.start_ms is None or held.end_ms is None:
        with recordings.storage.open(playback_key(held.call_id)) as kept:
            return kept.read()
    return cut(recordings, held.call_id, Span(held.start_ms, held.end_ms))


def cut(recordings: Recordings, call_id: str, span: Span) -> bytes:
    """This span of the call's playback as Ogg Opus. Raises NotFound."""
    first, end = span.start * SAMPLE_RATE // 1000, span.end * SAMPLE_RATE // 1000
    with _at_once, scratch_folder(recordings.scratch, "moment-") as folder:
        whole, part = folder / "playback.ogg", folder / "moment.ogg"
        recordings.storage.get(playback_key(call_id), whole)
        sound = audio.decode(RecordingFile(whole), recordings.limits, folder)
        encode_playback(tuple(channel.samples[first:end] for channel in sound.channels), part)
        return part.read_bytes()


def words_of(session: Session, held: Moment) -> list[HeardLineOut]:
    """What is said in the moment, without any number that was found in the call.

    A whole call is listened to, and nothing of it is put into words here; where there is nothing to hear, it is read.
    """
    span = None if held.start_ms is None or held.end_ms is None else Span(held.start_ms, held.end_ms)
    is_heard = has_sound(session.get_one(Call, held.call_id))
    if span is None and is_heard:
        return []
    try:
        heard = from_revision(revisions.shown(session, held.call_id))
    except NotFound:
        return []
    lines = []
    for turn in without(heard, sealed.places(session, held.call_id, heard)).turns:
        said = [word.text for word in turn.words if span is None or _within(word.span, span)]
        if said:
            lines.append(HeardLineOut(speaker=turn.speaker, text=" ".join(said)))
    return lines[:_MOST_LINES] if is_heard else lines


def _within(word: Span, moment: Span) -> bool:
    return word.start < moment.end and moment.start < word.end
