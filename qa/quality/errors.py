"""What can be wrong with the files that an evaluation is given. Each error names the file."""

from pathlib import Path

from qa.platform.errors import QaError, Refused


class BadCorpus(Refused):
    """A labelled corpus, or one file of it, that cannot be used."""

    code = "bad_corpus"

    def __init__(self, path: Path, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


class BadPredictions(Refused):
    """A file of predictions that does not fit the corpus, or is none."""

    code = "bad_predictions"

    def __init__(self, path: Path, problem: str) -> None:
        self.path, self.problem = path, problem
        super().__init__(f"{path}: {problem}")


class NotHeard(Refused):
    """A call of the corpus whose recording cannot be heard."""

    code = "not_heard"

    def __init__(self, path: Path, cause: QaError) -> None:
        self.path, self.cause = path, cause
        super().__init__(f"{path}: {cause}")


class NoFolder(Refused):
    """A result is to be written into a folder that does not exist."""

    code = "no_folder"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} cannot be written: there is no folder {path.parent}")
