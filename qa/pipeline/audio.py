"""Stage: from a recording's sound to channels with people on them, its waveform, and where it carries anything.

Who is on which channel is never guessed here: either the metadata says it, or the channels stay "unknown" with a flag,
and a later stage that knows the words may decide (`with_roles`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Progress, Samples
from qa.engines.media import Limits, Sound, decode_file
from qa.engines.media.errors import TooManyChannels, clock
from qa.engines.samples import blocks
from qa.pipeline.frames import SILENT_DB, Levels, levels, runs
from qa.pipeline.model import Channel, DecodedAudio, Flag, Speaker
from qa.platform.spans import Span, merge

#: A loss up to this share of the declared length is what encoders' padding and rounding explain,
_LOSS_SHARE = 0.01
#: and up to this many milliseconds what one codec frame does.
_LOSS_MS = 60
_MOST_PEAKS = 12_000
#: Two files of one call whose lengths differ by more than this may not belong together.
_LENGTHS_DIFFER_MS = 2_000
#: Two channels are one when what is left after the best gain is this share of the power: 30 dB down.
_SAME_RESIDUE = 1e-3
#: A channel that never gets this loud is a line that was not connected.
_UNCONNECTED_DB = -65.0
_FRAME_MS = 50
#: A channel's noise is the level that one frame in twenty stays under: even a dense call pauses as much,
_FLOOR_PERCENTILE = 5
#: not counting frames that a gate or a codec made digitally silent.
_GATED_DB = -80.0
#: Stationary noise with babble in it stays within 7 dB of that level, speech and music rise far above it.
_MARGIN_DB = 9.0
#: Nobody hears what is quieter than this.
_INAUDIBLE_DB = -60.0
#: Shorter bursts are clicks; shorter gaps are part of speech or of a melody.
_SHORTEST_MS = 100
_CLOSED_GAP_MS = 400
_BLOCK = 60 * SAMPLE_RATE

Roles = tuple[Speaker, ...]
Decoder = Callable[[Path], Sound]


@dataclass(frozen=True, slots=True)
class RecordingFile:
    """A call's sound on disk: one file of one or two channels, or two files of one channel each.

    `roles` names who is on each channel, or in each of the two files, where the call's metadata says so.
    """

    path: Path
    second: Path | None = None
    roles: Roles | None = None


@dataclass(frozen=True, slots=True)
class Peaks:
    """A waveform to draw: per channel the loudest sample of every `step_ms`, 0..1."""

    step_ms: int
    channels: tuple[tuple[float, ...], ...]


def decode(recording: RecordingFile, limits: Limits, scratch: Path, progress: Progress | None = None) -> DecodedAudio:
    """The recording as sound. Nothing stays in `scratch`. Raises RefusedRecording, NotFound or DecoderUnavailable.

    `progress` hears how far it is once a minute of sound, where the file says how long it is; of two files, twice.
    """
    return decode_by(partial(decode_file, limits=limits, scratch=scratch, progress=progress), recording)


def decode_by(decoder: Decoder, recording: RecordingFile) -> DecodedAudio:
    """As `decode`, by any way from a path to its sound."""
    sound = decoder(recording.path)
    if recording.second is None:
        return heard(sound, recording.roles)
    return joined(sound, decoder(recording.second), recording.roles)


def heard(sound: Sound, roles: Roles | None) -> DecodedAudio:
    """One file's sound with people on its channels and everything that must be known of it as flags."""
    return _with_people(sound.channels, sound, (*_damage(sound), *_oddities(sound)), roles)


def joined(first: Sound, second: Sound, roles: Roles | None) -> DecodedAudio:
    """Two files, each one party, as one call; the shorter is filled with silence. Raises TooManyChannels."""
    both = (first, second)
    for sound in both:
        if len(_distinct(sound.channels)) > 1:
            raise TooManyChannels(len(first.channels) + len(second.channels), 2)
    length = max(len(sound.channels[0]) for sound in both)
    channels = tuple(_filled(_distinct(sound.channels)[0], length) for sound in both)
    flags = [
        replace(flag, detail=f"file {number}: {flag.detail}")
        for number, sound in enumerate(both, start=1)
        for flag in (*_damage(sound), *_oddities(sound))
    ]
    if abs(first.duration_ms - second.duration_ms) > _LENGTHS_DIFFER_MS:
        lengths = " and ".join(clock(sound.duration_ms) for sound in both)
        flags.append(Flag("lengths_differ", f"the two files last {lengths}; the shorter is filled with silence"))
    return _with_people(channels, first, tuple(flags), roles)


def with_roles(decoded: DecodedAudio, roles: Roles) -> DecodedAudio:
    """The same sound with these people on its channels; the note that they were unknown goes. Raises ValueError."""
    if len(roles) != len(decoded.channels):
        raise ValueError(f"{len(roles)} roles for {len(decoded.channels)} channels")
    channels = tuple(replace(c, speaker=role) for c, role in zip(decoded.channels, roles, strict=True))
    flags = tuple(flag for flag in decoded.flags if flag.code != "roles_unknown")
    return replace(decoded, channels=channels, flags=flags)


def silent(index: int) -> Flag:
    """The note that a channel carries nothing."""
    return Flag("silent_channel", f"channel {index} carries nothing")


def alone(decoded: DecodedAudio, speaker: Speaker) -> DecodedAudio:
    """The same sound on one channel, all of it this person's."""
    channels = [channel.samples for channel in decoded.channels]
    samples: Samples = channels[0] if len(channels) == 1 else np.mean(np.stack(channels), axis=0, dtype=np.float32)
    flags = tuple(flag for flag in decoded.flags if flag.code not in {"mono", "roles_unknown"})
    return replace(decoded, channels=(Channel(speaker, samples),), flags=flags)


def peaks(decoded: DecodedAudio, step_ms: int = 50) -> Peaks:
    """The waveform in steps of `step_ms`, or in wider ones where a long call would have more than 12,000."""
    step_ms = max(step_ms, -(-decoded.duration_ms // _MOST_PEAKS), 1)
    size = SAMPLE_RATE * step_ms // 1000
    return Peaks(step_ms, tuple(_loudest(channel.samples, size) for channel in decoded.channels))


def sounding(decoded: DecodedAudio) -> tuple[Span, ...]:
    """Where any channel carries anything, speech or hold music, above its own noise; in order, disjoint."""
    spans = [span for channel in decoded.channels for span in _above_noise(levels(channel.samples, _FRAME_MS))]
    end = decoded.duration_ms
    return tuple(Span(s.start, min(s.end, end)) for s in merge(spans, gap=_CLOSED_GAP_MS) if s.start < end)


def _with_people(
    channels: tuple[Samples, ...], sound: Sound, flags: tuple[Flag, ...], roles: Roles | None
) -> DecodedAudio:
    distinct = _distinct(channels)
    notes = list(flags)
    if len(distinct) < len(channels):
        notes.append(Flag("dual_mono", "both channels carry the same sound; one of them is kept"))
    elif len(channels) == 1:
        notes.append(Flag("mono", "both parties are on one channel"))
    notes += [silent(index) for index, channel in enumerate(distinct) if _is_silent(channel)]
    speakers, unknown = _speakers(len(distinct), roles)
    if unknown is not None:
        notes.append(unknown)
    return DecodedAudio(
        channels=tuple(Channel(speaker, samples) for speaker, samples in zip(speakers, distinct, strict=True)),
        duration_ms=len(distinct[0]) * 1000 // SAMPLE_RATE,
        codec=sound.codec,
        source_rate=sound.source_rate,
        flags=tuple(notes),
    )


def _speakers(count: int, roles: Roles | None) -> tuple[Roles, Flag | None]:
    """Who is on each channel, and the note that it is not known. One channel alone needs no such note."""
    if roles is not None and len(roles) == count:
        unsure = "unknown" in roles and count > 1
        return roles, Flag("roles_unknown", "the metadata does not name every channel") if unsure else None
    nobody: Roles = tuple("unknown" for _ in range(count))
    if roles is not None and count > 1:
        return nobody, Flag("roles_unknown", f"the metadata names {len(roles)} roles for {count} channels")
    if count > 1:
        return nobody, Flag("roles_unknown", "the metadata does not say who is on which channel")
    return nobody, None


def _damage(sound: Sound) -> tuple[Flag, ...]:
    """What is missing of the recording, how much and where."""
    flags = []
    whole = sound.declared_ms or sound.duration_ms
    inside = sound.lost_ms - sound.missing_end_ms
    if sound.damaged_packets and _matters(sound.lost_ms, whole) and not _matters(inside, whole):
        # Bytes are gone in the middle and nothing says where in time: the end is early, but it is the true end.
        packets = f"packets that could not be decoded: {sound.damaged_packets}"
        return (Flag("damaged", f"{_share(sound.lost_ms, whole)} lost; {packets}"),)
    if _matters(inside, whole):
        flags.append(Flag("damaged", f"{_share(inside, whole)} lost{_places(sound.gaps)}"))
    end = f"the recording ends at {clock(sound.duration_ms)}"
    if _matters(sound.missing_end_ms, whole):
        declared = f"of {clock(whole)} declared, {_share(sound.missing_end_ms, whole)} missing"
        flags.append(Flag("truncated", f"{end} {declared}"))
    elif sound.cut_off:
        flags.append(Flag("truncated", f"{end} without the mark that says it is whole"))
    return tuple(flags)


def _places(gaps: tuple[Span, ...]) -> str:
    near = merge(gaps, gap=1_000)
    if not near:
        return " at a place that cannot be told"
    named = ", ".join(f"{clock(gap.start)}-{clock(gap.end + 999)}" for gap in near[:5])
    more = f" and {len(near) - 5} more places" if len(near) > 5 else ""
    return f" at {named}{more}; silence stands there"


def _matters(lost_ms: int, whole_ms: int) -> bool:
    return lost_ms > max(_LOSS_MS, whole_ms * _LOSS_SHARE)


def _share(lost_ms: int, whole_ms: int) -> str:
    return f"{lost_ms / 1000:.1f} s ({lost_ms / whole_ms:.0%})"


def _oddities(sound: Sound) -> tuple[Flag, ...]:
    flags = []
    if sound.cleaned_samples:
        flags.append(Flag("cleaned_samples", f"{sound.cleaned_samples:,} samples were no numbers and became silence"))
    if sound.tracks > 1:
        flags.append(Flag("several_tracks", f"the file has {sound.tracks} sound tracks; only the first is heard"))
    return tuple(flags)


def _distinct(channels: tuple[Samples, ...]) -> tuple[Samples, ...]:
    """The channels, or the louder of two that are the same but for their gain."""
    if len(channels) != 2:
        return channels
    left, right, shared = 0.0, 0.0, 0.0
    for (_, first), (_, second) in zip(*(blocks(channel, _BLOCK) for channel in channels), strict=True):
        a, b = first.astype(np.float64), second.astype(np.float64)
        left, right, shared = left + float(a @ a), right + float(b @ b), shared + float(a @ b)
    if not left or not right or 1 - shared * shared / (left * right) > _SAME_RESIDUE:
        return channels
    return (channels[0] if left >= right else channels[1],)


def _filled(samples: Samples, length: int) -> Samples:
    if len(samples) == length:
        return samples
    return np.concatenate([samples, np.zeros(length - len(samples), np.float32)])


def _above_noise(found: Levels) -> list[Span]:
    """The stretches of one channel above its noise."""
    alive = found[found > _GATED_DB]
    if not len(alive):
        return []
    threshold = max(float(np.percentile(alive, _FLOOR_PERCENTILE)) + _MARGIN_DB, _INAUDIBLE_DB)
    loud = runs(found > threshold, _FRAME_MS)
    return [run for run in merge(loud, gap=_FRAME_MS) if run.length >= _SHORTEST_MS]


def _is_silent(samples: Samples) -> bool:
    return bool(np.max(levels(samples, _FRAME_MS), initial=SILENT_DB) < _UNCONNECTED_DB)


def _loudest(samples: Samples, size: int) -> tuple[float, ...]:
    found: list[float] = []
    for _, block in blocks(samples, size * 1000):
        found += np.maximum.reduceat(np.abs(block), np.arange(0, len(block), size)).tolist()
    return tuple(round(min(1.0, value), 3) for value in found)
