"""Stage: where each party speaks. One detector a channel, then only what is as loud as the voice is kept."""

from collections.abc import Sequence

import numpy as np

from qa.engines.interfaces import SpeechDetector
from qa.pipeline.frames import Levels, Mask, covered, leaking, levels, runs
from qa.pipeline.model import DecodedAudio, Speaker
from qa.platform.spans import Span, merge

#: The spans of speech on each channel, in the order of the recording's channels.
ChannelSpeech = tuple[tuple[Span, ...], ...]

_FRAME_MS = 20
#: A frame this much quieter than the other channel, while that one speaks, may be its leak.
_LEAK_BELOW_DB = 18.0
#: How far a leak may lag behind the voice that it copies.
_LAG_FRAMES = 3
#: What is this much quieter than the channel's own voice is the room, the line, or a leak, but not the party.
_QUIET_BELOW_DB = 16.0
#: And somewhere the party's voice is nearly as loud as ever: the babble of a room comes near only for a moment.
_PEAK_BELOW_DB = 13.0
#: Nor is what hardly rises above the channel's own floor.
_ABOVE_FLOOR_DB = 6.0
#: A stretch of voice at least this long starts or keeps a span: two frames.
_SHORTEST_RUN_MS = 40
#: Between words nothing is loud: quiet of up to this length inside a span changes nothing.
_BRIDGE_MS = 400
#: Kept at both ends of a trimmed span, for soft consonants.
_EDGE_MS = 100
_SHORTEST_SPEECH_MS = 120
_GATED_DB = -80.0
_FEW_FRAMES = 50
#: Sound rises this far over the floor.
_AUDIBLE_DB = 9.0
#: What is to be speech although no detector heard it comes this near to the voice: 0 is the floor, 1 the voice,
_VOICE_SHARE = 0.7
#: is no click,
_SHORTEST_WORD_MS = 80
#: and is at most this far from speech.
_BESIDE_MS = 1_000
#: The stops of p, t and k.
_STOP_MS = 120


def detect(audio: DecodedAudio, detector: SpeechDetector) -> ChannelSpeech:
    """The spans of speech on each channel, in milliseconds; a leak of the other channel and the room are not speech.

    A telephone line or a headset lets some of one voice through to the other channel, tens of decibels down but loud
    enough for a detector, and so does an office full of other agents. Words heard there would be given to the wrong
    person. So a detector's span keeps only what is about as loud as the channel's own voice.
    """
    heard = tuple(detector.detect(channel.samples) for channel in audio.channels)
    loud = tuple(levels(channel.samples, _FRAME_MS) for channel in audio.channels)
    if len(heard) != 2:
        return tuple(
            _as_loud_as_the_voice(spans, level, np.zeros(len(level), np.bool_))
            for spans, level in zip(heard, loud, strict=True)
        )
    speaks = tuple(covered(spans, len(level), _FRAME_MS) for spans, level in zip(heard, loud, strict=True))
    return tuple(
        _as_loud_as_the_voice(
            heard[own], loud[own], leaking(loud[own], loud[other], speaks[other], _LAG_FRAMES, _LEAK_BELOW_DB)
        )
        for own, other in ((0, 1), (1, 0))
    )


def completed(audio: DecodedAudio, speech: ChannelSpeech, music: ChannelSpeech) -> ChannelSpeech:
    """The same spans and what the detector missed beside them: "well," and "okay" at the beginning of a turn.

    A detector is slow to believe in speech after a silence, and a short word is over before it does. On a line of one's
    own, sound that is as loud as one's voice and stands right beside it is that voice; so is what follows right behind
    the other party's last word. It is not where it may be the other one's leak, and not in music.
    """
    loud = [levels(channel.samples, _FRAME_MS) for channel in audio.channels]
    found = []
    for own, level in enumerate(loud):
        other = 1 - own if len(loud) == 2 else None
        excluded = covered(music[own], len(level), _FRAME_MS)
        if other is not None:
            speaks = covered(speech[other], len(level), _FRAME_MS)
            excluded |= leaking(level, loud[other], speaks, _LAG_FRAMES, _LEAK_BELOW_DB)
        replies_to = speech[other] if other is not None else ()
        missed = [
            run
            for run in _as_loud_as_speech(level, speech[own], excluded)
            if _is_beside(run, speech[own]) or _is_reply(run, replies_to)
        ]
        found.append(tuple(merge([*speech[own], *missed], gap=_FRAME_MS)))
    return tuple(found)


def by_speaker(spoken: ChannelSpeech, speakers: Sequence[Speaker]) -> dict[Speaker, tuple[Span, ...]]:
    """Who speaks when. Channels of one and the same speaker, as two unknown ones, are taken together."""
    found: dict[Speaker, list[Span]] = {speaker: [] for speaker in speakers}
    for speaker, spans in zip(speakers, spoken, strict=True):
        found[speaker].extend(spans)
    return {speaker: tuple(merge(spans)) for speaker, spans in found.items()}


def _as_loud_as_the_voice(spans: tuple[Span, ...], level: Levels, leak: Mask) -> tuple[Span, ...]:
    """The parts of the spans that this channel's own party can have spoken."""
    own = covered(spans, len(level), _FRAME_MS) & ~leak
    if not own.any():
        return ()
    voice = float(np.percentile(level[own], 75))
    floor = _floor(level, own)
    # On a line with so much noise that the two rules meet, the voice itself must still pass.
    loud_enough = min(max(voice - _QUIET_BELOW_DB, floor + _ABOVE_FLOOR_DB), voice - _ABOVE_FLOOR_DB)
    voiced = level >= loud_enough
    kept: list[Span] = []
    for span in spans:
        first = span.start // _FRAME_MS
        within = runs(voiced[first : -(-span.end // _FRAME_MS)], _FRAME_MS)
        loud = [run.shifted(first * _FRAME_MS) for run in within]
        solid = merge((run for run in loud if run.length >= _SHORTEST_RUN_MS), gap=_BRIDGE_MS)
        kept.extend(
            Span(max(span.start, run.start - _EDGE_MS), min(span.end, run.end + _EDGE_MS))
            for run in solid
            if run.length >= _SHORTEST_SPEECH_MS and _peak(level, run) >= voice - _PEAK_BELOW_DB
        )
    return tuple(merge(kept))


def _as_loud_as_speech(level: Levels, speech: tuple[Span, ...], excluded: Mask) -> list[Span]:
    """The stretches of sound that come near the level of the speech, on the way up from the floor."""
    spoken = covered(speech, len(level), _FRAME_MS)
    if not spoken.any():
        return []
    voice = float(np.percentile(level[spoken], 75))
    floor = _floor(level, spoken)
    audible = min(floor + _AUDIBLE_DB, voice - _ABOVE_FLOOR_DB)
    sounds = merge(runs((level > audible) & ~excluded, _FRAME_MS), gap=_STOP_MS)
    enough = floor + _VOICE_SHARE * (voice - floor)
    return [run for run in sounds if run.length >= _SHORTEST_WORD_MS and _peak(level, run) >= enough]


def _floor(level: Levels, spoken: Mask) -> float:
    """The level that one frame in ten stays under.

    Digital silence, of a gate or where music was cut out, counts only on a line that is never quiet in another way.
    """
    quiet = level[~spoken & (level > _GATED_DB)]
    floor = float(np.percentile(level, 10))
    return float(np.percentile(quiet, 10)) if floor <= _GATED_DB and len(quiet) >= _FEW_FRAMES else floor


def _is_beside(run: Span, speech: tuple[Span, ...]) -> bool:
    return any(run.start - span.end <= _BESIDE_MS and span.start - run.end <= _BESIDE_MS for span in speech)


def _is_reply(run: Span, others: tuple[Span, ...]) -> bool:
    """Whether the other party has just spoken and speaks no more."""
    if any(run.overlaps(span) for span in others):
        return False
    return any(0 <= run.start - span.end <= _BESIDE_MS for span in others)


def _peak(level: Levels, run: Span) -> float:
    """The level that a run's loudest tenth reaches."""
    return float(np.percentile(level[run.start // _FRAME_MS : run.end // _FRAME_MS], 90))
