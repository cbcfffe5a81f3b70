"""Speech detection: Silero's network, as it ships inside faster-whisper, run by onnxruntime.

This is the home of onnxruntime. faster-whisper's own wrapper is not used: importing it loads CTranslate2, and it gives
times that already carry the recogniser's padding, where conduct (dead air, talk-over) needs them tight.
"""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import SAMPLE_RATE, EngineRevision, Samples
from qa.engines.samples import forget
from qa.platform.spans import Span, merge

#: The network hears frames of 512 samples (32 ms), each with the 64 samples before it.
_FRAME = 512
_CONTEXT = 64
FRAME_MS = _FRAME * 1000 // SAMPLE_RATE
_STATE = (1, 1, 128)
#: Frames given to the network at once: about five minutes, so that memory stays flat on a long call.
_BLOCK = 10_000


@dataclass(frozen=True, slots=True)
class DetectorOptions:
    """How probabilities become spans. Times in milliseconds."""

    start_above: float = 0.4  # a span begins where the probability rises over this
    end_below: float = 0.25  # and may end where it falls under this,
    min_silence_ms: int = 250  # if it stays there for this long
    min_speech_ms: int = 96  # shorter spans are dropped before padding
    pad_ms: int = 64  # added at both ends, since the network is slow to start and quick to stop

    def __str__(self) -> str:
        return f"{self.start_above:g}/{self.end_below:g} {self.min_silence_ms}/{self.min_speech_ms}/{self.pad_ms} ms"


class SileroDetector:
    """A SpeechDetector. The network is loaded at the first use, never before, so that a forked worker is safe."""

    def __init__(self, folder: Path, revision: str, options: DetectorOptions | None = None) -> None:
        """`folder` holds `silero_vad_v6.onnx`; `revision` is the start of its sha256 (both from the catalogue)."""
        self._file = folder / "silero_vad_v6.onnx"
        self._options = options or DetectorOptions()
        self._revision = revision
        self._loading = threading.Lock()
        self._session: Any = None

    @classmethod
    def of(cls, catalogue: Catalogue, options: DetectorOptions | None = None) -> "SileroDetector":
        """The detector of the catalogue. Raises ModelMissing when the package that carries it is not installed."""
        return cls(catalogue.path("silero-vad"), catalogue.revision("silero-vad"), options)

    @property
    def revision(self) -> EngineRevision:
        """Which network with which options."""
        return EngineRevision("onnxruntime", "silero-vad-v6", self._revision, str(self._options))

    def detect(self, samples: Samples) -> tuple[Span, ...]:
        """Ordered, disjoint spans of speech, in milliseconds, within the samples."""
        duration_ms = len(samples) * 1000 // SAMPLE_RATE
        return spans_of(self.probabilities(samples), duration_ms, self._options)

    def probabilities(self, samples: Samples) -> npt.NDArray[np.float32]:
        """The probability of speech in each frame of 32 ms; shape (ceil(n / 512),)."""
        if not len(samples):
            return np.zeros(0, np.float32)
        session = self._loaded()
        frames = -(-len(samples) // _FRAME)
        h, c = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
        heard = []
        for first in range(0, frames, _BLOCK):
            block = _framed(samples, first, min(_BLOCK, frames - first))
            probabilities, h, c = session.run(None, {"input": block, "h": h, "c": c})
            heard.append(np.asarray(probabilities, np.float32).reshape(-1))
        return np.concatenate(heard)

    def _loaded(self) -> Any:
        with self._loading:
            if self._session is None:
                import onnxruntime

                options = onnxruntime.SessionOptions()
                # One thread: the network is small, and the recogniser wants the cores.
                options.inter_op_num_threads = options.intra_op_num_threads = 1
                options.enable_cpu_mem_arena = False
                options.log_severity_level = 3
                self._session = onnxruntime.InferenceSession(
                    str(self._file), options, providers=["CPUExecutionProvider"]
                )
            return self._session


def _framed(samples: Samples, first: int, count: int) -> Samples:
    """`count` frames from `first` on, each with its context, silence where there are no samples; shape (count, 576)."""
    start, end = first * _FRAME - _CONTEXT, (first + count) * _FRAME
    part = samples[max(0, start) : end]
    part = np.pad(part, (max(0, -start), end - max(0, start) - len(part)))
    forget(samples)
    return np.ascontiguousarray(np.lib.stride_tricks.sliding_window_view(part, _CONTEXT + _FRAME)[::_FRAME])


def spans_of(probabilities: npt.NDArray[np.float32], duration_ms: int, options: DetectorOptions) -> tuple[Span, ...]:
    """Speech spans from frame probabilities, with hysteresis; ordered, disjoint, inside 0..duration_ms."""
    raw: list[Span] = []
    start: int | None = None
    for index, probability in enumerate(probabilities):
        at = index * FRAME_MS
        if start is None and probability >= options.start_above:
            start = at
        elif start is not None and probability < options.end_below:
            raw.append(Span(start, at))
            start = None
    if start is not None:
        raw.append(Span(start, len(probabilities) * FRAME_MS))
    joined = [s for s in merge(raw, gap=options.min_silence_ms) if s.length >= options.min_speech_ms]
    padded = [
        Span(max(0, s.start - options.pad_ms), min(duration_ms, s.end + options.pad_ms))
        for s in joined
        if s.start < duration_ms
    ]
    return tuple(merge(padded))
