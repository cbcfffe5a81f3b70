"""Sound in frames of equal length: how loud each is, and the way between stretches of frames and spans of time.

This is arithmetic that several stages share; it is no stage itself.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.samples import blocks
from qa.platform.spans import Span

#: One value a frame, in decibels of full scale.
Levels = npt.NDArray[np.float64]
#: One truth a frame.
Mask = npt.NDArray[np.bool_]

#: Digital silence, which has no level.
SILENT_DB = -120.0


def levels(samples: Samples, frame_ms: int) -> Levels:
    """The level of every whole or begun frame in decibels of full scale; -120 for digital silence."""
    size = SAMPLE_RATE * frame_ms // 1000
    powers = [np.zeros(0)]
    for _, block in blocks(samples, size * 1200):
        padded = np.zeros(-(-len(block) // size) * size, np.float32)
        padded[: len(block)] = block
        powers.append(np.mean(np.square(padded.reshape(-1, size), dtype=np.float64), axis=1))
    decibels: Levels = 10 * np.log10(np.maximum(np.concatenate(powers), 10 ** (SILENT_DB / 10)))
    return decibels


def covered(spans: Iterable[Span], frames: int, frame_ms: int) -> Mask:
    """The frames that the spans touch."""
    mask = np.zeros(frames, np.bool_)
    for span in spans:
        mask[span.start // frame_ms : -(-span.end // frame_ms)] = True
    return mask


def runs(mask: Mask, frame_ms: int) -> list[Span]:
    """The stretches of True, in milliseconds from the mask's first frame."""
    edges = np.flatnonzero(np.diff(np.concatenate(([False], mask, [False])).astype(np.int8)))
    return [Span(int(a) * frame_ms, int(b) * frame_ms) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def leaking(own: Levels, other: Levels, other_speaks: Mask, lag: int, below_db: float) -> Mask:
    """The frames that may hold only the other channel's leak.

    In them the other party speaks, or did at most `lag` frames ago, and is more than `below_db` louder than this
    channel. All three are of equal length.
    """
    loudest, speaks = other.copy(), other_speaks.copy()
    for frames in range(1, lag + 1):
        np.maximum(loudest[frames:], other[:-frames], out=loudest[frames:])
        speaks[frames:] |= other_speaks[:-frames]
    mask: Mask = speaks & (loudest - own > below_db)
    return mask
