"""Fits how likely a customer's turn holds a trigger (qa/pipeline/situations/calibration.py) on labelled, heard calls.

    .venv/bin/python -m models.training.situations.fit CORPUS HEARD

CORPUS is a folder in the labelled-corpus format (one is made by models/training/speech), HEARD a folder that keeps what
was heard: a pickle of label, sound and transcript a call, named for its id. Calls without one are heard first, which
takes a while. Prints the weights, and how well half of the calls' fit tells triggers in the other half.

The weights in use were fitted on the 28 English and 27 Hebrew calls of the training set of models/training/speech, as
recognised by whisper-base, with all the phrase witnesses. To be repeated whenever these are fitted anew, because their
probability is one of the signs.
"""

import json
import pickle
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from qa.engines.interfaces import Engines
from qa.engines.loading import load_engines
from qa.engines.media import Limits
from qa.pipeline import phrases, situations
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import DecodedAudio, Means, PhraseSpec, SituationSpec, Transcript
from qa.pipeline.process import RecordingToHear, listen
from qa.pipeline.situations.calibration import signs
from qa.pipeline.situations.triggers import signs_of
from qa.platform.settings import settings
from qa.platform.spans import Span

Numbers = npt.NDArray[np.float64]
_Label = dict[str, Any]
_Call = tuple[_Label, DecodedAudio, Transcript]

_PENALTY = 0.3
_LONGEST_MS = 3_600_000
#: A trigger has to reach this far into a turn to be in it.
_SLACK_MS = 300


@dataclass(frozen=True, slots=True)
class Rows:
    """One row a customer's turn and situation: its signs, whether a trigger stands there, and its call."""

    signs: Numbers
    truth: Numbers
    calls: tuple[str, ...]


def main(corpus: Path, heard: Path) -> None:
    """Fit and print."""
    engines = load_engines(settings())
    book = json.loads((corpus / "language_book.json").read_text("utf-8"))
    rows = _rows(_calls(corpus, heard, engines), book, engines)
    names = sorted(set(rows.calls))
    odd = np.array([names.index(call) % 2 == 1 for call in rows.calls])
    weights = _fit(rows.signs[odd], rows.truth[odd])
    found = _probability(rows.signs[~odd], weights) >= situations.PERHAPS
    truth = rows.truth[~odd] == 1
    sys.stdout.write(
        f"half on half: {int((found & truth).sum())} of {int(truth.sum())}, false {int((found & ~truth).sum())}\n"
    )
    sys.stdout.write(f"weights: {np.round(_fit(rows.signs, rows.truth), 2).tolist()}\n")


def _calls(corpus: Path, heard: Path, engines: Engines) -> Iterator[_Call]:
    for file in sorted(corpus.glob("??/*.json")):
        label = json.loads(file.read_text("utf-8"))
        kept = heard / f"{label['id']}.pkl"
        if not kept.exists():
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_bytes(pickle.dumps((label, *_hear(file.parent / label["audio"], label, engines))))
        label, sound, transcript = pickle.loads(kept.read_bytes())  # noqa: S301 - this very program wrote the file
        yield label, sound, transcript


def _hear(audio: Path, label: _Label, engines: Engines) -> tuple[DecodedAudio, Transcript]:
    channels = label["channels"]
    roles = tuple({"mono": "unknown"}.get(channels[key], channels[key]) for key in sorted(channels))
    with tempfile.TemporaryDirectory() as scratch:
        limits = Limits(max_duration_ms=_LONGEST_MS)
        recording = RecordingToHear(RecordingFile(audio, roles=roles), label["language"], limits, Path(scratch))
        return listen(recording, engines, lambda *_: None)


def _rows(calls: Iterator[_Call], book: _Label, engines: Engines) -> Rows:
    table: list[tuple[float, ...]] = []
    truth: list[float] = []
    names: list[str] = []
    for label, sound, transcript in calls:
        prepared = situations.prepare(_specs(book, transcript.language), transcript.language, engines.embedder)
        found = phrases.find(transcript, tuple(dict.fromkeys(prepared.phrases)), Means(sound, engines))
        for sign in signs_of(prepared, found, transcript.turns):
            if sign.near:
                table.append(signs(sign.said.probability if sign.said else None, sign.near[1]))
                truth.append(float(_is_labelled(label, sign.situation, transcript.turns[sign.turn].span)))
                names.append(label["id"])
    return Rows(np.array(table), np.array(truth), tuple(names))


def _is_labelled(label: _Label, situation: str, turn: Span) -> bool:
    return any(
        row["situation_id"] == situation
        and row["trigger_start_ms"] < turn.end - _SLACK_MS
        and row["trigger_end_ms"] > turn.start + _SLACK_MS
        for row in label["situations"]
    )


def _specs(book: _Label, language: str) -> tuple[SituationSpec, ...]:
    silent = PhraseSpec("none", ("nothing to be found",))
    return tuple(
        SituationSpec(
            row["id"], PhraseSpec(row["id"], tuple(row["trigger_examples"]), "meaning", "customer"), silent, 0
        )
        for row in book["situations"]
        if row["language"] == language
    )


def _fit(table: Numbers, truth: Numbers) -> Numbers:
    """Logistic regression by Newton's method; the constant is not held down."""
    weights = np.zeros(table.shape[1])
    held = _PENALTY * np.eye(table.shape[1])
    held[0, 0] = 1e-6
    for _ in range(50):
        expected = _probability(table, weights)
        curvature = (table * (expected * (1 - expected))[:, None]).T @ table + held
        weights = weights + np.linalg.solve(curvature, table.T @ (truth - expected) - held @ weights)
    return weights


def _probability(table: Numbers, weights: Numbers) -> Numbers:
    odds: Numbers = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
    return odds


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
