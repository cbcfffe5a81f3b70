"""A classifier of transformers and torch, for real: a tiny BERT with random weights, made here, run from its folder."""

import json
from pathlib import Path

import pytest
import torch
from transformers import BertConfig, BertForSequenceClassification, BertTokenizerFast

from qa.engines.catalogue import Catalogue
from qa.engines.loading import load_sentiment
from qa.engines.sentiment import ClassifierUnusable, LabelsUnknown, TransformerClassifier
from qa.platform.settings import Settings

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::FutureWarning", "ignore::UserWarning")

WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "thank", "you", "this", "is", "terrible", "תודה", "רבה", "נורא"]
LABELS = {0: "Positive", 1: "Negative", 2: "Neutral"}


def make(folder: Path, labels: dict[int, str]) -> Path:
    """A classifier in a folder, as the hub would have it."""
    folder.mkdir()
    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=40,
        id2label=labels,
        label2id={name: index for index, name in labels.items()},
        initializer_range=0.3,  # so that different words get clearly different answers
    )
    BertForSequenceClassification(config).save_pretrained(folder, safe_serialization=True)
    vocabulary = {word: index for index, word in enumerate(WORDS)}
    BertTokenizerFast(vocab=vocabulary, model_max_length=40).save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("models") / "tiny", LABELS)


@pytest.fixture(scope="module")
def classifier(folder: Path) -> TransformerClassifier:
    return TransformerClassifier.at(folder)


def test_the_probabilities_are_the_models_own_under_the_right_names(folder, classifier):
    (found,) = classifier.classify(["thank you"])
    model = BertForSequenceClassification.from_pretrained(folder).eval()
    tokens = torch.tensor([[WORDS.index(word) for word in ("[CLS]", "thank", "you", "[SEP]")]])
    with torch.inference_mode():
        positive, negative, neutral = torch.softmax(model(input_ids=tokens).logits, dim=-1)[0].tolist()
    assert (found.negative, found.neutral, found.positive) == pytest.approx((negative, neutral, positive), abs=1e-5)
    assert found.negative + found.neutral + found.positive == pytest.approx(1.0, abs=1e-5)


def test_texts_are_judged_in_their_order_whatever_their_company(classifier):
    texts = [" ".join(WORDS[5 + (i * k) % 8] for k in range(1 + i % 9)) for i in range(40)]
    together = classifier.classify(texts)
    assert len({round(judged.negative, 4) for judged in together}) > 10
    for text, judged in zip(texts[::7], together[::7], strict=True):
        (alone,) = classifier.classify([text])
        assert alone.negative == pytest.approx(judged.negative, abs=1e-5)


def test_a_text_longer_than_the_model_can_read_is_cut(classifier):
    assert len(classifier.classify(["thank you " * 500, ""])) == 2
    assert classifier.classify([]) == ()


def test_the_settings_may_name_the_folder(folder, tmp_path):
    named = load_sentiment(Settings(tone_model=str(folder)), Catalogue.load(tmp_path), None)
    assert isinstance(named, TransformerClassifier)
    revision = named.revision
    assert revision.model == "tiny"
    assert revision.name == f"transformers {version_of('transformers')}, torch {torch.__version__}"
    assert len(revision.revision) == 12


def version_of(package: str) -> str:
    from importlib.metadata import version

    return version(package)


def test_the_catalogue_may_name_the_model(folder, tmp_path):
    (tmp_path / "dictabert-sentiment").symlink_to(folder)
    named = load_sentiment(Settings(tone_model="dictabert-sentiment"), Catalogue.load(tmp_path), None)
    assert named.revision.revision == TransformerClassifier.at(folder).revision.revision
    assert len(named.classify(["thank you"])) == 1


def test_pickled_weights_are_never_read(folder, tmp_path):
    pickled = make(tmp_path / "pickled", LABELS)
    state = BertForSequenceClassification.from_pretrained(folder).state_dict()
    torch.save(state, pickled / "pytorch_model.bin")
    (pickled / "model.safetensors").rename(pickled / "other.safetensors")  # not what the library looks for
    with pytest.raises(ClassifierUnusable, match="pickled"):
        TransformerClassifier.at(pickled).classify(["thank you"])


def test_a_model_that_brings_code_of_its_own_is_refused_and_its_code_not_run(folder, tmp_path):
    brought = make(tmp_path / "brought", LABELS)
    config = json.loads((brought / "config.json").read_text())
    config["auto_map"] = {
        "AutoConfig": "theirs.Config",
        "AutoModelForSequenceClassification": "theirs.Model",
    }
    config["model_type"] = "theirs"
    (brought / "config.json").write_text(json.dumps(config))
    (brought / "theirs.py").write_text(f"open({str(tmp_path / 'was_run')!r}, 'w')\n")
    with pytest.raises(ClassifierUnusable):
        TransformerClassifier.at(brought).classify(["thank you"])
    assert not (tmp_path / "was_run").exists()


def test_labels_without_names_are_refused(tmp_path):
    unnamed = make(tmp_path / "unnamed", {0: "LABEL_0", 1: "LABEL_1"})
    with pytest.raises(LabelsUnknown, match="LABEL_0"):
        TransformerClassifier.at(unnamed).classify(["thank you"])


def test_a_folder_that_is_cut_off_is_refused(tmp_path):
    cut = make(tmp_path / "cut", LABELS)
    weights = cut / "model.safetensors"
    weights.write_bytes(weights.read_bytes()[:200])
    with pytest.raises(ClassifierUnusable):
        TransformerClassifier.at(cut).classify(["thank you"])
