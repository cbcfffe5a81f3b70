"""Measures the judge of same sense on labelled calls: what does a phrase's job against what only resembles it.

    .venv/bin/python models/training/meaning/measure.py ROWS BOOK [ROWS BOOK ...]

ROWS is what models/training/phrases/rows.py writes, BOOK the language book of that corpus. Each occurrence is judged as
the script has it and as it was heard. "both" is a logistic of likeness and judge, fitted on all other phrases' rows.
The interval is of the gain of the judge over the bare likeness, by drawing calls anew.
"""

import gzip
import json
import sys
import time
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import numpy as np
import numpy.typing as npt
from fit import told_apart

from qa.engines.catalogue import Catalogue
from qa.engines.embeddings import E5Embedder
from qa.engines.same_sense import SameSense

Numbers = npt.NDArray[np.float64]

_MARKS = str.maketrans("", "", ".,?!;:")
_DRAWS = 1000


@dataclass(frozen=True, slots=True)
class Row:
    """An occurrence that was heard."""

    group: str  # corpus and language
    call: str
    phrase: str
    wording: str
    fits: bool
    to_the_word: bool
    script: str
    heard: str


def main(arguments: list[str]) -> None:
    """Measure on the corpora named and print a line for each and for what was read of it."""
    rows = [row for at in range(0, len(arguments), 2) for row in _rows(Path(arguments[at]), Path(arguments[at + 1]))]
    embedder = E5Embedder.of(Catalogue.load())
    judge = SameSense(embedder)
    groups = list(dict.fromkeys(row.group for row in rows))
    english = [group for group in groups if group.endswith("en")]
    for name, chosen in [*((group, [group]) for group in groups), ("all English", english)]:
        own = [row for row in rows if row.group in chosen]
        _show(f"{name}, script", own, [(_filled(row.wording, row.script), row.script) for row in own], judge, embedder)
        _show(f"{name}, heard", own, [(_filled(row.wording, row.heard), row.heard) for row in own], judge, embedder)
    pairs = [(row.wording, row.heard) for row in rows]
    judge.judge(pairs)
    start = time.perf_counter()
    judge.judge(pairs)
    print(f"{(time.perf_counter() - start) / len(pairs) * 1e6:.0f} microseconds a pair whose vectors are known")


def _rows(file: Path, book: Path) -> list[Row]:
    wordings = {row["id"]: row["wording"] for row in json.loads(book.read_text("utf-8"))["phrases"]}
    found = []
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["label"] != "absent" and row["heard"]:
                group, label = f"{row['corpus']} {row['language']}", row["label"]
                named = (group, row["call"], row["phrase"], wordings[row["phrase"]])
                found.append(Row(*named, label != "near_miss", label == "said", row["said_as"], row["heard"]))
    return found


def _filled(wording: str, said: str) -> str:
    """The wording with the words in its slots that stand there in `said`."""
    if "..." not in wording:
        return wording
    places = wording.replace("...", " ... ").split()
    words = said.split()
    bare = [[word.lower().translate(_MARKS) or word for word in side] for side in (places, words)]
    filled: list[str] = []
    for change, start, end, left, right in SequenceMatcher(None, *bare, autojunk=False).get_opcodes():
        taken = words[left:right] if change == "replace" else []
        for place in places[start:end]:
            filled += taken if place == "..." else [place] if place.translate(_MARKS) else []
    return " ".join(filled)


def _show(name: str, rows: list[Row], pairs: list[tuple[str, str]], judge: SameSense, embedder: E5Embedder) -> None:
    phrases, said = embedder.embed([pair[0] for pair in pairs]), embedder.embed([pair[1] for pair in pairs])
    likeness = (phrases * said).sum(axis=1).astype(np.float64)
    odds = np.array(judge.judge(pairs))
    fits = np.array([row.fits for row in rows])
    hard = np.array([not row.to_the_word for row in rows])
    scores = {"likeness": likeness, "judge": odds, "both": _both(rows, likeness, odds)}
    shown = ", ".join(
        f"{key} {told_apart(fits, score):.3f} ({told_apart(fits[hard], score[hard]):.3f})"
        for key, score in scores.items()
    )
    low, high = _gain(rows, likeness, odds)
    print(f"{name}: {fits.sum()} + {(~fits).sum()} rows, {shown}; gain {low:+.3f} to {high:+.3f}")


def _both(rows: list[Row], likeness: Numbers, odds: Numbers) -> Numbers:
    """Log-odds by a logistic of the two that saw no row of the phrase."""
    table = np.c_[np.ones(len(rows)), (likeness - likeness.mean()) / likeness.std(), (odds - odds.mean()) / odds.std()]
    fits = np.array([row.fits for row in rows], float)
    phrases = np.array([row.phrase for row in rows])
    found = np.zeros(len(rows))
    for phrase in set(phrases):
        seen = phrases != phrase
        found[~seen] = table[~seen] @ _logistic(table[seen], fits[seen])
    return found


def _logistic(table: Numbers, fits: Numbers) -> Numbers:
    """Weights by Newton's method, lightly held down."""
    weights = np.zeros(table.shape[1])
    for _ in range(30):
        expected = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        curvature = (table * (expected * (1 - expected))[:, None]).T @ table + np.eye(len(weights))
        weights = weights + np.linalg.solve(curvature, table.T @ (fits - expected) - weights)
    return weights


def _gain(rows: list[Row], likeness: Numbers, odds: Numbers) -> tuple[float, float]:
    """Between which bounds the judge's gain lies in 95 of 100 draws of calls."""
    rng = np.random.default_rng(1)
    fits = np.array([row.fits for row in rows])
    calls = np.array([row.call for row in rows])
    of_call = {call: np.flatnonzero(calls == call) for call in dict.fromkeys(calls)}
    gains = []
    for _ in range(_DRAWS):
        drawn = np.concatenate([of_call[call] for call in rng.choice(list(of_call), len(of_call))])
        if 0 < fits[drawn].sum() < len(drawn):
            gains.append(told_apart(fits[drawn], odds[drawn]) - told_apart(fits[drawn], likeness[drawn]))
    low, high = np.percentile(gains, [2.5, 97.5])
    return float(low), float(high)


if __name__ == "__main__":
    main(sys.argv[1:])
