"""Voices told apart by a pipeline of pyannote.audio 4, from a folder on this machine. The only home of pyannote.

Neither the package nor the models come with Mashov: their makers give the models to who agrees to their terms. Measured
it is not; the way from its answer to the call's parties is tested, with a stand-in for the pipeline.
"""

from collections.abc import Sequence
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np

from qa.engines.diarisation.errors import SpeakersExtraMissing, SpeakersModelMissing
from qa.engines.diarisation.parting import spread
from qa.engines.interfaces import SAMPLE_RATE, EngineRevision, Samples, Voices, VoiceSpan
from qa.engines.once import LoadedOnce
from qa.platform.spans import Span

_PARTIES = 2


class PyannoteDiariser:
    """A Diariser. The pipeline is loaded at the first use, in the process that uses it."""

    def __init__(self, folder: Path | None) -> None:
        """`folder` holds a pipeline's config.yaml and what it names.

        Raises SpeakersExtraMissing, SpeakersModelMissing.
        """
        if find_spec("pyannote") is None or find_spec("pyannote.audio") is None:
            raise SpeakersExtraMissing("pyannote.audio")
        if folder is None or not (folder / "config.yaml").is_file():
            raise SpeakersModelMissing(folder)
        self._folder = folder
        self._pipeline = LoadedOnce(self._load)

    @property
    def revision(self) -> EngineRevision:
        """Which pyannote with which folder."""
        return EngineRevision(f"pyannote.audio {version('pyannote.audio')}", self._folder.name, "local", "at most 2")

    def divide(self, samples: Samples, speech: Sequence[Span]) -> Voices:
        """Which voice each stretch of the speech is in. Never more than two are looked for."""
        import torch

        sound = {"waveform": torch.from_numpy(np.array(samples))[None], "sample_rate": SAMPLE_RATE}
        return voices_of(self._pipeline.get()(sound, min_speakers=1, max_speakers=_PARTIES), speech)

    def _load(self) -> Any:
        from pyannote.audio import Pipeline

        return Pipeline.from_pretrained(str(self._folder))


def voices_of(told: Any, speech: Sequence[Span]) -> Voices:
    """The answer of a pipeline over the speech: of voices that speak at once it names the one that is heard best."""
    numbers: dict[str, int] = {}
    marked = []
    for segment, _, name in told.exclusive_speaker_diarization.itertracks(yield_label=True):
        voice = numbers.setdefault(name, len(numbers))
        marked.append(VoiceSpan(Span(round(segment.start * 1000), round(segment.end * 1000)), voice))
    return Voices(tuple(spread(marked, speech)), len(numbers))
