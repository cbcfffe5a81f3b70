"""How the call was conducted, held against bounds."""

from dataclasses import dataclass
from typing import ClassVar, Literal, Self, get_args

from qa.pipeline.model import PhraseSpec, SituationSpec
from qa.rubric.cursor import Cursor, Key
from qa.rubric.kinds.base import Outcome, read_bounds
from qa.rubric.model import KindName, Texts

MET, NOT_MET = "met", "not_met"

#: What can be measured, and in which unit its bounds are written.
Measure = Literal[
    "dead_air_count",  # silences of the rubric's dead_air_s or more
    "dead_air_longest_s",
    "silence_share",  # 0..1 of the conversation without its holds, in silences of a second or more
    "talk_over_count",
    "talk_over_total_s",
    "agent_talk_over_count",  # those that the agent began
    "customer_talk_over_count",
    "agent_interruption_count",  # those by which the agent took the turn
    "customer_interruption_count",
    "agent_talk_share",  # 0..1 of all speech
    "agent_words_per_minute",
    "customer_words_per_minute",
    "agent_loudness_db",  # of full scale, so below 0
    "loudness_difference_db",  # the agent's less the customer's
    "first_word_s",
    "longest_monologue_s",
    "hold_count",
    "hold_total_s",
    "hold_longest_s",
    "hold_unannounced_count",  # those before which the agent said nothing for 15 s
    "hold_no_return_count",  # those after which the agent never spoke again
    "hold_return_longest_s",  # from a hold's end to the agent's first word
]


@dataclass(frozen=True, slots=True)
class Conduct:
    """Asks whether a measure lies within its bounds, both included; None means unbounded."""

    name: ClassVar[KindName] = "conduct"
    keys: ClassVar[tuple[Key, ...]] = (
        Key("measure", {"enum": list(get_args(Measure))}, required=True),
        Key("at_least", {"type": "number"}),
        Key("at_most", {"type": "number"}),
    )
    outcomes: ClassVar[tuple[Outcome, ...]] = (
        Outcome(MET, Texts("עמד ביעד", "Met"), 1.0),
        Outcome(NOT_MET, Texts("לא עמד ביעד", "Not met"), 0.0),
    )

    measure: Measure
    at_least: float | None
    at_most: float | None

    @classmethod
    def read(cls, at: Cursor, question_id: str) -> Self:  # noqa: ARG003 - every kind is read the same way
        """Raises Misread."""
        named = at["measure"].choice(*get_args(Measure))
        measure: Measure = next(known for known in get_args(Measure) if known == named)
        at_least, at_most = read_bounds(at)
        return cls(measure, at_least, at_most)

    def reachable(self) -> tuple[Outcome, ...]:
        """All."""
        return self.outcomes

    def phrases(self) -> tuple[PhraseSpec, ...]:
        """None."""
        return ()

    def situations(self) -> tuple[SituationSpec, ...]:
        """None."""
        return ()
