"""Ours and others on the same calls and weights. Each system is loaded and warm before the clock starts.

Peers are given decoded 16 kHz channels and the language; ours begins at the file and ends at turns with roles and a
time for every word, which none of the others is asked for.
"""

import json
import os
import resource
import subprocess
import tempfile
import time
import wave
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from qa.engines.catalogue import Catalogue
from qa.engines.interfaces import SAMPLE_RATE, Engines, Samples
from qa.engines.media import Limits
from qa.engines.speech_detection import SileroDetector
from qa.engines.whisper import Whisper, WhisperOptions, WhisperRecogniser
from qa.engines.whisper.listener import Listener
from qa.engines.windows import batches, pack, padded
from qa.pipeline import holds, speech
from qa.pipeline.audio import RecordingFile
from qa.pipeline.many import Order, Outcome, Pace, listen_many
from qa.pipeline.model import Channel, DecodedAudio
from qa.pipeline.process import RecordingToHear
from tests.benchmarks.asr.material import Call

MODEL = "base"
BATCH = 8
PROCESSORS = len(os.sched_getaffinity(0))

#: What was heard on each channel of each call.
Texts = list[tuple[str, ...]]


@dataclass(frozen=True)
class Run:
    """One system's work on the calls, in seconds; `cpu` is of all its threads and children."""

    wall: float
    cpu: float
    texts: Texts


def cpu_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def timed(work: Callable[[], Texts]) -> Run:
    wall, cpu = time.perf_counter(), cpu_seconds()
    texts = work()
    return Run(time.perf_counter() - wall, cpu_seconds() - cpu, texts)


def engines_of(options: WhisperOptions) -> Engines:
    catalogue = Catalogue.load()
    recogniser = WhisperRecogniser(Whisper.of(catalogue, MODEL, options))
    return Engines(SileroDetector.of(catalogue), recogniser)


def outcomes(calls: Sequence[Call], engines: Engines, scratch: Path) -> list[Outcome]:
    """Ours, from files to turns."""
    pace = Pace(threads=PROCESSORS)
    return list(listen_many((_order(call, scratch) for call in calls), engines, pace))


def _order(call: Call, scratch: Path) -> Order:
    recording = RecordingToHear(RecordingFile(call.path, roles=("agent", "customer")), call.language, Limits(), scratch)
    return Order(lambda: recording, lambda _stage, _share: None)


def ours(calls: Sequence[Call], beam: int) -> Callable[[], Run]:
    engines = engines_of(WhisperOptions(beam=beam))
    scratch = Path(tempfile.mkdtemp())

    def work() -> Texts:
        found = []
        for outcome in outcomes(calls, engines, scratch):
            assert outcome.heard, outcome.error
            turns = outcome.heard[1].turns
            found.append(tuple(" ".join(t.text for t in turns if t.speaker == who) for who in ("agent", "customer")))
        return found

    outcomes(calls[:1], engines, scratch)
    return lambda: timed(work)


@dataclass(frozen=True)
class _Prepared:
    """A packed window with its features: what a bare model is given."""

    call: int
    channel: int
    language: str
    features: Samples


def _windows(calls: Sequence[Call], whisper: Whisper, *, short: bool) -> list[_Prepared]:
    detector = SileroDetector.of(Catalogue.load())
    found = []
    for at, call in enumerate(calls):
        samples = call.channels()
        audio = DecodedAudio(
            tuple(Channel("unknown", own) for own in samples), int(call.seconds * 1000), "", SAMPLE_RATE
        )
        spoken, music = holds.apart(audio, partial(speech.detect, detector=detector))
        for channel, (own, spans) in enumerate(zip(samples, speech.completed(audio, spoken, music), strict=True)):
            for window in pack(spans, own, whisper.options.packing):
                features = whisper.window_features(window.cut_from(own), padded(window.length, short=short))
                found.append(_Prepared(at, channel, call.language, features))
    return found


def share_heard(calls: Sequence[Call]) -> float:
    """Seconds of sound that the model is given, for each second of the calls (both channels at once)."""
    whisper = Whisper.of(Catalogue.load(), MODEL)
    given_s = sum(window.features.shape[1] for window in _windows(calls, whisper, short=True)) / 100
    return given_s / sum(call.seconds for call in calls)


def bare(calls: Sequence[Call], beam: int, *, short: bool, workers: int, batch: int = BATCH) -> Callable[[], Run]:
    """CTranslate2's `generate` alone, on our own windows with features made before: no gates, no words, no times."""
    threads = max(1, PROCESSORS // workers)
    whisper = Whisper.of(Catalogue.load(), MODEL, WhisperOptions(beam=beam, workers=workers, threads=threads * workers))
    model, listener = whisper.loaded(), Listener(whisper, ("he", "en"))
    windows = _windows(calls, whisper, short=short)
    groups = batches([w.features.shape[1] for w in windows], most=batch)

    def hear(group: list[int]) -> list[list[int]]:
        import ctranslate2

        results = model.model.generate(
            ctranslate2.StorageView.from_array(np.stack([windows[at].features for at in group])),
            [listener._prompts[windows[at].language] for at in group],
            beam_size=beam,
            suppress_tokens=listener._suppressed,
            sampling_temperature=0.0,
        )
        return [result.sequences_ids[0] for result in results]

    def work() -> Texts:
        with ThreadPoolExecutor(workers) as pool:
            tokens = dict(
                zip([at for g in groups for at in g], [t for r in pool.map(hear, groups) for t in r], strict=True)
            )
        texts = [["", ""] for _ in calls]
        for at, window in enumerate(windows):
            said = listener._tokenizers[window.language].decode([t for t in tokens[at] if t < listener._end])
            texts[window.call][window.channel] += " " + said
        return [tuple(pair) for pair in texts]

    hear(groups[-1])
    return lambda: timed(work)


def faster_whisper(calls: Sequence[Call], beam: int, *, batched: bool = False, vad: bool = False) -> Callable[[], Run]:
    """faster-whisper as its own page shows it: one channel after the other, or its batched pipeline."""
    from faster_whisper import BatchedInferencePipeline, WhisperModel

    path = str(Catalogue.load().path(MODEL))
    model = WhisperModel(path, device="cpu", compute_type="int8", cpu_threads=PROCESSORS)
    pipeline: Any = BatchedInferencePipeline(model) if batched else model
    options = {"batch_size": BATCH} if batched else {"vad_filter": vad}
    sounds = [(call, call.channels()) for call in calls]

    def hear(call: Call, samples: Samples) -> str:
        segments, _ = pipeline.transcribe(samples, language=call.language, beam_size=beam, **options)
        return " ".join(segment.text for segment in segments)

    call, channels = sounds[0]
    hear(call, channels[0][: 5 * SAMPLE_RATE])
    return lambda: timed(lambda: [tuple(hear(call, own) for own in channels) for call, channels in sounds])


def whisper_s2t(calls: Sequence[Call], beam: int, python: Path) -> Callable[[], Run]:
    """WhisperS2T in the Python of a virtual environment that has it; it reads 16 kHz WAV files, one a channel."""
    folder = Path(tempfile.mkdtemp())
    files = []
    for at, call in enumerate(calls):
        for channel, samples in enumerate(call.channels()):
            path = folder / f"{at}-{channel}.wav"
            with wave.open(str(path), "wb") as sound:
                sound.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
                sound.writeframes((np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes())
            files.append({"path": str(path), "language": call.language})
    order = {"model": str(Catalogue.load().path(MODEL)), "threads": PROCESSORS, "beam": beam, "batch": BATCH}
    order["files"] = files

    def work() -> Run:
        script = Path(__file__).with_name("s2t.py")
        done = subprocess.run(
            [str(python), str(script), json.dumps(order)], check=True, capture_output=True, text=True, cwd=folder
        )
        answer = json.loads(done.stdout.splitlines()[-1])
        pairs = iter(answer["texts"])
        return Run(answer["wall"], answer["cpu"], [(next(pairs), next(pairs)) for _ in calls])

    return work


def systems(calls: Sequence[Call], beam: int, s2t: Path | None) -> dict[str, Callable[[], Callable[[], Run]]]:
    """All of them by name, each loaded when it is asked for."""
    found: dict[str, Callable[[], Callable[[], Run]]] = {
        "Mashov, from files to turns": partial(ours, calls, beam),
        "bare generate, windows padded to 30 s": partial(bare, calls, beam, short=False, workers=1),
        "bare generate, windows not padded": partial(bare, calls, beam, short=True, workers=1),
        "bare generate, not padded, a batch a thread": partial(bare, calls, beam, short=True, workers=PROCESSORS),
        "bare generate, not padded, a batch of four a thread": partial(
            bare, calls, beam, short=True, workers=PROCESSORS, batch=4
        ),
        "faster-whisper sequential": partial(faster_whisper, calls, beam),
        "faster-whisper sequential, speech detection": partial(faster_whisper, calls, beam, vad=True),
        "faster-whisper batched": partial(faster_whisper, calls, beam, batched=True),
    }
    if s2t is not None:
        found["WhisperS2T"] = partial(whisper_s2t, calls, beam, s2t)
    return found
