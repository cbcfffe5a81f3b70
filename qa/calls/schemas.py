"""What the web says about calls: their recording, their way through the pipeline, their transcript."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from qa.calls.tables import Medium, Purpose
from qa.people.schemas import PersonOut, TeamOut
from qa.pipeline.redact import Kind as NumberKind

CallLanguage = Literal["he", "en", "auto"]
Direction = Literal["inbound", "outbound"]
#: How far a call has come. "failed" means quarantined after three attempts or refused; the reason is in `problem`.
CallState = Literal["waiting", "processing", "ready", "failed"]
#: In which order a list comes: the newest first, or those whose verdict is the least settled.
CallOrder = Literal["newest", "could_flip"]
#: The stages that progress reports, in this order.
Stage = Literal["received", "decode", "speech", "transcribe", "turns", "findings", "score", "done"]
ChannelRole = Literal["agent", "customer", "unknown"]
#: By what word errors are summed.
Period = Literal["month", "week"]
#: Who made a revision of a transcript: engines, or a person who corrected what they heard.
TranscriptOrigin = Literal["machine", "corrected"]


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
    purpose: Purpose = Purpose.LIVE
    medium: Medium = Medium.VOICE
    simulated: bool = False


class EvaluationBrief(BaseModel):
    """Only what a list shows. `percent` is the present score, 0..100, by people's answers where there are any."""

    id: str
    state: Literal["draft", "submitted", "published", "acknowledged", "disputed", "retracted"]
    percent: float | None
    passed: bool | None
    machine_only: bool
    could_flip: float = Field(
        description="How likely the call will pass or fail unlike now, once people answered, 0..1"
    )
    unsure: int = Field(description="Questions that wait for a person because the machine is unsure")


class SimulatedCalls(BaseModel):
    """Whether there are calls that nobody held."""

    here: bool


class CallPage(BaseModel):
    """Keyset paging: pass `next_cursor` back as `cursor`; None means the end."""

    items: list[CallOut]
    next_cursor: str | None
    counts: dict[CallState, int] = Field(
        description="Of all calls with that purpose that the asker may see, without other filters"
    )


class Uploaded(BaseModel):
    """`duplicate`: the very same bytes were here already; `call` is that call."""

    call: CallOut
    duplicate: bool


class WordOut(BaseModel):
    """A word; or where `hidden` says of what kind, the mark that stands for a personal number."""

    model_config = ConfigDict(from_attributes=True)
    text: str
    start_ms: int
    end_ms: int
    probability: float
    hidden: NumberKind | None = None


class CorrectedTurnOut(BaseModel):
    """A person put these words in the place of the machine's, which are `heard`."""

    person_name: str
    at: datetime
    heard: str


class TurnOut(BaseModel):
    index: int
    speaker: ChannelRole
    start_ms: int
    end_ms: int
    text: str
    language: str | None = Field(default=None, description="What most of its words were heard in")
    party: int | None = Field(default=None, description="Which of the transcript's parties says it")
    sent_at: datetime | None = Field(default=None, description="Of a written message, where its time is known")
    words: list[WordOut]
    corrected: CorrectedTurnOut | None = None


class InterruptionOut(BaseModel):
    """Where somebody took the turn while the other was speaking, and who did."""

    start_ms: int
    end_ms: int
    by: ChannelRole


class TranscriptOut(BaseModel):
    """One revision of a call's transcript. `engines` says which engines and models heard it."""

    revision: int
    origin: TranscriptOrigin
    language: str
    duration_ms: int
    flags: list[FlagOut]
    engines: list[str]
    turns: list[TurnOut]
    dead_air: list[tuple[int, int]]
    talk_over: list[tuple[int, int]]
    interruptions: list[InterruptionOut]
    holds: list[tuple[int, int]]
    parties: list[ChannelRole] = Field(
        description="Who each side of the call is, as heard: by channel, or by voice where one channel carries both. "
        "Empty where a revision does not know, as those of the first days"
    )
    written: bool = Field(
        default=False, description="Messages without sound: the turns' milliseconds are places in the text, not times"
    )


class RolesIn(BaseModel):
    """Who each side of the call is, in the order of the revision's `parties`."""

    revision: Annotated[int, Field(ge=1, lt=1 << 31)]
    roles: Annotated[list[Literal["agent", "customer"]], Field(min_length=1, max_length=2)]


class RevealIn(BaseModel):
    """Why somebody has to see the personal numbers of a call. It is kept in the audit trail."""

    model_config = ConfigDict(str_strip_whitespace=True)

    reason: Annotated[str, Field(min_length=3, max_length=200)]
    revision: Annotated[int | None, Field(ge=1, lt=1 << 31, description="None: the one that people see")] = None


class HearNumberIn(RevealIn):
    """Which hidden number to hear, as `RevealedOut` says it, and why. The reason is kept in the audit trail."""

    speaker: ChannelRole
    start_ms: Annotated[int, Field(ge=0, lt=1 << 31)]


class RevealedOut(BaseModel):
    """The words that a placeholder stands for; its times and its speaker say which."""

    kind: NumberKind
    speaker: ChannelRole
    start_ms: int
    end_ms: int
    text: str


class RevisionOut(BaseModel):
    """A line in the list of a call's transcripts. `shown` is the one that people see and that is scored."""

    revision: int
    origin: TranscriptOrigin
    shown: bool
    language: str
    engine: str = Field(description="Which engines and models heard the words that this rests on")
    person_name: str | None = Field(description="Who corrected it")
    based_on: int | None = Field(description="The revision that was corrected")
    created_at: datetime


class CorrectionIn(BaseModel):
    """New words for one turn of the revision that was read, or none where nothing was said.

    Words that stay keep their times.
    """

    revision: Annotated[int, Field(ge=1, lt=1 << 31)]
    turn: Annotated[int, Field(ge=0, lt=1 << 31, description="Its index in the transcript")]
    text: Annotated[str, Field(max_length=20_000)]


class WordErrorsOut(BaseModel):
    """How far one set of engines was off in calls that people corrected. Shares may pass 1 where much was made up."""

    period: str = Field(description="When the machine heard the calls: 2026-03, or 2026-W10")
    language: str
    engine: str
    calls: int
    words: int = Field(description="Of the whole calls, as corrected")
    checked_words: int = Field(description="Of the turns that people corrected")
    errors: int = Field(description="Words changed, left out or put in by people")
    wer: float | None = Field(description="errors / words: what nobody touched counts as right")
    checked_wer: float | None = Field(description="errors / checked_words: of corrected turns alone")


class HearAgainIn(BaseModel):
    """Which calls to hear again: all that fit every condition given, of which there must be one."""

    call_ids: Annotated[list[Annotated[str, Field(max_length=16)]], Field(max_length=1000)] = []
    since: AwareDatetime | None = None
    language: Literal["he", "en"] | None = None
    engine_other_than: Annotated[str | None, Field(min_length=1, max_length=200)] = None
    dry_run: bool = Field(default=False, description="Only say how many calls it would be")


class HearAgainOut(BaseModel):
    """How many calls are heard again, and how many of those chosen wait to be heard as it is."""

    calls: int
    waiting: int


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
