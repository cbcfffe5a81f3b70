"""What the web says about drills and attempts at them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, Field

from qa.calls.schemas import CallState, Problem
from qa.pipeline.model import Verdict
from qa.rubric.schemas import Texts

DrillLanguage = Literal["he", "en"]
MomentSource = Literal["missed", "exemplar", "book"]


class DrillOut(BaseModel):
    """Something to practise. `misses`: how often the agent missed it lately; 0: it is here because the book has it.

    `done`: it was said in practice since it was missed last.
    """

    id: str
    language: DrillLanguage
    topic: Texts
    question_id: str | None
    misses: int
    last_missed_at: datetime | None
    attempts: int
    best: Verdict | None = Field(description="The best verdict on any attempt")
    done: bool


class DrillMomentOut(BaseModel):
    """A customer's sentence to reply to. `call_id` only where it is out of a call of the agent's own."""

    id: str
    source: MomentSource
    text: str
    has_sound: bool
    call_id: str | None
    at: datetime | None


class DrillDetailOut(DrillOut):
    """One drill: what customers say, what can be said, and how soon. The moments come in the order to take them."""

    moments: list[DrillMomentOut]
    sentences: list[str]
    within_s: float | None
    most_s: int = Field(description="The longest reply that is taken, in seconds")


class DrillAttemptOut(BaseModel):
    """One attempt. Times are milliseconds of the reply; what it came to is None until `state` is "ready"."""

    id: str
    drill_id: str
    moment_id: str
    topic: Texts
    language: DrillLanguage
    call_id: str | None = Field(description="The call that the sentence is out of, for those who see all calls")
    person_id: str
    person_name: str
    created_at: datetime
    state: CallState
    stage: str | None = Field(description="What is being done, while it is")
    problem: Problem | None
    verdict: Verdict | None
    probability: float | None = Field(description="That what is wanted was said, 0..1")
    late: bool = Field(description="Said, but begun later than the rule allows")
    why: Texts | None
    detail: str | None = Field(description="In English: which wording, and what each witness says")
    heard: str | None
    quote: str | None
    quote_start_ms: int | None
    quote_end_ms: int | None
    duration_ms: int | None
    simulated: bool = Field(False, description="A generator drew it: nobody said anything, and nothing can be heard")


class DrillAttemptPage(BaseModel):
    """Attempts, the newest first."""

    items: list[DrillAttemptOut]
    next_cursor: str | None


class DrillingPersonOut(BaseModel):
    """Somebody who practised, for trainers."""

    id: str
    name: str
    attempts: int
    said: int
    last_at: datetime
