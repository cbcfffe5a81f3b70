"""Which of the catalogue's models the settings ask for."""

import os
from pathlib import Path

from qa.engines.catalogue.catalogue import Catalogue
from qa.engines.catalogue.manifest import DEFAULT, Profile
from qa.platform.settings import Settings

EMBEDDER = "e5-small"
#: What the setting `tone_model` says for the classifier that needs no model but the embedder.
TONE_HEAD = "head"


def chosen_profile(settings: Settings, catalogue: Catalogue) -> Profile:
    """The profile that the settings name, with the parts that they name otherwise. Raises UnknownProfile."""
    profile = catalogue.profile(settings.profile)
    said = {
        "models": {DEFAULT: settings.asr_model} if settings.asr_model else None,
        "device": settings.asr_device,
        "compute_type": settings.asr_compute_type,
        "batch": settings.asr_batch,
    }
    changes = {name: value for name, value in said.items() if value}
    # Numbers that suit the profile's device need not suit another.
    if "device" in changes and "compute_type" not in changes and changes["device"] != profile.device:
        changes["compute_type"] = ""
    return profile.model_copy(update=changes)


def models_used(settings: Settings, catalogue: Catalogue | None = None) -> tuple[str, ...]:
    """The models that the settings ask for; those that ship inside installed packages are not named."""
    catalogue = catalogue or Catalogue.load(settings.models)
    tone = settings.tone_model
    in_catalogue = tone not in ("", TONE_HEAD) and not is_folder(tone)
    return (*hearing_with(catalogue, chosen_profile(settings, catalogue)), *([tone] if in_catalogue else []))


def hearing_with(catalogue: Catalogue, profile: Profile) -> tuple[str, ...]:
    """The profile's recognisers, and what else every profile uses and has to be fetched."""
    others = (model for model in catalogue.models if model.default and model.task != "recognition")
    return (*profile.model_ids, *(model.id for model in others if model.bundled is None))


def is_folder(model: str) -> bool:
    """Whether the name is a folder's, and not one of the manifest."""
    return os.sep in model or Path(model).is_dir()
