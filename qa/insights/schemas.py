"""What the web says about many calls together. No figure stands without its count and its interval."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator

from qa.calls.tables import Medium
from qa.evaluation.schemas import EvidenceOut
from qa.insights.intervals import Estimate, Over
from qa.people.schemas import PersonOut
from qa.rubric.schemas import Texts

MeasureName = Literal["score", "tone_start", "tone_end", "dead_air", "talk_share", "handle_time"]
GroupKind = Literal["week", "team", "agent", "language", "queue", "shift", "hour"]
Step = Literal["week", "day"]
TopicKindName = Literal["reason", "product", "competitor"]
PromiseStateName = Literal["open", "kept", "broken", "no_promise"]

_LONGEST_NAME = 80

Id = Annotated[str, Field(max_length=16)]


class InsightsQuery(BaseModel):
    """Which calls count: those that began on these days (of the organisation's clock), both included, and fit.

    Without days: the last twelve weeks.
    """

    model_config = ConfigDict(extra="forbid")

    since: date | None = None
    until: date | None = None
    team_id: Id | None = None
    agent_id: Id | None = None
    language: Literal["he", "en"] | None = None
    medium: Annotated[Medium | None, Field(description="Spoken, or written as a chat or a mail")] = None
    queue: Annotated[str | None, Field(max_length=120)] = None
    topic_id: Annotated[str | None, Field(max_length=16, description="Calls in which it is mentioned")] = None
    rubric_id: Annotated[str | None, Field(max_length=80)] = None
    shift: Annotated[str | None, Field(max_length=40, description="The name of one of the shifts")] = None
    people_only: Annotated[bool, Field(description="Only what people answered, not what a machine suggests")] = False
    simulated: Annotated[bool | None, Field(description="false: without calls that a generator drew; true: these")] = (
        None
    )


class Figure(BaseModel):
    """A figure with what stands behind it. `value`, `low` and `high` are None where `count` calls are too few.

    `over` says what repeats: "agents", and then it speaks of agents such as these, or the "calls" of these very agents.
    `low` and `high` hold the true figure with a probability of 95 %.
    """

    count: int
    agents: int
    over: Over
    value: float | None
    low: float | None
    high: float | None

    @classmethod
    def of(cls, found: Estimate) -> "Figure":
        """The same, as the web says it."""
        return cls(
            count=found.count,
            agents=found.agents,
            over=found.over,
            value=_rounded(found.value),
            low=_rounded(found.low),
            high=_rounded(found.high),
        )


class GroupOut(BaseModel):
    """Calls that belong together, and every measure of them.

    `key` names the group for programs: the Sunday on which a week begins or the day itself, an id, a shift's name, or
    "weekday-hour" with 0 for Sunday. `name` names it for people; None where the page has the words.
    """

    kind: GroupKind
    key: str
    name: str | None
    figures: dict[MeasureName, Figure]


class ShiftOut(BaseModel):
    """Whole hours of the day, from `start` to before `end`, past midnight where that is not behind it."""

    name: str
    start: int
    end: int


class RubricOfCalls(BaseModel):
    """A rubric that calls of these days were held against, and how many."""

    id: str
    title: Texts
    calls: int


class Ground(BaseModel):
    """What the figures of a page rest on."""

    since: date
    until: date
    time_zone: str
    shifts: list[ShiftOut]
    fewest_calls: int = Field(description="With fewer calls no figure is shown")
    calls: int = Field(description="That count")
    simulated: int = Field(description="Of them: calls that nobody held, drawn by a generator")
    reviewed: int = Field(description="Of them: calls in which a person answered anything")
    from_people: int = Field(description="Answers of people that these calls' scores use")
    from_machine: int = Field(description="Suggestions that they use where nobody answered")
    hidden: int = Field(description="Left out, because the asker judges them blind")
    untold: int = Field(description="Scored calls, of whatever day, that the figures do not know yet")
    rubrics: list[RubricOfCalls]


class InsightsOut(BaseModel):
    """All figures of the calls that fit.

    Scores are 0..100, tones -5..+5, dead air and the agent's talk share 0..1, and handling times seconds: the typical
    one, which is the geometric mean, because a few long calls pull a plain mean far away.
    """

    ground: Ground
    step: Step
    whole: dict[MeasureName, Figure]
    groups: list[GroupOut]


class HeatCell(BaseModel):
    """One question in one week. The figure is the share of what could be earned, 0..1, over calls that were asked."""

    week: date = Field(description="The Sunday on which it begins")
    figure: Figure
    not_applicable: int = Field(description="Calls that gave no opportunity, or are said not to be asked")
    undecided: int = Field(description="Calls in which nobody has decided it, or, for people only, no person")
    from_people: int


class HeatRow(BaseModel):
    """One question over the weeks. `question_id` is the first id that it ever had, so that trends survive an edit."""

    question_id: str
    text: Texts
    section: Texts
    critical: bool
    whole: HeatCell | None
    cells: list[HeatCell]


class HeatMap(BaseModel):
    """Questions by weeks, in the order of the rubric; questions that newer versions no longer ask come last."""

    ground: Ground
    rubric: RubricOfCalls | None
    weeks: list[date]
    rows: list[HeatRow]


class CellCall(BaseModel):
    """A call behind a cell, with where the question stands in it and the moments that it rests on."""

    call_id: str
    file_name: str
    medium: Medium = Medium.VOICE
    began_at: datetime
    agent: str | None
    share: float | None
    applies: bool
    decided_by: Literal["person", "machine", "nobody"]
    evidence: list[EvidenceOut]


class CellCalls(BaseModel):
    items: list[CellCall]
    next_cursor: str | None


class LaterCall(BaseModel):
    """A later call with the same customer: it may have been the promised one. `in_time` None: no time was named."""

    id: str
    began_at: datetime
    outbound: bool
    in_time: bool | None


class PromiseMadeOut(BaseModel):
    """Something that an agent said would be done, and what became of it. `version` goes into If-Match of a change.

    The machine finds the words and reads by when; the state is what a person said, "open" until somebody does.
    """

    id: str
    version: int
    call_id: str
    file_name: str
    medium: Medium = Medium.VOICE
    simulated: bool = False
    made_at: datetime
    agent: PersonOut | None
    customer_ref: str | None
    message: int | None = Field(default=None, description="Where it was written: which message, from 1 on")
    start_ms: int
    end_ms: int
    text: str
    due_words: str | None
    due_at: datetime | None
    overdue: bool
    probability: float
    state: PromiseStateName
    note: str | None
    set_by_name: str | None
    set_at: datetime | None
    later_call: LaterCall | None


class PromisePage(BaseModel):
    items: list[PromiseMadeOut]
    next_cursor: str | None
    counts: dict[str, int] = Field(description="Of all that the asker may see, by what the list can be asked for")


class PromiseIn(BaseModel):
    """Only what is named changes."""

    state: PromiseStateName | None = None
    due_at: AwareDatetime | None = None
    note: Annotated[str | None, Field(max_length=2000)] = None


class TopicIn(BaseModel):
    """A topic to watch for. Wordings are patterns, in either language: `{a|b}` a choice, `[a]` may be left out."""

    kind: TopicKindName
    name: Texts
    wordings: Annotated[list[Annotated[str, Field(min_length=1, max_length=200)]], Field(min_length=1, max_length=60)]
    self_service: bool = False

    @field_validator("name")
    @classmethod
    def _named(cls, name: Texts) -> Texts:
        for told in (name.he, name.en):
            if not (told or "").strip() or len(told) > _LONGEST_NAME:
                raise ValueError(f"a topic has a name of 1 to {_LONGEST_NAME} characters in both languages")
        return name


class TopicOut(BaseModel):
    """`version` goes into If-Match of every change."""

    id: str
    version: int
    kind: TopicKindName
    name: Texts
    wordings: list[str]
    self_service: bool


class TopicFigure(BaseModel):
    """A topic in the calls that count: in how many it is mentioned, and what share of them that is."""

    topic: TopicOut
    calls: int
    share: Figure


class TopicsOut(BaseModel):
    """What calls are about. A call may have several reasons; `unknown` are those in which none is mentioned.

    `self_service` counts by a rule of thumb: exactly one reason was mentioned, it is one that self-service can answer,
    and nothing was promised for after the call. `indexed` calls have words that could be looked through.
    """

    ground: Ground
    indexed: int
    topics: list[TopicFigure]
    unknown: Figure
    self_service: Figure


class TopicMentionOut(BaseModel):
    """A call that mentions a topic, and where."""

    call_id: str
    file_name: str
    medium: Medium = Medium.VOICE
    began_at: datetime
    agent: str | None
    moments: list[EvidenceOut]


class MentionPage(BaseModel):
    items: list[TopicMentionOut]
    next_cursor: str | None


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
