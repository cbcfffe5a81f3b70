"""Fits the judge of same sense (qa/engines/same_sense.py) on the pairs beside this file. Needs numpy alone.

    .venv/bin/python models/training/meaning/fit.py [--out qa/engines/same_sense.npz]

The axes are the directions in which the sentences of the pairs differ most among each other, each with a length that is
learned: logistic regression on squared differences, where no weight may speak for a pair. Without that rule the fit
learns how the pairs were written (near misses share more words with their phrase than variants do) and prefers
sentences that share few. Prints how well phrases are judged that the fit did not see.
"""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import yaml
from spoil import Spoiler

from qa.engines.catalogue import Catalogue
from qa.engines.embeddings import E5Embedder
from qa.engines.interfaces import Embedder
from qa.engines.same_sense import Weights, against

Numbers = npt.NDArray[np.float64]

_HERE = Path(__file__).parent
_LANGUAGES = ("en", "he")
_AXES = 96
_PENALTY = 30.0
_STEPS = 400
_FOLDS = 5
_SEED = 3
#: Sentences made by rule are few beside the written ones, and show what no near miss may cost: the phrase itself.
_WEIGHT_OF_MADE = 2.0


@dataclass(frozen=True, slots=True)
class Pair:
    """One sentence beside its phrase."""

    phrase: str
    said: str
    fits: bool
    language: str
    made: bool  # by rule, not written by a person


@dataclass(frozen=True, slots=True)
class Fit:
    """A model of what speaks against: log-odds = constant - squares @ lengths - signs @ weights."""

    constant: float
    weights: Numbers

    def __call__(self, table: Numbers) -> Numbers:
        odds: Numbers = self.constant - table @ self.weights
        return odds


def main() -> None:
    """Fit on all pairs, say how it does on unseen phrases, and write the weights."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, default=Path("qa/engines/same_sense.npz"))
    options = parser.parse_args()
    embedder = E5Embedder.of(Catalogue.load())
    pairs = [pair for language in _LANGUAGES for pair in read(language)]
    directions = _directions(embedder, pairs)
    table, likeness = _table(embedder, pairs, directions)
    fits = np.array([pair.fits for pair in pairs], float)
    _report(pairs, _unseen(pairs, table, fits), likeness)
    _weights(fit(table, fits, _importance(pairs)), directions, embedder).save(str(options.out))


def read(language: str) -> list[Pair]:
    """The pairs of a language: as written, as misheard, and what is made of each phrase by rule."""
    book = yaml.safe_load((_HERE / f"pairs_{language}.yaml").read_text("utf-8"))
    spoil = Spoiler(language, np.random.default_rng(_SEED))
    phrases = list(book)
    pairs = []
    for at, phrase in enumerate(phrases):
        written = [(line, kind == "same") for kind in ("same", "near") for line in book[phrase][kind].splitlines()]
        other = book[phrases[at - 1 - int(spoil.rng.integers(len(phrases) - 1))]]["same"].splitlines()[0]
        made = [(said, True) for said in (phrase, spoil.misheard(phrase), *spoil.still_said(phrase.lower(), other))]
        made += [(said, False) for said in spoil.not_said(phrase.lower(), other)]
        for said, fits in written:
            pairs += [
                Pair(phrase, spoil.written(version), fits, language, made=False)
                for version in (said, spoil.misheard(said))
            ]
        for said, fits in made:
            version = said if spoil.rng.random() < 0.5 else spoil.misheard(said)
            pairs.append(Pair(phrase, spoil.written(version), fits, language, made=True))
    return pairs


def fit(table: Numbers, fits: Numbers, importance: Numbers) -> Fit:
    """Logistic regression with weights of 0 or more, by projected gradients with momentum (FISTA)."""
    scale = table.std(axis=0) + 1e-9
    rows = np.c_[np.ones(len(table)), -table / scale]
    step = 1 / (0.25 * np.linalg.eigvalsh((rows * importance[:, None]).T @ rows)[-1] + _PENALTY)
    penalty = np.r_[0.0, np.full(table.shape[1], _PENALTY)]
    found = ahead = np.zeros(rows.shape[1])
    momentum = 1.0
    for _ in range(_STEPS):
        expected = 1 / (1 + np.exp(-np.clip(rows @ ahead, -30, 30)))
        new = ahead - step * (rows.T @ (importance * (expected - fits)) + penalty * ahead)
        new[1:] = np.maximum(new[1:], 0)
        grown = (1 + np.sqrt(1 + 4 * momentum**2)) / 2
        ahead = new + (momentum - 1) / grown * (new - found)
        found, momentum = new, grown
    return Fit(float(found[0]), found[1:] / scale)


def told_apart(fits: npt.ArrayLike, scores: Numbers) -> float:
    """How likely a pair that fits scores above one that does not (the area under the curve)."""
    truth = np.asarray(fits, bool)
    gaps = scores[truth][:, None] - scores[~truth][None]
    return float(((gaps > 0) + 0.5 * (gaps == 0)).mean())


def _directions(embedder: Embedder, pairs: list[Pair]) -> Numbers:
    """The directions in which written sentences differ most, as long as they differ there; shape (width, axes)."""
    vectors = embedder.embed(sorted({pair.said for pair in pairs if not pair.made}))
    _, spread, axes = np.linalg.svd(vectors - vectors.mean(axis=0), full_matrices=False)
    found: Numbers = axes[:_AXES].T / (spread[:_AXES] / np.sqrt(len(vectors)))
    return found


def _table(embedder: Embedder, pairs: list[Pair], directions: Numbers) -> tuple[Numbers, Numbers]:
    """What speaks against each pair, and the bare likeness of its vectors."""
    phrases = embedder.embed([pair.phrase for pair in pairs])
    said = embedder.embed([pair.said for pair in pairs])
    signs = np.array([against(pair.phrase, pair.said) for pair in pairs])
    return np.c_[((phrases - said) @ directions) ** 2, signs], (phrases * said).sum(axis=1).astype(np.float64)


def _importance(pairs: list[Pair]) -> Numbers:
    """As much for what fits as for what does not, 1 on average."""
    weights = np.array([_WEIGHT_OF_MADE if pair.made else 1.0 for pair in pairs])
    fits = np.array([pair.fits for pair in pairs])
    weights[fits] *= weights[~fits].sum() / weights[fits].sum()
    mean: Numbers = weights / weights.mean()
    return mean


def _unseen(pairs: list[Pair], table: Numbers, fits: Numbers) -> Numbers:
    """Log-odds of every pair by a fit that saw no pair of its phrase."""
    phrases = {phrase: at % _FOLDS for at, phrase in enumerate(dict.fromkeys(pair.phrase for pair in pairs))}
    fold = np.array([phrases[pair.phrase] for pair in pairs])
    importance = _importance(pairs)
    odds = np.zeros(len(pairs))
    for out in range(_FOLDS):
        seen = fold != out
        odds[~seen] = fit(table[seen], fits[seen], importance[seen])(table[~seen])
    return odds


def _report(pairs: list[Pair], odds: Numbers, likeness: Numbers) -> None:
    fits = np.array([pair.fits for pair in pairs])
    for language in _LANGUAGES:
        rows = np.array([pair.language == language and not pair.made for pair in pairs])
        judged, bare = told_apart(fits[rows], odds[rows]), told_apart(fits[rows], likeness[rows])
        print(f"{language}: {rows.sum()} pairs of unseen phrases, likeness {bare:.3f}, judge {judged:.3f}")


def _weights(fitted: Fit, directions: Numbers, embedder: Embedder) -> Weights:
    """The lengths go into the axes; axes of no length are left out."""
    lengths = np.sqrt(fitted.weights[:_AXES])
    axes = (directions * lengths)[:, lengths > 0].astype(np.float32)
    signs = fitted.weights[_AXES:].astype(np.float32)
    return Weights(embedder.revision.model, "same-sense-1", axes, signs, fitted.constant)


if __name__ == "__main__":
    main()
