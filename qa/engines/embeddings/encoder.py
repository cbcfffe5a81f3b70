"""The network of multilingual-e5-small in numpy: a BERT encoder whose last states are averaged to one vector a text.

Weights are unpacked to float32 once (85 MB), so that numpy's own matrix product does the work; rows of the embedding
table are unpacked as texts need them. Texts of like length go through together.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from qa.engines.embeddings.packed import Floats, PackedModel, Shape, unpack

#: Tokens that go through together: enough for the matrix product to be quick, few enough to stay in the cache.
_AT_ONCE = 1024
_FAR_BELOW = np.float32(-1e9)  # what keeps attention away from padding


@dataclass(frozen=True, slots=True)
class _Linear:
    """x @ weights + bias."""

    weights: Floats  # (inputs, outputs)
    bias: Floats

    def __call__(self, x: Floats) -> Floats:
        y: Floats = x @ self.weights
        y += self.bias
        return y


@dataclass(frozen=True, slots=True)
class _Norm:
    """Layer normalisation over the last axis."""

    scale: Floats
    bias: Floats
    epsilon: float

    def __call__(self, x: Floats) -> Floats:
        centred: Floats = x - x.mean(axis=-1, keepdims=True)
        variance = np.einsum("...i,...i->...", centred, centred)[..., None] / centred.shape[-1]
        centred /= np.sqrt(variance + np.float32(self.epsilon))
        centred *= self.scale
        centred += self.bias
        return centred


@dataclass(frozen=True, slots=True)
class _Layer:
    """Attention, then a wider layer; each adds to what came in and normalises."""

    attend: _Linear  # queries, keys and values in one product
    gather: _Linear
    after_attention: _Norm
    widen: _Linear
    narrow: _Linear
    after_widening: _Norm
    heads: int

    def __call__(self, x: Floats, away: Floats) -> Floats:
        x = self.after_attention(x + self.gather(self._attention(x, away)))
        return self.after_widening(x + self.narrow(_gelu(self.widen(x))))

    def _attention(self, x: Floats, away: Floats) -> Floats:
        texts, tokens, width = x.shape
        size = width // self.heads
        joined = self.attend(x.reshape(-1, width)).reshape(texts, tokens, 3, self.heads, size)
        queries, keys, values = joined.transpose(2, 0, 3, 1, 4)
        likeness = queries @ keys.transpose(0, 1, 3, 2)
        likeness *= np.float32(size**-0.5)
        likeness += away
        likeness -= likeness.max(axis=-1, keepdims=True)
        np.exp(likeness, out=likeness)
        likeness /= likeness.sum(axis=-1, keepdims=True)
        seen: Floats = (likeness @ values).transpose(0, 2, 1, 3).reshape(texts, tokens, width)
        return seen


class Encoder:
    """Tokens to vectors. Holds no state between calls, so any number of threads may use it."""

    def __init__(self, model: PackedModel) -> None:
        shape = self._shape = model.shape
        self._words = model.blocks("emb.word", shape.width)
        # The type of every token is the first one, so its vector is part of the position's.
        self._positions = model.floats("emb.pos").reshape(-1, shape.width) + model.floats("emb.type")[: shape.width]
        self._first_norm = _norm(model, "emb.ln")
        self._layers = [_layer(model, f"l{index}") for index in range(shape.layers)]

    @property
    def shape(self) -> Shape:
        """The numbers that the network is built with."""
        return self._shape

    def encode(self, texts: Sequence[Sequence[int]]) -> Floats:
        """One vector of length 1 for each text's tokens; shape (texts, width)."""
        vectors = np.zeros((len(texts), self._shape.width), np.float32)
        waiting = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        while waiting:
            together = _like_length(waiting, texts)
            del waiting[: len(together)]
            vectors[together] = self._encode([texts[index] for index in together])
        return vectors

    def _encode(self, texts: Sequence[Sequence[int]]) -> Floats:
        lengths = np.array([len(text) for text in texts])
        longest = int(lengths.max())
        tokens = np.zeros((len(texts), longest), np.int64)
        for row, text in zip(tokens, texts, strict=True):
            row[: len(text)] = text
        there = np.arange(longest) < lengths[:, None]
        away = np.where(there, np.float32(0), _FAR_BELOW)[:, None, None, :].astype(np.float32)
        x = self._first_norm(self._embedded(tokens) + self._positions[:longest])
        for layer in self._layers:
            x = layer(x, away)
        mean = np.einsum("tlw,tl->tw", x, there.astype(np.float32)) / lengths[:, None]
        vectors: Floats = (mean / np.linalg.norm(mean, axis=1, keepdims=True)).astype(np.float32)
        return vectors

    def _embedded(self, tokens: npt.NDArray[np.int64]) -> Floats:
        different, place = np.unique(tokens, return_inverse=True)
        rows: Floats = unpack(self._words[different])[place.reshape(tokens.shape)]
        return rows


def _like_length(waiting: list[int], texts: Sequence[Sequence[int]]) -> list[int]:
    """The first of the waiting texts (shortest first) that together stay under the limit when padded."""
    count = 1
    while count < len(waiting) and (count + 1) * len(texts[waiting[count]]) <= _AT_ONCE:
        count += 1
    return waiting[:count]


def _gelu(x: Floats) -> Floats:
    """The activation, by its usual approximation with tanh: within 0.0005 of the exact one."""
    bent = x * x
    bent *= np.float32(0.044715)
    bent += np.float32(1)
    bent *= x
    bent *= np.float32(0.7978845608)
    np.tanh(bent, out=bent)
    bent += np.float32(1)
    bent *= x
    bent *= np.float32(0.5)
    return bent


def _layer(model: PackedModel, name: str) -> _Layer:
    width = model.shape.width
    parts = [_linear(model, f"{name}.{part}", width) for part in ("q", "k", "v")]
    return _Layer(
        attend=_Linear(
            np.concatenate([part.weights for part in parts], axis=1), np.concatenate([part.bias for part in parts])
        ),
        gather=_linear(model, f"{name}.ao", width),
        after_attention=_norm(model, f"{name}.aln"),
        widen=_linear(model, f"{name}.fi", width),
        narrow=_linear(model, f"{name}.fo", model.floats(f"{name}.fi.b").shape[0]),
        after_widening=_norm(model, f"{name}.oln"),
        heads=model.shape.heads,
    )


def _linear(model: PackedModel, name: str, inputs: int) -> _Linear:
    return _Linear(np.ascontiguousarray(model.matrix(f"{name}.w", inputs).T), model.floats(f"{name}.b"))


def _norm(model: PackedModel, name: str) -> _Norm:
    return _Norm(model.floats(f"{name}.w"), model.floats(f"{name}.b"), model.shape.epsilon)
