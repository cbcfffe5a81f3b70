"""The catalogue of models: what `models/manifest.yaml` names, what is present, and how to fetch what is missing."""

from qa.engines.catalogue.catalogue import Catalogue
from qa.engines.catalogue.errors import (
    ModelDamaged,
    ModelMissing,
    PullFailed,
    RevisionUnpinned,
    UnknownModel,
    UnusableManifest,
)
from qa.engines.catalogue.manifest import Manifest, Model

__all__ = [
    "Catalogue",
    "Manifest",
    "Model",
    "ModelDamaged",
    "ModelMissing",
    "PullFailed",
    "RevisionUnpinned",
    "UnknownModel",
    "UnusableManifest",
]
