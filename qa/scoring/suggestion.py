"""What the machine suggests for one question. People answer; a suggestion is never changed by an answer."""

from dataclasses import dataclass
from typing import Literal

from qa.pipeline.model import Evidence
from qa.rubric.model import Texts

Verdict = Literal["said", "not_said", "unsure", "skipped", "not_applicable", "met", "not_met"]


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`option_id` None: unsure, skipped or not applicable.

    `probability` is that of the event itself (said, met, answered in time), 0..1, whatever the verdict; it is not the
    verdict's. `why` is one sentence.
    """

    question_id: str
    verdict: Verdict
    option_id: str | None
    probability: float
    evidence: tuple[Evidence, ...]
    why: Texts
