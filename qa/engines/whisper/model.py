"""Whisper's weights: loaded at the first use, once, in the process that uses them. Recogniser and reader share them."""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import EngineRevision, Samples
from qa.engines.windows import Packing
from qa.platform.errors import Unavailable

_FULL_FRAMES = 3000  # 30 s in frames of 10 ms: what Whisper was trained on
#: Silence after the last word of a window that is not padded to 30 s; without it the last word is often lost.
_TAIL_SAMPLES = 8_000


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
    threads: int = 0  # 0: as many as this process may use
    batch: int = 8  # windows decoded together
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

    @property
    def device(self) -> str:
        """Where it runs: "cpu" or "cuda"."""
        if self.options.device != "auto":
            return self.options.device
        import ctranslate2

        return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"

    @property
    def compute_type(self) -> str:
        """How numbers are kept in the model."""
        return self.options.compute_type or ("float16" if self.device == "cuda" else "int8")

    def revision(self, use: str) -> EngineRevision:
        """Which engine and weights, and on what; `use` says in a few words what is done with them."""
        return EngineRevision(
            f"faster-whisper {version('faster-whisper')}",
            self._name,
            self._hash,
            f"{self.device} {self.compute_type} {use}",
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

    def features(self, sound: Samples, *, short: bool) -> Samples:
        """The log-mel features of a window; shape (mels, frames), at most 30 s."""
        padding = _TAIL_SAMPLES if short else _FULL_FRAMES * 160
        features: Samples = self.loaded().feature_extractor(sound, padding=padding)[:, :_FULL_FRAMES]
        return features

    def _load(self) -> Any:
        from faster_whisper import WhisperModel

        threads = self.options.threads or _own_processors()
        try:
            return WhisperModel(
                str(self._path), device=self.device, compute_type=self.compute_type, cpu_threads=threads
            )
        except (RuntimeError, ValueError, OSError) as broken:
            raise ModelUnusable(self._path, str(broken)) from broken


def stacked(features: Sequence[Samples], *, short: bool) -> Samples:
    """One array for the batch, padded with silence; shape (windows, mels, frames), an even number of frames."""
    longest = max(f.shape[1] for f in features) if short else _FULL_FRAMES
    frames = min(_FULL_FRAMES, longest + longest % 2)
    return np.stack(
        [np.pad(f, ((0, 0), (0, frames - f.shape[1])), constant_values=float(f.min())) for f in features]
    ).astype(np.float32)


def _own_processors() -> int:
    """The processors that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0))
