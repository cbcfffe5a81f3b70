"""Labelled calls into training rows: what the witnesses say of each moment in question, and whether the label agrees.

    .venv/bin/python -m models.training.phrases.rows dev=CORPUS train=CORPUS ... --out rows.jsonl.gz

A corpus is a folder of labelled calls with its `language_book.json`. The rows hold numbers, not sound, so the fit can
be repeated without the recordings.
"""

import argparse
import gzip
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from qa.engines.interfaces import Engines
from qa.engines.loading import load_engines
from qa.engines.media import Limits
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import DecodedAudio, Means, PhraseSpec, Transcript
from qa.pipeline.phrases import calibration
from qa.pipeline.phrases.witness import Testimony
from qa.pipeline.phrases.witnesses import testimonies
from qa.pipeline.process import RecordingToHear, listen
from qa.platform.settings import settings
from qa.platform.spans import Span

Label = dict[str, Any]


def specs_of(book: Label, language: str) -> tuple[PhraseSpec, ...]:
    """The phrases of a language book in one language."""
    return tuple(
        PhraseSpec(phrase["id"], (phrase["wording"],), phrase["strictness"], phrase["who"])
        for phrase in book["phrases"]
        if phrase["language"] == language
    )


def rows_of(
    corpus: str, label: Label, specs: tuple[PhraseSpec, ...], said: dict[str, tuple[Testimony, ...]]
) -> Iterator[Label]:
    """One row a moment; a phrase without any moment in question has one row without features."""
    for spec in specs:
        occurrences = [row for row in label["phrases"] if row["phrase_id"] == spec.id and row["label"] != "absent"]
        common = {
            "corpus": corpus,
            "call": label["id"],
            "language": label["language"],
            "phrase": spec.id,
            "strictness": spec.strictness,
            "said_in_call": any(row["label"] == "said" for row in occurrences),
            "done_in_call": any(row["label"] in {"said", "variant"} for row in occurrences),
        }
        for testimony in said[spec.id]:
            span = testimony.text.evidence.span
            met = [row for row in occurrences if span.overlaps(Span(row["start_ms"], row["end_ms"]))]
            yield common | {
                "label": _strongest([row["label"] for row in met]),
                "kind": met[0].get("kind") if met else None,
                "said_as": met[0]["said_as"] if met else None,
                "heard": testimony.text.evidence.text,
                "features": {name: round(value, 5) for name, value in calibration.features(testimony).items()},
            }
        if not said[spec.id]:
            label_of_call = _strongest([row["label"] for row in occurrences])
            yield common | {"label": label_of_call, "kind": None, "said_as": None, "heard": None, "features": None}


def _strongest(labels: list[str]) -> str:
    """What a moment that touches several occurrences counts as."""
    return next((label for label in ("said", "variant", "near_miss") if label in labels), "absent")


def rows_of_corpus(name: str, folder: Path, engines: Engines) -> Iterator[Label]:
    """All rows of a corpus; each call is heard anew."""
    book = json.loads((folder / "language_book.json").read_text(encoding="utf-8"))
    for path in sorted(folder.glob("??/*.json")):
        label = json.loads(path.read_text(encoding="utf-8"))
        sound, transcript = _heard(path.parent / label["audio"], label, engines)
        specs = specs_of(book, label["language"])
        yield from rows_of(name, label, specs, testimonies(transcript, specs, Means(sound, engines), ask_all=True))


def _heard(recording: Path, label: Label, engines: Engines) -> tuple[DecodedAudio, Transcript]:
    named = [label["channels"][channel] for channel in sorted(label["channels"])]
    roles: Any = tuple("unknown" if role == "mono" else role for role in named)
    limits = Limits(max_duration_ms=settings().max_duration_s * 1000)
    with tempfile.TemporaryDirectory() as scratch:
        file = RecordingFile(recording, roles=roles)
        return listen(RecordingToHear(file, label["language"], limits, Path(scratch)), engines, lambda *_: None)


def main() -> None:
    """Read the corpora that the command line names and write their rows."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpora", nargs="+", help="NAME=FOLDER")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    engines = load_engines(settings())
    with gzip.open(options.out, "wt", encoding="utf-8") as out:
        for named in options.corpora:
            name, _, folder = named.partition("=")
            for row in rows_of_corpus(name, Path(folder), engines):
                out.write(json.dumps(row, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
