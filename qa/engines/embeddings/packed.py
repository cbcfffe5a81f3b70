"""Reads the packed file of multilingual-e5-small: its shape, its vocabulary, and its tensors.

The file holds a header, the pieces of the tokeniser with their scores, a map of characters to what they are written
as, and a directory of tensors. A tensor is float32, or blocks of 32 weights in four bits each behind a float16 scale:
byte j of a block holds weight j in its low half and weight j + 16 in its high half, both moved up by 8.
"""

import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.platform.errors import Unavailable

Floats = npt.NDArray[np.float32]

_MAGIC = b"E5S1"
_BLOCK = 32  # weights that share a scale
_BLOCK_BYTES = 2 + _BLOCK // 2
_PACKED = 1  # what the directory calls a tensor of four-bit blocks


class EmbedderUnusable(Unavailable):
    """The file is there but does not hold the model."""

    code = "model_unusable"

    def __init__(self, file: Path, why: str) -> None:
        self.file, self.why = file, why
        super().__init__(f"the model in {file} does not load: {why}")


@dataclass(frozen=True, slots=True)
class Shape:
    """The numbers that the network is built with."""

    width: int
    layers: int
    heads: int
    positions: int  # the longest text, in tokens
    epsilon: float


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The pieces that text is cut into, and how characters are written before that."""

    ids: dict[str, int]
    scores: Floats  # of each piece, by id: log probabilities
    begin: int
    end: int
    unknown: int
    rewritten: dict[int, str]  # by code point, as str.translate takes it


@dataclass(frozen=True, slots=True)
class PackedModel:
    """The file, opened. Tensors are unpacked when they are asked for."""

    shape: Shape
    vocabulary: Vocabulary
    _bytes: npt.NDArray[np.uint8]
    _directory: dict[str, tuple[int, int, int]]  # name: (kind, offset, bytes)

    def floats(self, name: str) -> Floats:
        """A tensor that is kept as float32; shape (n,)."""
        _, offset, size = self._directory[name]
        return np.frombuffer(self._bytes[offset : offset + size], "<f4").astype(np.float32)

    def matrix(self, name: str, columns: int) -> Floats:
        """A packed tensor, unpacked; shape (rows, columns)."""
        return unpack(self.blocks(name, columns))

    def blocks(self, name: str, columns: int) -> npt.NDArray[np.uint8]:
        """A packed tensor as it lies in the file; shape (rows, columns / 32, 18). It is read from disk as needed."""
        kind, offset, size = self._directory[name]
        if kind != _PACKED:
            raise ValueError(name)
        return self._bytes[offset : offset + size].reshape(-1, columns // _BLOCK, _BLOCK_BYTES)

    @classmethod
    def open(cls, file: Path) -> "PackedModel":
        """Read the header, the vocabulary and the directory. Raises EmbedderUnusable."""
        try:
            return _read(np.memmap(file, np.uint8, mode="r"))
        except (OSError, ValueError, KeyError, struct.error) as broken:
            raise EmbedderUnusable(file, str(broken)) from broken


def unpack(blocks: npt.NDArray[np.uint8]) -> Floats:
    """Weights from blocks; shape (rows, blocks, 18) becomes (rows, blocks * 32)."""
    scales = np.ascontiguousarray(blocks[..., :2]).view("<f2").astype(np.float32)
    pairs = blocks[..., 2:]
    weights = np.concatenate([pairs & 0x0F, pairs >> 4], axis=-1).astype(np.float32)
    weights -= 8.0
    weights *= scales
    return weights.reshape(len(blocks), -1)


class _Cursor:
    """Reads one thing after the other."""

    def __init__(self, data: npt.NDArray[np.uint8]) -> None:
        self._data, self.at = data.data, 0

    def take(self, layout: str) -> tuple[Any, ...]:
        """Numbers in little-endian order, as `struct` names them."""
        values = struct.unpack_from(f"<{layout}", self._data, self.at)
        self.at += struct.calcsize(f"<{layout}")
        return values

    def bytes(self, size: int) -> bytes:
        taken = bytes(self._data[self.at : self.at + size])
        if len(taken) < size:
            raise ValueError("the file ends too early")
        self.at += size
        return taken


def _read(data: npt.NDArray[np.uint8]) -> PackedModel:
    cursor = _Cursor(data)
    if cursor.bytes(4) != _MAGIC:
        raise ValueError("it is not a packed E5 model")
    _, width, layers, heads, _, _, positions, _, epsilon, block = cursor.take("I7ifi")
    if block != _BLOCK:
        raise ValueError(f"its blocks hold {block} weights, not {_BLOCK}")
    vocabulary = _vocabulary(cursor)
    (tensors,) = cursor.take("i")
    directory = {}
    for _ in range(tensors):
        (length,) = cursor.take("H")
        name = cursor.bytes(length).decode()
        kind, _, offset, size = cursor.take("BIQQ")
        if offset + size > len(data):
            raise ValueError(f"{name} reaches past the end of the file")
        directory[name] = (kind, offset, size)
    return PackedModel(Shape(width, layers, heads, positions, epsilon), vocabulary, data, directory)


def _vocabulary(cursor: _Cursor) -> Vocabulary:
    pieces, begin, end, _, unknown, size = cursor.take("5iQ")
    bounds = np.frombuffer(cursor.bytes(4 * (pieces + 1)), "<u4").tolist()
    scores = np.frombuffer(cursor.bytes(4 * pieces), "<f4").astype(np.float32)
    text = cursor.bytes(size)
    ids: dict[str, int] = {}
    for piece in range(pieces):
        ids.setdefault(text[bounds[piece] : bounds[piece + 1]].decode(), piece)
    entries, _ = cursor.take("iI")
    rewritten = {}
    for _ in range(entries):
        character, length = cursor.take("IB")
        rewritten[character] = "".join(map(chr, cursor.take(f"{length}I")))
    return Vocabulary(ids, scores, begin, end, unknown, rewritten)
