"""The parent's side of decoding: starts the process, waits no longer than allowed, takes over the samples."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import qa
from qa.engines.interfaces import SAMPLE_RATE, Progress, Samples
from qa.engines.media.errors import DecoderTimedOut, DecoderUnavailable, Undecodable, refusal
from qa.engines.media.formats import Limits
from qa.engines.media.order import LONGEST_LINE, Order, Report, channel_name
from qa.engines.media.sniff import sniff
from qa.engines.samples import mapped
from qa.platform.spans import Span

_MODULE = "qa.engines.media.decoder"
_MOST_LINES = 10_000
_COMPLAINTS, _LAST_WORDS = "complaints.txt", 4_000
_BROKE_DOWN = "the decoder broke down over it"


@dataclass(frozen=True, slots=True)
class Sound:
    """One recording as it came out of its file, at 16 kHz; the samples are mapped from disk, not held in memory.

    `gaps` is where packets were lost: silent, so that what follows keeps its time. `missing_end_ms` is what the file
    declares beyond the last sound. `lost_ms` is all that is missing: gaps, end, and what can be told from unread bytes.
    `damaged_packets` does not count the last ones of a file that ends in the middle of one.
    `cut_off` is True where the file itself shows that its end is missing, even if it does not say how much.
    """

    channels: tuple[Samples, ...]
    duration_ms: int
    declared_ms: int | None
    codec: str
    source_rate: int
    damaged_packets: int
    gaps: tuple[Span, ...]
    lost_ms: int
    missing_end_ms: int
    cut_off: bool
    cleaned_samples: int
    tracks: int


def decode_file(path: Path, limits: Limits, scratch: Path, progress: Progress | None = None) -> Sound:
    """Decode an untrusted recording in a process of its own.

    `scratch` is a folder with room for four bytes a sample; nothing stays in it. Raises a RefusedRecording that says
    what is wrong with the file, or DecoderUnavailable where this machine is at fault.
    """
    sniff(path, limits)
    with _folder(scratch) as folder:
        order = Order(str(path.absolute()), str(folder), limits)
        answer = _last_answer(order, progress)
        if answer is None:
            raise _broken_down(folder)
        report = _report(answer, limits)
        channels = tuple(_samples(folder / channel_name(index), report.samples) for index in range(report.channels))
    return _sound(report, channels)


@contextmanager
def _folder(scratch: Path) -> Iterator[Path]:
    """A folder that is gone afterwards; what is mapped from it lives on until nobody holds it any more."""
    try:
        with tempfile.TemporaryDirectory(dir=scratch, prefix="decode-") as name:
            yield Path(name)
    except OSError as error:
        raise DecoderUnavailable(error.strerror or str(error)) from error


def _last_answer(order: Order, progress: Progress | None) -> dict[str, Any] | None:
    """What the process said last, or None where it died without a word. Raises DecoderTimedOut."""
    command = [sys.executable, "-P", "-m", _MODULE, order.to_json()]
    with (
        (Path(order.folder) / _COMPLAINTS).open("wb") as complaints,
        subprocess.Popen(  # noqa: S603 -- our own module; the order is one argument, never a shell's words
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=complaints,
            cwd=order.folder,
            env=_environment(),
        ) as process,
    ):
        late = threading.Event()

        def end() -> None:
            late.set()
            process.kill()

        alarm = threading.Timer(order.limits.wall_s, end)
        alarm.daemon = True
        alarm.start()
        try:
            answer = _listen(process, progress)
        finally:
            alarm.cancel()
            process.kill()
    if answer is None and (late.is_set() or _out_of_time(process.returncode)):
        raise DecoderTimedOut(order.limits.wall_s)
    return answer


def _environment() -> dict[str, str]:
    """No secret of the parent's; one thread, for each thread of a numeric library takes address space."""
    return {
        "PYTHONPATH": str(Path(qa.__file__).parent.parent),
        "PYTHONDONTWRITEBYTECODE": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PATH": os.defpath,
        "LC_ALL": "C.UTF-8",
    }


def _listen(process: "subprocess.Popen[bytes]", progress: Progress | None) -> dict[str, Any] | None:
    """The first line that ends the work; lines before it tell how far it is."""
    assert process.stdout is not None
    for _ in range(_MOST_LINES):
        line = process.stdout.readline(LONGEST_LINE)
        if not line.endswith(b"\n"):
            return None
        try:
            said = json.loads(line)
        except ValueError:
            return None
        if not isinstance(said, dict):
            return None
        if "decoded_ms" not in said:
            return said
        if progress is not None and said.get("of_ms"):
            progress(min(1.0, said["decoded_ms"] / said["of_ms"]))
    return None


def _out_of_time(returncode: int | None) -> bool:
    """Whether the process was ended for the processor time that it took."""
    return returncode == -signal.SIGXCPU


def _broken_down(folder: Path) -> Undecodable:
    """A decoder that died: the sender is told that, the log is told its last words."""
    error = Undecodable(_BROKE_DOWN)
    error.add_note((folder / _COMPLAINTS).read_bytes()[-_LAST_WORDS:].decode("utf-8", "replace"))
    return error


def _report(answer: dict[str, Any], limits: Limits) -> Report:
    if "failed" in answer:
        raise DecoderUnavailable(str(answer["failed"]))
    try:
        if "refused" in answer:
            raise refusal(answer["refused"], answer["facts"])
        report = Report.from_facts(answer["decoded"])
    except (KeyError, TypeError, ValueError) as error:
        raise Undecodable(_BROKE_DOWN) from error
    if not 0 < report.channels <= limits.max_channels:
        raise Undecodable(_BROKE_DOWN)
    return report


def _samples(path: Path, count: int) -> Samples:
    """The raw file as an array that reads from disk what is looked at, and cannot be written."""
    try:
        return mapped(path, count)
    except (OSError, ValueError) as error:
        raise Undecodable(_BROKE_DOWN) from error


def _sound(report: Report, channels: tuple[Samples, ...]) -> Sound:
    duration_ms = report.samples * 1000 // SAMPLE_RATE
    gaps = tuple(Span(start, min(end, duration_ms)) for start, end in report.gaps if start < duration_ms)
    in_gaps = sum(gap.length for gap in gaps) + report.unplaced_ms
    missing_end = 0 if report.declared_ms is None else max(0, report.declared_ms - duration_ms)
    return Sound(
        channels=channels,
        duration_ms=duration_ms,
        declared_ms=report.declared_ms,
        codec=report.codec,
        source_rate=report.rate,
        damaged_packets=report.damaged_packets,
        gaps=gaps,
        lost_ms=in_gaps + missing_end,
        missing_end_ms=missing_end,
        cut_off=report.cut_off,
        cleaned_samples=report.cleaned_samples,
        tracks=report.tracks,
    )
