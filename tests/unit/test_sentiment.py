"""The tone of a text: what the head makes of a vector, what labels mean, and which engine the settings get."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from qa.engines import loading
from qa.engines.catalogue import Catalogue, ModelMissing, UnknownModel
from qa.engines.catalogue.choice import models_used
from qa.engines.interfaces import EngineRevision, Vectors
from qa.engines.loading import load_embedder, load_sentiment
from qa.engines.sentiment import (
    ClassifierUnusable,
    EmbedderMismatch,
    HeadClassifier,
    LabelsUnknown,
    ToneExtraMissing,
    TransformerClassifier,
    transformer,
)
from qa.engines.sentiment.head import Head, plain
from qa.engines.sentiment.labels import gathered, tones_of
from qa.engines.sentiment.letters import PLACES, letter_groups
from qa.platform.settings import Settings


class Axes:
    """An embedder whose vectors are chosen by hand: "good" and "bad" are the two axes."""

    revision = EngineRevision("by hand", "axes", "0" * 12, "")

    def __init__(self) -> None:
        self.asked: list[str] = []

    def embed(self, texts: Sequence[str]) -> Vectors:
        self.asked += texts
        return np.array([("good" in text, "bad" in text) for text in texts], np.float32)


@pytest.fixture
def head_file(tmp_path: Path) -> Path:
    fields = {
        "version": 3,
        "embedder": "axes",
        "tones": ["negative", "neutral", "positive"],
        "centre": [0.0, 0.0],
        "bias": [0.0, 1.0, 0.0],
        "weights": [[-1.0, 0.0, 2.0], [3.0, 0.0, -1.0]],
        "letters": [[0.0, 0.0, 0.0]] * PLACES,
    }
    (tmp_path / "head.json").write_text(json.dumps(fields))
    return tmp_path / "head.json"


class TestHead:
    def test_the_likeliest_tone_follows_the_vector(self, head_file: Path) -> None:
        good, bad, fact = HeadClassifier(Axes(), head_file).classify(["so good", "so bad", "a fact"])
        assert good.positive > good.neutral > good.negative
        assert bad.negative > bad.neutral > bad.positive
        assert (fact.negative, fact.neutral, fact.positive) == pytest.approx((0.2119, 0.5761, 0.2119), abs=1e-4)

    def test_the_three_add_up_to_one(self, head_file: Path) -> None:
        (found,) = HeadClassifier(Axes(), head_file).classify(["good and bad"])
        assert found.negative + found.neutral + found.positive == pytest.approx(1.0)

    def test_case_and_punctuation_are_taken_off_before(self, head_file: Path) -> None:
        axes = Axes()
        HeadClassifier(axes, head_file).classify(["That's GOOD!", "מה, לא? צה״ל"])
        assert axes.asked == ["that's good", "מה לא צה״ל"]
        assert plain("...") == ""

    def test_no_texts_ask_nothing(self, head_file: Path) -> None:
        axes = Axes()
        assert HeadClassifier(axes, head_file).classify([]) == ()
        assert axes.asked == []

    def test_vectors_of_another_model_are_refused(self) -> None:
        with pytest.raises(EmbedderMismatch, match=r"multilingual-e5-small.*axes"):
            HeadClassifier(Axes())

    def test_the_revision_says_which_head_on_which_vectors(self, head_file: Path) -> None:
        revision = HeadClassifier(Axes(), head_file).revision
        assert (revision.name, revision.model) == ("tone head 3", "axes")
        assert revision.revision == Head.read(head_file).revision
        head_file.write_text(head_file.read_text().replace("3.0", "3.5"))
        assert HeadClassifier(Axes(), head_file).revision.revision != revision.revision


class TestLetters:
    def test_a_misheard_word_keeps_most_of_its_groups(self) -> None:
        said, misheard, other = (letter_groups(text) for text in ("מאוכזבת מאוד", "מאוכזוות מאור", "תודה רבה"))
        assert np.linalg.norm(said) == pytest.approx(1.0)
        assert said @ misheard > 0.4
        assert said @ other < 0.1

    def test_final_letters_are_their_ordinary_ones_and_no_text_has_no_groups(self) -> None:
        assert np.array_equal(letter_groups("שלום"), letter_groups("שלומ"))
        assert letter_groups("").sum() == 0

    def test_the_head_counts_them(self, head_file: Path) -> None:
        fields = json.loads(head_file.read_text())
        fields["letters"] = [[9.0 if used else 0.0, 0.0, 0.0] for used in letter_groups("grim")]
        head_file.write_text(json.dumps(fields))
        grim, fine = HeadClassifier(Axes(), head_file).classify(["grim", "luck"])
        assert grim.negative > 0.9 > fine.neutral > fine.negative


class TestLabels:
    @pytest.mark.parametrize(
        ("labels", "tones"),
        [
            (("negative", "neutral", "positive"), (0, 1, 2)),
            (("Positive", "Negative", "Neutral"), (2, 0, 1)),
            (("NEG", "POS"), (0, 2)),
            (("natural", "positive", "negative"), (1, 2, 0)),
            (("Very Negative", "Negative", "Neutral", "Positive", "Very_Positive"), (0, 0, 1, 2, 2)),
            (("1 star", "2 stars", "3 stars", "4 stars", "5 stars"), (0, 0, 1, 2, 2)),
        ],
    )
    def test_labels_as_models_name_them(self, labels: tuple[str, ...], tones: tuple[int, ...]) -> None:
        assert tones_of(Path(), dict(enumerate(labels))) == tones

    @pytest.mark.parametrize(
        "labels", [("LABEL_0", "LABEL_1"), ("joy", "anger"), ("positive", "neutral"), ("negative", "spam", "positive")]
    )
    def test_labels_that_name_no_tone_are_refused_rather_than_guessed(self, labels: tuple[str, ...]) -> None:
        with pytest.raises(LabelsUnknown, match="id2label"):
            tones_of(Path("somewhere"), dict(enumerate(labels)))

    def test_labels_of_one_tone_are_added_up(self) -> None:
        found = gathered((0.1, 0.2, 0.3, 0.25, 0.15), (0, 0, 1, 2, 2))
        assert (found.negative, found.neutral, found.positive) == pytest.approx((0.3, 0.3, 0.4))


class TestChoice:
    @pytest.fixture
    def catalogue(self, tmp_path: Path) -> Catalogue:
        return Catalogue.load(tmp_path)

    def test_without_its_weights_there_is_no_embedder_and_no_head(self, catalogue: Catalogue) -> None:
        assert load_embedder(catalogue) is None
        assert load_sentiment(Settings(), catalogue, None) is None

    def test_no_tone_is_a_choice(self, catalogue: Catalogue) -> None:
        assert load_sentiment(Settings(tone_model=""), catalogue, Axes()) is None

    def test_the_head_is_the_default(self, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(loading, "HeadClassifier", lambda embedder: ("head on", embedder))
        axes = Axes()
        assert load_sentiment(Settings(), catalogue, axes) == ("head on", axes)

    def test_a_model_that_was_named_and_is_not_here_is_said(self, catalogue: Catalogue) -> None:
        with pytest.raises(ModelMissing):
            load_sentiment(Settings(tone_model="dictabert-sentiment"), catalogue, None)
        with pytest.raises(UnknownModel):
            load_sentiment(Settings(tone_model="no-such-model"), catalogue, None)

    def test_a_folder_without_safetensors_is_refused(self, catalogue: Catalogue, tmp_path: Path) -> None:
        (tmp_path / "pytorch_model.bin").write_bytes(b"pickled")
        with pytest.raises(ClassifierUnusable, match="safetensors"):
            load_sentiment(Settings(tone_model=str(tmp_path)), catalogue, None)

    def test_a_machine_without_torch_says_what_to_install(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(transformer, "find_spec", lambda name: None if name == "torch" else object())
        with pytest.raises(ToneExtraMissing, match=r"qa\.install --tone"):
            TransformerClassifier(tmp_path, "some", "0" * 12)

    def test_only_models_of_the_catalogue_are_fetched(self, tmp_path: Path) -> None:
        assert models_used(Settings(asr_model="base")) == ("base", "e5-small")
        assert models_used(Settings(tone_model="")) == ("base", "e5-small")
        assert models_used(Settings(tone_model=str(tmp_path))) == ("base", "e5-small")
        assert models_used(Settings(tone_model="dictabert-sentiment"))[2:] == ("dictabert-sentiment",)
