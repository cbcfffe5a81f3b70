"""Real weights on the demo calls, heard once for all tests of this folder.

The recogniser's weights must be here (`qa models pull`); without them these tests fail, saying so, rather than pass.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

import av
import numpy as np
import pytest

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import SAMPLE_RATE, Word
from qa.engines.speech_detection import SileroDetector
from qa.engines.whisper import WhisperRecogniser
from qa.pipeline import holds, speech, transcribe
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.speech import ChannelSpeech
from qa.pipeline.transcribe import ChannelSegments
from qa.platform.spans import Span

ROOT = Path(__file__).parents[2]
CALLS = ROOT / "qa" / "demo" / "calls"
LABELS = ROOT / "tests" / "corpus"
NAMES = sorted(path.stem for path in CALLS.glob("*.opus"))


@dataclass(frozen=True)
class HeardCall:
    """A labelled call and what was heard in it; everything by channel."""

    name: str
    label: dict
    audio: DecodedAudio
    speech: ChannelSpeech
    segments: ChannelSegments

    def words(self, channel: int) -> list[Word]:
        return [word for segment in self.segments[channel] for word in segment.words]

    def script(self, channel: int) -> str:
        return " ".join(t["text"] for t in self.label["turns"] if t["speaker"] == self.speaker(channel))

    def speaker(self, channel: int) -> str:
        return self.label["channels"][str(channel)]

    def spans(self, kind: str) -> list[Span]:
        return [Span(start, end) for start, end in self.label["spans"][kind]]


def label_of(name: str) -> dict:
    return json.loads((LABELS / f"{name}.json").read_text(encoding="utf-8"))


def decoded(name: str) -> DecodedAudio:
    """The call's sound. These are our own files, so a plain decoder does; people's files go another way."""
    with av.open(str(CALLS / f"{name}.opus")) as container:
        resampler = av.AudioResampler(format="fltp", layout="stereo", rate=SAMPLE_RATE)
        frames = [r.to_ndarray() for f in container.decode(audio=0) for r in resampler.resample(f)]
        frames += [r.to_ndarray() for r in resampler.resample(None)]
    sound = np.concatenate(frames, axis=1).astype(np.float32)
    channels = tuple(Channel("unknown", np.ascontiguousarray(channel)) for channel in sound)
    return DecodedAudio(channels, sound.shape[1] * 1000 // SAMPLE_RATE, "opus", 48_000)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load()


@pytest.fixture(scope="session")
def detector(catalogue) -> SileroDetector:
    return SileroDetector.of(catalogue)


@pytest.fixture(scope="session")
def recogniser(catalogue) -> WhisperRecogniser:
    return WhisperRecogniser.of(catalogue, "base")


@pytest.fixture(scope="session")
def hear(detector, recogniser) -> Iterator:
    """Hears a call by its name; each call is heard once a session."""

    @lru_cache
    def heard(name: str) -> HeardCall:
        label, audio = label_of(name), decoded(name)
        detected, music = holds.apart(audio, partial(speech.detect, detector=detector))
        spoken = speech.completed(audio, detected, music)
        segments = transcribe.transcribe(audio, spoken, recogniser, label["language"], lambda _: None)
        return HeardCall(name, label, audio, spoken, segments)

    return heard
