"""The recogniser: Whisper through faster-whisper and CTranslate2, whose only home this is.

faster-whisper gives the tokeniser, the features and the word alignment. The windows and the decoding are ours, since
its batched way pads every window to 30 s and leaves its own gates against made-up text unused. Sound comes as samples:
its `decode_audio` is never given a person's file.
"""

import os
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from qa.engines.catalogue import Catalogue
from qa.engines.hallucinations import Heard, clean, first_of_repeats, is_lone_echo, is_loop, is_made_up
from qa.engines.interfaces import EngineRevision, Progress, Samples, Segment, Word
from qa.engines.windows import Packing, Window, halves, into_speech, pack, plausible
from qa.platform.errors import Unavailable
from qa.platform.spans import Span, total

#: The decoder stops after this many new tokens (half of its 448 positions).
_TOKEN_CAP = 224
_FULL_FRAMES = 3000  # 30 s in frames of 10 ms: what Whisper was trained on
#: Silence after the last word of a window that is not padded to 30 s; without it the last word is often lost.
_TAIL_SAMPLES = 8_000
_FEWEST_WINDOW_MS = 1_500  # a window this short is not cut again
_FAR_MS = 1 << 30  # a neighbour that is not there
_PREPENDED, _APPENDED = "\"'“¿([{-", "\"'.。,，!！?？:：”)]}、"


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


class WhisperRecogniser:
    """A Recogniser. The model is loaded at the first use, once, in the process that uses it; safe for many threads."""

    def __init__(self, path: Path, model: str, revision: str, options: WhisperOptions | None = None) -> None:
        """`path` is the model's folder; `model` and `revision` are its name and its hash, both from the catalogue."""
        self._path, self._name, self._hash = path, model, revision
        self._options = options or WhisperOptions()
        self._loading = threading.Lock()
        self._model: Any = None
        self._loaded_in = 0

    @classmethod
    def of(cls, catalogue: Catalogue, model_id: str, options: WhisperOptions | None = None) -> "WhisperRecogniser":
        """The recogniser of a model in the catalogue. Raises UnknownModel, ModelMissing."""
        model = catalogue.find(model_id)
        chosen = replace(options or WhisperOptions(), short_windows=model.short_windows)
        return cls(catalogue.path(model_id), model.name, catalogue.revision(model_id), chosen)

    @property
    def device(self) -> str:
        """Where it runs: "cpu" or "cuda"."""
        if self._options.device != "auto":
            return self._options.device
        import ctranslate2

        return "cuda" if ctranslate2.get_cuda_device_count() else "cpu"

    @property
    def compute_type(self) -> str:
        """How numbers are kept in the model."""
        return self._options.compute_type or ("float16" if self.device == "cuda" else "int8")

    @property
    def revision(self) -> EngineRevision:
        """Which engine, weights and options; enough to replay what it said."""
        chosen, packing = self._options, self._options.packing
        options = (
            f"{self.device} {self.compute_type} beam={chosen.beam} "
            f"windows={packing.limit_ms}/{packing.context_ms}/{packing.bridge_ms}"
            f"{'' if chosen.short_windows else ' padded'}"
        )
        return EngineRevision(f"faster-whisper {version('faster-whisper')}", self._name, self._hash, options)

    def recognise(
        self, samples: Samples, speech: Sequence[Span], language: str | None, progress: Progress
    ) -> tuple[Segment, ...]:
        """The words inside `speech`, in call time, in order; one Segment for each unbroken stretch of sound.

        A given language is taken at its word; None means that it is detected once, on the longest speech. Raises
        ModelUnusable, UnknownLanguage.
        """
        windows = pack(speech, samples, self._options.packing)
        if not windows:
            progress(1.0)
            return ()
        model = self._loaded()
        spoken = language or self._detect_language(model, windows, samples)
        listener = _Listener(model, self._options, spoken)
        # Windows of like length together: what is not padded to 30 s is padded to the longest of its batch.
        waiting = sorted(range(len(windows)), key=lambda index: windows[index].length)
        words: dict[int, list[Segment]] = {}
        whole, done = total(speech), 0
        for first in range(0, len(waiting), self._options.batch):
            batch = waiting[first : first + self._options.batch]
            heard = listener.hear([windows[index] for index in batch], samples)
            words.update(zip(batch, heard, strict=True))
            done += sum(windows[index].speech_ms for index in batch)
            progress(min(1.0, done / max(1, whole)))
        return tuple(segment for index in sorted(words) for segment in words[index])

    def _loaded(self) -> Any:
        """The faster-whisper model, loaded by the first caller."""
        with self._loading:
            if self._model is None:
                self._model = self._load()
                self._loaded_in = os.getpid()
            if self._loaded_in != os.getpid():
                raise LoadedBeforeFork(self._loaded_in, os.getpid())
            return self._model

    def _load(self) -> Any:
        from faster_whisper import WhisperModel

        threads = self._options.threads or _own_processors()
        try:
            return WhisperModel(
                str(self._path), device=self.device, compute_type=self.compute_type, cpu_threads=threads
            )
        except (RuntimeError, ValueError, OSError) as broken:
            raise ModelUnusable(self._path, str(broken)) from broken

    def _detect_language(self, model: Any, windows: Sequence[Window], samples: Samples) -> str:
        """The likeliest of the languages that calls are held in, heard on the window with the most speech."""
        if not model.model.is_multilingual:
            return "en"
        longest = max(windows, key=lambda window: window.speech_ms)
        features = _features(model, longest.cut_from(samples), short=False)
        (ranked,) = model.model.detect_language(model.encode(_stacked([features], short=False)))
        likely = {token.strip("<|>"): probability for token, probability in ranked}
        return max(self._options.languages, key=lambda language: likely.get(language, 0.0))


@dataclass(frozen=True, slots=True)
class _Decoded:
    """A window's tokens and what they say."""

    tokens: list[int]
    heard: Heard


class _Listener:
    """Hears windows of one channel in one language."""

    def __init__(self, model: Any, options: WhisperOptions, language: str) -> None:
        from faster_whisper.tokenizer import Tokenizer
        from faster_whisper.transcribe import get_suppressed_tokens

        try:
            self._tokenizer = Tokenizer(
                model.hf_tokenizer, model.model.is_multilingual, task="transcribe", language=language
            )
        except ValueError as unknown:
            raise UnknownLanguage(language) from unknown
        self._model, self._options, self._language = model, options, language
        self._prompt = model.get_prompt(self._tokenizer, [], without_timestamps=True)
        self._suppressed = list(get_suppressed_tokens(self._tokenizer, [-1]))

    def hear(self, windows: Sequence[Window], samples: Samples) -> list[list[Segment]]:
        """Each window's segments. A window in which the decoder loops is heard again in halves."""
        features = [
            _features(self._model, window.cut_from(samples), short=self._options.short_windows) for window in windows
        ]
        encoded = self._model.encode(_stacked(features, short=self._options.short_windows))
        decoded = self._decode(encoded, windows)
        trusted = [[] if is_made_up(d.heard) else d.tokens for d in decoded]
        aligned = self._align(encoded, trusted, [f.shape[1] for f in features])
        segments = []
        for window, result, words in zip(windows, decoded, aligned, strict=True):
            parts = halves(window, samples) if is_loop(result.heard, self._language) else (window,)
            if len(parts) > 1 and window.length > _FEWEST_WINDOW_MS:
                again = self.hear(parts, samples)
                segments.append([segment for part in again for segment in part])
            else:
                segments.append(self._segments(window, words))
        return segments

    def _decode(self, encoded: Any, windows: Sequence[Window]) -> list[_Decoded]:
        results = self._model.model.generate(
            encoded,
            [self._prompt] * len(windows),
            beam_size=self._options.beam,
            return_scores=True,
            return_no_speech_prob=True,
            suppress_tokens=self._suppressed,
            sampling_temperature=0.0,
        )
        decoded = []
        for window, result in zip(windows, results, strict=True):
            tokens = [token for token in result.sequences_ids[0] if token < self._tokenizer.eot]
            heard = Heard(
                text=clean(self._tokenizer.decode(tokens)),
                no_speech=result.no_speech_prob,
                # The score is a mean over the tokens and the end mark.
                confidence=result.scores[0] * len(tokens) / (len(tokens) + 1),
                speech_ms=window.speech_ms,
                hit_cap=len(tokens) >= _TOKEN_CAP - len(self._prompt),
            )
            decoded.append(_Decoded(tokens, heard))
        return decoded

    def _align(self, encoded: Any, tokens: list[list[int]], frames: list[int]) -> list[list[dict[str, Any]]]:
        """For each window its words with their times in seconds and probabilities, punctuation joined to its word."""
        from faster_whisper.transcribe import merge_punctuations

        if not any(tokens):
            return [[] for _ in tokens]
        aligned: list[list[dict[str, Any]]] = self._model.find_alignment(self._tokenizer, tokens, encoded, frames)
        for words in aligned:
            merge_punctuations(words, _PREPENDED, _APPENDED)
        return aligned

    def _segments(self, window: Window, aligned: list[dict[str, Any]]) -> list[Segment]:
        """One segment for each of the window's pieces in which words were heard."""
        said = [(clean(word["word"]), word) for word in aligned]
        said = [(text, word) for text, word in said if any(letter.isalnum() for letter in text)]
        by_piece: dict[int, list[tuple[str, Span, float]]] = {}
        order = {id(piece): index for index, piece in enumerate(window.pieces)}
        for index in first_of_repeats([text for text, _ in said]):
            text, word = said[index]
            start = round(word["start"] * 1000)
            heard = plausible(Span(start, max(start, round(word["end"] * 1000))), text, first=index == 0)
            piece, span = window.piece_at(heard)
            by_piece.setdefault(order[id(piece)], []).append((text, span, float(word["probability"])))
        words = [
            Word(text, place, min(1.0, max(0.0, probability)))
            for index, heard_words in sorted(by_piece.items())
            for (text, _, probability), place in zip(
                heard_words,
                into_speech([span for _, span, _ in heard_words], window.pieces[index].speech),
                strict=True,
            )
            if place is not None
        ]
        kept = _without_lone_echoes(words)
        by_sound = (tuple(w for w in kept if w.span.overlaps(piece.sound)) for piece in window.pieces)
        return [Segment(part, self._language) for part in by_sound if part]


def _without_lone_echoes(words: list[Word]) -> list[Word]:
    """The words but for courtesies that stand alone and unsure: what the recogniser makes of a noise."""
    kept = []
    for index, word in enumerate(words):
        before = word.span.start - words[index - 1].span.end if index else _FAR_MS
        after = words[index + 1].span.start - word.span.end if index + 1 < len(words) else _FAR_MS
        if not is_lone_echo(word.text, word.probability, min(before, after)):
            kept.append(word)
    return kept


def _features(model: Any, sound: Samples, *, short: bool) -> Samples:
    """The log-mel features of a window; shape (mels, frames), at most 30 s."""
    padding = _TAIL_SAMPLES if short else _FULL_FRAMES * 160
    features: Samples = model.feature_extractor(sound, padding=padding)[:, :_FULL_FRAMES]
    return features


def _stacked(features: Sequence[Samples], *, short: bool) -> Samples:
    """One array for the batch, padded with silence; shape (windows, mels, frames), an even number of frames."""
    longest = max(f.shape[1] for f in features) if short else _FULL_FRAMES
    frames = min(_FULL_FRAMES, longest + longest % 2)
    return np.stack(
        [np.pad(f, ((0, 0), (0, frames - f.shape[1])), constant_values=float(f.min())) for f in features]
    ).astype(np.float32)


def _own_processors() -> int:
    """The processors that this process may use, which in a container are fewer than the machine has."""
    return len(os.sched_getaffinity(0))
