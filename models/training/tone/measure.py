"""What the shipped head is worth on labelled calls: the customers' turns, as the scripts have them.

    .venv/bin/python -m models.training.tone.measure CORPUS

`qa evaluate CORPUS` measures the same on the words that were heard.
"""

import argparse
import json
from pathlib import Path

import numpy as np

from models.training.tone.examples import TONES
from models.training.tone.fit import report
from qa.engines.catalogue import Catalogue
from qa.engines.embeddings import E5Embedder
from qa.engines.sentiment import HeadClassifier


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    asked.add_argument("corpus", type=Path)
    corpus = asked.parse_args().corpus
    classifier = HeadClassifier(E5Embedder.of(Catalogue.load()))
    for language in ("en", "he"):
        turns = labelled_turns(corpus, language)
        judged = classifier.classify([text for text, _ in turns])
        likely = np.array([(s.negative, s.neutral, s.positive) for s in judged])
        tones = np.array([tone for _, tone in turns])
        print(report(language, likely, tones))
        print(confusion(likely.argmax(axis=1).tolist(), tones.tolist()))


def labelled_turns(corpus: Path, language: str) -> list[tuple[str, int]]:
    """The text and tone of every turn that has a tone, of all calls of the language below the folder."""
    found = []
    for file in sorted(corpus.rglob("*.json")):
        label = json.loads(file.read_text(encoding="utf-8"))
        if "turns" in label and label["language"] == language:
            found += [(t["text"], TONES.index(t["sentiment"])) for t in label["turns"] if t.get("sentiment")]
    return found


def confusion(given: list[int], labelled: list[int]) -> str:
    """A row for each labelled tone: how many turns were given which."""
    pairs = list(zip(labelled, given, strict=True))
    rows = [
        f"{name:>12} as labelled:" + "".join(f"{pairs.count((tone, other)):6}" for other in range(3))
        for tone, name in enumerate(TONES)
    ]
    return "\n".join([" " * 25 + "   neg   neu   pos", *rows])


if __name__ == "__main__":
    main()
