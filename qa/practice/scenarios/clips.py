"""The sound of a customer's line: uploaded, or cut out of what people hear of a real call, in which numbers are beeped.

Sound is decoded and kept outside of any transaction; a clip whose row could not be written is forgotten again.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import revisions
from qa.calls import service as calls
from qa.calls.reception import reception
from qa.calls.recording import Recordings
from qa.calls.transcripts import from_revision
from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.media import Limits, encode_playback
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.platform import audit
from qa.platform.clock import new_id
from qa.platform.database import Database
from qa.platform.errors import NotFound, Refused
from qa.platform.scratch import scratch_folder
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.practice.scenarios import service
from qa.practice.scenarios.schemas import ScenarioCutIn
from qa.practice.scenarios.tables import Scenario, ScenarioAttempt, ScenarioClip, ScenarioVersion

LONGEST_MS = 60_000
#: A minute or two of any kind of sound.
MOST_BYTES = 20 << 20
_LIMITS = Limits(max_bytes=MOST_BYTES, max_duration_ms=LONGEST_MS, wall_s=60.0, cpu_s=60)
_PER_MS = SAMPLE_RATE // 1000
#: Decoding keeps a processor busy for a moment; others of the web's work go on beside so many.
_at_once = threading.Semaphore(2)


class NoSuchMoment(Refused):
    """The span is not one of the call, or is longer than a line may be."""

    code = "no_such_moment"

    def __init__(self, wish: ScenarioCutIn) -> None:
        self.wish = wish
        super().__init__(f"{wish.start_ms} to {wish.end_ms} ms is no moment of this call of at most {LONGEST_MS} ms")


@dataclass(frozen=True, slots=True)
class ClipDesk:
    """Takes the sound of lines in."""

    database: Database
    recordings: Recordings

    def upload(self, asker: Principal, scenario_id: str, sound: BinaryIO) -> ScenarioClip:
        """Keep a recording as a line's sound. Raises NotFound or a typed refusal of the recording."""
        with self.database.read() as session:
            service.get(session, asker, scenario_id)
        with _at_once, reception(self.recordings.scratch) as desk:
            file = desk.receive(sound, max_bytes=_LIMITS.max_bytes)
            decoded = audio.alone(audio.decode(RecordingFile(file), _LIMITS, file.parent), "customer")
            return self._keep(asker, scenario_id, decoded.channels[0].samples, None)

    def cut(self, asker: Principal, scenario_id: str, wish: ScenarioCutIn) -> ScenarioClip:
        """Keep the customer's side of a moment of a call. Raises NotFound, PracticeCall, NoSuchMoment."""
        with self.database.read() as session:
            service.get(session, asker, scenario_id)
            call = calls.get(session, asker, wish.call_id)
            calls.must_be_live(call)
            if not wish.start_ms < wish.end_ms <= min(call.duration_ms or 0, wish.start_ms + LONGEST_MS):
                raise NoSuchMoment(wish)
            speakers = from_revision(revisions.shown(session, call.id)).channels
        with _at_once, scratch_folder(self.recordings.scratch, "line-") as folder:
            whole = folder / "playback.ogg"
            self.recordings.storage.get(calls.playback_key(wish.call_id), whole)
            heard = audio.decode(RecordingFile(whole), self.recordings.limits, folder)
            own = speakers.index("customer") if "customer" in speakers and len(heard.channels) > 1 else 0
            samples = heard.channels[own].samples[wish.start_ms * _PER_MS : wish.end_ms * _PER_MS]
            return self._keep(asker, scenario_id, samples, wish)

    def _keep(self, asker: Principal, scenario_id: str, samples: Samples, cut: ScenarioCutIn | None) -> ScenarioClip:
        clip = ScenarioClip(
            id=new_id(),
            scenario_id=scenario_id,
            call_id=cut.call_id if cut else None,
            start_ms=cut.start_ms if cut else None,
            end_ms=cut.end_ms if cut else None,
            duration_ms=len(samples) // _PER_MS,
            made_by=asker.person_id,
        )
        key = clip_key(clip.id)
        with scratch_folder(self.recordings.scratch, "line-") as folder:
            file = folder / "line.ogg"
            encode_playback((samples,), file)
            self.recordings.storage.put(key, file)
        try:
            with self.database.write() as unit:
                unit.session.add(clip)
                told = {"scenario": scenario_id, "call": clip.call_id}
                audit.record(unit.session, asker.person_id, "scenario_clip_made", clip.id, **told)
                unit.session.flush()
                unit.session.expunge(clip)
        except Exception:
            self.recordings.storage.delete(key)
            raise
        return clip


def clip_key(clip_id: str) -> str:
    """Where a clip lies (Ogg Opus, one channel)."""
    return f"practice/clips/{clip_id}.ogg"


def of_scenario(session: Session, scenario_id: str) -> list[ScenarioClip]:
    """The clips of a scenario, the oldest first."""
    query = sa.select(ScenarioClip).where(ScenarioClip.scenario_id == scenario_id)
    return list(session.scalars(query.order_by(ScenarioClip.id)))


def to_hear(session: Session, asker: Principal, clip_id: str) -> ScenarioClip:
    """A clip of a scenario that is there for this person, or that they practised with. Raises NotFound."""
    asker.require(Right.PRACTISE)
    query = sa.select(ScenarioClip).join(Scenario, Scenario.id == ScenarioClip.scenario_id)
    if not asker.may(Right.MANAGE_RUBRICS):
        offered = sa.and_(Scenario.offered_at.is_not(None), Scenario.withdrawn_at.is_(None))
        practised = (
            sa.select(ScenarioAttempt.id)
            .join(ScenarioVersion, ScenarioVersion.id == ScenarioAttempt.version_id)
            .where(ScenarioAttempt.person_id == asker.person_id, ScenarioVersion.scenario_id == Scenario.id)
        )
        query = query.where(sa.or_(offered, practised.exists()))
    found = session.scalar(query.where(ScenarioClip.id == clip_id))
    if found is None:
        raise NotFound("clip", clip_id)
    return found


def samples_of(recordings: Recordings, folder: Path, clip_id: str) -> Samples:
    """A clip as sound. Raises NotFound."""
    file = folder / f"{clip_id}.ogg"
    recordings.storage.get(clip_key(clip_id), file)
    return audio.decode(RecordingFile(file), _LIMITS, folder).channels[0].samples
