"""What the web says about scenarios and about practising with them."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from qa.calls.schemas import CallOut
from qa.people.schemas import PersonOut
from qa.practice.scenarios.lint import Fault, Severity
from qa.practice.scenarios.story import Story, StoryStep

Id = Annotated[str, Field(max_length=16)]
#: open: being practised; processing: the recording is heard and scored; failed, scored: what came of it; gone: deleted.
PracticeAttemptState = Literal["open", "processing", "failed", "scored", "gone"]


class StoryProblem(BaseModel):
    """One fault of a story, which the page says in its own words; an error keeps it from being offered."""

    severity: Severity
    code: Fault
    line: str
    detail: str


class ScenarioIn(BaseModel):
    """A scenario as it is to be from now on. `offered`: agents may practise with it."""

    story: Story
    offered: bool = False


class ScenarioBrief(BaseModel):
    """A line in the list of scenarios.

    `attempts`, `best_percent`: the asker's own, or everybody's for who trains. An administrator sees
    nobody's practice, and is told how often it was, and no score.
    """

    id: str
    version: int
    number: int = Field(description="Which version of the story it is")
    title: str
    language: Literal["he", "en"]
    about: str
    lines: int
    has_sound: bool
    offered: bool
    attempts: int
    best_percent: float | None


class ScenarioVersionOut(BaseModel):
    """One version of a story, and who saved it."""

    number: int
    saved_at: datetime
    saved_by: str | None
    attempts: int


class ScenarioClipOut(BaseModel):
    """The sound of a line. `call_id`: the call that it was cut out of."""

    id: str
    duration_ms: int
    call_id: str | None


class ScenarioOut(BaseModel):
    """A whole scenario. `version` goes into If-Match of every change."""

    id: str
    version: int
    number: int
    offered: bool
    story: Story
    problems: list[StoryProblem]
    clips: list[ScenarioClipOut]
    versions: list[ScenarioVersionOut]


class ScenarioCutIn(BaseModel):
    """The moment of a call in which a customer says the line."""

    call_id: Id
    start_ms: Annotated[int, Field(ge=0, lt=1 << 31)]
    end_ms: Annotated[int, Field(ge=0, lt=1 << 31)]


class PracticeAttemptBrief(BaseModel):
    """A line in the list of attempts."""

    id: str
    scenario_id: str
    title: str
    language: Literal["he", "en"]
    number: int
    person: PersonOut
    state: PracticeAttemptState
    started_at: datetime
    finished_at: datetime | None
    answers: int
    call_id: str | None
    percent: float | None
    passed: bool | None
    unsure: int
    simulated: bool = Field(False, description="Nobody practised: its call was drawn by a generator")


class PracticeAttemptOut(PracticeAttemptBrief):
    """One attempt: the story that it is of, what happened until now, and what comes next."""

    story: Story
    steps: list[StoryStep]
    line: str | None = Field(description="The customer's line that waits for an answer; None: the agent opens the call")
    ended: bool = Field(description="Nothing more comes; the call can be finished")
    call: CallOut | None


class PracticeAttemptPage(BaseModel):
    """Attempts, the newest first. Pass `next_cursor` back as `cursor`; None means the end."""

    items: list[PracticeAttemptBrief]
    next_cursor: str | None
