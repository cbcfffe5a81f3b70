"""A call of two hours that nobody ever made: 15,000 words in it, a stereo recording, and all that marks a waveform.

It stands in a real database and a real store, scored by the code that scores real calls. Nothing is heard: what would
be heard is written by chance, each time the same.
"""

import json
import random

import numpy as np

from qa.calls.schemas import PeakChannel, PeaksOut
from qa.calls.service import owe_score, peaks_key, playback_key
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.engines.interfaces import SAMPLE_RATE, EngineRevision, Word
from qa.engines.media import encode_playback
from qa.evaluation.findings import _tone
from qa.evaluation.tables import Evaluation
from qa.people.tables import Person
from qa.pipeline import audio
from qa.pipeline.conduct import measure
from qa.pipeline.model import Channel, DecodedAudio, Speaker, ToneLabel, ToneMark, Transcript, Turn
from qa.pipeline.tone import summarise
from qa.platform.database import Database
from qa.platform.jobs import Job
from qa.platform.security.passwords import hash_password
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.platform.spans import Span
from qa.rubric import shipped
from qa.rubric.store import publish
from tests.integration.scored import System

DURATION_MS, WORDS, TURNS = 7_200_000, 15_000, 1_000
WORD_MS, PAUSE_MS = 380, 100
#: Every so many turns: one begins over the end of the one before, one comes after dead air, one after music.
OVER, DEAD_AIR, HOLD = 7, 25, 100
DEAD_AIR_MS, HOLD_MS, OVER_MS = 5_000, 45_000, 900
TONES: tuple[ToneLabel, ...] = ("positive", "neutral", "negative")

GREETING = {
    "he": "שלום הגעתם לשירות הלקוחות של ברקת מדברת דנה במה אוכל לעזור השיחה מוקלטת לצורך שיפור השירות",
    "en": "Thank you for calling customer service my name is Dana how can I help this call is recorded",
}
GOODBYE = {
    "he": "האם יש עוד משהו שאוכל לעזור בו תודה שפנית אלינו המשך יום נעים",
    "en": "is there anything else I can help you with thank you for calling have a nice day",
}
VOCABULARY = {
    "he": (
        "שלום תודה בסדר אני אתה את הוא היא אנחנו רוצה צריך יכול לא כן אולי עכשיו אחר כך מחר היום אתמול חשבון כרטיס"
        " תשלום הזמנה משלוח ביטול חיוב זיכוי טכנאי התקנה אחריות מזגן מקרר חבילה אינטרנט מסלול מחיר הנחה מבצע חוזה"
        " מנהל תלונה תקלה ניתוק העברה פנייה סניף מלאי החלפה החזר הצעה שדרוג הרשאה מספר כתובת בבקשה רגע בודקת מבינה"
    ),
    "en": (
        "hello thanks okay I you he she we want need can not yes maybe now later tomorrow today yesterday account card"
        " payment order delivery cancel charge refund technician install warranty cooler fridge package internet plan"
        " price discount offer contract manager complaint fault transfer request branch stock replace return upgrade"
    ),
}


def conversation(language: str) -> Transcript:
    """Two hours of turns, fifteen words each."""
    chance = random.Random(language)
    words = VOCABULARY[language].split()
    at, turns, holds = 2_000, [], []
    for number in range(TURNS):
        speaker: Speaker = "agent" if number % 2 == 0 else "customer"
        if number and number % HOLD == 0:
            holds.append(Span(at + 500, at + 500 + HOLD_MS))
            at += HOLD_MS + 1_000
        elif number and number % DEAD_AIR == 0:
            at += DEAD_AIR_MS
        elif number and number % OVER == 0:
            at -= OVER_MS
        said = chance.choices(words, k=WORDS // TURNS)
        said = {0: GREETING, TURNS - 1: GOODBYE}.get(number, {}).get(language, "").split() or said
        turns.append(_turn(said, at, speaker, chance))
        at = turns[-1].span.end + PAUSE_MS
    speech: dict[Speaker, tuple[Span, ...]] = {
        who: tuple(turn.span for turn in turns if turn.speaker == who) for who in ("agent", "customer")
    }
    engine = EngineRevision("written", "by chance", "0" * 12, "none")
    return Transcript(
        *(language, DURATION_MS, tuple(turns), speech),
        sound=(Span(0, DURATION_MS),),
        channels=("agent", "customer"),
        engines=(engine,),
        holds=tuple(holds),
    )


def _turn(said: list[str], at: int, speaker: Speaker, chance: random.Random) -> Turn:
    step = WORD_MS + chance.randint(20, 90)
    words = tuple(
        Word(word, Span(at + place * step, at + place * step + WORD_MS), 0.3 if chance.random() < 0.08 else 0.95)
        for place, word in enumerate(said)
    )
    return Turn(speaker, Span(at, words[-1].span.end), words, party=0 if speaker == "agent" else 1)


def recording(transcript: Transcript) -> DecodedAudio:
    """A hum where somebody speaks, each on their own channel, as loud as chance has it."""
    chance = np.random.default_rng(2)
    seconds = DURATION_MS // 1000
    hum = (0.5 * np.sin(2 * np.pi * 180 * np.arange(SAMPLE_RATE) / SAMPLE_RATE)).astype(np.float32)
    channels = []
    for speaker in transcript.channels:
        sound = np.zeros((seconds, SAMPLE_RATE), np.float32)
        for span in transcript.speech[speaker]:
            for second in range(span.start // 1000, min(seconds, span.end // 1000 + 1)):
                sound[second] = hum * np.float32(chance.uniform(0.15, 1))
        channels.append(Channel(speaker, sound.reshape(-1)))
    return DecodedAudio(tuple(channels), DURATION_MS, "none", SAMPLE_RATE)


def stock(settings: Settings, database: Database, password: str) -> dict[str, str]:
    """Put one such call of each language there, and a reviewer; returns the calls' ids by language."""
    with database.write() as unit:
        for file in shipped():
            publish(unit.session, file.read_text("utf-8"), file=file.name)
        reviewer = Person(name="Benchmark", email="reviewer@benchmark.example", role=Role.REVIEWER)
        reviewer.password_hash = hash_password(password)
        unit.session.add(reviewer)
    system, calls = System(settings, database), {}
    settings.scratch.mkdir(parents=True, exist_ok=True)
    for language in ("he", "en"):
        transcript = conversation(language)
        calls[language] = _scored(system, transcript)
        _keep_sound(system, calls[language], recording(transcript))
        print(f"{language}: {sum(len(turn.words) for turn in transcript.turns)} words, call {calls[language]}")
    return calls


def _scored(system: System, transcript: Transcript) -> str:
    """The call in the database: heard (by chance) and scored (for real, by the text alone)."""
    with system.database.write() as unit:
        call = Call(content_hash=transcript.language * 32, file_name=f"two-hours-{transcript.language}.opus")
        call.language, call.duration_ms = transcript.language, transcript.duration_ms
        call.heard_language, call.channel_roles = transcript.language, list(transcript.channels)
        unit.session.add(call)
        unit.session.flush()
        revision = TranscriptRevision(
            call_id=call.id,
            revision=1,
            engine_key="chance",
            language=transcript.language,
            body=to_body(transcript, measure(transcript, 3000)),
        )
        unit.session.add(revision)
        unit.session.flush()
        call_id, job_id = call.id, owe_score(unit.session, call.id, revision.id)
    assert system.score(job_id)
    with system.database.write() as unit:
        call = unit.session.get_one(Call, call_id)
        evaluation = unit.session.get_one(Evaluation, call.evaluation_id)
        evaluation.findings = (evaluation.findings or {}) | {"tone": _tones(transcript)}
        evaluation.version += 1
        unit.session.query(Job).filter(Job.subject == call_id, Job.kind != "score").delete()
    return call_id


def _tones(transcript: Transcript) -> dict[str, object]:
    """A tone on every turn of the customer, by chance."""
    chance = random.Random(3)
    marks = [
        ToneMark(place, chance.choice(TONES), round(chance.uniform(0.5, 1), 2))
        for place, turn in enumerate(transcript.turns)
        if turn.speaker == "customer"
    ]
    return _tone(summarise(transcript, marks, None)).model_dump(mode="json")


def _keep_sound(system: System, call_id: str, sound: DecodedAudio) -> None:
    playback, peaks = system.config.scratch / "playback.ogg", system.config.scratch / "peaks.json"
    encode_playback(tuple(channel.samples for channel in sound.channels), playback)
    drawn = audio.peaks(sound)
    channels = [
        PeakChannel(speaker=channel.speaker, peaks=list(values))
        for channel, values in zip(sound.channels, drawn.channels, strict=True)
    ]
    said = PeaksOut(duration_ms=DURATION_MS, step_ms=drawn.step_ms, channels=channels)
    peaks.write_text(json.dumps(said.model_dump(), separators=(",", ":")), encoding="utf-8")
    system.storage.put(playback_key(call_id), playback)
    system.storage.put(peaks_key(call_id), peaks)
