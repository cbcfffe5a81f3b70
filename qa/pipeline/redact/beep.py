"""Sound in which personal numbers cannot be heard: a soft tone lies in their place."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.samples import copied
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.redact.removal import Place
from qa.platform.spans import Span, merge

_HERTZ, _LOUDNESS = 440.0, 0.05  # a soft tone, about 26 decibels under full scale
_FADE = SAMPLE_RATE // 100  # 10 ms, so that it does not click
#: Recognisers are off by about this much at either end of a word.
_MARGIN_MS = 150
#: What leaks from one channel into another comes within this time of it.
_LONGEST_DELAY = SAMPLE_RATE // 10
#: How far a leak's delay stands out of the usual likeness at others. Measured on the turns of 75 made calls: channels
#: without a leak stay under 7, those with one at -35 dB are at 26 in the middle, and under 8 only in heavy noise.
_STANDS_OUT = 8.0
_VOICE_HERTZ = (400, 3_200)
_NOTHING = 1e-9


def beeped(sound: DecodedAudio, places: Sequence[Place]) -> DecodedAudio:
    """The sound with a tone over each place, on its speaker's channel and on any channel that it leaks into.

    Where no channel is that speaker's, as in a mono recording, the tone lies on all of them.
    """
    spans: list[list[Span]] = [[] for _ in sound.channels]
    for place in places:
        span = Span(max(0, place.span.start - _MARGIN_MS), min(sound.duration_ms, place.span.end + _MARGIN_MS))
        own = [at for at, channel in enumerate(sound.channels) if channel.speaker == place.speaker]
        for at, channel in enumerate(sound.channels):
            if not own or at in own or any(_leaks(sound.channels[o].samples, channel.samples, span) for o in own):
                spans[at].append(span)
    return replace(
        sound,
        channels=tuple(
            replace(channel, samples=_with_tone(channel, merge(own))) if own else channel
            for channel, own in zip(sound.channels, spans, strict=True)
        ),
    )


def _with_tone(channel: Channel, spans: Sequence[Span]) -> Samples:
    samples = copied(channel.samples)
    for span in spans:
        part = _cut(samples, span)
        length = len(part)
        edge = np.minimum(np.arange(length), np.arange(length)[::-1]) / _FADE
        swell = np.minimum(1.0, edge).astype(np.float32)
        tone = np.sin(2 * np.pi * _HERTZ / SAMPLE_RATE * np.arange(length)).astype(np.float32)
        part[:] = _LOUDNESS * tone * swell
    return samples


def _leaks(source: Samples, other: Samples, span: Span) -> bool:
    """Whether what is heard in `source` can be heard in `other` as well, a little later or earlier."""
    here, there = _cut(source, span), _cut(other, span)
    size = 1 << (2 * max(1, len(here)) - 1).bit_length()
    spectrum = np.fft.rfft(here - here.mean(), size) * np.conj(np.fft.rfft(there - there.mean(), size))
    pitch = np.fft.rfftfreq(size, 1 / SAMPLE_RATE)
    # Only the delay counts, not how loud which pitch is: then a leak is one sharp peak (the phase transform).
    speech = np.where((pitch > _VOICE_HERTZ[0]) & (pitch < _VOICE_HERTZ[1]), spectrum, 0)
    likeness = np.abs(np.fft.irfft(speech / (np.abs(speech) + _NOTHING), size))
    half = len(here) // 2
    far = np.concatenate([likeness[_LONGEST_DELAY:half], likeness[-half:-_LONGEST_DELAY]])
    if len(far) < _LONGEST_DELAY:
        return True  # too short to tell
    near = max(likeness[:_LONGEST_DELAY].max(), likeness[-_LONGEST_DELAY:].max())
    return float(near) > _STANDS_OUT * float(np.sqrt(np.mean(far**2)))


def _cut(samples: Samples, span: Span) -> Samples:
    return samples[span.start * SAMPLE_RATE // 1000 : span.end * SAMPLE_RATE // 1000]
