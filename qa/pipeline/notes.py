"""Standing tones: what sets music and ringing apart from speech.

A note or a ringing tone keeps its frequency for as long as it lasts. The voice does not: its harmonics glide with every
syllable. So a frame is tonal where some spectral peak, one that stands well above its neighbours, keeps the same place
for a quarter of a second around that frame. The idea is that of continuous frequency activation (Seyerlehner, Pohle,
Schedl, Widmer: Automatic music detection in television productions, DAFx 2007).
"""

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt

from qa.engines.interfaces import SAMPLE_RATE, Samples
from qa.engines.samples import forget
from qa.pipeline.frames import Mask

#: One frame every so many milliseconds.
FRAME_MS = 20
#: No tone.
NONE = -1

_HOP = SAMPLE_RATE * FRAME_MS // 1000
#: 64 ms: bins of 16 Hz, less than a semitone of the notes that a telephone carries.
_WINDOW = 1024
_SHAPE = np.hanning(_WINDOW).astype(np.float32)
#: From 190 Hz, where telephone lines begin, to 4 kHz, where they end.
_LOWEST, _BINS = 12, 256
#: A peak stands this much above the mean level of the bins around it,
_STANDS_DB = 12.0
_AROUND = 10
#: and above what that bin carries all the time: a whistling line is no music.
_ABOVE_LINE_DB = 10.0
#: A tone keeps its place for so many frames, a quarter of a second.
_LASTS = 12
_BLOCK_FRAMES = 3_000
_EPSILON = 1e-5

Spectra = npt.NDArray[np.float32]
#: For every frame the bin of its strongest standing tone, or NONE.
Tones = npt.NDArray[np.int16]


def standing_tones(samples: Samples) -> Tones:
    """The strongest standing tone of every frame of one channel; frames of FRAME_MS, shape (frames,)."""
    frames = -(-len(samples) // _HOP)
    if not frames:
        return np.zeros(0, np.int16)
    line = _line(samples, frames)
    found = [_strongest(spectra, line, keep) for spectra, keep in _blocks(samples, frames)]
    return np.concatenate(found)


def _line(samples: Samples, frames: int) -> Spectra:
    """What every bin carries all the time: the level that one frame in ten stays under, in decibels."""
    every = max(1, min(25, frames // 40))
    some = np.concatenate([_spectra(samples, at, 1) for at in range(0, frames, every)])
    return np.asarray(np.percentile(some, 10, axis=0), np.float32)


def _blocks(samples: Samples, frames: int) -> Iterator[tuple[Spectra, slice]]:
    """The call in blocks that overlap by a tone's length, and which frames of each are its own."""
    for start in range(0, frames, _BLOCK_FRAMES):
        first, end = max(0, start - _LASTS), min(frames, start + _BLOCK_FRAMES)
        yield _spectra(samples, first, min(frames, end + _LASTS) - first), slice(start - first, end - first)


def _spectra(samples: Samples, first: int, count: int) -> Spectra:
    """The levels of the bins, in decibels, of `count` frames from `first` on; shape (count, bins)."""
    start = first * _HOP + _HOP // 2 - _WINDOW // 2
    end = start + (count - 1) * _HOP + _WINDOW
    part = samples[max(0, start) : end]
    part = np.pad(part, (max(0, -start), end - max(0, start) - len(part)))
    forget(samples)
    windows = np.lib.stride_tricks.sliding_window_view(part, _WINDOW)[::_HOP]
    size = np.abs(np.fft.rfft(windows * _SHAPE, axis=1)[:, :_BINS]).astype(np.float32)
    decibels: Spectra = 20 * np.log10(size + np.float32(_EPSILON))
    return decibels


def _strongest(spectra: Spectra, line: Spectra, keep: slice) -> Tones:
    """The strongest standing tone of each frame to keep."""
    peaks = _peaks(spectra) & (spectra - line > _ABOVE_LINE_DB)
    # A tone between two bins flickers from one to the other.
    near = peaks.copy()
    near[:, 1:] |= peaks[:, :-1]
    near[:, :-1] |= peaks[:, 1:]
    standing = _lasting(near) & near
    levels = np.where(standing, spectra, -np.inf)[keep]
    return np.where(standing[keep].any(axis=1), levels.argmax(axis=1), NONE).astype(np.int16)


def _peaks(spectra: Spectra) -> Mask:
    """Which bins of which frames are local maxima that stand out."""
    peaks: Mask = np.zeros(spectra.shape, np.bool_)
    inner = spectra[:, 1:-1]
    peaks[:, 1:-1] = (inner >= spectra[:, :-2]) & (inner > spectra[:, 2:])
    padded = np.pad(spectra, ((0, 0), (_AROUND + 1, _AROUND)), mode="edge").astype(np.float64)
    sums = np.cumsum(padded, axis=1)
    width = 2 * _AROUND + 1
    peaks &= spectra - (sums[:, width:] - sums[:, :-width]) / width > _STANDS_DB
    peaks[:, :_LOWEST] = False
    return peaks


def _lasting(near: Mask) -> Mask:
    """Which places of the mask belong to a run of at least _LASTS frames in the same bin."""
    lasting: Mask = np.zeros(near.shape, np.bool_)
    if len(near) < _LASTS:
        return lasting
    counts = np.cumsum(np.pad(near.astype(np.int16), ((1, 0), (0, 0))), axis=0)
    whole = counts[_LASTS:] - counts[:-_LASTS] == _LASTS
    for shift in range(_LASTS):
        lasting[shift : shift + len(whole)] |= whole
    return lasting
