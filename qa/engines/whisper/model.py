"""Whisper's weights: loaded at the first use, once, in the process that uses them. Recogniser and reader share them."""

import os
import threading
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import structlog

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import SAMPLE_RATE, EngineRevision, Samples
from qa.engines.windows import Packing
from qa.platform.errors import Unavailable

_FRAME_MS = 10
#: More batches at a time than this were not measured to gain anything; further processors share in each of them.
_MOST_WORKERS = 4
#: Windows decoded together. A processor gains nothing from more than a few, which only take memory (see
#: tests/benchmarks/asr); a graphics card gains from as many as it can hold.
_BATCH = {"cpu": 4, "cuda": 24}

#: What CTranslate2 and cuBLAS say when a GPU's memory is full.
_MEMORY_FULL = ("out of memory", "CUBLAS_STATUS_ALLOC_FAILED", "CUDNN_STATUS_ALLOC_FAILED")

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Device:
    """One place where the recogniser can run."""

    name: str  # "cpu" or "cuda"
    count: int  # processors that this process may use, or GPUs
    compute_types: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhisperOptions:
    """How the recogniser works. The defaults were measured on the labelled calls; see tests/model."""

    device: str = "auto"  # "auto", "cpu" or "cuda"
    compute_type: str = ""  # empty: int8 on a CPU, float16 on a GPU
    beam: int = 5  # 1 is greedy: about a third faster, some more errors
    threads: int = 0  # of all batches together; 0: as many as this process may use
    workers: int = 0  # batches heard at the same time; 0: one a thread up to four, on a GPU one
    batch: int = 0  # windows decoded together; 0: 4 on a CPU, 24 on a GPU
    short_windows: bool = False  # windows are not padded to 30 s; `of` takes it from the manifest: some models need it
    languages: tuple[str, ...] = ("he", "en")  # what detection chooses from when a call's language is not known
    packing: Packing = field(default_factory=Packing)


class LoadedBeforeFork(Unavailable):
    """The model was loaded in a process that then forked; its threads did not survive that."""

    code = "model_forked"

    def __init__(self, loaded_in: int, used_in: int) -> None:
        self.loaded_in, self.used_in = loaded_in, used_in
        super().__init__(f"the model was loaded in process {loaded_in} and cannot be used in its child {used_in}")


class ModelUnusable(Unavailable):
    """The files are there but do not load as a model on this device."""

    code = "model_unusable"

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"the model in {path} does not load: {why}")


class UnknownLanguage(Unavailable):
    """The model does not know the language."""

    code = "language_unknown"

    def __init__(self, language: str) -> None:
        self.language = language
        super().__init__(f"the recogniser knows no language {language!r}")


class OutOfMemory(Unavailable):
    """Not even one window fits into the device's memory beside the model."""

    code = "device_memory"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"the device has too little memory for one window: {why}")


def out_of_memory(error: RuntimeError) -> bool:
    """Whether CTranslate2 says that the device's memory is full; it has no error class for that."""
    return any(sign in str(error) for sign in _MEMORY_FULL)


def available_devices() -> tuple[Device, ...]:
    """Where the recogniser could run on this machine; loads no model."""
    import ctranslate2

    cpu = Device("cpu", _own_processors(), tuple(sorted(ctranslate2.get_supported_compute_types("cpu"))))
    if not (gpus := ctranslate2.get_cuda_device_count()):
        return (cpu,)
    return Device("cuda", gpus, tuple(sorted(ctranslate2.get_supported_compute_types("cuda")))), cpu


class Whisper:
    """One set of weights and how they are used; safe for many threads."""

    def __init__(self, path: Path, name: str, revision: str, options: WhisperOptions | None = None) -> None:
        """`path` is the model's folder; `name` and `revision` are its name and its hash, both from the catalogue."""
        self._path, self._name, self._hash = path, name, revision
        self.options = options or WhisperOptions()
        self._loading = threading.Lock()
        self._model: Any = None
        self._loaded_in = 0

    @classmethod
    def of(cls, catalogue: Catalogue, model_id: str, options: WhisperOptions | None = None) -> "Whisper":
        """The weights of a model in the catalogue. Raises UnknownModel, ModelMissing."""
        model = catalogue.find(model_id)
        chosen = replace(options or WhisperOptions(), short_windows=model.short_windows)
        return cls(catalogue.path(model_id), model.name, catalogue.revision(model_id), chosen)

    @cached_property
    def device(self) -> str:
        """Where it runs: "cpu" or "cuda". Without a GPU that is the CPU, whatever was wished for."""
        if self.options.device == "cpu":
            return "cpu"
        import ctranslate2

        if ctranslate2.get_cuda_device_count():
            return "cuda"
        if self.options.device == "cuda":
            _log.warning("no_gpu", model=self._name, instead="cpu")
        return "cpu"

    @property
    def fell_back(self) -> bool:
        """Whether a GPU was wished for and there is none."""
        return self.options.device == "cuda" and self.device == "cpu"

    @property
    def compute_type(self) -> str:
        """How numbers are kept in the model. What was chosen for a GPU does not suit the CPU that stands in for it."""
        if self.options.compute_type and not self.fell_back:
            return self.options.compute_type
        return "float16" if self.device == "cuda" else "int8"

    @property
    def workers(self) -> int:
        """How many batches are heard at the same time.

        On a CPU two batches on a thread each take less time than two threads on one batch, which wait for each other
        at every step (see tests/benchmarks/asr).
        """
        if self.options.workers:
            return self.options.workers
        return 1 if self.device == "cuda" else min(self._threads, _MOST_WORKERS)

    @property
    def ahead(self) -> int:
        """Batches that are made ready while the model is at work on others: what a GPU would wait for."""
        return 0 if self.device == "cpu" else 1

    @property
    def _spare(self) -> int:
        """Whoever is in a hurry finds one that no long batch holds. On a CPU they all share the same weights."""
        return 1 if self.device == "cpu" else 0

    @property
    def batch(self) -> int:
        """How many windows are decoded together."""
        return self.options.batch or _BATCH[self.device]

    @property
    def _threads(self) -> int:
        return self.options.threads or _own_processors()

    def revision(self, use: str) -> EngineRevision:
        """Which engine and weights, and on what; `use` says in a few words what is done with them."""
        return EngineRevision(
            f"faster-whisper {version('faster-whisper')}",
            self._name,
            self._hash,
            f"{self.device}{' (no gpu)' if self.fell_back else ''} {self.compute_type} {use}",
        )

    def loaded(self) -> Any:
        """The faster-whisper model, loaded by the first caller. Raises ModelUnusable, LoadedBeforeFork."""
        with self._loading:
            if self._model is None:
                self._model = self._load()
                self._loaded_in = os.getpid()
            if self._loaded_in != os.getpid():
                raise LoadedBeforeFork(self._loaded_in, os.getpid())
            return self._model

    def tokenizer(self, language: str) -> Any:
        """The tokeniser for speech in that language. Raises UnknownLanguage."""
        from faster_whisper.tokenizer import Tokenizer

        model = self.loaded()
        try:
            return Tokenizer(model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language)
        except ValueError as unknown:
            raise UnknownLanguage(language) from unknown

    def window_features(self, sound: Samples, length_ms: int) -> Samples:
        """The log-mel features of a window padded with silence to a length; shape (mels, length_ms / 10)."""
        silence = max(0, length_ms * SAMPLE_RATE // 1000 - len(sound))
        features: Samples = self.loaded().feature_extractor(sound, padding=silence)[:, : length_ms // _FRAME_MS]
        return features

    def encode(self, features: Samples) -> Any:
        """The encoder's output for features of shape (windows, mels, frames).

        On a CPU each window is encoded by itself: what several make of attention no longer fits into the cache, and
        eight together take half as long again as one after the other.
        """
        import ctranslate2

        model = self.loaded()
        if self.device != "cpu" or len(features) == 1:
            return model.encode(features)
        each = [np.asarray(model.encode(window[np.newaxis])) for window in features]
        return ctranslate2.StorageView.from_array(np.concatenate(each))

    def _load(self) -> Any:
        from faster_whisper import WhisperModel

        workers = self.workers
        try:
            return WhisperModel(
                str(self._path),
                device=self.device,
                compute_type=self.compute_type,
                cpu_threads=max(1, self._threads // workers),
                num_workers=workers + self._spare,
            )
        except (RuntimeError, ValueError, OSError) as broken:
            raise ModelUnusable(self._path, str(broken)) from broken


def _own_processors() -> int:
    """The processors that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0))
