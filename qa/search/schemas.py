"""What the web says about searching: what is asked for, what is found, and the searches that people keep."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from qa.calls.schemas import CallLanguage, ChannelRole, Direction, Milliseconds
from qa.calls.tables import Medium, Purpose
from qa.evaluation.found import CustomerTone, Outcome
from qa.evaluation.tables import EvaluationState
from qa.people.schemas import PersonOut, TeamOut
from qa.rubric.schemas import Texts

Id = Annotated[str | None, Field(max_length=16)]
Percent = Annotated[float | None, Field(ge=0, le=100)]


class SearchIn(BaseModel):
    """What is asked for: all of it at once. Times in milliseconds from the beginning of the call.

    `speaker`, `from_ms`, `until_ms` and `last_ms` narrow where in the call the words stand: they count with `q` only.
    """

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    q: Annotated[
        str | None,
        Field(max_length=200, description='Words of one turn; "a phrase"; a beginning*. None: every call that fits'),
    ] = None
    speaker: Literal["agent", "customer"] | None = None
    from_ms: Milliseconds = None
    until_ms: Milliseconds = None
    last_ms: Annotated[Milliseconds, Field(description="Turns that begin within this much of the call's end")] = None
    agent_id: Id = None
    team_id: Id = None
    language: Literal["he", "en"] | None = None
    direction: Direction | None = None
    medium: Annotated[Medium | None, Field(description="Spoken, or written as a chat or a mail")] = None
    queue: Annotated[str | None, Field(max_length=120, description="Why the customer called, as telephony says")] = None
    purpose: Annotated[Purpose, Field(description="Calls with customers, or practice of them")] = Purpose.LIVE
    since: AwareDatetime | None = None
    until: AwareDatetime | None = None
    longer_than_ms: Milliseconds = None
    shorter_than_ms: Milliseconds = None
    least_percent: Percent = None
    most_percent: Percent = None
    passed: bool | None = None
    evaluation: EvaluationState | None = None
    tone: Annotated[CustomerTone | None, Field(description="The customer's, as heard and as people corrected it")] = (
        None
    )
    situation: Annotated[
        str | None, Field(max_length=80, description="The question of a rubric whose situation came up")
    ] = None
    outcome: Annotated[Outcome | None, Field(description="How it ended; counts with `situation` only")] = None
    auto_failed: Annotated[bool | None, Field(description="Failed by one answer alone")] = None
    simulated: Annotated[bool | None, Field(description="false: without calls that a generator drew; true: these")] = (
        None
    )


class SearchPart(SearchIn):
    """The same, and which part of what is found is wanted."""

    cursor: Annotated[str | None, Field(max_length=16)] = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class SnippetPart(BaseModel):
    """A stretch of plain text; `marked` where it is what was asked for."""

    text: str
    marked: bool


class HitOut(BaseModel):
    """One turn in which all that was asked for is said. It starts with the first marked word."""

    turn: int
    revision: int
    speaker: ChannelRole
    start_ms: int
    snippet: list[SnippetPart]
    cut_before: bool
    cut_after: bool


class ScoreBrief(BaseModel):
    """The score that lists show of the call: whoever sees only what was published sees only a published one."""

    percent: float
    passed: bool | None
    machine_only: bool


class FoundCall(BaseModel):
    """A call that was found, with its first hits. Times in milliseconds unless the name says otherwise."""

    id: str
    file_name: str
    began_at: datetime = Field(description="When the call began; where nobody knows, when it came")
    duration_ms: int | None
    medium: Medium = Medium.VOICE
    language: CallLanguage
    direction: Direction | None
    queue: str | None
    purpose: Purpose
    agent: PersonOut | None
    team: TeamOut | None
    score: ScoreBrief | None
    feedback_id: str | None = Field(description="The published evaluation, for the agent whose call it is")
    hits: list[HitOut]
    more_hits: int = Field(description="How many other turns of this call were found as well")
    simulated: bool = False


class FoundPage(BaseModel):
    """Calls, the newest first. Pass `next_cursor` back as `cursor`; None means the end."""

    items: list[FoundCall]
    next_cursor: str | None


class SituationChoice(BaseModel):
    """A situation that calls can be narrowed by: its question, as the newest version of its rubric words it."""

    id: str
    text: Texts


class SavedSearchIn(BaseModel):
    """A search and its name; a name that is taken already now stands for this search."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    name: Annotated[str, Field(min_length=1, max_length=80)]
    asked: SearchIn


class SavedSearchOut(BaseModel):
    id: str
    name: str
    asked: SearchIn
    created_at: datetime
