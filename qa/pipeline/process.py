"""The way of the data, on one screen. This is the only file that knows the order of the stages.

recording -> sound -> speech -> words -> turns            listen()
turns -> phrases, situations, conduct                     examine()
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qa.engines.interfaces import Engines
from qa.engines.media import Limits
from qa.pipeline import audio, conduct, phrases, situations, speech, transcribe, turns
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import Checklist, DecodedAudio, Findings, Transcript

#: What a call is in where nobody said so and no word was heard.
UNKNOWN_LANGUAGE = "und"

#: Told which stage is running and how much of it is done, 0..1.
Report = Callable[[str, float], None]


@dataclass(frozen=True, slots=True)
class RecordingToHear:
    """A recording on this machine and what is known of it."""

    file: RecordingFile
    language: str | None  # None: to be detected
    limits: Limits
    scratch: Path


def listen(recording: RecordingToHear, engines: Engines, report: Report) -> tuple[DecodedAudio, Transcript]:
    """From a recording to who said what, when. Raises a typed refusal where the file is not acceptable."""
    report("decode", 0.0)
    sound = audio.decode(recording.file, recording.limits, recording.scratch, partial(report, "decode"))

    report("speech", 0.0)
    spoken = speech.detect(sound, engines.detector)

    heard = partial(report, "transcribe")
    segments = transcribe.transcribe(sound, spoken, engines.recogniser, recording.language, heard)

    report("turns", 0.0)
    roles = turns.decide_roles(sound, segments)
    sound = audio.with_roles(sound, roles.speakers)
    transcript = Transcript(
        language=recording.language or transcribe.language_of(segments) or UNKNOWN_LANGUAGE,
        duration_ms=sound.duration_ms,
        turns=turns.by_speaker(segments, roles.speakers),
        speech=speech.by_speaker(spoken, roles.speakers),
        sound=audio.sounding(sound),
        flags=sound.flags + roles.flags,
        engines=(engines.detector.revision, engines.recogniser.revision),
    )
    return sound, transcript


@dataclass(frozen=True, slots=True)
class Means:
    """What findings are made with besides the transcript. Where a part is missing, the others speak alone."""

    sound: DecodedAudio | None = None  # the call itself, with its roles
    engines: Engines | None = None


BY_TEXT_ALONE = Means()


def examine(transcript: Transcript, checklist: Checklist, means: Means = BY_TEXT_ALONE) -> Findings:
    """From who said what to what was looked for: each finding with its evidence."""
    specs = checklist.phrases + tuple(p for s in checklist.situations for p in (s.trigger, s.response))
    found = phrases.find(transcript.turns, transcript.duration_ms, specs)
    return Findings(
        phrases=found,
        situations=situations.find(checklist.situations, found, transcript.turns),
        conduct=conduct.measure(transcript, checklist.dead_air_ms),
    )
