"""The catalogue of models: what `models/manifest.yaml` names, what is present, and how to fetch what is missing."""

from qa.engines.catalogue.catalogue import Catalogue
from qa.engines.catalogue.errors import (
    ModelDamaged,
    ModelMissing,
    PullFailed,
    RevisionUnpinned,
    UnknownModel,
    UnknownProfile,
    UnusableManifest,
)
from qa.engines.catalogue.manifest import DEFAULT, Manifest, Model, Profile

__all__ = [
    "DEFAULT",
    "Catalogue",
    "Manifest",
    "Model",
    "ModelDamaged",
    "ModelMissing",
    "Profile",
    "PullFailed",
    "RevisionUnpinned",
    "UnknownModel",
    "UnknownProfile",
    "UnusableManifest",
]
