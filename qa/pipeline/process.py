"""The way of the data, on one screen. This is the only file that knows the order of the stages.

recording -> sound -> speech -> words -> turns            listen()
turns (and sound) -> phrases, phases, situations,
                     conduct, tone, promises            examine()
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from qa.engines.interfaces import ChannelSegments, Conversation, Engines, most_spoken
from qa.engines.media import Limits
from qa.pipeline import (
    audio,
    conduct,
    holds,
    phases,
    phrases,
    promises,
    situations,
    speakers,
    speech,
    tone,
    transcribe,
    turns,
    voices,
    whose,
)
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import Checklist, DecodedAudio, Findings, Means, Party, Transcript
from qa.pipeline.written import in_turns

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


@dataclass(frozen=True, slots=True)
class Prepared:
    """A recording that waits to be recognised: its sound, and on each channel where there is speech and music."""

    sound: DecodedAudio
    spoken: speech.ChannelSpeech
    music: holds.ChannelSpans
    language: str | None

    @property
    def conversation(self) -> Conversation:
        """What the recogniser is given of it."""
        return transcribe.conversation(self.sound, self.spoken, self.language)


def listen(recording: RecordingToHear, engines: Engines, report: Report) -> tuple[DecodedAudio, Transcript]:
    """From a recording to who said what, when. Raises a typed refusal where the file is not acceptable.

    Of many recordings, `many.listen_many` hears several at once, in these same three steps.
    """
    prepared = prepare(recording, engines, report)
    report("transcribe", 0.0)
    heard = partial(report, "transcribe")
    segments = transcribe.transcribe(prepared.sound, prepared.spoken, engines.recogniser, prepared.language, heard)
    return conclude(prepared, segments, engines, report)


def prepare(recording: RecordingToHear, engines: Engines, report: Report) -> Prepared:
    """From a recording to where somebody speaks."""
    report("decode", 0.0)
    sound = audio.decode(recording.file, recording.limits, recording.scratch, partial(report, "decode"))

    report("speech", 0.0)
    spoken, music = holds.apart(sound, partial(speech.detect, detector=engines.detector))
    return Prepared(sound, speech.completed(sound, spoken, music), music, recording.language)


def conclude(
    prepared: Prepared, segments: ChannelSegments, engines: Engines, report: Report
) -> tuple[DecodedAudio, Transcript]:
    """From the words on each channel to who said them: parties, then who they are."""
    report("turns", 0.0)
    voiced = voices.exact(prepared.sound, prepared.spoken, segments, prepared.music)
    parted = speakers.part(prepared.sound, voiced, segments, engines.diariser)
    roles = turns.decide_roles(prepared.sound, parted.segments)
    sound = prepared.sound if parted.split else audio.with_roles(prepared.sound, roles.speakers)
    diarisers = (engines.diariser.revision,) if engines.diariser and parted.split else ()
    heard = Transcript(
        language=prepared.language or most_spoken(segments) or UNKNOWN_LANGUAGE,
        duration_ms=sound.duration_ms,
        turns=turns.by_speaker(parted.segments, roles.speakers),
        speech={},
        sound=audio.sounding(sound),
        channels=tuple(channel.speaker for channel in sound.channels),
        flags=sound.flags + parted.flags,
        engines=(engines.detector.revision, engines.recogniser.revision, *diarisers),
        parties=tuple(
            Party(who, spoken, prepared.music[at], voices.loudness(sound.channels[at].samples, spoken))
            for who, spoken, at in zip(roles.speakers, parted.speech, parted.channels, strict=True)
        ),
    )
    return sound, whose.named(heard, roles.speakers, roles.flags)


BY_TEXT_ALONE = Means()


def examine(transcript: Transcript, checklist: Checklist, means: Means = BY_TEXT_ALONE) -> Findings:
    """From who said what to what was looked for: each finding with its evidence."""
    if transcript.written:
        checklist = in_turns(checklist, transcript)
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
        conduct=None if transcript.written else conduct.measure(transcript, checklist.dead_air_ms),
        tone=tone.measure(transcript, engines.sentiment) if engines and engines.sentiment else None,
        phases=parts,
        promises=promises.find(transcript.turns),
    )
