"""The recordings of one attempt as one call: the agent on one channel, the customer on the other.

Where somebody spoke a line, its sound stands on the customer's channel; where a line was only read on the screen, there
is silence for as long as saying it would take. How long an agent thought before answering is not part of the call: the
answer follows after a short breath, so pauses between the two say nothing, and no figure should be made of them.
"""

import wave
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from qa.calls.script import WrittenLine
from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.platform.spans import Span

#: How long a word takes that nobody says aloud.
_WORD_MS = 380
_SHORTEST_MS = 600
_BREATH_MS = 350
_PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True, slots=True)
class Exchange:
    """A line of the customer and the agent's answer. No text: the agent's own opening."""

    text: str
    spoken: Samples | None  # None: nobody spoke it
    answer: Samples


@dataclass(frozen=True, slots=True)
class Assembled:
    """Two channels of equal length at 16 kHz, and when which line of the customer is said."""

    agent: Samples
    customer: Samples
    lines: tuple[WrittenLine, ...]


def assemble(exchanges: Sequence[Exchange]) -> Assembled:
    """The whole call."""
    at, lines, answers, spoken = 0, [], [], []
    for exchange in exchanges:
        if exchange.text:
            length = _length(exchange)
            lines.append(WrittenLine(Span(at, at + length), exchange.text))
            if exchange.spoken is not None:
                spoken.append((at, exchange.spoken))
            at += length + _BREATH_MS
        answers.append((at, exchange.answer))
        at += len(exchange.answer) // _PER_MS + _BREATH_MS
    return Assembled(_laid(answers, at), _laid(spoken, at), tuple(lines))


def write(call: Assembled, path: Path, mark: str) -> None:
    """Write it as a WAV file that carries `mark`: two attempts with the same sounds are two recordings."""
    with wave.open(str(path), "wb") as sound:
        sound.setnchannels(2)
        sound.setsampwidth(2)
        sound.setframerate(SAMPLE_RATE)
        for both in _seconds(call):
            sound.writeframes((np.clip(both, -1.0, 1.0) * 32767).astype("<i2").tobytes())
    comment = mark.encode("ascii").ljust(len(mark) + len(mark) % 2, b"\0")
    chunk = b"INFOICMT" + len(comment).to_bytes(4, "little") + comment
    with path.open("r+b") as file:
        file.seek(0, 2)
        file.write(b"LIST" + len(chunk).to_bytes(4, "little") + chunk)
        size = file.tell()
        file.seek(4)
        file.write((size - 8).to_bytes(4, "little"))


def _length(exchange: Exchange) -> int:
    if exchange.spoken is not None:
        return max(_SHORTEST_MS, len(exchange.spoken) // _PER_MS)
    return max(_SHORTEST_MS, len(exchange.text.split()) * _WORD_MS)


def _laid(sounds: Sequence[tuple[int, Samples]], length_ms: int) -> Samples:
    channel = np.zeros(length_ms * _PER_MS, np.float32)
    for at, samples in sounds:
        room = channel[at * _PER_MS : at * _PER_MS + len(samples)]
        room[:] = samples[: len(room)]
    return channel


def _seconds(call: Assembled) -> Iterator[Samples]:
    for start in range(0, len(call.agent), SAMPLE_RATE):
        part = slice(start, start + SAMPLE_RATE)
        yield np.stack([call.agent[part], call.customer[part]], axis=1)
