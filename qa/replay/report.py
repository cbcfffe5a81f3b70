"""What a replay says. The page, the command line and the downloads all show exactly this."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.evaluation.schemas import EvidenceOut, QuestionKind, RubricBrief, Verdict
from qa.rubric.schemas import ProblemOut, Texts
from qa.scoring.score import DecidedBy

#: Who judged what was said: the transcript's words alone, or the sound beside them.
Witness = Literal["text", "text_and_sound"]
#: What an answer comes to. "yes" earns at least half of what is between the worst option and the best; "unsure" is
#: everything that neither person nor machine has decided.
Outcome = Literal["yes", "no", "unsure", "not_applicable"]
#: "changed": the same question, asked or counted differently.
Change = Literal["same", "changed", "new", "removed"]


class _Said(BaseModel):
    model_config = ConfigDict(frozen=True)


class Side(_Said):
    """Where a question stands on one side of a replay. `option` is the chosen option's label."""

    outcome: Outcome
    verdict: Verdict | None = Field(description="The machine's, where it has one that counts")
    option_id: str | None
    option: Texts | None
    decided_by: DecidedBy
    probability: float | None
    why: Texts | None
    evidence: list[EvidenceOut]


class Flip(_Said):
    """A question that stands differently in one call once the draft is asked."""

    question_id: str
    call_id: str
    before: Side
    after: Side


class Standing(_Said):
    """A call's score on one side; percentages 0..100, None where nothing can be counted or much is open."""

    percent: float | None
    low: float | None
    high: float | None
    passed: bool | None
    undecided: int


class CallReplayed(_Said):
    """One call on both sides. `before` is None where no rubric is published for the language."""

    call_id: str
    file_name: str
    at: datetime
    agent_id: str | None
    agent_name: str | None
    before: Standing | None
    after: Standing
    flips: int
    passing_changed: bool
    witness: Witness


class Numbers(_Said):
    """Many calls on one side. `percent` is the mean over the calls that have one on both sides."""

    percent: float | None
    passed: int
    failed: int
    open: int


class Compared(_Said):
    """Many calls on both sides; `before` is None where there is no rubric to compare with."""

    calls: int
    before: Numbers | None
    after: Numbers


class AgentReplayed(Compared):
    """The calls of one agent; without id and name those that are nobody's yet."""

    agent_id: str | None
    agent_name: str | None


class Tally(_Said):
    """In how many calls a question came to which outcome."""

    yes: int
    no: int
    unsure: int
    not_applicable: int


class QuestionReplayed(_Said):
    """One question over all calls. `flips_to` counts only the calls in which it stands differently."""

    question_id: str
    was: str | None = Field(description="Its id in the present rubric, where that is another")
    kind: QuestionKind
    text: Texts
    change: Change
    before: Tally | None
    after: Tally | None
    flips: int
    flips_to: Tally


class LostAnswer(_Said):
    """A person's answer that the draft has no place for: its question or its option is gone."""

    call_id: str
    question_id: str
    option_id: str | None


class LeftOut(_Said):
    """A call that was asked for by name and cannot be replayed."""

    call_id: str
    why: Literal["not_heard", "other_language"]


class Replay(_Said):
    """A draft against calls that were heard already. `present` is the rubric that the calls are held against today.

    Both sides are judged anew, from the same transcript and by the same means, with people's answers on top: what
    differs is the draft's doing. `witness` is "text" where any call was judged without its sound.
    """

    draft: RubricBrief
    present: RubricBrief | None
    witness: Witness
    problems: list[ProblemOut]
    totals: Compared
    flips: list[Flip]
    questions: list[QuestionReplayed]
    agents: list[AgentReplayed]
    calls: list[CallReplayed]
    lost_answers: list[LostAnswer]
    left_out: list[LeftOut]


class Progress(_Said):
    """How many of the calls are done."""

    done: int
    total: int
