"""What only a person can answer."""

from dataclasses import dataclass
from typing import ClassVar, Self

from qa.pipeline.model import PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import Outcome
from qa.rubric.model import KindName


@dataclass(frozen=True, slots=True)
class Manual:
    """Asks a person; the rubric names the options."""

    name: ClassVar[KindName] = "manual"
    keys: ClassVar[tuple[Key, ...]] = ()
    outcomes: ClassVar[tuple[Outcome, ...]] = ()

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:  # noqa: ARG003 - every kind is read the same way
        """Never fails: there is nothing to read."""
        return cls()

    def reachable(self) -> tuple[Outcome, ...]:
        """None that a machine could reach."""
        return self.outcomes

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """None."""
        return ()

    def situations(self) -> tuple[SituationSpec, ...]:
        """None."""
        return ()
