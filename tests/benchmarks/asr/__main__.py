"""All of it: `python -m tests.benchmarks.asr [--corpus FOLDER] [--s2t PYTHON] [--parts ...]`; see README.md.

Parts that were not asked for keep the results of an earlier run.
"""

import argparse
import datetime as dt
import json
import os
import platform
import statistics
from collections.abc import Sequence
from pathlib import Path

from tests.benchmarks.asr import memory, report, silence, threads
from tests.benchmarks.asr.material import Call, calls_of, word_errors
from tests.benchmarks.asr.systems import BATCH, MODEL, PROCESSORS, Run, systems

RESULTS = Path(__file__).with_name("results.json")
PARTS = ("speed", "greedy", "threads", "growth", "memory", "silence")


def speed(calls: Sequence[Call], beam: int, rounds: int, s2t: Path | None) -> dict:
    """Every system on the same calls, one after the other, so many rounds; the middle of its rounds counts."""
    runs: dict[str, list[Run]] = {}
    for _ in range(rounds):
        for name, load in systems(calls, beam, s2t).items():
            runs.setdefault(name, []).append(load()())
            print(name, runs[name][-1].wall, runs[name][-1].cpu, flush=True)
    return {
        name: {
            "wall": statistics.median(run.wall for run in own),
            "cpu": statistics.median(run.cpu for run in own),
            "errors": word_errors(calls, own[-1].texts),
        }
        for name, own in runs.items()
    }


def sound_of(calls: Sequence[Call], corpus: Path | None) -> dict:
    return {
        "corpus": corpus.name if corpus else "our own demo calls",
        "calls": len(calls),
        "minutes": round(sum(call.seconds for call in calls) / 60, 1),
        "languages": sorted({call.language for call in calls}),
    }


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.asr", description=__doc__)
    parser.add_argument("--corpus", type=Path, help="a folder of labelled calls (he/, en/); our own demo calls if none")
    parser.add_argument("--calls", type=int, default=8, help="stereo calls that the systems are compared on")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--s2t", type=Path, help="the Python of an environment that has whisper-s2t")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS)
    asked = parser.parse_args()

    every = calls_of(asked.corpus)
    calls = every[: asked.calls]
    results = json.loads(RESULTS.read_text("utf-8")) if RESULTS.exists() else {}
    work = {
        "speed": lambda: speed(calls, 5, asked.rounds, asked.s2t),
        "greedy": lambda: speed(calls, 1, asked.rounds, asked.s2t),
        "threads": lambda: threads.compare(calls),
        "growth": lambda: [memory.in_its_own_process("growing", asked.corpus, number) for number in (1, 4, 16, 64)],
        "memory": lambda: {
            "long": memory.in_its_own_process("long_call", asked.corpus, 120),
            "many": memory.in_its_own_process("many_calls", asked.corpus, 200),
        },
        "silence": lambda: silence.words_a_minute(every),
    }
    for part in asked.parts:
        print(f"# {part}", flush=True)
        results[part] = {
            "sound": sound_of(every if part in ("silence", "memory", "growth") else calls, asked.corpus),
            "on": dt.datetime.now(dt.UTC).date().isoformat(),
            "machine": f"{platform.machine()}, {PROCESSORS} processors",
            "load_before": round(os.getloadavg()[0], 1),
            "model": f"whisper {MODEL}, int8, batches of {BATCH} where a peer takes a batch",
            "figures": work[part](),
        }
        RESULTS.write_text(json.dumps(results, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    report.write(results)


if __name__ == "__main__":
    main()
