"""What a call's script is made of, before anybody has spoken it."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the language book. `...` in the wording is a free slot; `stage` is where a call has it."""

    id: str
    language: str
    wording: str
    strictness: str  # "exact", "close" or "meaning"
    group: str
    stage: str  # "open", "early", "mid", "late" or "close"


@dataclass(frozen=True, slots=True)
class Situation:
    """Words of the customer that ask for a phrase of the agent within some seconds."""

    id: str
    language: str
    examples: tuple[str, ...]
    phrase_id: str
    within_s: int


@dataclass(frozen=True, slots=True)
class Book:
    """The phrases and situations of one language that a corpus is labelled with."""

    phrases: tuple[Phrase, ...]
    situations: tuple[Situation, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """How a segment stands to a phrase: `label` is "said", "variant" or "near_miss", `kind` its way of differing."""

    phrase_id: str
    label: str
    kind: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """What is synthesised in one piece: a wording, a trigger, a spoken number, or plain talk when nothing is set."""

    text: str
    mark: Mark | None = None
    trigger: str | None = None  # a situation's id
    pii_kind: str | None = None  # "id_number" or "card_number"
    digits: str | None = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's segments. `interrupts_ms`: begins so long before the other speaker has finished."""

    speaker: str  # "agent" or "customer"
    segments: tuple[Segment, ...]
    sentiment: str | None = None  # of a customer's words
    interrupts_ms: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """Nobody speaks for `ms`; with music it is a hold, without it dead air."""

    ms: int
    music: bool


@dataclass(frozen=True, slots=True)
class Conditions:
    """How the line sounds. Levels and ratios in dB, `band_hz` and `rate` in Hz."""

    snr_db: int
    leakage_db: int | None
    agent_gain_db: int
    customer_gain_db: int
    rate: int = 8_000
    codec: str = "pcm_mulaw"

    @property
    def band_hz(self) -> tuple[int, int]:
        return (300, 3400) if self.rate == 8_000 else (80, 7200)


@dataclass(frozen=True, slots=True)
class Call:
    """A whole script. `voices` names the agent's and the customer's voice."""

    id: str
    language: str
    scenario: str
    agent: str
    agent_gender: str
    customer_gender: str
    voices: dict[str, str]
    conditions: Conditions
    course: tuple[Turn | Pause, ...] = field(default=())
