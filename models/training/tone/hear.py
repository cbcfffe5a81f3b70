"""What the default recogniser makes of labelled calls: turns as said and as heard, to learn its mistakes from.

    .venv/bin/python -m models.training.tone.hear CORPUS

CORPUS is a folder of made calls (models/training/speech), never one that results are reported on. Writes
heard_he.yaml and heard_en.yaml beside this file. A minute of call takes some seconds.
"""

import argparse
import json
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from qa.engines.loading import load_engines
from qa.engines.media import Limits
from qa.engines.sentiment.head import plain
from qa.pipeline.audio import RecordingFile
from qa.pipeline.model import Transcript
from qa.pipeline.process import RecordingToHear, listen
from qa.platform.settings import settings

_HERE = Path(__file__).parent
_EDGE_MS = 100  # a word may reach this far over the turn's edge
_NOTE = (
    "# Made by hear.py from made calls: what was said, what the default recogniser heard, and the tone of a customer.\n"
)


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("corpus", type=Path)
    corpus = asked.parse_args().corpus
    engines = load_engines(settings())
    turns: dict[str, list[dict[str, Any]]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as scratch:
        for file in sorted(corpus.rglob("*.json")):
            label = json.loads(file.read_text(encoding="utf-8"))
            if "turns" in label:
                sound = RecordingFile(file.parent / label["audio"])
                call = RecordingToHear(sound, label["language"], Limits(), Path(scratch))
                _, transcript = listen(call, engines, lambda _stage, _share: None)
                turns[label["language"]] += turns_of(label, transcript)
    write(turns)


def turns_of(label: dict[str, Any], transcript: Transcript) -> Iterator[dict[str, Any]]:
    """Each labelled turn with the words of its speaker that were heard while it was said; those not heard are left."""
    for turn in label["turns"]:
        words = [word for t in transcript.turns if t.speaker == turn["speaker"] for word in t.words]
        begin, end = turn["start_ms"] - _EDGE_MS, turn["end_ms"] + _EDGE_MS
        heard = plain(" ".join(w.text for w in words if begin <= (w.span.start + w.span.end) // 2 <= end))
        if heard:
            yield {"said": plain(turn["text"]), "heard": heard, "tone": turn.get("sentiment")}


def write(turns: dict[str, list[dict[str, Any]]]) -> None:
    """One file a language."""
    for language, rows in turns.items():
        text = yaml.safe_dump({"language": language, "turns": rows}, allow_unicode=True, sort_keys=False, width=1000)
        (_HERE / f"heard_{language}.yaml").write_text(_NOTE + text, encoding="utf-8")


if __name__ == "__main__":
    main()
