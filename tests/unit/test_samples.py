"""Samples on disk: read as they are, copied beside the original, and out of memory when they are forgotten."""

from pathlib import Path

import numpy as np
import pytest

from qa.engines.samples import blocks, copied, forget, mapped

MINUTES = 5
COUNT = MINUTES * 60 * 16_000


@pytest.fixture
def on_disk(tmp_path):
    path = tmp_path / "channel"
    np.arange(COUNT, dtype=np.float32).tofile(path)
    return mapped(path, COUNT)


def held_bytes() -> int:
    """What the process holds of mapped files."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("RssFile:")).split()[1]) * 1024


def test_what_is_read_in_blocks_does_not_stay_in_memory(on_disk):
    before = held_bytes()
    assert sum(float(block.sum(dtype=np.float64)) for _, block in blocks(on_disk, 160_000)) == COUNT * (COUNT - 1) / 2
    assert held_bytes() - before < on_disk.nbytes / 4
    assert float(on_disk.sum(dtype=np.float64)) == COUNT * (COUNT - 1) / 2
    assert held_bytes() - before > on_disk.nbytes / 2, "this test would see it"
    forget(on_disk)
    assert held_bytes() - before < on_disk.nbytes / 4


def test_a_copy_is_written_without_touching_the_original_and_keeps_what_is_written(on_disk):
    copy = copied(on_disk)
    copy[10:20] = -1
    forget(copy)
    assert copy[9:21].tolist() == [9.0, *[-1.0] * 10, 20.0]
    assert on_disk[9:21].tolist() == [float(n) for n in range(9, 21)]
    assert np.array_equal(copy[20:], on_disk[20:])


def test_samples_in_memory_are_forgotten_by_nobody():
    samples = np.arange(10, dtype=np.float32)
    forget(samples)
    assert samples.tolist() == list(range(10))
    assert copied(samples[:0]).size == 0
