"""Writes a packed E5 model of a few hundred weights, with the layout of the real file, and computes it the slow way."""

import math
import struct
from pathlib import Path

import numpy as np

WIDTH, HEADS, WIDE, POSITIONS, EPSILON = 64, 2, 96, 16, 1e-5
PIECES = {"<s>": 0.0, "<pad>": 0.0, "</s>": 0.0, "<unk>": 0.0, "▁": -3.0, "▁query": -2.0, ":": -2.5}
PIECES |= {"▁to": -4.0, "▁tone": -4.5, "ne": -2.0, "a": -5.0, "b": -5.0, "▁ab": -9.0}
BLOCK = 32


def pack(weights: np.ndarray) -> bytes:
    """Rows of weights as four-bit blocks; weights and scales are chosen by the caller so that nothing is lost."""
    rows = []
    for block in weights.reshape(-1, BLOCK):
        scale = np.float16(np.abs(block).max() / 7 or 1)
        whole = np.clip(np.round(block / np.float32(scale)), -8, 7).astype(int) + 8
        rows.append(scale.tobytes() + bytes(int(whole[j]) | int(whole[j + 16]) << 4 for j in range(16)))
    return b"".join(rows)


def unpacked(packed: bytes, columns: int) -> np.ndarray:
    """The way back, byte by byte."""
    numbers = []
    for at in range(0, len(packed), 18):
        (scale,) = struct.unpack_from("<e", packed, at)
        held = packed[at + 2 : at + 18]
        numbers += [((byte & 15) - 8) * scale for byte in held] + [((byte >> 4) - 8) * scale for byte in held]
    return np.array(numbers).reshape(-1, columns)


class TinyModel:
    """Random weights, the file that holds them, and the vectors that follow from them."""

    def __init__(self, layers: int = 2) -> None:
        self._random = np.random.default_rng(5)
        self._layers = layers
        self._packed: dict[str, bytes] = {}
        self._plain: dict[str, np.ndarray] = {}
        self._matrix("emb.word", len(PIECES), WIDTH)
        self._vector("emb.pos", POSITIONS * WIDTH)
        self._vector("emb.type", 2 * WIDTH)
        self._norm("emb.ln")
        for layer in range(layers):
            for part in ("q", "k", "v", "ao"):
                self._linear(f"l{layer}.{part}", WIDTH, WIDTH)
            self._linear(f"l{layer}.fi", WIDE, WIDTH)
            self._linear(f"l{layer}.fo", WIDTH, WIDE)
            self._norm(f"l{layer}.aln")
            self._norm(f"l{layer}.oln")

    def write(self, file: Path) -> None:
        """The packed file."""
        blob = "".join(PIECES).encode()
        bounds, at = [0], 0
        for piece in PIECES:
            at += len(piece.encode())
            bounds.append(at)
        rewritten = struct.pack("<IBI", ord("Ａ"), 1, ord("a")) + struct.pack("<IB", 0x200F, 0)
        head = b"E5S1" + struct.pack(
            "<I7ifi", 1, WIDTH, self._layers, HEADS, WIDE, len(PIECES), POSITIONS, 2, EPSILON, BLOCK
        )
        head += struct.pack("<5iQ", len(PIECES), 0, 2, 1, 3, len(blob))
        head += struct.pack(f"<{len(bounds)}I", *bounds) + struct.pack(f"<{len(PIECES)}f", *PIECES.values()) + blob
        head += struct.pack("<iI", 2, len(rewritten)) + rewritten
        tensors = {name: (1, data) for name, data in self._packed.items()}
        tensors |= {name: (0, data.astype("<f4").tobytes()) for name, data in self._plain.items()}
        offset = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
        head += struct.pack("<i", len(tensors))
        for name, (kind, data) in tensors.items():
            head += struct.pack("<H", len(name)) + name.encode() + struct.pack("<BIQQ", kind, 0, offset, len(data))
            offset += len(data)
        file.write_bytes(head + b"".join(data for _, data in tensors.values()))

    def vector(self, tokens: list[int]) -> np.ndarray:
        """One text's vector, token by token and head by head, with the exact activation."""
        words = unpacked(self._packed["emb.word"], WIDTH)
        places = self._plain["emb.pos"].reshape(-1, WIDTH)
        x = np.array([words[t] + places[i] + self._plain["emb.type"][:WIDTH] for i, t in enumerate(tokens)])
        x = self._normed("emb.ln", x)
        for layer in range(self._layers):
            q, k, v = (self._applied(f"l{layer}.{part}", x, WIDTH) for part in ("q", "k", "v"))
            size = WIDTH // HEADS
            seen = np.zeros_like(x)
            for head in range(HEADS):
                own = slice(head * size, (head + 1) * size)
                for i in range(len(tokens)):
                    likeness = np.array([q[i, own] @ k[j, own] / math.sqrt(size) for j in range(len(tokens))])
                    share = np.exp(likeness) / np.exp(likeness).sum()
                    seen[i, own] = share @ v[:, own]
            x = self._normed(f"l{layer}.aln", x + self._applied(f"l{layer}.ao", seen, WIDTH))
            wide = self._applied(f"l{layer}.fi", x, WIDTH)
            wide = np.vectorize(lambda y: 0.5 * y * (1 + math.erf(y / math.sqrt(2))))(wide)
            x = self._normed(f"l{layer}.oln", x + self._applied(f"l{layer}.fo", wide, WIDE))
        mean = x.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def _matrix(self, name: str, rows: int, columns: int) -> None:
        self._packed[name] = pack(self._random.normal(0, 0.3, (rows, columns)).astype(np.float32))

    def _vector(self, name: str, size: int) -> None:
        self._plain[name] = self._random.normal(0, 0.3, size).astype(np.float32)

    def _linear(self, name: str, rows: int, columns: int) -> None:
        self._matrix(f"{name}.w", rows, columns)
        self._vector(f"{name}.b", rows)

    def _norm(self, name: str) -> None:
        self._plain[f"{name}.w"] = self._random.normal(1, 0.1, WIDTH).astype(np.float32)
        self._vector(f"{name}.b", WIDTH)

    def _applied(self, name: str, x: np.ndarray, columns: int) -> np.ndarray:
        return x @ unpacked(self._packed[f"{name}.w"], columns).T + self._plain[f"{name}.b"]

    def _normed(self, name: str, x: np.ndarray) -> np.ndarray:
        centred = x - x.mean(axis=1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=1, keepdims=True) + EPSILON)
        return centred / spread * self._plain[f"{name}.w"] + self._plain[f"{name}.b"]
