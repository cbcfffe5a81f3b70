"""The way of the data, on one screen. This is the only file that knows the order of the stages.

recording -> sound -> speech -> words -> turns            listen()
turns (and sound) -> phrases, phases, situations,
                     conduct, tone, promises            examine()

A reply that is practised goes the same way without the stages that tell people and situations apart: listen_alone(),
examine_reply().
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TypeVar

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
from qa.pipeline.model import (
    WRITTEN_SIDE,
    Checklist,
    Count,
    DecodedAudio,
    Findings,
    Flag,
    KnownSide,
    Means,
    Party,
    PhraseFinding,
    PhraseSpec,
    Place,
    Transcript,
    Window,
)
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
    known: KnownSide | None = None  # what one channel says, where that was written beforehand


@dataclass(frozen=True, slots=True)
class Prepared:
    """A recording that waits to be recognised: its sound, and on each channel where there is speech and music."""

    sound: DecodedAudio
    spoken: speech.ChannelSpeech
    music: holds.ChannelSpans
    language: str | None
    known: KnownSide | None = None

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
    prepared = Prepared(sound, speech.completed(sound, spoken, music), music, recording.language, recording.known)
    return _unheard(prepared, recording.known) if recording.known else prepared


def conclude(
    prepared: Prepared, segments: ChannelSegments, engines: Engines, report: Report
) -> tuple[DecodedAudio, Transcript]:
    """From the words on each channel to who said them: parties, then who they are."""
    report("turns", 0.0)
    voiced = voices.exact(prepared.sound, prepared.spoken, segments, prepared.music)
    if (known := prepared.known) is not None:
        segments, voiced = _put(segments, known.channel, known.segments), _put(voiced, known.channel, known.speech)
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
        flags=sound.flags + parted.flags + ((_WRITTEN,) if known else ()),
        engines=(engines.detector.revision, engines.recogniser.revision, *diarisers),
        parties=tuple(
            Party(who, spoken, prepared.music[at], voices.loudness(sound.channels[at].samples, spoken))
            for who, spoken, at in zip(roles.speakers, parted.speech, parted.channels, strict=True)
        ),
    )
    return sound, whose.named(heard, roles.speakers, roles.flags)


_WRITTEN = Flag(WRITTEN_SIDE, "one side's words are those that were written beforehand; nobody heard them")


def _unheard(prepared: Prepared, known: KnownSide) -> Prepared:
    """The same, but for the side whose words are known: nothing is heard there, and silence is as it should be."""
    quiet = audio.silent(known.channel)
    return replace(
        prepared,
        sound=replace(prepared.sound, flags=tuple(flag for flag in prepared.sound.flags if flag != quiet)),
        spoken=_put(prepared.spoken, known.channel, ()),
        music=_put(prepared.music, known.channel, ()),
    )


_One = TypeVar("_One")


def _put(channels: tuple[_One, ...], index: int, own: _One) -> tuple[_One, ...]:
    return (*channels[:index], own, *channels[index + 1 :])


def listen_alone(recording: RecordingToHear, engines: Engines, report: Report) -> tuple[DecodedAudio, Transcript]:
    """What one person said into a microphone, as in practice: every voice in the recording is the agent's.

    Raises a typed refusal where the file is not acceptable.
    """
    report("decode", 0.0)
    decoded = audio.decode(recording.file, recording.limits, recording.scratch, partial(report, "decode"))
    sound = audio.alone(decoded, "agent")
    report("speech", 0.0)
    spoken = speech.detect(sound, engines.detector)
    report("transcribe", 0.0)
    heard = partial(report, "transcribe")
    segments = transcribe.transcribe(sound, spoken, engines.recogniser, recording.language, heard)
    return sound, Transcript(
        language=recording.language or most_spoken(segments) or UNKNOWN_LANGUAGE,
        duration_ms=sound.duration_ms,
        turns=turns.by_speaker(segments, ("agent",)),
        speech={"agent": spoken[0]},
        channels=("agent",),
        flags=sound.flags,
        engines=(engines.detector.revision, engines.recogniser.revision),
    )


BY_TEXT_ALONE = Means()


def examine_reply(
    transcript: Transcript, wanted: PhraseSpec, checklist: Checklist, means: Means = BY_TEXT_ALONE
) -> PhraseFinding:
    """Whether a reply by itself says what is wanted, by the rule that holds in calls.

    The checklist's other phrases compete for the words as they do there; where in a call they belong does not matter.
    """
    owed = (*checklist.phrases, *(situation.response for situation in checklist.situations), wanted)
    specs = {spec.id: replace(spec, window=Window(), place=Place(), count=Count()) for spec in owed}
    return phrases.find(transcript, tuple(specs.values()), means)[wanted.id]


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
