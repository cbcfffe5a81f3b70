"""What the pipeline asks of an engine. Each heavy library has one home beside this file and keeps to one of these."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt

from qa.platform.spans import Span

#: Mono samples, float32 in -1..1, at SAMPLE_RATE; shape (n,).
Samples = npt.NDArray[np.float32]

#: Everything that is heard is heard at 16 kHz.
SAMPLE_RATE = 16_000

#: Called with the share done, 0..1.
Progress = Callable[[float], None]


#: The name of the engine that heard nothing: a generator drew what it says.
SIMULATED: Final = "simulated"


@dataclass(frozen=True, slots=True)
class EngineRevision:
    """Which engine said something: enough to replay it."""

    name: str  # e.g. "faster-whisper 1.2.1"
    model: str  # e.g. "whisper-base"
    revision: str  # the first 12 hex digits of the weights' sha256
    options: str  # e.g. "int8 beam=5"

    def __str__(self) -> str:
        return f"{self.name} {self.model}@{self.revision} ({self.options})"


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word. `text` has no surrounding spaces; `probability` is the recogniser's own, 0..1."""

    text: str
    span: Span
    probability: float


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of words as the recogniser delivered it (Word < Segment < Turn)."""

    words: tuple[Word, ...]
    language: str


class SpeechDetector(Protocol):
    """Says where in one channel somebody speaks."""

    @property
    def revision(self) -> EngineRevision: ...

    def detect(self, samples: Samples) -> tuple[Span, ...]:
        """Ordered, disjoint spans of speech within the samples."""
        ...


@dataclass(frozen=True, slots=True)
class Conversation:
    """What is to be recognised of one call: each channel's samples and where somebody speaks in them."""

    channels: tuple[Samples, ...]
    speech: tuple[tuple[Span, ...], ...]  # of each channel, in order, disjoint
    language: str | None  # None: nobody said it, so it is detected, and may change within the call


#: The segments of each channel of a call, in the order of its channels.
ChannelSegments = tuple[tuple[Segment, ...], ...]


def most_spoken(segments: ChannelSegments) -> str | None:
    """The language that most words were heard in; None when there are no words."""
    counts: dict[str, int] = {}
    for segment in (segment for channel in segments for segment in channel):
        counts[segment.language] = counts.get(segment.language, 0) + len(segment.words)
    return max(counts, key=lambda language: counts[language], default=None)


class Recogniser(Protocol):
    """Turns speech into words with times."""

    @property
    def revision(self) -> EngineRevision: ...

    def recognise(self, calls: Sequence[Conversation], progress: Progress) -> tuple[ChannelSegments, ...]:
        """For each call and channel the words inside its speech, in call time, monotone.

        Calls are heard together because that is quicker; what is heard in one does not depend on the others.
        """
        ...


@dataclass(frozen=True, slots=True)
class VoiceSpan:
    """A stretch of speech and whose voice it is: 0 or 1, in the order in which the two are first heard."""

    span: Span
    voice: int


@dataclass(frozen=True, slots=True)
class Voices:
    """The voices on one channel. `spans` cover all of the speech, in order, disjoint."""

    spans: tuple[VoiceSpan, ...]
    found: int  # how many speak at any length; each further than two was given to the voice that it is most like


class Diariser(Protocol):
    """Tells the voices on one channel apart. It does not know whose they are."""

    @property
    def revision(self) -> EngineRevision: ...

    def divide(self, samples: Samples, speech: Sequence[Span]) -> Voices:
        """Which voice each stretch of the speech is in; `speech` is in order, disjoint, within the samples."""
        ...


@dataclass(frozen=True, slots=True)
class Clip:
    """A short stretch of sound, at most 30 s, and the texts to hold against it, each as its words."""

    samples: Samples
    texts: tuple[tuple[str, ...], ...]


#: For each word of a text the natural logarithms of its tokens' probabilities, each given the sound and what stands
#: before it. Never empty for a word that has letters.
Support = tuple[tuple[float, ...], ...]


class Reader(Protocol):
    """Says how well sounds bear out texts that somebody else proposes. It recognises nothing by itself."""

    @property
    def revision(self) -> EngineRevision: ...

    def read(self, clips: Sequence[Clip], language: str) -> tuple[tuple[Support, ...], ...]:
        """For each clip and each of its texts, in their order, the support of the text's words."""
        ...

    def read_silence(self, texts: Sequence[tuple[str, ...]], language: str) -> tuple[Support, ...]:
        """What the texts are worth where nothing is said: how likely their words are by themselves. Remembered."""
        ...


#: One row a text, each of length 1; float32, shape (texts, dimensions). Likeness of meaning is their dot product.
Vectors = npt.NDArray[np.float32]


class Embedder(Protocol):
    """Turns sentences into vectors of their meaning, any language into the same space."""

    @property
    def revision(self) -> EngineRevision: ...

    def embed(self, texts: Sequence[str]) -> Vectors:
        """One vector a text, in their order. Equal texts are computed once and remembered for a while."""
        ...


class SenseJudge(Protocol):
    """Says whether words do the job of a phrase, by what they mean."""

    @property
    def revision(self) -> EngineRevision: ...

    def judge(self, pairs: Sequence[tuple[str, str]]) -> tuple[float, ...]:
        """For each pair of a phrase and the words heard log-odds, evidence to be weighed; higher is better."""
        ...


@dataclass(frozen=True, slots=True)
class Sentiment:
    """How likely each tone of a text is; the three add up to 1."""

    negative: float
    neutral: float
    positive: float


class SentimentClassifier(Protocol):
    """Says how a text sounds in tone, by its words."""

    @property
    def revision(self) -> EngineRevision: ...

    def classify(self, texts: Sequence[str]) -> tuple[Sentiment, ...]:
        """One judgement a text, in their order."""
        ...


@dataclass(frozen=True, slots=True)
class Engines:
    """The heavy parts, loaded. A part that is None is not at hand; what needs it says so and goes on without."""

    detector: SpeechDetector
    recogniser: Recogniser
    reader: Reader | None = None
    embedder: Embedder | None = None
    sense: SenseJudge | None = None
    sentiment: SentimentClassifier | None = None
    diariser: Diariser | None = None
