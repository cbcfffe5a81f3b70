"""What the stages hand to each other: frozen results, no behaviour beyond reading themselves.

The way is: DecodedAudio -> speech spans -> Segments -> Turns (a Transcript) -> findings (a Findings).
"""

from dataclasses import dataclass, field
from typing import Literal

from qa.engines.interfaces import EngineRevision, Engines, Samples, Segment, Word
from qa.platform.spans import Span

Speaker = Literal["agent", "customer", "unknown"]
Language = Literal["he", "en"]
PhaseName = Literal["opening", "identification", "inquiry", "solution", "summary", "closing"]


@dataclass(frozen=True, slots=True)
class Flag:
    """Something about a recording or transcript that people must see.

    `code` is translated by the page (e.g. "damaged", "dual_mono"); `detail` says what and how much, in English.
    """

    code: str
    detail: str


#: Of a call that was put together of recorded answers and written lines, as in practice.
WRITTEN_SIDE = "written_side"


@dataclass(frozen=True, slots=True)
class Channel:
    """One channel of a recording and who is on it."""

    speaker: Speaker
    samples: Samples


@dataclass(frozen=True, slots=True)
class DecodedAudio:
    """A recording as sound: one or two channels of equal length at 16 kHz."""

    channels: tuple[Channel, ...]
    duration_ms: int
    codec: str
    source_rate: int
    flags: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's stretch. `words` is empty only where a person said that nothing was said there."""

    speaker: Speaker
    span: Span
    words: tuple[Word, ...]
    party: int | None = None  # which of the transcript's parties it is; None in transcripts of the first days
    language: str | None = None  # what most of its words were heard in; None where nobody wrote it down
    sent_at: str | None = None  # of a written message: when it was sent, in ISO 8601, where that is known

    @property
    def text(self) -> str:
        """The words with single spaces between them."""
        return " ".join(word.text for word in self.words)


@dataclass(frozen=True, slots=True)
class Party:
    """One side of a call as it was heard, whoever it is: a channel's, or one of the voices on a single channel."""

    speaker: Speaker
    speech: tuple[Span, ...]
    music: tuple[Span, ...]  # on its channel
    loudness: float | None  # of its speech, decibels of full scale; None: it never speaks


@dataclass(frozen=True, slots=True)
class KnownSide:
    """One channel whose words were written before the call was held: nobody has to hear them."""

    channel: int
    segments: tuple[Segment, ...]

    @property
    def speech(self) -> tuple[Span, ...]:
        """When these words are said."""
        return tuple(Span(one.words[0].span.start, one.words[-1].span.end) for one in self.segments)


@dataclass(frozen=True, slots=True)
class Transcript:
    """All turns of a call in the order of their starts."""

    language: str
    duration_ms: int
    turns: tuple[Turn, ...]
    speech: dict[Speaker, tuple[Span, ...]]  # when each speaker speaks
    sound: tuple[Span, ...] = ()  # where any channel carries anything above its noise floor: speech or music
    channels: tuple[Speaker, ...] = ()  # who is on each channel of the recording, in the recording's order
    flags: tuple[Flag, ...] = ()
    engines: tuple[EngineRevision, ...] = ()
    holds: tuple[Span, ...] = ()  # where the agent's side plays music or rings, after somebody has spoken
    loudness: dict[Speaker, float] = field(default_factory=dict)  # of each one's speech, decibels of full scale
    parties: tuple[Party, ...] = ()  # what the three above are made of; none in the first days
    written: bool = False  # messages without sound: spans count places in the text, not time

    @property
    def shares_a_line(self) -> bool:
        """Whether both parties are on one channel, so that nobody can tell when they speak at once."""
        return len(self.channels) == 1

    @property
    def assembled(self) -> bool:
        """Whether its turns were recorded one by one and put together: nobody was there for what lies between them."""
        return any(flag.code == WRITTEN_SIDE for flag in self.flags)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The moment that a finding rests on. `text` is what was heard there."""

    span: Span
    speaker: Speaker
    text: str


Strictness = Literal["exact", "close", "meaning"]
Verdict = Literal["said", "not_said", "unsure", "skipped"]


@dataclass(frozen=True, slots=True)
class Window:
    """Where in the call to look; None means unbounded. Times are milliseconds, shares 0..1 of the call's length."""

    first_ms: int | None = None  # only words that start within the first n ms of the call
    last_ms: int | None = None  # only words that end within the last n ms of the call
    first_share: float | None = None  # the same, by share
    last_share: float | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase has to stand among other events; None means anywhere. Ids are of phrases of the same checklist."""

    after: str | None = None  # only behind that phrase's first occurrence
    before: str | None = None  # only ahead of that phrase's last occurrence
    near: str | None = None  # only with an occurrence of that phrase at most `within_ms` away, before or behind
    within_ms: int = 10_000
    phase: PhaseName | None = None  # only in that phase of the call


@dataclass(frozen=True, slots=True)
class Count:
    """How often a phrase has to be said to count as said."""

    at_least: int = 1
    at_most: int | None = None


@dataclass(frozen=True, slots=True)
class PhraseSpec:
    """One phrase to look for. `wordings` are the family's patterns; any one of them fulfils it.

    A pattern may hold alternatives `{a|b}`, optional words `[a]` and slots `<name>` (or `...`).
    """

    id: str
    wordings: tuple[str, ...]
    strictness: Strictness = "close"
    speaker: Speaker | None = "agent"  # None: anybody
    window: Window = field(default_factory=Window)
    place: Place = field(default_factory=Place)
    count: Count = field(default_factory=Count)


@dataclass(frozen=True, slots=True)
class Moment:
    """One moment of a call that says a phrase, or may say it: its verdict is "said" or "unsure"."""

    evidence: Evidence
    verdict: Verdict
    probability: float  # that the phrase was said here, 0..1, by all witnesses together
    text: float = 0.0  # what the text witness alone says, 0..1
    sound: float | None = None  # what the sound witness alone says, 0..1; None: it was not asked


@dataclass(frozen=True, slots=True)
class PhraseFinding:
    """What the witnesses say about one phrase in one call. `occurrences` are in time order, best wording each.

    `moments` are all that may count, sure or unsure, in time order; `occurrences` those that the verdict rests on.
    """

    phrase_id: str
    verdict: Verdict
    probability: float  # that the phrase was said, 0..1
    occurrences: tuple[Evidence, ...]
    why: str  # in English: which wording, how close, what each witness says, or why it was skipped
    moments: tuple[Moment, ...] = ()
    nearest: Moment | None = None  # the likeliest moment, whatever its verdict; None: nothing resembles the phrase


@dataclass(frozen=True, slots=True)
class SituationSpec:
    """A trigger and the response that is owed to it in time. At least one bound is given; where both are, both hold.

    `within_ms`: from the end of the sentence in which the trigger stands to the response's first word. `within_turns`:
    1 means in the very next turn of the one who owes it, 2 in that or the one behind, and so on.
    """

    id: str
    trigger: PhraseSpec
    response: PhraseSpec
    within_ms: int | None
    within_turns: int | None = None


@dataclass(frozen=True, slots=True)
class Opportunity:
    """One occurrence of a trigger and what followed."""

    trigger: Evidence
    outcome: Literal["answered", "late", "missed", "unsure"]
    response: Evidence | None
    probability: float  # that it was answered in time, 0..1


@dataclass(frozen=True, slots=True)
class SituationFinding:
    """All opportunities of one situation. None at all means: not applicable, never "no"."""

    situation_id: str
    opportunities: tuple[Opportunity, ...]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Agent and customer speaking at once, for 100 ms or more."""

    span: Span
    begun_by: Speaker  # who began to speak while the other did; "unknown" where both began together
    interrupts: bool  # whether the one who began took the turn: the other stopped and left it to them


@dataclass(frozen=True, slots=True)
class Hold:
    """The customer waits with music or a ringing tone.

    What the agent says before and after is given as evidence only: whether it is a notice and thanks, the words decide.
    """

    span: Span
    before: Evidence | None  # the agent's words in the 15 s before it; None: there are none
    after: Evidence | None  # their words in the 15 s from the first one behind it; None: they never return
    return_ms: int | None  # from the hold's end to the agent's first word behind it


@dataclass(frozen=True, slots=True)
class ConductFinding:
    """How the call was conducted. Spans in call time, shares 0..1, times in integer milliseconds.

    The definitions stand beside the functions of `conduct.py`.
    """

    dead_air: tuple[Span, ...]  # the silences that are as long as the rubric says, or longer
    talk_share: dict[Speaker, float]  # of all speech time
    words_per_minute: dict[Speaker, float]  # of speech time
    first_word_ms: int | None  # the agent's first word
    longest_monologue: Evidence | None  # the agent's
    silences: tuple[Span, ...] = ()
    silence_share: float = 0.0  # of the conversation without its holds
    overlaps: tuple[Overlap, ...] = ()
    holds: tuple[Hold, ...] = ()
    loudness: dict[Speaker, float] = field(default_factory=dict)  # decibels of full scale
    shared_line: bool = False  # both parties are on one channel: whether they speak at once is not known
    assembled: bool = False  # put together of single turns: there is nothing to say of silences, holds, overlaps

    @property
    def talk_over(self) -> tuple[Span, ...]:
        """Where both speak at once."""
        return tuple(overlap.span for overlap in self.overlaps)

    @property
    def interruptions(self) -> tuple[Overlap, ...]:
        """The overlaps by which somebody took the turn."""
        return tuple(overlap for overlap in self.overlaps if overlap.interrupts)


ToneLabel = Literal["negative", "neutral", "positive"]


@dataclass(frozen=True, slots=True)
class ToneMark:
    """The tone of one turn's words. `turn` is its index in the transcript."""

    turn: int
    label: ToneLabel
    probability: float  # of that label, 0..1


@dataclass(frozen=True, slots=True)
class ToneFinding:
    """The tone of a call: of each turn that has enough words, and of each speaker in each quarter of the call.

    `quarters` are -5 (all negative) .. +5 (all positive), None where the speaker has no marked turn in that quarter;
    `trend` is the last such quarter less the first, None where there are not two.
    """

    marks: tuple[ToneMark, ...]
    quarters: dict[Speaker, tuple[float | None, ...]]
    trend: dict[Speaker, float | None]
    engine: EngineRevision | None = None


@dataclass(frozen=True, slots=True)
class Phase:
    """A part of the call. Phases are in time order and do not overlap; some calls lack some."""

    name: PhaseName
    span: Span
    why: str  # one English sentence: what marks its beginning


@dataclass(frozen=True, slots=True)
class Promise:
    """Something that the agent said would be done. `due` is the time words as heard ("tomorrow"), if there were any."""

    evidence: Evidence
    due: str | None
    probability: float


@dataclass(frozen=True, slots=True)
class Checklist:
    """What a rubric asks the pipeline to look for."""

    phrases: tuple[PhraseSpec, ...] = ()
    situations: tuple[SituationSpec, ...] = ()
    dead_air_ms: int = 3_000


@dataclass(frozen=True, slots=True)
class Means:
    """What findings are made with besides the transcript. Where a part is missing, the others speak alone."""

    sound: DecodedAudio | None = None  # the call itself, with its roles
    engines: Engines | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """Everything that the pipeline found, keyed by the checklist's ids."""

    phrases: dict[str, PhraseFinding]
    situations: dict[str, SituationFinding]
    conduct: ConductFinding | None  # None: a written conversation, which is conducted in no time
    tone: ToneFinding | None = None  # None: no engine for it was at hand
    phases: tuple[Phase, ...] = ()
    promises: tuple[Promise, ...] = ()
