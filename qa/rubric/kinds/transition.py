"""Sentences that lead a call from one phase into the next."""

from dataclasses import dataclass
from typing import ClassVar, Self

from qa.pipeline.model import PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import SAYING, TEXT, WORDINGS, Outcome, phrase, wordings
from qa.rubric.model import KindName, Texts

MET, PARTLY, NOT_MET = "met", "partly", "not_met"

_SENTENCE = (Key("id", TEXT, required=True), Key("wordings", WORDINGS, required=True), *SAYING)


@dataclass(frozen=True, slots=True)
class Transition:
    """Asks for `need` of the listed sentences, in the listed order where more than one is needed."""

    name: ClassVar[KindName] = "transition"
    keys: ClassVar[tuple[Key, ...]] = (
        Key(
            "sentences",
            {
                "type": "array",
                "minItems": 1,
                "description": "in the order in which they belong into a call; each may have its own place in it",
                "items": {
                    "type": "object",
                    "properties": {key.name: key.schema for key in _SENTENCE},
                    "required": [key.name for key in _SENTENCE if key.required],
                    "additionalProperties": False,
                },
            },
            required=True,
        ),
        Key("need", {"type": "integer", "minimum": 1, "description": "how many of them, in order; 1 where missing"}),
    )
    outcomes: ClassVar[tuple[Outcome, ...]] = (
        Outcome(MET, Texts("נאמר במקומו", "Said in its place"), 1.0),
        Outcome(PARTLY, Texts("נאמר חלקית או שלא לפי הסדר", "Partly, or out of order"), 0.5),
        Outcome(NOT_MET, Texts("לא נאמר", "Not said"), 0.0),
    )

    sentences: tuple[PhraseSpec, ...]
    need: int

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:
        """Raises Misread."""
        sentences: list[PhraseSpec] = []
        for entry in at["sentences"].items():
            entry.expect(_SENTENCE)
            phrase_id = f"{question_id}.{entry['id'].text()}"
            if any(sentence.id == phrase_id for sentence in sentences):
                raise entry["id"].misread(f"the sentence {entry['id'].text()!r} stands here twice")
            sentences.append(phrase(entry, phrase_id, wordings(entry["wordings"])))
        need = at["need"].whole() if "need" in at else 1
        if not 1 <= need <= len(sentences):
            raise at["need"].misread(f"{need} sentences are needed, but {len(sentences)} are listed")
        return cls(tuple(sentences), need)

    def reachable(self) -> tuple[Outcome, ...]:
        """One needed sentence is said or not; more can be said in part."""
        return tuple(outcome for outcome in self.outcomes if self.need > 1 or outcome.id != PARTLY)

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """Every sentence."""
        return self.sentences

    def situations(self) -> tuple[SituationSpec, ...]:
        """None."""
        return ()
