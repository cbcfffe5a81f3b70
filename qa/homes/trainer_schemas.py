"""What the web says on a trainer's own first page."""

from datetime import date
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from qa.coaching.schemas import CoachingSuggestion
from qa.measures.schemas import AdoptionCurve
from qa.rubric.schemas import Texts

StepKind = Literal["session", "agreement", "coach", "late", "practice", "proposal", "confirm", "unread"]


class StepPerson(BaseModel):
    """Somebody whom a step is about. `count`: of how many things; `session_id`: the talk that it is about."""

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    id: str
    name: str
    count: int = 1
    session_id: str | None = None


class TrainerStep(BaseModel):
    """One thing to do next. What is alike is one step: `in_all` people, of whom `people` are the first.

    session: a talk of one's own that is planned; agreement: what was agreed is looked at; coach: `suggestion` says whom
    on what; late: left of the week before; practice: replies that one has not heard; proposal: a reviewer proposes a
    moment; confirm: a talk that its agent has not confirmed; unread: feedback that nobody has read for a while.
    """

    model_config = ConfigDict(json_schema_serialization_defaults_required=True)

    kind: StepKind
    people: list[StepPerson]
    in_all: int
    on: date | None = None
    overdue: bool = False
    question: Texts | None = None
    suggestion: CoachingSuggestion | None = None


class TrainerHome(BaseModel):
    """Of one cohort: what to do next, the most urgent first, and how its targets are adopted, week by week."""

    steps: list[TrainerStep]
    curves: list[AdoptionCurve]
    simulated: int = Field(description="Of the live calls behind the curves: drawn by a generator")
