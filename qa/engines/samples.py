"""Samples that lie on disk: a call of hours is read piece by piece, and what was read need not stay in memory.

A decoded call is mapped from a file, 3.8 MB a minute and channel. Whatever is read of it counts as the process's memory
until somebody says that it may go; so whoever reads a whole channel forgets it behind themselves.
"""

import mmap
import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Samples

_BLOCK = 60 * SAMPLE_RATE
_BYTES = np.dtype(np.float32).itemsize


def mapped(path: Path, count: int) -> Samples:
    """The raw float32 samples of a file, `count` of them, read-only. Raises OSError or ValueError."""
    return np.asarray(np.memmap(path, np.float32, "r", shape=(count,)))


def copied(samples: Samples) -> Samples:
    """A copy that may be written, on disk as well, in a file that is gone when nobody holds the copy any more."""
    if not len(samples):
        return samples.copy()
    with tempfile.TemporaryFile(prefix="qa-samples-") as file:
        file.truncate(len(samples) * _BYTES)
        copy: Samples = np.asarray(np.memmap(file, np.float32, "r+", shape=samples.shape))
    for start, block in blocks(samples, _BLOCK):
        copy[start : start + len(block)] = block
        forget(copy)
    return copy


def blocks(samples: Samples, size: int) -> Iterator[tuple[int, Samples]]:
    """The samples in blocks of at most `size`, each with the index of its first; a block is forgotten behind it."""
    for start in range(0, len(samples), size):
        yield start, samples[start : start + size]
        forget(samples)


def forget(samples: Samples) -> None:
    """Give back the memory of what was read of mapped samples. They stay as they are: the disk is read again."""
    owner: object = samples
    while isinstance(owner, np.ndarray):
        owner = owner.base
    if isinstance(owner, mmap.mmap):
        owner.madvise(mmap.MADV_DONTNEED)
