"""How the processors are best shared out: batches at a time, threads in each, windows in a batch."""

import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from qa.engines.whisper import WhisperOptions
from tests.benchmarks.asr.material import Call
from tests.benchmarks.asr.systems import PROCESSORS, cpu_seconds, engines_of, outcomes


@dataclass(frozen=True)
class Shared:
    """One way to share them, and what the calls cost in it, in seconds."""

    workers: int
    threads_each: int
    batch: int
    wall: float
    cpu: float


def ways() -> list[tuple[int, int, int]]:
    """Workers, threads of each, windows in a batch: every share with four, and the finest with others as well."""
    shares = [(workers, PROCESSORS // workers) for workers in (1, 2, 4, 8) if workers <= PROCESSORS]
    others = [(*shares[-1], batch) for batch in (1, 2, 8, 16)]
    return [(workers, each, 4) for workers, each in shares] + others


def compare(calls: Sequence[Call]) -> list[dict]:
    found = []
    with tempfile.TemporaryDirectory() as scratch:
        for workers, each, batch in ways():
            engines = engines_of(WhisperOptions(workers=workers, threads=workers * each, batch=batch))
            outcomes(calls[:1], engines, Path(scratch))
            wall, cpu = time.perf_counter(), cpu_seconds()
            outcomes(calls, engines, Path(scratch))
            found.append(Shared(workers, each, batch, time.perf_counter() - wall, cpu_seconds() - cpu))
    return [asdict(one) for one in found]
