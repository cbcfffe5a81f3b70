"""What the machine suggests for one question. People answer; a suggestion is never changed by an answer."""

from dataclasses import dataclass
from typing import Literal

from qa.pipeline.model import Evidence
from qa.rubric.model import Texts
from qa.scoring.chances import confidence

Verdict = Literal["said", "not_said", "unsure", "skipped", "not_applicable", "met", "not_met"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`option_id` None: unsure, skipped or not applicable. Skipped means that nothing was looked at; it is no "no".

    `probability` is that of the event itself (said, met, answered in time), 0..1, whatever the verdict; `confidence` is
    the verdict's. `why` is one sentence.
    """

    question_id: str
    verdict: Verdict
    option_id: str | None
    probability: float
    evidence: tuple[Evidence, ...]
    why: Texts

    @property
    def confidence(self) -> float | None:
        """How likely the suggested option is the right one, 0..1; None where none is suggested."""
        return confidence(self.option_id, self.probability)
