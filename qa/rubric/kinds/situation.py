"""Something happens in the call, and an answer is owed to it."""

from dataclasses import dataclass
from typing import ClassVar, Self

from qa.pipeline.model import PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import SAYING, SECONDS, WORDINGS, Outcome, phrase, wordings
from qa.rubric.model import KindName, Texts

ANSWERED, PARTLY, MISSED = "answered", "partly", "missed"

_SPOKEN = (Key("wordings", WORDINGS, required=True), *SAYING)
_SPOKEN_SCHEMA = {
    "type": "object",
    "properties": {key.name: key.schema for key in _SPOKEN},
    "required": [key.name for key in _SPOKEN if key.required],
    "additionalProperties": False,
}


@dataclass(frozen=True, slots=True)
class Situation:
    """Asks for a response to each occurrence of a trigger; no occurrence means: not applicable."""

    name: ClassVar[KindName] = "situation"
    keys: ClassVar[tuple[Key, ...]] = (
        Key("trigger", _SPOKEN_SCHEMA | {"description": "what the customer says"}, required=True),
        Key("response", _SPOKEN_SCHEMA | {"description": "what the agent owes"}, required=True),
        Key("within_s", SECONDS | {"description": "from the end of the trigger's turn to the response"}, required=True),
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
        return cls(
            SituationSpec(
                id=question_id,
                trigger=phrase(trigger, f"{question_id}.trigger", wordings(trigger["wordings"]), usual="customer"),
                response=phrase(response, f"{question_id}.response", wordings(response["wordings"])),
                within_ms=at["within_s"].milliseconds(),
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
