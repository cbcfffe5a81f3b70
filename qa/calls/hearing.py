"""The job that hears a call: recording in, transcript revision, playback sound and waveform out."""

import json
import shutil
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from qa.calls import revisions, sealed
from qa.calls.recording import Recordings
from qa.calls.schemas import PeakChannel, PeaksOut
from qa.calls.service import peaks_key, playback_key
from qa.calls.tables import Call
from qa.calls.transcripts import SHOWN_DEAD_AIR_MS, to_body
from qa.engines.interfaces import Engines
from qa.engines.media import encode_playback
from qa.pipeline import audio
from qa.pipeline.conduct import measure
from qa.pipeline.many import Order, Pace, listen_many
from qa.pipeline.model import DecodedAudio, Transcript
from qa.pipeline.process import RecordingToHear, listen
from qa.pipeline.redact import Redacted, beeped, redacted
from qa.platform.database import Database
from qa.platform.jobs import Claim, Ledger
from qa.platform.jobs.runner import Held, Pulse
from qa.platform.scratch import scratch_folder
from qa.platform.security.sealing import Vault

#: Calls that are fetched and made ready while others are heard. What is held here, no other worker can take.
_AHEAD = 3

#: Enqueues what follows once a transcript revision stands, within the same transaction; returns the job's id.
Follow = Callable[[Session, str, str], str]


@dataclass(frozen=True, slots=True)
class Hearing:
    """Hears calls with the engines that it was given, one by one or several together."""

    database: Database
    recordings: Recordings
    ledger: Ledger
    engines: Callable[[], Engines]  # made at the first job, in the process that does the work
    follow: Follow
    ring: Callable[[str], None]
    vault: Vault | None  # where personal numbers go; None: they stay in the transcript and can be heard

    def __call__(self, claim: Claim, pulse: Pulse) -> None:
        """Do the job under this claim. Safe to repeat: everything it makes has one place and is made again the same."""
        with scratch_folder(self.recordings.scratch, "hear-") as folder:
            heard, transcript = listen(self._fetched(claim, folder), self.engines(), pulse)
            self._keep(claim, heard, transcript, folder)

    def together(self, jobs: Iterator[Held]) -> Iterator[tuple[Held, Exception | None]]:
        """Do several jobs at once, each under its own claim and as if it were alone; a call that fails fails alone."""
        taken: deque[tuple[Held, Path]] = deque()

        def orders(folder: Path) -> Iterator[Order]:
            for job in jobs:
                own = folder / job.claim.job_id
                own.mkdir()
                taken.append((job, own))
                yield Order(partial(self._fetched, job.claim, own), job.pulse)

        with scratch_folder(self.recordings.scratch, "hear-") as folder:
            for outcome in listen_many(orders(folder), self.engines(), Pace(ahead=_AHEAD)):
                job, own = taken.popleft()
                error = outcome.error
                if outcome.heard:
                    try:
                        self._keep(job.claim, *outcome.heard, own)
                    except Exception as problem:  # noqa: BLE001 (it is this job's alone; whoever asked writes it down)
                        error = problem
                shutil.rmtree(own, ignore_errors=True)
                yield job, error

    def _fetched(self, claim: Claim, folder: Path) -> RecordingToHear:
        with self.database.read() as session:
            call = session.get_one(Call, claim.subject)
        return self.recordings.fetch(call, folder)

    def _keep(self, claim: Claim, heard: DecodedAudio, transcript: Transcript, folder: Path) -> None:
        hidden = self._without_numbers(claim.subject, transcript)
        self._keep_sound(claim.subject, beeped(heard, hidden.places), folder)
        body = to_body(hidden.transcript, measure(transcript, SHOWN_DEAD_AIR_MS))
        body["redacted"] = self.vault is not None
        self._keep_transcript(claim, hidden, body)

    def _without_numbers(self, call_id: str, transcript: Transcript) -> Redacted:
        """The transcript as it may be kept: without personal numbers, and without what an earlier hearing hid."""
        if self.vault is None:
            return Redacted(transcript, (), ())
        with self.database.read() as session:
            return redacted(transcript, sealed.places(session, call_id, transcript))

    def _keep_sound(self, call_id: str, heard: DecodedAudio, folder: Path) -> None:
        playback, peaks = folder / "playback.ogg", folder / "peaks.json"
        encode_playback(tuple(channel.samples for channel in heard.channels), playback)
        peaks.write_text(json.dumps(_peaks(heard).model_dump(), separators=(",", ":")), encoding="utf-8")
        self.recordings.storage.put(playback_key(call_id), playback)
        self.recordings.storage.put(peaks_key(call_id), peaks)

    def _keep_transcript(self, claim: Claim, hidden: Redacted, body: dict[str, Any]) -> None:
        with self.database.write() as unit:
            self.ledger.finish(unit.session, claim)
            call = unit.session.get_one(Call, claim.subject, with_for_update={"of": Call})
            call.duration_ms = hidden.transcript.duration_ms
            revision = revisions.add_heard(unit.session, call, hidden.transcript, body)
            if self.vault is not None:
                sealed.keep(unit.session, revision, hidden.removed, self.vault)
            if revisions.shown(unit.session, call.id).id != revision.id:
                return  # a person's correction stays; what was heard now waits to be chosen
            next_job = self.follow(unit.session, call.id, revision.id)
            unit.after_commit(lambda: self.ring(next_job))


def _peaks(heard: DecodedAudio) -> PeaksOut:
    drawn = audio.peaks(heard)
    channels = zip(heard.channels, drawn.channels, strict=True)
    return PeaksOut(
        duration_ms=heard.duration_ms,
        step_ms=drawn.step_ms,
        channels=[PeakChannel(speaker=channel.speaker, peaks=list(values)) for channel, values in channels],
    )
