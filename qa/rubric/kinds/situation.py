"""Something happens in the call, and an answer is owed to it."""

from dataclasses import dataclass
from typing import ClassVar, Self

from qa.pipeline.model import PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import SAYING, SECONDS, TIMES, WORDINGS, Outcome, mapping_schema, phrase, wordings
from qa.rubric.model import KindName, Texts

ANSWERED, PARTLY, MISSED = "answered", "partly", "missed"

_SPOKEN = (Key("wordings", WORDINGS, required=True), *SAYING)
_SPOKEN_SCHEMA = mapping_schema(_SPOKEN)


@dataclass(frozen=True, slots=True)
class Situation:
    """Asks for a response to each occurrence of a trigger; no occurrence means: not applicable."""

    name: ClassVar[KindName] = "situation"
    keys: ClassVar[tuple[Key, ...]] = (
        Key("trigger", _SPOKEN_SCHEMA | {"description": "what the customer says"}, required=True),
        Key("response", _SPOKEN_SCHEMA | {"description": "what the agent owes"}, required=True),
        Key(
            "within_s", SECONDS | {"description": "from the end of the trigger's sentence to the response's first word"}
        ),
        Key(
            "within_turns",
            TIMES
            | {"description": "1: in the next turn of whoever owes it; beside within_s, both hold. One is needed"},
        ),
    )
    outcomes: ClassVar[tuple[Outcome, ...]] = (
        Outcome(ANSWERED, Texts("נענה בזמן", "Answered in time"), 1.0),
        Outcome(PARTLY, Texts("נענה חלקית או באיחור", "Partly, or late"), 0.5),
        Outcome(MISSED, Texts("הוחמץ", "Missed"), 0.0),
    )

    spec: SituationSpec

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:
        """Raises Misread."""
        trigger, response = at["trigger"], at["response"]
        trigger.expect(_SPOKEN)
        response.expect(_SPOKEN)
        if "within_s" not in at and "within_turns" not in at:
            raise at.misread("a situation needs within_s, within_turns or both: how soon the response is owed")
        return cls(
            SituationSpec(
                id=question_id,
                trigger=phrase(trigger, f"{question_id}.trigger", wordings(trigger["wordings"]), usual="customer"),
                response=phrase(response, f"{question_id}.response", wordings(response["wordings"])),
                within_ms=at["within_s"].milliseconds() if "within_s" in at else None,
                within_turns=at["within_turns"].times() if "within_turns" in at else None,
            )
        )

    def reachable(self) -> tuple[Outcome, ...]:
        """All."""
        return self.outcomes

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """None: the trigger and the response are looked for as a situation."""
        return ()

    def situations(self) -> tuple[SituationSpec, ...]:
        """The situation itself."""
        return (self.spec,)
