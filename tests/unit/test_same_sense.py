"""The judge of same sense: equal words fit best, differences speak against, and its axes need their own vectors."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.engines.interfaces import EngineRevision, Vectors
from qa.engines.same_sense import OtherVectors, SameSense, Weights, against

PHRASE = "I will send you the form"


class LetterEmbedder:
    """An Embedder whose vectors count letters; it only has to tell texts apart."""

    def __init__(self, model: str, width: int) -> None:
        self.revision = EngineRevision("test", model, "none", "")
        self._width = width

    def embed(self, texts: Sequence[str]) -> Vectors:
        counted = np.zeros((len(texts), self._width), np.float32)
        for row, text in zip(counted, texts, strict=True):
            for letter in text.lower():
                row[ord(letter) % self._width] += 1
        return counted / np.linalg.norm(counted, axis=1, keepdims=True)


@pytest.fixture
def weights() -> Weights:
    axes = np.eye(8, 3, dtype=np.float32) * 4
    return Weights("letters", "test-1", axes, np.array([2, 1, 0.5, 0.5], np.float32), 3.0)


@pytest.fixture
def judge(weights: Weights) -> SameSense:
    return SameSense(LetterEmbedder("letters", 8), weights)


def test_the_phrase_itself_fits_best(judge: SameSense) -> None:
    itself, negated, other = judge.judge(
        [(PHRASE, PHRASE), (PHRASE, "I will not send you the form"), (PHRASE, "good morning")]
    )
    assert itself == pytest.approx(3.0)
    assert negated < itself
    assert other < itself


def test_each_pair_is_judged_by_itself(judge: SameSense) -> None:
    pairs = [(PHRASE, "I can send the form"), ("thanks", "thank you"), (PHRASE, "the weather is fine")]
    assert judge.judge(pairs) == pytest.approx([odds for pair in pairs for odds in judge.judge([pair])], abs=1e-5)
    assert judge.judge([]) == ()


def test_a_negation_more_costs_what_was_learned_for_it(weights: Weights) -> None:
    blind = Weights("letters", "test-2", np.zeros((8, 1), np.float32), weights.against, weights.constant)
    judge = SameSense(LetterEmbedder("letters", 8), blind)
    (odds,) = judge.judge([("we can help", "cannot help we")])
    assert odds == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("phrase", "said", "more", "fewer"),
    [
        ("I can do that", "I can't do that.", 1, 0),
        ("I can do that", "I can’t do that.", 1, 0),
        ("I cannot do that", "I can do that", 0, 1),
        ("you will not pay", "You won't pay!", 0, 0),
        ("אפשר לבטל", "אי אפשר לבטל.", 1, 0),
        ("לא ניתן לבטל", "ניתן לבטל", 0, 1),
        ("I know this", "I note this", 0, 0),
    ],
)
def test_negations_are_counted_as_they_are_written(phrase: str, said: str, more: float, fewer: float) -> None:
    assert against(phrase, said)[:2] == (more, fewer)


def test_length_counts_on_its_own_side() -> None:
    *_, longer, shorter = against("one two", "one two three four")
    assert (longer, shorter) == (pytest.approx(np.log(2)), 0)
    *_, longer, shorter = against("one two three four", "")
    assert (longer, shorter) == (0, pytest.approx(np.log(4)))


def test_vectors_of_another_model_are_refused(weights: Weights) -> None:
    with pytest.raises(OtherVectors, match=r"fitted on letters .* by words"):
        SameSense(LetterEmbedder("words", 8), weights)


def test_weights_come_back_as_they_were_saved(weights: Weights, tmp_path: Path) -> None:
    file = tmp_path / "weights.npz"
    weights.save(str(file))
    with np.load(file, allow_pickle=False) as kept:
        assert str(kept["model"]) == "letters"
        np.testing.assert_allclose(kept["axes"], weights.axes)
        np.testing.assert_allclose(kept["against"], weights.against)


def test_the_shipped_weights_fit_the_shipped_embedder_and_only_speak_against() -> None:
    shipped = Weights.shipped()
    judge = SameSense(LetterEmbedder("multilingual-e5-small", 384))
    assert shipped.axes.shape[0] == 384
    assert (shipped.against >= 0).all()
    itself, other = judge.judge([(PHRASE, PHRASE), (PHRASE, "the engine does not start")])
    assert itself == pytest.approx(shipped.constant, abs=1e-4)
    assert other < itself
    assert judge.revision.revision == shipped.version
