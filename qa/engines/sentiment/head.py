"""The default: three rows of weights on the vectors of multilingual-e5-small and on the text's groups of letters.

The weights lie beside this file and were fitted by models/training/tone; models/cards/tone-head.md says what they are
worth. Nothing is loaded but the embedder's own network, which phrases and situations use as well.
"""

import hashlib
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from qa.engines.interfaces import Embedder, EngineRevision, Sentiment
from qa.engines.sentiment.letters import letter_groups
from qa.platform.errors import Unavailable

_SHIPPED = Path(__file__).with_name("head.json")
_REVISION_DIGITS = 12
_MARKS = re.compile(r"[^\w\s'’\"״׳-]+")


class EmbedderMismatch(Unavailable):
    """The head was fitted on the vectors of another model."""

    code = "tone_head_mismatch"

    def __init__(self, fitted_on: str, given: str) -> None:
        self.fitted_on, self.given = fitted_on, given
        super().__init__(f"the tone head was fitted on {fitted_on} and cannot read the vectors of {given}")


@dataclass(frozen=True, slots=True)
class Head:
    """A logistic regression over three tones: negative, neutral, positive."""

    version: int
    embedder: str  # the model whose vectors it reads
    centre: npt.NDArray[np.float32]  # (dimensions,): taken off a vector first
    weights: npt.NDArray[np.float32]  # (dimensions, 3), the temperature already in them
    letters: npt.NDArray[np.float32]  # (PLACES, 3), for the text's groups of letters
    bias: npt.NDArray[np.float32]  # (3,)
    revision: str

    @classmethod
    def read(cls, file: Path) -> "Head":
        """The head of a JSON file as the training writes it."""
        content = file.read_bytes()
        fields = json.loads(content)
        return cls(
            version=fields["version"],
            embedder=fields["embedder"],
            centre=np.array(fields["centre"], np.float32),
            weights=np.array(fields["weights"], np.float32),
            letters=np.array(fields["letters"], np.float32),
            bias=np.array(fields["bias"], np.float32),
            revision=hashlib.sha256(content).hexdigest()[:_REVISION_DIGITS],
        )

    def probabilities(self, texts: Sequence[str], vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
        """How likely each tone is; shape (texts, 3). The texts are `plain`, and `vectors` are theirs."""
        groups = np.stack([letter_groups(text) for text in texts])
        scores = (vectors - self.centre) @ self.weights + groups @ self.letters + self.bias
        likely: npt.NDArray[np.float32] = np.exp(scores - scores.max(axis=1, keepdims=True))
        likely /= likely.sum(axis=1, keepdims=True)
        return likely


class HeadClassifier:
    """A SentimentClassifier on an embedder's vectors. Costs what the embedder costs; safe for many threads."""

    def __init__(self, embedder: Embedder, file: Path = _SHIPPED) -> None:
        """Raises EmbedderMismatch where the head was fitted on another model than this embedder's."""
        self._embedder, self._head = embedder, Head.read(file)
        if embedder.revision.model != self._head.embedder:
            raise EmbedderMismatch(self._head.embedder, embedder.revision.model)

    @property
    def revision(self) -> EngineRevision:
        """Which head on which vectors."""
        vectors = self._embedder.revision
        return EngineRevision(
            f"tone head {self._head.version}", vectors.model, self._head.revision, f"vectors {vectors.revision}"
        )

    def classify(self, texts: Sequence[str]) -> tuple[Sentiment, ...]:
        """One judgement a text, in their order. Letter case and punctuation count for nothing."""
        if not texts:
            return ()
        read = [plain(text) for text in texts]
        likely = self._head.probabilities(read, self._embedder.embed(read))
        return tuple(Sentiment(*map(float, row)) for row in likely)


def plain(text: str) -> str:
    """The text as the head was trained to read it: a recogniser's case and punctuation are guesses."""
    return " ".join(_MARKS.sub(" ", text).casefold().split())
