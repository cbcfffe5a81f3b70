"""What is wrong with a rubric, and exactly where."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from qa.platform.errors import Refused

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault. `line` counts from 1; `question` is None where the fault lies outside any question."""

    file: Path
    line: int
    question: str | None
    message: str
    severity: Severity = "error"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}"
        return f"{where}: {self.question}: {self.message}" if self.question else f"{where}: {self.message}"


class RubricUnreadable(Refused):
    """A rubric file with faults that leave no rubric to use; `problems` lists them all."""

    code = "rubric_unreadable"

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems))
