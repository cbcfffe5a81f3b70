"""How a speaker sounded by the words, held against bounds."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self, get_args

from qa.pipeline.model import PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import Outcome, read_bounds
from qa.rubric.model import KindName, Texts

MET, NOT_MET = "met", "not_met"

#: Whose tone. The customer's is evidence about the call: it says how it went, not by itself how the agent did.
ToneSpeaker = Literal["agent", "customer"]
#: What of the tone is held against the bounds; -5 (all negative) .. +5 (all positive), the trend -10 .. +10.
ToneMeasure = Literal[
    "mean",  # over the quarters of the call in which the speaker's tone is known
    "first_quarter",  # the first of them
    "last_quarter",  # the last of them
    "lowest_quarter",  # the lowest of them
    "trend",  # the last of them less the first
]
#: The lowest and highest value that a measure can have.
LIMITS: dict[ToneMeasure, tuple[float, float]] = {
    measure: (-10.0, 10.0) if measure == "trend" else (-5.0, 5.0) for measure in get_args(ToneMeasure)
}

_BOUND = {"type": "number", "minimum": -10, "maximum": 10}


@dataclass(frozen=True, slots=True)
class Tone:
    """Asks whether a speaker's tone lies within its bounds, both included; None means unbounded."""

    name: ClassVar[KindName] = "tone"
    keys: ClassVar[tuple[Key, ...]] = (
        Key(
            "speaker",
            {
                "enum": list(get_args(ToneSpeaker)),
                "description": "the customer's tone is evidence about the call, not by itself a score of the agent",
            },
            required=True,
        ),
        Key("measure", {"enum": list(get_args(ToneMeasure))}, required=True),
        Key("at_least", _BOUND | {"description": "-5 (all negative) to 5 (all positive); a trend -10 to 10"}),
        Key("at_most", _BOUND),
    )
    outcomes: ClassVar[tuple[Outcome, ...]] = (
        Outcome(MET, Texts("עמד ביעד", "Met"), 1.0),
        Outcome(NOT_MET, Texts("לא עמד ביעד", "Not met"), 0.0),
    )

    speaker: ToneSpeaker
    measure: ToneMeasure
    at_least: float | None
    at_most: float | None

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:  # noqa: ARG003 - every kind is read the same way
        """Raises Misread."""
        speaker = at["speaker"].choice(*get_args(ToneSpeaker))
        measure = at["measure"].choice(*get_args(ToneMeasure))
        at_least, at_most = read_bounds(at)
        return cls(
            next(known for known in get_args(ToneSpeaker) if known == speaker),
            next(known for known in get_args(ToneMeasure) if known == measure),
            at_least,
            at_most,
        )

    def reachable(self) -> tuple[Outcome, ...]:
        """All."""
        return self.outcomes

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """None."""
        return ()

    def situations(self) -> tuple[SituationSpec, ...]:
        """None."""
        return ()
