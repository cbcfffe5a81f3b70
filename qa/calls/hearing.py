"""The job that hears a call: recording in, transcript revision, playback sound and waveform out."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.recording import Recordings
from qa.calls.schemas import PeakChannel, PeaksOut
from qa.calls.service import peaks_key, playback_key
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.engines.interfaces import Engines
from qa.engines.media import encode_playback
from qa.pipeline import audio
from qa.pipeline.conduct import measure
from qa.pipeline.model import DecodedAudio, Transcript
from qa.pipeline.process import listen
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Claim, Ledger
from qa.platform.jobs.runner import Pulse
from qa.platform.scratch import scratch_folder

#: From this length on the workbench marks a silence, whatever a rubric counts.
SHOWN_DEAD_AIR_MS = 3_000

#: Enqueues what follows once a transcript revision stands, within the same transaction; returns the job's id.
Follow = Callable[[Session, str, str], str]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Hears one call a time with the engines that it was given."""

    database: Database
    recordings: Recordings
    ledger: Ledger
    engines: Callable[[], Engines]  # made at the first job, in the process that does the work
    follow: Follow
    ring: Callable[[str], None]

    def __call__(self, claim: Claim, pulse: Pulse) -> None:
        """Do the job under this claim. Safe to repeat: everything it makes has one place and is made again the same."""
        with self.database.read() as session:
            call = session.get_one(Call, claim.subject)
        with scratch_folder(self.recordings.scratch, "hear-") as folder:
            recording = self.recordings.fetch(call, folder)
            heard, transcript = listen(recording, self.engines(), pulse)
            self._keep_sound(call.id, heard, folder)
        self._keep_transcript(claim, heard, transcript)

    def _keep_sound(self, call_id: str, heard: DecodedAudio, folder: Path) -> None:
        playback, peaks = folder / "playback.ogg", folder / "peaks.json"
        encode_playback(tuple(channel.samples for channel in heard.channels), playback)
        peaks.write_text(json.dumps(_peaks(heard).model_dump(), separators=(",", ":")), encoding="utf-8")
        self.recordings.storage.put(playback_key(call_id), playback)
        self.recordings.storage.put(peaks_key(call_id), peaks)

    def _keep_transcript(self, claim: Claim, heard: DecodedAudio, transcript: Transcript) -> None:
        with self.database.write() as unit:
            self.ledger.finish(unit.session, claim)
            revision = _add_revision(unit.session, claim.subject, transcript)
            call = unit.session.get_one(Call, claim.subject)
            call.duration_ms, call.heard_language = heard.duration_ms, transcript.language
            call.flags = [{"code": flag.code, "detail": flag.detail} for flag in transcript.flags]
            next_job = self.follow(unit.session, call.id, revision.id)
            unit.after_commit(lambda: self.ring(next_job))


def _add_revision(session: Session, call_id: str, transcript: Transcript) -> TranscriptRevision:
    """A new revision, or the one that the very same engines made of the call before."""
    key = " + ".join(str(engine) for engine in transcript.engines)[:200]
    mine = TranscriptRevision.call_id == call_id
    known = session.scalar(sa.select(TranscriptRevision).where(mine, TranscriptRevision.engine_key == key))
    if known is not None:
        return known
    last = session.scalar(sa.select(sa.func.max(TranscriptRevision.revision)).where(mine))
    revision = TranscriptRevision(
        call_id=call_id,
        revision=(last or 0) + 1,
        engine_key=key,
        language=transcript.language,
        body=to_body(transcript, measure(transcript, SHOWN_DEAD_AIR_MS)),
        created_at=now(),
    )
    session.add(revision)
    session.flush()
    return revision


def _peaks(heard: DecodedAudio) -> PeaksOut:
    drawn = audio.peaks(heard)
    channels = zip(heard.channels, drawn.channels, strict=True)
    return PeaksOut(
        duration_ms=heard.duration_ms,
        step_ms=drawn.step_ms,
        channels=[PeakChannel(speaker=channel.speaker, peaks=list(values)) for channel, values in channels],
    )
