"""The way of the data, on one screen. This is the only file that knows the order of the stages.

recording -> sound -> speech -> words -> turns            listen()
turns (and sound) -> phrases, phases, situations,
                     conduct, tone, promises            examine()
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qa.engines.interfaces import Engines
from qa.engines.media import Limits
from qa.pipeline import (
    audio,
    conduct,
    holds,
    phases,
    phrases,
    promises,
    situations,
    speech,
    tone,
    transcribe,
    turns,
    voices,
)
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import Checklist, DecodedAudio, Findings, Means, Transcript

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
    spoken, music = holds.apart(sound, partial(speech.detect, detector=engines.detector))
    spoken = speech.completed(sound, spoken, music)

    heard = partial(report, "transcribe")
    segments = transcribe.transcribe(sound, spoken, engines.recogniser, recording.language, heard)

    report("turns", 0.0)
    roles = turns.decide_roles(sound, segments)
    sound = audio.with_roles(sound, roles.speakers)
    voiced = voices.exact(sound, spoken, segments, music)
    transcript = Transcript(
        language=recording.language or transcribe.language_of(segments) or UNKNOWN_LANGUAGE,
        duration_ms=sound.duration_ms,
        turns=turns.by_speaker(segments, roles.speakers),
        speech=speech.by_speaker(voiced, roles.speakers),
        sound=audio.sounding(sound),
        holds=holds.of_the_agent(music, voiced, roles.speakers),
        loudness=voices.loudness(sound, voiced),
        channels=roles.speakers,
        flags=sound.flags + roles.flags,
        engines=(engines.detector.revision, engines.recogniser.revision),
    )
    return sound, transcript


BY_TEXT_ALONE = Means()


def examine(transcript: Transcript, checklist: Checklist, means: Means = BY_TEXT_ALONE) -> Findings:
    """From who said what to what was looked for: each finding with its evidence."""
    engines = means.engines
    prepared = situations.prepare(checklist.situations, transcript.language, engines.embedder if engines else None)
    specs = checklist.phrases + prepared.phrases
    heard = phrases.find(transcript, specs, means)

    # The cues of phases are looked for by themselves: they would compete with the rubric's own phrases.
    parts = phases.find(transcript, phrases.find(transcript, phases.specs(transcript.language)))
    found = phrases.settle(heard, specs, parts, transcript.duration_ms)
    return Findings(
        phrases=found,
        situations=situations.find(prepared, found, transcript.turns),
        conduct=conduct.measure(transcript, checklist.dead_air_ms),
        tone=tone.measure(transcript, engines.sentiment) if engines and engines.sentiment else None,
        phases=parts,
        promises=promises.find(transcript.turns),
    )
