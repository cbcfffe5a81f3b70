"""Fits the tone head and says what it is worth on utterances that it was not fitted on.

    pip download vaderSentiment==2.5 --no-deps --no-binary :all: -d DIR
    .venv/bin/python -m models.training.tone.fit DIR/vadersentiment-2.5.tar.gz [--write VERSION]

Without `--write` it only reports. The report is by five-fold cross-validation over our own utterances: all that was
made of one utterance is in the same fold. The temperature is fitted on those held-out judgements.
"""

import argparse
import json
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from models.training.tone.examples import LANGUAGES, TONES, Copies, Example, heard, rated, said
from qa.engines.catalogue import Catalogue
from qa.engines.embeddings import E5Embedder
from qa.engines.sentiment.letters import letter_groups

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

_HEAD = Path(__file__).parents[3] / "qa" / "engines" / "sentiment" / "head.json"
_FOLDS = 5
_PENALTY = 0.06
#: How much all examples of a kind weigh together. What people rated is English and no service call.
_KINDS = {"said": 1.0, "misheard": 1.0, "joined": 1.0, "opened": 1.0, "heard": 1.0, "rated": 0.3}
#: Both kinds of features have about this length, so that the penalty treats them alike.
_LENGTH = 10.0
_STEPS = 250
_DIGITS = 4
_SEED = 11


@dataclass(frozen=True, slots=True)
class Fitted:
    """Weights of a logistic regression."""

    weights: Floats  # (features, tones)
    bias: Floats

    def scores(self, vectors: Floats) -> Floats:
        return vectors @ self.weights + self.bias


@dataclass(frozen=True, slots=True)
class Rows:
    """Examples as numbers."""

    vectors: Floats  # the features: meaning, centred and scaled, then groups of letters, scaled
    tones: Ints
    weight: Floats  # within a kind each tone counts as much as another
    folds: Ints  # -1: in no fold, always trained on

    def only(self, wanted: npt.NDArray[np.bool_]) -> "Rows":
        return Rows(self.vectors[wanted], self.tones[wanted], self.weight[wanted], self.folds[wanted])


def fit(rows: Rows) -> Fitted:
    """Penalised maximum likelihood by accelerated gradient steps."""
    share = (rows.weight / rows.weight.sum())[:, None]
    wanted = np.eye(len(TONES))[rows.tones]
    steepest = _steepest(rows.vectors, share)
    step = 1.0 / (0.5 * (steepest + 1.0) + _PENALTY)
    now = before = np.zeros((rows.vectors.shape[1] + 1, len(TONES)))
    for count in range(_STEPS):
        ahead = now + count / (count + 3) * (now - before)
        error = share * (softmax(rows.vectors @ ahead[:-1] + ahead[-1]) - wanted)
        slope = np.vstack([rows.vectors.T @ error + _PENALTY * ahead[:-1], error.sum(axis=0)])
        now, before = ahead - step * slope, now
    return Fitted(now[:-1], now[-1])


def _steepest(vectors: Floats, share: Floats) -> float:
    """The largest eigenvalue of the weighted second moments, by power iteration: it bounds the step."""
    direction = np.ones(vectors.shape[1]) / np.sqrt(vectors.shape[1])
    size = 0.0
    for _ in range(30):
        direction = vectors.T @ (share[:, 0] * (vectors @ direction))
        size = float(np.linalg.norm(direction))
        direction /= size
    return 1.1 * size  # iteration comes from below


def softmax(scores: Floats) -> Floats:
    likely: Floats = np.exp(scores - scores.max(axis=1, keepdims=True))
    likely /= likely.sum(axis=1, keepdims=True)
    return likely


def best_temperature(scores: Floats, tones: Ints) -> float:
    """What the scores are divided by so that held-out judgements are as sure as they are right."""
    choices = np.geomspace(0.3, 3.0, 60)
    losses = [-np.log(softmax(scores / t)[np.arange(len(tones)), tones]).mean() for t in choices]
    return float(choices[int(np.argmin(losses))])


def report(name: str, likely: Floats, tones: Ints) -> str:
    """Accuracy over three tones; of negative against positive; and how far sureness is from being right."""
    polar = tones != 1
    right = (likely[polar, 2] > likely[polar, 0]) == (tones[polar] == 2)
    sure, hit = likely.max(axis=1), likely.argmax(axis=1) == tones
    bins = np.minimum((sure * 10).astype(int), 9)
    gap = sum(abs(sure[bins == b].mean() - hit[bins == b].mean()) * (bins == b).mean() for b in set(bins.tolist()))
    return (
        f"{name:<14} n={len(tones):<6} pos/neg {right.mean():.3f}  three {hit.mean():.3f}  calibration error {gap:.3f}"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("sdist", type=Path)
    asked.add_argument("--write", type=int, metavar="VERSION")
    options = asked.parse_args()

    embedder = E5Embedder.of(Catalogue.load())
    chance = random.Random(_SEED)  # noqa: S311 (nothing secret: the same examples every time)
    own = said()
    fold = [chance.randrange(_FOLDS) for _ in own]
    copies = Copies(chance)
    examples = own + copies.misheard(own) + copies.joined(own, fold) + copies.opened(own)
    examples += heard() + rated(options.sdist, chance)
    raw = embedder.embed([example.text for example in examples]).astype(np.float64)
    centre = raw[: len(own)].mean(axis=0)
    scale = _LENGTH / float(np.sqrt(((raw[: len(own)] - centre) ** 2).sum(axis=1).mean()))
    letters = _LENGTH * np.stack([letter_groups(example.text) for example in examples])
    rows = Rows(np.hstack([(raw - centre) * scale, letters]), *_labels(examples, fold))

    held_out = np.zeros((len(examples), len(TONES)))
    for number in range(_FOLDS):
        tested = rows.folds == number
        held_out[tested] = fit(rows.only(~tested)).scores(rows.vectors[tested])
    ours = rows.folds >= 0
    temperature = best_temperature(held_out[ours], rows.tones[ours])
    _tell(examples, softmax(held_out / temperature), rows.tones)
    print(f"temperature {temperature:.2f}")
    if options.write is not None:
        fitted = fit(rows)
        meaning = fitted.weights[: raw.shape[1]] * scale / temperature
        shapes = fitted.weights[raw.shape[1] :] * _LENGTH / temperature
        parts = {"centre": centre, "bias": fitted.bias / temperature, "weights": meaning, "letters": shapes}
        _write({"version": options.write, "embedder": embedder.revision.model, "tones": TONES}, parts)


def _labels(examples: Sequence[Example], fold: Sequence[int]) -> tuple[Ints, Floats, Ints]:
    tones = np.array([example.tone for example in examples])
    kinds = np.array([example.kind for example in examples])
    weight = np.ones(len(examples))
    for kind in set(kinds.tolist()):
        for tone in range(len(TONES)):
            same = (kinds == kind) & (tones == tone)
            weight[same] = _KINDS[kind] / same.sum()
    folds = np.array([fold[example.source] if example.source >= 0 else -1 for example in examples])
    return tones, weight, folds


def _tell(examples: Sequence[Example], likely: Floats, tones: Ints) -> None:
    for language in LANGUAGES:
        for kind in ("said", "misheard", "joined", "opened"):
            wanted = np.array([example.language == language and example.kind == kind for example in examples])
            print(report(f"{language} {kind}", likely[wanted], tones[wanted]))


def _write(head: dict[str, Any], parts: dict[str, Floats]) -> None:
    fields = head | {name: np.round(part, _DIGITS).tolist() for name, part in parts.items()}
    # One row of weights a line, so that a new fit can be read as a difference.
    _HEAD.write_text(json.dumps(fields).replace("], [", "],\n[") + "\n", encoding="utf-8")
    print(f"written to {_HEAD}")


if __name__ == "__main__":
    main()
