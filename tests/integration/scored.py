"""A call as if it had been heard: its transcript is written by the test, so that no recogniser is needed."""

import io
import math
import struct
import wave
from dataclasses import dataclass
from unittest.mock import patch

from qa.calls.reception import reception
from qa.calls.recording import Recordings
from qa.calls.schemas import CallFacts
from qa.calls.service import CallDesk, owe_score, peaks_key, playback_key
from qa.calls.tables import Call, Purpose, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.engines.interfaces import EngineRevision, Engines, Word
from qa.engines.media import Limits
from qa.evaluation.scoring_job import Scoring
from qa.pipeline.conduct import measure
from qa.pipeline.model import Checklist, Findings, Means, Speaker, Transcript, Turn
from qa.pipeline.process import examine
from qa.platform.database import Database
from qa.platform.jobs import Job, Ledger
from qa.platform.jobs.runner import Runner
from qa.platform.settings import Settings
from qa.platform.spans import Span
from qa.platform.storage import Storage
from qa.rubric import shipped
from qa.rubric.store import publish

SAID: tuple[tuple[Speaker, str], ...] = (
    ("agent", "שלום הגעתם לשירות הלקוחות של ברקת מדברת דנה במה אוכל לעזור השיחה מוקלטת לצורך שיפור השירות"),
    ("customer", "היי קניתי מזגן חדש אתמול ואני צריך לתאם התקנה"),
    ("agent", "תתחדש ותודה שבחרת במוצר שלנו כעת אבדוק עבורך את הפרטים"),
    ("customer", "תודה רבה"),
    ("agent", "האם יש עוד משהו שאוכל לעזור בו תודה שפנית אלינו המשך יום נעים"),
)

#: A written transcript needs no engine, and findings do without the others.
_NOTHING_HEAVY = Engines(detector=None, recogniser=None)  # type: ignore[arg-type]


def tone(seconds: float = 1.0, hertz: float = 440.0) -> bytes:
    """A stereo WAV with a tone on it: a recording of nobody."""
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        samples = (int(9000 * math.sin(2 * math.pi * hertz * n / 8000)) for n in range(int(seconds * 8000)))
        sound.writeframes(b"".join(struct.pack("<hh", sample, sample // 3) for sample in samples))
    return file.getvalue()


def spoken(said: tuple[tuple[Speaker, str], ...] = SAID) -> Transcript:
    """These turns, one after the other, 400 ms a word."""
    at, turns = 0, []
    for speaker, text in said:
        words = []
        for word in text.split():
            words.append(Word(word, Span(at, at + 400), 0.9))
            at += 400
        turns.append(Turn(speaker, Span(words[0].span.start, at), tuple(words)))
        at += 300
    speech: dict[Speaker, tuple[Span, ...]] = {
        who: tuple(turn.span for turn in turns if turn.speaker == who) for who in ("agent", "customer")
    }
    engine = EngineRevision("written", "by the test", "0" * 12, "none")
    return Transcript("he", at, tuple(turns), speech, tuple(turn.span for turn in turns), engines=(engine,))


@dataclass(frozen=True, slots=True)
class System:
    """The parts that a test puts a call into."""

    config: Settings
    database: Database

    @property
    def storage(self) -> Storage:
        return Storage.of(self.config)

    def take_in(self, sound: bytes, **facts: object) -> str:
        """Receive a recording as an upload does; returns the call's id."""
        desk = CallDesk(self.database, self.storage, lambda _job: None)
        with reception(self.config.scratch) as incoming:
            file = incoming.receive(io.BytesIO(sound), max_bytes=1 << 30)
            given = CallFacts.model_validate({"language": "he"} | facts)
            return desk.take_in(incoming.hand_over(file, None, "call.wav", given), None)[0]

    def scored(
        self,
        agent_id: str | None,
        *,
        hertz: float = 440.0,
        said: tuple[tuple[Speaker, str], ...] = SAID,
        purpose: Purpose = Purpose.LIVE,
    ) -> str:
        """A call of this agent, heard (by the test) and scored (for real); returns its id."""
        call_id = self.take_in(tone(hertz=hertz))
        sound = self.config.scratch / "sound"
        sound.write_bytes(b"OggS" + bytes(range(256)) * 40)
        self.storage.put(playback_key(call_id), sound)
        sound.write_text('{"duration_ms":1000,"step_ms":500,"channels":[{"speaker":"agent","peaks":[0.1,0.5]}]}')
        self.storage.put(peaks_key(call_id), sound)
        with self.database.write() as unit:
            for file in shipped():
                publish(unit.session, file.read_text("utf-8"), file=file.name)
            call = unit.session.get_one(Call, call_id)
            call.agent_id, call.purpose, transcript = agent_id, purpose, spoken(said)
            call.duration_ms = transcript.duration_ms
            revision = TranscriptRevision(
                call_id=call_id,
                revision=1,
                engine_key="test",
                language="he",
                body=to_body(transcript, measure(transcript, 3000)),
            )
            unit.session.add(revision)
            unit.session.flush()
            unit.session.query(Job).filter(Job.subject == call_id).delete()
            job_id = owe_score(unit.session, call_id, revision.id)
        assert self.score(job_id)
        return call_id

    def score(self, job_id: str) -> bool:
        """Do a scoring job as a worker does, by the text alone."""
        ledger, recordings = Ledger(self.database), Recordings(self.storage, Limits(), self.config.scratch)
        scoring = Scoring(self.database, ledger, recordings, lambda: _NOTHING_HEAVY)
        with patch("qa.evaluation.scoring_job.examine", _examined):
            return Runner(ledger, {"score": scoring}, worker="test", lease_s=30).run(job_id)


_found: dict[tuple[str, str], Findings] = {}


def _examined(transcript: Transcript, checklist: Checklist, means: Means) -> Findings:
    """What is really found. The same words are looked through once: hundreds of tests begin with the same call."""
    if means.sound is not None:
        return examine(transcript, checklist, means)
    asked = (repr(transcript), repr(checklist))
    if asked not in _found:
        _found[asked] = examine(transcript, checklist, means)
    return _found[asked]
