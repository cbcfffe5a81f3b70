"""Training rows into the weights of qa/pipeline/phrases/calibration.json, with what they are worth.

    .venv/bin/python -m models.training.phrases.fit rows.jsonl.gz [--train dev,train] [--write VERSION]

Without `--write` it only reports: by cross-validation over calls, and over phrases (each verdict by a model that never
saw the phrase). Corpora that are not named in `--train` are reported by the final model, which has not seen them.
"""

import argparse
import gzip
import json
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

Row = dict[str, Any]
Floats = npt.NDArray[np.float64]

TEXT = (
    "aligned",
    "letters",
    "covered",
    "rivalled",
    "missing",
    "intruded",
    "reliability",
    "turned",
    "chance",
    "run_on",
    "doubtful_aligned",
    "doubtful_letters",
    "doubtful_covered",
)
MEANING = ("means", "clause_means", "inside_means", "means_rather", "sense")
SOUND = (
    "gain",
    "support",
    "weak_word",
    "against_heard",
    "beside_heard",
    "doubtful_gain",
    "doubtful_against_heard",
    "doubtful_beside_heard",
)
COMPANIES = {
    "text": TEXT,
    "text+meaning": TEXT + MEANING,
    "text+sound": TEXT + SOUND,
    "all": TEXT + MEANING + SOUND,
}
#: Shown beside the text's own probability, so that people see where the witnesses disagree.
SOUND_ALONE = (*SOUND, "reliability")
HEADS = {"fulfilled": {"said", "variant"}, "verbatim": {"said"}}
#: What counts for one of the heads only: how near the sounds come to the very wording.
BESIDES = {"fulfilled": (), "verbatim": ("near_exact",)}
#: What is known before any row: a "not" turns a sentence round, and a short sentence is easily met by chance.
PRIORS = {"turned": -2.5, "chance": -4.0}
PENALTY = 3.0
FOLDS = 10
CALIBRATION = Path(__file__).parents[3] / "qa" / "pipeline" / "phrases" / "calibration.json"


@dataclass(frozen=True, slots=True)
class Model:
    """A logistic model in the features' own units."""

    names: tuple[str, ...]
    constant: float
    weights: Floats

    def probabilities(self, rows: list[Row]) -> Floats:
        """One a row, 0..1."""
        if not rows:
            return np.zeros(0)
        odds = self.constant + _matrix(rows, self.names) @ self.weights
        probabilities: Floats = 1 / (1 + np.exp(-np.clip(odds, -30, 30)))
        return probabilities


def fit(rows: list[Row], names: tuple[str, ...], good: set[str]) -> Model:
    """Penalised maximum likelihood by Newton's method; features standardised, the penalty draws weights to PRIORS."""
    x = _matrix(rows, names)
    y = np.array([row["label"] in good for row in rows], np.float64)
    mean, spread = x.mean(axis=0), x.std(axis=0) + 1e-6
    design = np.column_stack([np.ones(len(x)), (x - mean) / spread])
    prior = np.concatenate([[0.0], np.array([PRIORS.get(name, 0.0) for name in names]) * spread])
    penalty = np.diag([1e-6] + [PENALTY] * len(names))
    weights = prior.copy()
    for _ in range(100):
        p = 1 / (1 + np.exp(-np.clip(design @ weights, -30, 30)))
        slope = design.T @ (p - y) + penalty @ (weights - prior)
        step = np.linalg.solve((design.T * (p * (1 - p))) @ design + penalty, slope)
        weights -= step
        if np.abs(step).max() < 1e-9:
            break
    own = weights[1:] / spread
    return Model(names, float(weights[0] - own @ mean), own)


def _matrix(rows: list[Row], names: tuple[str, ...]) -> Floats:
    return np.array([[row["features"][name] for name in names] for row in rows], np.float64).reshape(-1, len(names))


@dataclass(frozen=True, slots=True)
class Verdict:
    """One phrase in one call."""

    row: Row  # its likeliest moment
    probability: float

    @property
    def truth(self) -> bool:
        return bool(self.row["said_in_call" if self.row["strictness"] == "exact" else "done_in_call"])

    @property
    def near(self) -> bool:
        return self.row["label"] == "near_miss" and not self.truth


def verdicts(rows: list[Row], models: dict[str, Model]) -> list[Verdict]:
    """The likeliest moment of each phrase in each call; a phrase without a moment was hardly said."""
    best: dict[tuple[str, str, str], Verdict] = {}
    for row in rows:
        head = "verbatim" if row["strictness"] == "exact" else "fulfilled"
        probability = float(models[head].probabilities([row])[0]) if row["features"] else 0.02
        key = (row["corpus"], row["call"], row["phrase"])
        if key not in best or probability > best[key].probability:
            best[key] = Verdict(row, probability)
    return list(best.values())


def cross_validated(rows: list[Row], names: tuple[str, ...], by: str) -> list[Verdict]:
    """Verdicts of models that never saw the call (or the phrase) that they judge."""
    groups = sorted({row[by] for row in rows})
    fold = {group: index % FOLDS for index, group in enumerate(groups)}
    found = []
    for index in range(FOLDS):
        known = [row for row in rows if fold[row[by]] != index and row["features"]]
        models = {head: fit(known, names + BESIDES[head], good) for head, good in HEADS.items()}
        found += verdicts([row for row in rows if fold[row[by]] == index], models)
    return found


def report(title: str, found: list[Verdict], said: float = 0.6, not_said: float = 0.4) -> None:
    """F1 with all decided at 0.5; and with the thresholds: F1 of the decided, unsure, near misses, calibration."""
    by_language: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in found:
        by_language[verdict.row["language"]].append(verdict)
    for language, own in sorted(by_language.items()):
        p = np.array([verdict.probability for verdict in own])
        y = np.array([verdict.truth for verdict in own])
        near = np.array([verdict.near for verdict in own])
        decided = (p >= said) | (p < not_said)
        print(
            f"{title:34} {language}: F1 {_f1(p >= 0.5, y):.3f}, decided {_f1(p[decided] >= said, y[decided]):.3f}, "
            f"missed as wrong {_f1(p >= said, y):.3f}, unsure {1 - decided.mean():.3f}, "
            f"near misses not called said {(p[near] < said).sum()}/{near.sum()}, ECE {_ece(p, y):.3f}, n {len(own)}"
        )


def _f1(called: npt.NDArray[np.bool_], truth: npt.NDArray[np.bool_]) -> float:
    return float(2 * (called & truth).sum() / max(1, called.sum() + truth.sum()))


def _ece(p: Floats, truth: npt.NDArray[np.bool_]) -> float:
    """Expected calibration error over ten bins of equal width."""
    bins = np.minimum((p * 10).astype(int), 9)
    return float(sum(abs(p[bins == b].sum() - truth[bins == b].sum()) for b in range(10)) / max(1, len(p)))


def read(path: Path) -> list[Row]:
    """The rows of a file that rows.py wrote."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def show_worst(found: list[Verdict], count: int) -> None:
    """The verdicts that are farthest from the truth."""
    for verdict in sorted(found, key=lambda v: -abs(v.probability - v.truth))[:count]:
        row = verdict.row
        named = " ".join(str(row[key]) for key in ("call", "phrase", "label", "kind"))
        print(f"  {verdict.probability:.2f} {verdict.truth:d} {named} | {row['said_as']} | {row['heard']}")


def write(version: str, final: dict[str, dict[tuple[str, ...], Model]]) -> None:
    """The models into the file that the verdicts are made with."""
    written: dict[str, Any] = {"version": version, "card": "models/cards/phrases.md"}
    for head, models in final.items():
        written[head] = [
            {
                "constant": round(model.constant, 4),
                "weights": {name: round(float(w), 4) for name, w in zip(model.names, model.weights, strict=True)},
            }
            for model in models.values()
        ]
    CALIBRATION.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


def main() -> None:
    """Fit, report, and write where that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=Path, nargs="+")
    parser.add_argument("--train", default="")
    parser.add_argument("--write", default="", metavar="VERSION")
    parser.add_argument("--worst", type=int, default=0)
    options = parser.parse_args()
    rows = [row for path in options.rows for row in read(path)]
    wanted = set(options.train.split(",")) if options.train else {row["corpus"] for row in rows}
    known = [row for row in rows if row["corpus"] in wanted]
    for title, names in COMPANIES.items():
        report(f"{title}, unseen calls", cross_validated(known, names, "call"))
    unseen = cross_validated(known, COMPANIES["all"], "phrase")
    report("all, unseen phrases", unseen)
    show_worst(unseen, options.worst)
    seen = [row for row in known if row["features"]]
    final = {
        head: {names: fit(seen, names + BESIDES[head], good) for names in (*COMPANIES.values(), SOUND_ALONE)}
        for head, good in HEADS.items()
    }
    for corpus in sorted({row["corpus"] for row in rows} - wanted):
        models = {head: own[COMPANIES["all"]] for head, own in final.items()}
        report(f"all, on {corpus}", verdicts([row for row in rows if row["corpus"] == corpus], models))
    if options.write:
        write(options.write, final)


if __name__ == "__main__":
    main()
