"""How likely each option of a question is the right one, as far as a suggestion tells."""

from collections.abc import Mapping
from dataclasses import dataclass

from qa.rubric.kinds.conduct import MET
from qa.rubric.kinds.phrase import SAID
from qa.rubric.kinds.situation import ANSWERED
from qa.rubric.model import Question

#: The options that stand for the event whose probability a suggestion carries, whatever its verdict; each kind that
#: a machine can judge has one of them.
EVENTS = frozenset({SAID, MET, ANSWERED})


@dataclass(frozen=True, slots=True)
class Suggested:
    """As much of a suggestion as a score needs. `probability` is the event's, 0..1."""

    verdict: str
    option_id: str | None
    probability: float


def confidence(option_id: str | None, probability: float) -> float | None:
    """How likely the suggested option is the right one, 0..1; None where none is suggested."""
    if option_id is None:
        return None
    return probability if option_id in EVENTS else 1 - probability


def chances(question: Question, suggested: Suggested | None) -> Mapping[str, float]:
    """By option id, adding up to 1; options without any chance are left out. Raises KeyError for an unknown option.

    Where a machine has nothing to say, every option is as likely as the others. A suggestion gives its event the
    event's probability; the rest goes to the suggested option, or in equal parts to all others where the event itself
    is suggested or nothing is.
    """
    options = [option.id for option in question.options]
    event = next((option_id for option_id in options if option_id in EVENTS), None)
    if suggested is None or event is None or (suggested.option_id is None and suggested.verdict != "unsure"):
        return dict.fromkeys(options, 1 / len(options))
    probability = min(1.0, max(0.0, suggested.probability))
    if suggested.option_id is None or suggested.option_id == event:
        others = [option_id for option_id in options if option_id != event]
    else:
        others = [question.option(suggested.option_id).id]
    spread = {event: probability} | {option_id: (1 - probability) / len(others) for option_id in others}
    return {option_id: chance for option_id, chance in spread.items() if chance > 0}
