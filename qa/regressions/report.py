"""What a run of the cases says. The page, the command line and CI all read exactly this."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.evaluation.schemas import RubricBrief
from qa.replay.report import Side, Witness
from qa.rubric.schemas import Texts

#: "unsure": the machine says nothing, which breaks nothing. "cannot_ask": see `CannotAsk`.
Outcome = Literal["passes", "breaks", "unsure", "cannot_ask"]
#: Why a case cannot be asked any more: the question is gone, or left to people alone; the right answer is no longer
#: among its options; the call is gone, or its recording, where it was to be heard anew.
CannotAsk = Literal["question_gone", "left_to_people", "option_gone", "call_gone", "recording_gone"]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class RightAnswer(_Said):
    """What people found. `option` is the chosen option's label as it was then; None: the question does not apply."""

    option_id: str | None
    not_applicable: bool
    option: Texts | None


class CaseResult(_Said):
    """One case, asked now. `question_now` is the question's id in the rubric that was run, where it has one.

    `before` is what comes of it under the rubric that calls are held against today, where that is another.
    """

    case_id: str
    call_id: str | None
    file_name: str | None
    question_id: str
    question_now: str | None
    text: Texts
    right: RightAnswer
    outcome: Outcome
    cannot: CannotAsk | None
    now: Side | None
    before: Outcome | None
    decided_at: datetime
    decided_by: str | None = Field(description="A name; None in a folder that was taken elsewhere")
    why: str | None
    dispute_id: str | None


class Totals(_Said):
    """How many cases came to what."""

    passes: int
    breaks: int
    unsure: int
    cannot_ask: int


class Regressions(_Said):
    """All cases that a rubric is concerned with. `heard_anew`: from the recordings, not from the stored transcripts.

    `other_language` counts the cases of calls in a language that the draft is not for.
    """

    rubrics: list[RubricBrief]
    present: RubricBrief | None
    witness: Witness
    heard_anew: bool
    engines: list[str]
    totals: Totals
    results: list[CaseResult]
    other_language: int


class CaseProgress(_Said):
    """How many of the calls are done."""

    done: int
    total: int
