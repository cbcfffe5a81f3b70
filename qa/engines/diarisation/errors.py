"""Why voices cannot be told apart here."""

from pathlib import Path

from qa.platform.errors import Unavailable


class SpeakersExtraMissing(Unavailable):
    """The packages that tell voices apart are not installed."""

    code = "speakers_extra_missing"

    def __init__(self, package: str) -> None:
        self.package = package
        how = "pip install pyannote.audio" if package == "pyannote.audio" else "python3 -m qa.install --speakers"
        super().__init__(f"telling voices apart needs {package}, which is not installed: {how}; or QA_SPEAKERS=off")


class SpeakersModelMissing(Unavailable):
    """There is no pipeline of pyannote's in that folder."""

    code = "speakers_model_missing"

    def __init__(self, folder: Path | None) -> None:
        self.folder = folder
        where = f"{folder} holds no config.yaml" if folder else "QA_SPEAKERS_MODEL is empty"
        super().__init__(
            f"pyannote's models are fetched by hand, since their makers ask for an agreement, and {where}: "
            "put pyannote/speaker-diarization-community-1 into a folder, and name that in QA_SPEAKERS_MODEL"
        )
