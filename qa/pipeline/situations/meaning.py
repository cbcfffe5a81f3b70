"""How near a piece of talk comes in meaning to the examples of a situation, against all that it might mean instead.

Vectors of sentences lie close together whatever they say, so likeness is measured in a space where the spread inside
the known kinds of situations is evened out, and is only ever compared: with other situations and with plain talk.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from qa.engines.interfaces import Embedder, EngineRevision, Vectors
from qa.pipeline.situations.kinds import kinds, plain, sentences

#: How much the spread of the known kinds is smoothed, as a share of its mean; plain talk is one loose kind among them.
_SMOOTHING = 0.7
_PLAIN_WEIGHT = 0.5
#: As many nearest sentences speak for a kind, and for plain talk.
_FOR_A_KIND, _FOR_PLAIN = 2, 3
#: Against division by nothing.
_NOTHING = 1e-9
#: Two situations share a kind where the one comes to it at least at this share of the other's nearness.
_SHARED = 0.8


@dataclass(frozen=True, slots=True)
class Nearness:
    """Of one piece to one situation, in differences of likeness, which is -1..1 itself."""

    over_rivals: float  # more than to the nearest other situation or kind
    over_plain: float  # more than to plain talk
    words: int  # of the piece


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of a language without any rubric, as vectors in the evened space."""

    middle: Vectors
    evened: Vectors
    kinds: Mapping[str, Vectors]
    plain: Vectors


class Sense:
    """Likeness of meaning in one language. Made quickly, but for the first of a process, which takes seconds."""

    def __init__(self, embedder: Embedder, language: str) -> None:
        """Raises what the embedder raises, KeyError where no kind of situation is known in the language."""
        self._embedder = embedder
        key = embedder.revision, language
        with _making:
            if key not in _made:
                _made[key] = _learn(embedder, language)
        self._known = _made[key]

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, of length 1, where likeness of meaning is the dot product."""
        return _even(self._embedder.embed(texts), self._known.middle, self._known.evened)

    def kinds_of(self, situations: Mapping[str, Sequence[str]]) -> dict[str, frozenset[str]]:
        """Per situation, given by its examples, the known kinds that they belong to, each example to one or none.

        Where several situations reach for a kind, it is only of those that come about as near to it as the nearest.
        """
        claims = {name: self._claims(examples) for name, examples in situations.items()}
        best = {kind: max(claim.get(kind, 0.0) for claim in claims.values()) for kind in self._known.kinds}
        return {
            name: frozenset(kind for kind, score in claim.items() if score >= _SHARED * best[kind])
            for name, claim in claims.items()
        }

    def _claims(self, examples: Sequence[str]) -> dict[str, float]:
        """The nearest kind of each example, and how near the nearest example comes to it."""
        found: dict[str, float] = {}
        for vector in self.vectors(examples):
            scores = {kind: _nearest(known @ vector, _FOR_A_KIND) for kind, known in self._known.kinds.items()}
            best = max(scores, key=lambda kind: scores[kind])
            if scores[best] > _nearest(self._known.plain @ vector, _FOR_A_KIND):
                found[best] = max(scores[best], found.get(best, 0.0))
        return found

    def nearness(self, texts: Sequence[str], situations: Mapping[str, Sequence[str]]) -> dict[str, list[Nearness]]:
        """Per situation the nearness of every text of a call to it. `situations` are examples by their ids."""
        pieces = self.vectors(texts)
        related = self.kinds_of(situations)
        by_kind = {kind: _rows(pieces, known, _FOR_A_KIND) for kind, known in self._known.kinds.items()}
        listed = {name: _rows(pieces, self.vectors(examples), 1) for name, examples in situations.items()}
        talk = _rows(pieces, self._known.plain, _FOR_PLAIN)
        found: dict[str, list[Nearness]] = {}
        for name in situations:
            likeness = np.max([listed[name], *(by_kind[kind] for kind in related[name])], axis=0)
            rivals = [other for key, other in listed.items() if key != name]
            rivals += [other for kind, other in by_kind.items() if kind not in related[name]]
            over_rivals = likeness - np.max(rivals, axis=0)
            found[name] = [
                Nearness(float(rivalled), float(plainer), len(text.split()))
                for rivalled, plainer, text in zip(over_rivals, likeness - talk, texts, strict=True)
            ]
        return found


#: What was learnt, for the life of the process. Vectors only: an embedder may not outlive a fork.
_made: dict[tuple[EngineRevision, str], _Known] = {}
_making = threading.Lock()


def _learn(embedder: Embedder, language: str) -> _Known:
    wordings = {kind: [s for w in listed for s in sentences(w)] for kind, listed in kinds(language).items()}
    vectors = {kind: embedder.embed(texts) for kind, texts in wordings.items()}
    talk = embedder.embed(plain(language))
    middle = np.concatenate([talk, *vectors.values()]).mean(axis=0)
    spread = [v - v.mean(axis=0) for v in vectors.values()] + [_PLAIN_WEIGHT * (talk - talk.mean(axis=0))]
    evened = _evening(np.concatenate(spread))
    return _Known(
        middle, evened, {kind: _even(v, middle, evened) for kind, v in vectors.items()}, _even(talk, middle, evened)
    )


def _even(vectors: Vectors, middle: Vectors, evened: Vectors) -> Vectors:
    moved = (vectors - middle) @ evened
    even: Vectors = (moved / np.maximum(np.linalg.norm(moved, axis=1, keepdims=True), _NOTHING)).astype(np.float32)
    return even


def _evening(spread: Vectors) -> Vectors:
    """The matrix that makes the spread alike in every direction, as far as it is known: the inverse root of it."""
    covariance = spread.T @ spread / len(spread)
    smoothed = covariance + _SMOOTHING * np.trace(covariance) / len(covariance) * np.eye(len(covariance))
    sizes, directions = np.linalg.eigh(smoothed)
    evened: Vectors = (directions / np.sqrt(sizes)) @ directions.T
    return evened


def _nearest(likeness: Vectors, count: int) -> float:
    return float(np.sort(likeness)[-count:].mean())


def _rows(pieces: Vectors, known: Vectors, count: int) -> Vectors:
    """Per piece its likeness with the `count` nearest of the known vectors, on average."""
    rows: Vectors = np.sort(pieces @ known.T, axis=1)[:, -count:].mean(axis=1)
    return rows
