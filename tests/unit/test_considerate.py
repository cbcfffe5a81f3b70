"""Engines for long work say what others say, and give way before each small step."""

from collections.abc import Sequence
from typing import cast

import numpy as np

from qa.engines.considerate import considerate
from qa.engines.interfaces import Clip, Embedder, Engines, Reader, SentimentClassifier, Support, Vectors


class _Plain:
    """Answers for whatever it is asked with what it was asked; notes how much that was."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def read(self, clips: Sequence[Clip], language: str) -> tuple[tuple[Support, ...], ...]:
        self.asked.append(len(clips))
        return tuple((((float(clip.samples[0]), float(len(language))),),) for clip in clips)

    def read_silence(self, texts: Sequence[tuple[str, ...]], _language: str) -> tuple[Support, ...]:
        self.asked.append(len(texts))
        return tuple(((float(text[0]),),) for text in texts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked.append(len(texts))
        return np.array([[float(text)] for text in texts], np.float32).reshape(len(texts), 1)

    def classify(self, texts: Sequence[str]) -> tuple[str, ...]:
        self.asked.append(len(texts))
        return tuple(texts)


def _clip(number: int) -> Clip:
    return Clip(np.full(100 + 7 * number % 50, number, np.float32), (("a",),))


def test_long_work_says_the_same_in_small_steps_and_gives_way_before_each() -> None:
    plain, waits = _Plain(), []
    engines = Engines(
        detector=cast("object", None),  # type: ignore[arg-type]  # neither is asked
        recogniser=cast("object", None),  # type: ignore[arg-type]
        reader=cast(Reader, plain),
        embedder=cast(Embedder, plain),
        sentiment=cast(SentimentClassifier, plain),
    )
    patient = considerate(engines, lambda: waits.append(len(plain.asked)))
    assert patient.reader
    assert patient.embedder
    assert patient.sentiment
    clips, texts = [_clip(number) for number in range(70)], [str(number) for number in range(120)]
    words = [(text,) for text in texts]
    expected = (
        plain.read(clips, "he"),
        plain.read_silence(words, "he"),
        plain.embed(texts).tolist(),
        plain.classify(texts),
    )
    plain.asked.clear()
    assert patient.reader.read(clips, "he") == expected[0]
    assert patient.reader.read_silence(words, "he") == expected[1]
    assert patient.embedder.embed(texts).tolist() == expected[2]
    assert cast("object", patient.sentiment.classify(texts)) == expected[3]
    assert len(plain.asked) > 8
    assert max(plain.asked) < 60, "no step is long"
    assert waits == list(range(len(plain.asked))), "and before each the others were let go"


def test_nothing_to_do_is_done_without_a_step_and_what_is_missing_stays_missing() -> None:
    plain = _Plain()
    nothing = Engines(
        detector=cast("object", None),  # type: ignore[arg-type]  # neither is asked
        recogniser=cast("object", None),  # type: ignore[arg-type]
        embedder=cast(Embedder, plain),
    )
    patient = considerate(nothing, lambda: None)
    assert patient.embedder
    assert patient.embedder.embed([]).shape == (0, 1)
    assert (patient.reader, patient.sentiment) == (None, None)
