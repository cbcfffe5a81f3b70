"""Stage: where each party speaks. One detector a channel, then only what is as loud as the voice is kept."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from qa.engines.interfaces import SAMPLE_RATE, Samples, SpeechDetector
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
_SILENT_DB = -120.0

_Levels = npt.NDArray[np.float64]
_Mask = npt.NDArray[np.bool_]


def detect(audio: DecodedAudio, detector: SpeechDetector) -> ChannelSpeech:
    """The spans of speech on each channel, in milliseconds; a leak of the other channel and the room are not speech.

    A telephone line or a headset lets some of one voice through to the other channel, tens of decibels down but loud
    enough for a detector, and so does an office full of other agents. Words heard there would be given to the wrong
    person. So a detector's span keeps only what is about as loud as the channel's own voice.
    """
    heard = tuple(detector.detect(channel.samples) for channel in audio.channels)
    levels = tuple(_levels(channel.samples) for channel in audio.channels)
    if len(heard) != 2:
        return tuple(
            _as_loud_as_the_voice(spans, level, np.zeros(len(level), np.bool_))
            for spans, level in zip(heard, levels, strict=True)
        )
    return tuple(
        _as_loud_as_the_voice(heard[own], levels[own], _may_be_leak(levels[own], levels[other], heard[other]))
        for own, other in ((0, 1), (1, 0))
    )


def by_speaker(spoken: ChannelSpeech, speakers: Sequence[Speaker]) -> dict[Speaker, tuple[Span, ...]]:
    """Who speaks when. Channels of one and the same speaker, as two unknown ones, are taken together."""
    found: dict[Speaker, list[Span]] = {speaker: [] for speaker in speakers}
    for speaker, spans in zip(speakers, spoken, strict=True):
        found[speaker].extend(spans)
    return {speaker: tuple(merge(spans)) for speaker, spans in found.items()}


def _levels(samples: Samples) -> _Levels:
    """The level of each frame in decibels of full scale."""
    size = SAMPLE_RATE * _FRAME_MS // 1000
    whole = np.zeros(-(-len(samples) // size) * size, np.float32)
    whole[: len(samples)] = samples
    power = np.mean(np.square(whole.reshape(-1, size), dtype=np.float64), axis=1)
    decibels: _Levels = 10.0 * np.log10(np.maximum(power, 10.0 ** (_SILENT_DB / 10)))
    return decibels


def _may_be_leak(own: _Levels, other: _Levels, other_speech: tuple[Span, ...]) -> _Mask:
    """The frames in which the other party speaks, now or a moment ago, and is far louder."""
    loudest = other.copy()
    for lag in range(1, _LAG_FRAMES + 1):
        np.maximum(loudest[lag:], other[:-lag], out=loudest[lag:])
    lagging = tuple(Span(span.start, span.end + _LAG_FRAMES * _FRAME_MS) for span in other_speech)
    mask: _Mask = _covered(lagging, len(own)) & (loudest - own > _LEAK_BELOW_DB)
    return mask


def _as_loud_as_the_voice(spans: tuple[Span, ...], level: _Levels, leak: _Mask) -> tuple[Span, ...]:
    """The parts of the spans that this channel's own party can have spoken."""
    own = _covered(spans, len(level)) & ~leak
    if not own.any():
        return ()
    voice = float(np.percentile(level[own], 75))
    floor = float(np.percentile(level, 10))
    # On a line with so much noise that the two rules meet, the voice itself must still pass.
    loud_enough = min(max(voice - _QUIET_BELOW_DB, floor + _ABOVE_FLOOR_DB), voice - _ABOVE_FLOOR_DB)
    voiced = level >= loud_enough
    kept: list[Span] = []
    for span in spans:
        first = span.start // _FRAME_MS
        runs = [run.shifted(first * _FRAME_MS) for run in _runs(voiced[first : -(-span.end // _FRAME_MS)])]
        solid = merge((run for run in runs if run.length >= _SHORTEST_RUN_MS), gap=_BRIDGE_MS)
        kept.extend(
            Span(max(span.start, run.start - _EDGE_MS), min(span.end, run.end + _EDGE_MS))
            for run in solid
            if run.length >= _SHORTEST_SPEECH_MS and _peak(level, run) >= voice - _PEAK_BELOW_DB
        )
    return tuple(merge(kept))


def _peak(level: _Levels, run: Span) -> float:
    """The level that a run's loudest tenth reaches."""
    return float(np.percentile(level[run.start // _FRAME_MS : run.end // _FRAME_MS], 90))


def _covered(spans: tuple[Span, ...], frames: int) -> _Mask:
    mask = np.zeros(frames, np.bool_)
    for span in spans:
        mask[span.start // _FRAME_MS : -(-span.end // _FRAME_MS)] = True
    return mask


def _runs(mask: _Mask) -> list[Span]:
    """The stretches of True, in milliseconds from the mask's first frame."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [Span(int(a) * _FRAME_MS, int(b) * _FRAME_MS) for a, b in zip(edges[::2], edges[1::2], strict=True)]
