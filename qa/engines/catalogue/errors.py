"""What can go wrong with models; each message says what mends it."""

from pathlib import Path

from qa.platform.errors import NotFound, QaError, Refused, Unavailable


class UnknownModel(NotFound):
    """The manifest names no such model."""

    def __init__(self, model_id: str, known: tuple[str, ...]) -> None:
        self.known = known
        super().__init__("model", model_id)
        self.args = (f"no model {model_id!r} in the manifest; it names: {', '.join(known)}",)


class UnknownProfile(NotFound):
    """The manifest names no such profile."""

    def __init__(self, profile_id: str, known: tuple[str, ...]) -> None:
        self.known = known
        super().__init__("profile", profile_id)
        self.args = (f"no profile {profile_id!r} in the manifest; it names: {', '.join(known)}",)


class UnusableManifest(QaError):
    """The manifest cannot be read: the installation is broken, not the input."""

    code = "manifest_unusable"

    def __init__(self, path: Path, why: str) -> None:
        self.path, self.why = path, why
        super().__init__(f"the models' manifest {path} cannot be used: {why}")


class ModelMissing(Unavailable):
    """The model is named but its files are not here."""

    code = "model_missing"

    def __init__(self, model_id: str, looked_in: Path) -> None:
        self.model_id, self.looked_in = model_id, looked_in
        super().__init__(f"the model {model_id!r} is not in {looked_in}; fetch it with: qa models pull {model_id}")


class ModelDamaged(Unavailable):
    """A file of the model is not the one that the manifest (or the first verification) names."""

    code = "model_damaged"

    def __init__(self, model_id: str, file: Path, why: str) -> None:
        self.model_id, self.file, self.why = model_id, file, why
        super().__init__(
            f"the model {model_id!r} is damaged: {file} {why}; "
            f"mend it with: qa models remove {model_id} && qa models pull {model_id}"
        )


class PullFailed(Unavailable):
    """No source gave the model; `reasons` says why for each one that was tried."""

    code = "model_pull_failed"

    def __init__(self, model_id: str, reasons: tuple[str, ...]) -> None:
        self.model_id, self.reasons = model_id, reasons
        super().__init__(
            f"could not fetch the model {model_id!r}: {'; '.join(reasons)}. "
            f"Without a network, put its files into a folder named {model_id} inside the folder that QA_MODELS names"
        )


class SourceFailed(Exception):
    """One source could not give the model: not an error of the whole, for the next source is tried. Says why."""


class RevisionUnpinned(Refused):
    """The manifest pins no revision of this model, and nobody named one."""

    code = "model_unpinned"

    def __init__(self, model_id: str, repo: str) -> None:
        self.model_id, self.repo = model_id, repo
        super().__init__(
            f"the manifest pins no revision of {model_id!r} ({repo}): choose a commit of that repository and say "
            f"qa models pull {model_id} --revision COMMIT"
        )


class RevisionNotACommit(Refused):
    """A branch or tag was given where only a commit stays what it is."""

    code = "model_revision"

    def __init__(self, revision: str) -> None:
        self.revision = revision
        super().__init__(f"{revision!r} is not a commit (40 hexadecimal digits); a branch or tag may move")
