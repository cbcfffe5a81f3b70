"""The tone of a text: by a small head on the embedder's vectors, or by any classifier that transformers runs."""

from qa.engines.sentiment.head import EmbedderMismatch, HeadClassifier
from qa.engines.sentiment.labels import LabelsUnknown
from qa.engines.sentiment.transformer import ClassifierUnusable, ToneExtraMissing, TransformerClassifier

__all__ = [
    "ClassifierUnusable",
    "EmbedderMismatch",
    "HeadClassifier",
    "LabelsUnknown",
    "ToneExtraMissing",
    "TransformerClassifier",
]
