"""What the web says about calls: their recording, their way through the pipeline, their transcript."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from qa.people.schemas import PersonOut, TeamOut

CallLanguage = Literal["he", "en", "auto"]
Direction = Literal["inbound", "outbound"]
#: How far a call has come. "failed" means quarantined after three attempts or refused; the reason is in `problem`.
CallState = Literal["waiting", "processing", "ready", "failed"]
#: In which order a list comes: the newest first, or those whose verdict is the least settled.
CallOrder = Literal["newest", "could_flip"]
#: The stages that progress reports, in this order.
Stage = Literal["received", "decode", "speech", "transcribe", "turns", "findings", "score", "done"]
ChannelRole = Literal["agent", "customer", "unknown"]


#: A duration; the upper bound is what every database's integer holds, about 24 days.
Milliseconds = Annotated[int | None, Field(ge=0, lt=1 << 31)]


class CallFacts(BaseModel):
    """What the telephony system knows about a call: the content of a sidecar file. Unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", str_strip_whitespace=True)

    agent: Annotated[str | None, Field(max_length=120, description="The agent's code, or exact name")] = None
    team: Annotated[str | None, Field(max_length=120)] = None
    customer_ref: Annotated[str | None, Field(max_length=120)] = None
    direction: Direction | None = None
    started_at: AwareDatetime | None = None
    language: CallLanguage = "auto"
    channels: Annotated[list[Literal["agent", "customer"]] | None, Field(min_length=1, max_length=2)] = None
    queue: Annotated[str | None, Field(max_length=120)] = None
    handle_ms: Milliseconds = None
    hold_ms: Milliseconds = None
    wait_ms: Milliseconds = None


class FlagOut(BaseModel):
    code: str
    detail: str


class Problem(BaseModel):
    """Why a call failed: a code that the page translates, and the English sentence."""

    code: str
    message: str
    attempts: int
    can_retry: bool


class JobProgress(BaseModel):
    stage: Stage
    share: Annotated[float, Field(ge=0, le=1)]
    attempts: int


class CallOut(BaseModel):
    """A row of the call list. Times in milliseconds unless the name says otherwise."""

    id: str
    file_name: str
    state: CallState
    progress: JobProgress | None
    problem: Problem | None
    language: CallLanguage
    duration_ms: int | None
    started_at: datetime | None
    received_at: datetime
    direction: Direction | None
    agent: PersonOut | None
    agent_code: str | None
    team: TeamOut | None
    customer_ref: str | None
    queue: str | None
    handle_ms: int | None
    hold_ms: int | None
    wait_ms: int | None
    flags: list[FlagOut]
    evaluation: "EvaluationBrief | None"


class EvaluationBrief(BaseModel):
    """Only what a list shows. `percent` is the present score, 0..100, by people's answers where there are any."""

    id: str
    state: Literal["draft", "submitted", "published", "acknowledged"]
    percent: float | None
    passed: bool | None
    machine_only: bool
    could_flip: float = Field(
        description="How likely the call will pass or fail unlike now, once people answered, 0..1"
    )
    unsure: int = Field(description="Questions that wait for a person because the machine is unsure")


class CallPage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`; None means the end."""

    items: list[CallOut]
    next_cursor: str | None
    counts: dict[CallState, int] = Field(description="Of all calls that the asker may see, without filters")


class Uploaded(BaseModel):
    """`duplicate`: the very same bytes were here already; `call` is that call."""

    call: CallOut
    duplicate: bool


class WordOut(BaseModel):
    model_config = ConfigDict(from_attributes=True)
    text: str
    start_ms: int
    end_ms: int
    probability: float


class TurnOut(BaseModel):
    index: int
    speaker: ChannelRole
    start_ms: int
    end_ms: int
    text: str
    words: list[WordOut]


class InterruptionOut(BaseModel):
    """Where somebody took the turn while the other was speaking, and who did."""

    start_ms: int
    end_ms: int
    by: ChannelRole


class TranscriptOut(BaseModel):
    """One revision of a call's transcript. `engines` says which engines and models said it."""

    revision: int
    language: str
    duration_ms: int
    flags: list[FlagOut]
    engines: list[str]
    turns: list[TurnOut]
    dead_air: list[tuple[int, int]]
    talk_over: list[tuple[int, int]]
    interruptions: list[InterruptionOut]
    holds: list[tuple[int, int]]


class PeaksOut(BaseModel):
    """Server-made waveform: per channel, one value 0..1 every `step_ms`."""

    duration_ms: int
    step_ms: int
    channels: list["PeakChannel"]


class PeakChannel(BaseModel):
    speaker: ChannelRole
    peaks: list[float]


class AudioAddress(BaseModel):
    """A signed address of the playback audio, for this person only, for at most five minutes."""

    url: str
    expires_at: datetime


class CallEvent(BaseModel):
    """Sent over GET /api/events whenever a call that the asker may see has moved."""

    call_id: str
    state: CallState
    progress: JobProgress | None
    problem: Problem | None


class CallChange(BaseModel):
    """Only what is named changes."""

    agent_id: str | None = None
    language: CallLanguage | None = None


CallOut.model_rebuild()
PeaksOut.model_rebuild()
