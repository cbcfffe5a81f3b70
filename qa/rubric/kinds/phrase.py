"""A phrase that must be said, or must not be."""

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from qa.pipeline.model import PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import COUNTING, SAYING, WORDINGS, Outcome, phrase, wordings
from qa.rubric.model import KindName, Texts

SAID, NOT_SAID = "said", "not_said"


@dataclass(frozen=True, slots=True)
class Phrase:
    """Asks whether a phrase was said. `forbidden`: saying it is the fault."""

    name: ClassVar[KindName] = "phrase"
    keys: ClassVar[tuple[Key, ...]] = (
        Key("wordings", WORDINGS, required=True),
        Key("forbidden", {"type": "boolean", "description": "saying it is the fault"}),
        *SAYING,
        *COUNTING,
    )
    outcomes: ClassVar[tuple[Outcome, ...]] = (
        Outcome(SAID, Texts("נאמר", "Said"), 1.0),
        Outcome(NOT_SAID, Texts("לא נאמר", "Not said"), 0.0),
    )

    spec: PhraseSpec
    forbidden: bool

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:
        """Raises Misread."""
        forbidden = "forbidden" in at and at["forbidden"].flag()
        return cls(phrase(at, question_id, wordings(at["wordings"])), forbidden)

    def reachable(self) -> tuple[Outcome, ...]:
        """Both; what is forbidden earns its points by not being said."""
        if not self.forbidden:
            return self.outcomes
        return tuple(replace(outcome, share=1 - outcome.share) for outcome in reversed(self.outcomes))

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """The phrase itself."""
        return (self.spec,)

    def situations(self) -> tuple[SituationSpec, ...]:
        """None."""
        return ()
