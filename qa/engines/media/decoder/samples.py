"""Frames of any sample format into float32 at 16 kHz, one raw file a channel, a second of sound in memory at a time."""

from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Self

import numpy as np
import numpy.typing as npt
import soxr

from qa.engines.interfaces import SAMPLE_RATE
from qa.engines.media.order import channel_name

#: Sound at the source's rate, shape (n, channels).
Block = npt.NDArray[np.float32]

_FULL_SCALE = {"u8": 128.0, "s16": 32768.0, "s32": 2147483648.0, "s64": 9223372036854775808.0}
_MIDDLE = {"u8": 128.0}
_BLOCK = 1 << 15


def as_block(plain: npt.NDArray[np.generic], sample_format: str, channels: int) -> Block:
    """A decoder's samples, planar (channels, n) or packed (1, n * channels), as a block in -1..1."""
    kind = sample_format.removesuffix("p")
    rows = plain.T if sample_format.endswith("p") else plain.reshape(-1, channels)
    block = rows.astype(np.float32)
    if kind in _FULL_SCALE:
        block -= np.float32(_MIDDLE.get(kind, 0.0))
        block /= np.float32(_FULL_SCALE[kind])
    return block


def fit_channels(block: Block, channels: int) -> Block:
    """A block of another number of channels, met in the middle of a stream, made to fit."""
    if block.shape[1] == channels:
        return block
    mixed = block.mean(axis=1, keepdims=True, dtype=np.float32)
    return np.repeat(mixed, channels, axis=1)


class Writer:
    """Writes blocks of one number of channels; their rate may change on the way."""

    def __init__(self, folder: Path, channels: int) -> None:
        self.channels = channels
        self.samples = 0
        self.cleaned = 0
        self._files: list[BinaryIO] = [(folder / channel_name(index)).open("wb") for index in range(channels)]
        self._waiting: list[Block] = []
        self._waiting_samples = 0
        self._rate = 0
        self._resampler: soxr.ResampleStream | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for file in self._files:
            file.close()

    def write(self, block: Block, rate: int) -> None:
        """Take sound at `rate` Hz. Small frames are gathered first: a call has a hundred thousand of them."""
        if rate != self._rate:
            self._flush(last=True)
            self._rate = rate
            fresh = soxr.ResampleStream(rate, SAMPLE_RATE, self.channels, dtype="float32")
            self._resampler = None if rate == SAMPLE_RATE else fresh
        self._waiting.append(block)
        self._waiting_samples += len(block)
        if self._waiting_samples >= _BLOCK:
            self._flush(last=False)

    def silence(self, seconds: float) -> None:
        """Write so much nothing, in pieces, at the rate of the sound before it."""
        left = round(seconds * self._rate)
        while left > 0:
            size = min(left, _BLOCK)
            self.write(np.zeros((size, self.channels), np.float32), self._rate)
            left -= size

    def finish(self) -> None:
        """Write what is still held back."""
        self._flush(last=True)

    def _flush(self, *, last: bool) -> None:
        if not self._rate:
            return
        block = np.concatenate(self._waiting) if self._waiting else np.zeros((0, self.channels), np.float32)
        self._waiting, self._waiting_samples = [], 0
        block = self._cleaned(block)
        if self._resampler is not None:
            block = self._resampler.resample_chunk(np.ascontiguousarray(block), last=last).reshape(-1, self.channels)
        np.clip(block, -1.0, 1.0, out=block)
        for index, file in enumerate(self._files):
            file.write(np.ascontiguousarray(block[:, index]).data)
        self.samples += len(block)

    def _cleaned(self, block: Block) -> Block:
        """Silence in the place of what is not a number, which would poison every sum downstream."""
        bad = ~np.isfinite(block)
        if bad.any():
            self.cleaned += int(bad.sum())
            block[bad] = 0.0
        return block
