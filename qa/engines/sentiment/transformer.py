"""Any sequence-classification model that transformers can run. This is the only home of transformers and torch.

Neither belongs to the base installation: `pip install torch==2.13.0` and the extra `tone` bring them. A model is read
from its folder alone, from safetensors alone, and never runs code of its own.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from qa.engines.catalogue import Catalogue
from qa.engines.catalogue.store import sha256_of
from qa.engines.interfaces import EngineRevision, Sentiment
from qa.engines.once import LoadedOnce
from qa.engines.sentiment.labels import gathered, tones_of
from qa.platform.errors import Unavailable

_REVISION_DIGITS = 12
_BATCH = 16
_LONGEST = 512  # tokens of a text that are read; what most such models were made for


class ToneExtraMissing(Unavailable):
    """transformers or torch is not installed."""

    code = "tone_extra_missing"

    def __init__(self) -> None:
        super().__init__("this tone model needs packages that are not installed: python3 -m qa.install --tone")


class ClassifierUnusable(Unavailable):
    """The folder holds no classifier that may be loaded."""

    code = "model_unusable"

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"the tone model in {path} does not load: {why}")


@dataclass(frozen=True, slots=True)
class _Loaded:
    """The parts that transformers made."""

    model: Any
    tokeniser: Any
    tones: tuple[int, ...]
    device: str


class TransformerClassifier:
    """A SentimentClassifier. The model is loaded at the first use, once, in the process that uses it."""

    def __init__(self, folder: Path, name: str, revision: str) -> None:
        """`folder` holds config.json, the tokeniser's files and safetensors; `revision` is the weights' hash.

        Raises ToneExtraMissing, here rather than at the first call.
        """
        if not all(map(find_spec, ("transformers", "torch"))):
            raise ToneExtraMissing
        self._folder, self._name, self._hash = folder, name, revision
        self._loaded = LoadedOnce(self._load)

    @classmethod
    def of(cls, catalogue: Catalogue, model_id: str) -> "TransformerClassifier":
        """The classifier of a model in the catalogue. Raises UnknownModel, ModelMissing."""
        model = catalogue.find(model_id)
        return cls(catalogue.path(model_id), model.name, catalogue.revision(model_id))

    @classmethod
    def at(cls, folder: Path) -> "TransformerClassifier":
        """The classifier in a folder that somebody put there. Raises ClassifierUnusable where there are no weights."""
        weights = sorted(folder.glob("*.safetensors"))
        if not weights:
            raise ClassifierUnusable(folder, "there is no .safetensors file, and weights of other kinds are not read")
        return cls(folder, folder.name, sha256_of(weights[0])[:_REVISION_DIGITS])

    @property
    def revision(self) -> EngineRevision:
        """Which engine and weights."""
        name = f"transformers {version('transformers')}, torch {version('torch')}"
        return EngineRevision(name, self._name, self._hash, f"{_LONGEST} tokens")

    def classify(self, texts: Sequence[str]) -> tuple[Sentiment, ...]:
        """One judgement a text, in their order. Raises ClassifierUnusable, LabelsUnknown."""
        parts = self._loaded.get()
        judged: list[Sentiment] = []
        for first in range(0, len(texts), _BATCH):
            judged += _judge(parts, texts[first : first + _BATCH])
        return tuple(judged)

    def _load(self) -> _Loaded:
        import torch
        from safetensors import SafetensorError
        from transformers import AutoModelForSequenceClassification, AutoTokenizer

        where = str(self._folder)
        only_here: dict[str, Any] = {"local_files_only": True, "trust_remote_code": False}
        try:
            tokeniser = AutoTokenizer.from_pretrained(where, **only_here)
            model = AutoModelForSequenceClassification.from_pretrained(where, use_safetensors=True, **only_here)
        except (OSError, ValueError, KeyError, RuntimeError, SafetensorError) as broken:
            raise ClassifierUnusable(self._folder, str(broken)) from broken
        tones = tones_of(self._folder, model.config.id2label)
        device = "cuda" if torch.cuda.is_available() else "cpu"
        return _Loaded(model.to(device).eval(), tokeniser, tones, device)


def _judge(parts: _Loaded, texts: Sequence[str]) -> list[Sentiment]:
    import torch

    # Some tokenisers name an endless limit, so ours is given.
    limit = min(_LONGEST, parts.tokeniser.model_max_length)
    tokens = parts.tokeniser(list(texts), padding=True, truncation=True, max_length=limit, return_tensors="pt")
    with torch.inference_mode():
        scores = parts.model(**tokens.to(parts.device)).logits
    likely = torch.softmax(scores.float(), dim=-1).cpu().tolist()
    return [gathered(row, parts.tones) for row in likely]
