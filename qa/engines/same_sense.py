"""Whether a sentence does the job of a phrase: a distance between sentence vectors that was learned from pairs.

The likeness of two vectors weighs all their directions alike, and the directions in which sentences of service calls
differ most (topic, length, tone) are not those that part a fair variant from a near miss. So the difference of the
vectors is measured along axes of learned lengths, and four plain signs are counted that vectors keep badly: a negation
more or less, and words more or fewer. Every part can only speak against, so equal sentences always fit best.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import as_file, files

import numpy as np
import numpy.typing as npt

from qa.engines.interfaces import Embedder, EngineRevision, Vectors
from qa.platform.errors import Unavailable

Floats = npt.NDArray[np.float32]

_WEIGHTS = "same_sense.npz"
_WORD = re.compile(r"[^\W_]+(?:['’״׳\"][^\W_]+)*")
_NEGATIONS = {
    *("no", "not", "never", "nothing", "nobody", "none", "cannot", "without", "neither", "nor", "unable"),
    *("לא", "אין", "אינו", "אינה", "אינני", "אי", "בלי", "שלא", "ללא", "אף", "אל"),
}


class OtherVectors(Unavailable):
    """The axes were learned on the vectors of another model and say nothing about these."""

    code = "other_vectors"

    def __init__(self, learned_on: str, given: str) -> None:
        self.learned_on, self.given = learned_on, given
        super().__init__(f"the judge of same sense was fitted on {learned_on} and cannot judge by {given}")


@dataclass(frozen=True, slots=True)
class Weights:
    """What was fitted (models/training/meaning)."""

    model: str  # whose vectors
    version: str
    axes: Floats  # (width, axes)
    against: Floats  # of the four signs
    constant: float

    def save(self, path: str) -> None:
        """Write them as arrays of half precision; nothing in the file is code."""
        np.savez_compressed(
            path,
            model=np.array(self.model),
            version=np.array(self.version),
            axes=self.axes.astype(np.float16),
            against=self.against.astype(np.float32),
            constant=np.array(self.constant, np.float32),
        )

    @classmethod
    def shipped(cls) -> "Weights":
        """Those beside this file."""
        with as_file(files(__package__).joinpath(_WEIGHTS)) as path, np.load(path, allow_pickle=False) as kept:
            return cls(
                str(kept["model"]),
                str(kept["version"]),
                kept["axes"].astype(np.float32),
                kept["against"],
                float(kept["constant"]),
            )


class SameSense:
    """Judges pairs. Holds nothing that changes, so any number of threads may use it."""

    def __init__(self, embedder: Embedder, weights: Weights | None = None) -> None:
        """`weights` are the shipped ones unless others are given. Raises OtherVectors."""
        self._embedder, self._weights = embedder, weights or Weights.shipped()
        if embedder.revision.model != self._weights.model:
            raise OtherVectors(self._weights.model, embedder.revision.model)

    @property
    def revision(self) -> EngineRevision:
        """Which fit, and on whose vectors."""
        return EngineRevision("numpy", "same-sense", self._weights.version, f"on {self._weights.model}")

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[float, ...]:
        """For each pair of a phrase and the words heard the log-odds that these do its job; higher is better.

        The odds are those among fair variants and near misses in equal number, so they are evidence to be weighed with
        other evidence, and no verdict. Costs microseconds a pair beyond the vectors.
        """
        if not pairs:
            return ()
        phrases = self._embedder.embed([phrase for phrase, _ in pairs])
        heard = self._embedder.embed([said for _, said in pairs])
        signs = np.array([against(phrase, said) for phrase, said in pairs], np.float32)
        return tuple(map(float, self._log_odds(phrases, heard, signs)))

    def _log_odds(self, phrases: Vectors, heard: Vectors, signs: Floats) -> Floats:
        weights = self._weights
        apart = (phrases - heard) @ weights.axes
        odds: Floats = weights.constant - np.einsum("pa,pa->p", apart, apart) - signs @ weights.against
        return odds


def against(phrase: str, said: str) -> tuple[float, float, float, float]:
    """What speaks against a pair by its words alone, each 0 or more.

    A negation too many, one too few, and by how much `said` is longer or shorter (as logarithms of the ratio).
    """
    wanted, heard = _WORD.findall(phrase.lower()), _WORD.findall(said.lower())
    more = _negations(heard) - _negations(wanted)
    longer = float(np.log(max(1, len(heard)) / max(1, len(wanted))))
    return float(more > 0), float(more < 0), max(0.0, longer), max(0.0, -longer)


def _negations(words: Sequence[str]) -> int:
    return sum(word in _NEGATIONS or word.endswith(("n't", "n’t")) for word in words)
