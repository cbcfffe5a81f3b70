"""An evaluation in its two steps, which are kept apart so that no label can reach a verdict.

predict()   hears and examines every call, knowing nothing of what it contains, and writes what was found
judge()     reads that file again, opens the labels only now, and computes the figures from the two
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qa.pipeline.model import Means
from qa.pipeline.process import examine
from qa.pipeline.redact import redacted
from qa.quality import baselines, heard
from qa.quality.book import Book, read_book
from qa.quality.corpus import Corpus, UnlabelledCall
from qa.quality.figures import Material, compute
from qa.quality.heard import HeardCall
from qa.quality.labels import read_labels
from qa.quality.listening import Listener
from qa.quality.predictions import Prediction, predictions_of, read_predictions, write_lines
from qa.quality.writing import whole

#: Told one line about each call that is done.
Say = Callable[[str], None]


def predict(corpus: Corpus, listener: Listener, predictions: Path, say: Say) -> None:
    """Write what the pipeline says of every call. Both files appear whole or not at all. Raises NotHeard."""
    with whole(predictions) as lines, whole(heard.beside(predictions)) as notes:
        for number, call in enumerate(corpus.calls, start=1):
            started = time.monotonic()
            found, kept = _examined(call, corpus.book, listener)
            write_lines(lines, found)
            heard.write_line(notes, kept)
            say(f"{number}/{len(corpus.calls)}  {call.id}  {time.monotonic() - started:.1f} s")


def _examined(call: UnlabelledCall, book: Book, listener: Listener) -> tuple[list[Prediction], HeardCall]:
    """All verdicts about one call, and what they rest on."""
    sound, transcript = listener.hear(call)
    # As a call is kept, so it is examined: without its personal numbers.
    findings = examine(redacted(transcript).transcript, book.checklist(call.language), Means(sound, listener.engines))
    phrases = book.phrases_of(call.language)
    scores = baselines.scores(transcript, phrases, listener.engines.embedder)
    notes = heard.notes(findings, [phrase.id for phrase in phrases], scores)
    kept = HeardCall(call.id, call.language, transcript, heard.revisions(listener.engines), notes)
    return list(predictions_of(call, book, transcript, findings)), kept


@dataclass(frozen=True, slots=True)
class Judgement:
    """Predictions held against the labels, and what that gives."""

    material: Material
    figures: dict[str, Any]


def judge(folder: Path, predictions: Path) -> Judgement:
    """The figures of written predictions against the labels of the corpus. Raises BadPredictions or BadCorpus."""
    book = read_book(folder)
    lines, witnesses = read_predictions(predictions), heard.read_heard(heard.beside(predictions))
    material = Material(predictions, book, read_labels(folder, book), lines, witnesses)
    return Judgement(material, compute(material))
