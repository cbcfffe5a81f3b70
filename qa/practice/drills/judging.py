"""The job that listens to a reply and judges it by the rule of the situation."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from qa.calls.recording import Recordings
from qa.engines.interfaces import Engines
from qa.engines.media import Limits, encode_playback
from qa.learning_records.service import say
from qa.learning_records.statements import Result, Thing, ThingKind, Verb
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import Checklist, DecodedAudio, Language, Means, PhraseFinding, Transcript
from qa.pipeline.phrases import calibration
from qa.pipeline.process import RecordingToHear, examine_reply, listen_alone
from qa.pipeline.redact import beeped, redacted
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.errors import Refused
from qa.platform.jobs import Claim, Ledger
from qa.platform.jobs.runner import Pulse
from qa.platform.scratch import scratch_folder
from qa.practice.drills.service import MOST_BYTES, MOST_S, received_key, reply_key
from qa.practice.drills.tables import DrillAttempt
from qa.practice.drills.taught import Taught, checklist, taught
from qa.practice.drills.why import told

_LIMITS = Limits(max_bytes=MOST_BYTES, max_duration_ms=MOST_S * 1000, wall_s=20)


class DrillGone(Refused):
    """What was practised is neither in the rubric nor in the book any more."""

    code = "drill_gone"

    def __init__(self, drill_id: str) -> None:
        self.drill_id = drill_id
        super().__init__(f"{drill_id} is no longer in the rubric or the language book, so there is no rule to judge by")


@dataclass(frozen=True, slots=True)
class Judging:
    """Judges one reply a time."""

    database: Database
    ledger: Ledger
    recordings: Recordings
    engines: Callable[[], Engines]  # made at the first job, in the process that does the work
    redact: bool  # whether personal numbers are taken out of what is kept

    def __call__(self, claim: Claim, pulse: Pulse) -> None:
        """Do the job under this claim. An attempt that was deleted meanwhile leaves nothing behind."""
        with self.database.read() as session:
            attempt = session.get(DrillAttempt, claim.subject)
            wanted = _wanted(session, attempt) if attempt else None
        if attempt is None or wanted is None:
            with self.database.write() as unit:
                self.ledger.finish(unit.session, claim)
            return
        with scratch_folder(self.recordings.scratch, "drill-") as folder:
            judged = self._judge(attempt, wanted, pulse, folder)
        with self.database.write() as unit:
            self.ledger.finish(unit.session, claim)
            kept = unit.session.get(DrillAttempt, claim.subject, with_for_update={"of": DrillAttempt})
            storage = self.recordings.storage
            if kept is None:
                unit.after_commit(lambda: storage.delete(reply_key(claim.subject)))
            else:
                _keep(kept, wanted.taught, judged)
                _tell(unit.session, kept)
            unit.after_commit(lambda: storage.delete(received_key(claim.subject)))

    def _judge(self, attempt: DrillAttempt, wanted: "_Wanted", pulse: Pulse, folder: Path) -> "_Judged":
        received, made = folder / "received", folder / "reply.ogg"
        self.recordings.storage.get(received_key(attempt.id), received)
        recording = RecordingToHear(RecordingFile(received), attempt.language, _LIMITS, folder)
        engines = self.engines()
        sound, transcript = listen_alone(recording, engines, pulse)
        pulse("findings", 0.0)
        shown, audible = self._without_numbers(transcript, sound)
        found = examine_reply(shown, wanted.taught.rule, wanted.checklist, Means(sound, engines))
        encode_playback(tuple(channel.samples for channel in audible.channels), made)
        self.recordings.storage.put(reply_key(attempt.id), made)
        return _Judged(shown, found)

    def _without_numbers(self, transcript: Transcript, sound: DecodedAudio) -> tuple[Transcript, DecodedAudio]:
        if not self.redact:
            return transcript, sound
        hidden = redacted(transcript)
        return hidden.transcript, beeped(sound, hidden.places)


@dataclass(frozen=True, slots=True)
class _Wanted:
    taught: Taught
    checklist: Checklist


@dataclass(frozen=True, slots=True)
class _Judged:
    """What was heard, without personal numbers, and what the rule says of it."""

    transcript: Transcript
    found: PhraseFinding


def _wanted(session: Session, attempt: DrillAttempt) -> _Wanted:
    """Raises DrillGone."""
    language: Language = "he" if attempt.language == "he" else "en"
    rule = taught(session, language).get(attempt.drill_id)
    if rule is None:
        raise DrillGone(attempt.drill_id)
    return _Wanted(rule, checklist(session, language))


def _tell(session: Session, attempt: DrillAttempt) -> None:
    """A reply is passed or attempted, never failed: it is practice, and may be tried as often as one likes."""
    said = attempt.verdict == "said" and not attempt.late
    titles = {"he": attempt.topic_he, "en": attempt.topic_en}
    drill = Thing(ThingKind.DRILL, attempt.drill_id, attempt.id, titles, language=attempt.language)
    result = Result(success=said, duration_ms=attempt.duration_ms)
    say(session, attempt.person_id, Verb.PASSED if said else Verb.ATTEMPTED, drill, result)


def _keep(attempt: DrillAttempt, rule: Taught, judged: _Judged) -> None:
    found, transcript = judged.found, judged.transcript
    text = told(found, rule.rule)
    attempt.judged_at = now()
    attempt.verdict, attempt.probability = found.verdict, round(found.probability, 4)
    attempt.why, attempt.detail = {"he": text.he, "en": text.en}, found.why
    attempt.heard = " ".join(turn.text for turn in transcript.turns)
    attempt.duration_ms = transcript.duration_ms
    attempt.engine = " + ".join([*map(str, transcript.engines), f"phrases {calibration.version()}"])[:300]
    best = max(found.moments, key=lambda moment: moment.probability, default=found.nearest)
    if best is None or found.verdict == "skipped":
        return
    span = best.evidence.span
    attempt.quote_start_ms, attempt.quote_end_ms = span.start, span.end
    attempt.quote = best.evidence.text
    attempt.late = found.verdict == "said" and rule.within_ms is not None and span.start > rule.within_ms
