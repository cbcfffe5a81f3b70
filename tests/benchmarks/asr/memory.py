"""How much memory hearing takes, each case in a process of its own: `python -m tests.benchmarks.asr.memory CASE ...`.

What is measured is the most that the process ever held (VmHWM), the pages of mapped sound included.
"""

import itertools
import json
import subprocess
import sys
import tempfile
import time
import wave
from pathlib import Path

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media import Limits, encode_playback
from qa.engines.whisper import WhisperOptions
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.pipeline.many import Order, listen_many
from qa.pipeline.process import RecordingToHear, listen
from tests.benchmarks.asr.material import calls_of
from tests.benchmarks.asr.systems import engines_of, outcomes, share_heard

RATE = 8_000


def megabytes(what: str = "VmHWM") -> int:
    """What the kernel says of this process: VmHWM is the most so far, VmRSS what it holds now."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(f"{what}:")).split()[1]) >> 10


def in_its_own_process(case: str, corpus: Path | None, number: int) -> dict:
    """The case's figures."""
    command = [sys.executable, "-m", __name__, case, str(corpus or ""), str(number)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def long_call(corpus: Path | None, minutes: int) -> dict:
    """One stereo call of so many minutes, made of the labelled ones, heard and made ready to be played."""
    calls = calls_of(corpus)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "long.wav"
        with wave.open(str(path), "wb") as sound:
            sound.setparams((2, 2, RATE, 0, "NONE", ""))
            left = minutes * 60 * RATE
            for call in itertools.cycle(calls):
                pair = np.stack([channel[:: SAMPLE_RATE // RATE] for channel in call.channels()], axis=1)[:left]
                sound.writeframes((np.clip(pair, -1, 1) * 32_767).astype("<i2").tobytes())
                left -= len(pair)
                if not left:
                    break
        before, engines = megabytes("VmRSS"), engines_of(WhisperOptions())
        recording = RecordingToHear(RecordingFile(path), "en", Limits(max_duration_ms=minutes * 60_000 * 2), folder)
        stages: dict[str, int] = {}

        def report(stage: str, _share: float) -> None:
            stages[stage] = max(stages.get(stage, 0), megabytes("VmRSS"))

        heard, transcript = listen(recording, engines, report)
        stages["heard"] = megabytes("VmRSS")
        encode_playback(tuple(channel.samples for channel in heard.channels), folder / "playback.ogg")
        audio.peaks(heard)
        words = sum(len(turn.words) for turn in transcript.turns)
        return {"minutes": minutes, "before": before, "most": megabytes(), "by_stage": stages, "words": words}


def many_calls(corpus: Path | None, number: int) -> dict:
    """So many short calls one after the other, each dropped when it is heard; memory after every twentieth."""
    calls = calls_of(corpus)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        paths = []
        for at, call in enumerate(calls):
            paths.append((folder / f"{at}.wav", call.language))
            with wave.open(str(paths[-1][0]), "wb") as sound:
                sound.setparams((2, 2, RATE, 0, "NONE", ""))
                pair = np.stack(
                    [channel[: 12 * SAMPLE_RATE : SAMPLE_RATE // RATE] for channel in call.channels()], axis=1
                )
                sound.writeframes((np.clip(pair, -1, 1) * 32_767).astype("<i2").tobytes())
        engines = engines_of(WhisperOptions())
        chosen = itertools.islice(itertools.cycle(paths), number)
        recordings = (RecordingToHear(RecordingFile(path), language, Limits(), folder) for path, language in chosen)
        orders = (Order(lambda r=one: r, lambda _stage, _share: None) for one in recordings)
        held = []
        for done, outcome in enumerate(listen_many(orders, engines), start=1):
            assert outcome.heard, outcome.error
            if done % 20 == 0:
                held.append(megabytes("VmRSS"))
        return {"calls": number, "after_every_20": held, "most": megabytes()}


def growing(corpus: Path | None, number: int) -> dict:
    """So many calls: seconds a call, and memory."""
    known = calls_of(corpus)
    calls = list(itertools.islice(itertools.cycle(known), number))
    engines = engines_of(WhisperOptions())
    with tempfile.TemporaryDirectory() as scratch:
        outcomes(calls[:1], engines, Path(scratch))
        wall = time.perf_counter()
        outcomes(calls, engines, Path(scratch))
        wall = time.perf_counter() - wall
    seconds = sum(call.seconds for call in calls)
    figures = {"calls": number, "seconds_a_call": wall / number, "real_time": seconds / wall, "most": megabytes()}
    return figures | {"share_heard": share_heard(known)}


CASES = {"long_call": long_call, "many_calls": many_calls, "growing": growing}

if __name__ == "__main__":
    case, corpus, number = sys.argv[1:4]
    print(json.dumps(CASES[case](Path(corpus) if corpus else None, int(number))))
