"""Stage: speech into words, a channel at a time."""

from collections.abc import Sequence

from qa.engines.interfaces import Progress, Recogniser, Segment
from qa.pipeline.model import DecodedAudio
from qa.platform.spans import Span, total

#: The recogniser's segments on each channel, in the order of the recording's channels.
ChannelSegments = tuple[tuple[Segment, ...], ...]


def transcribe(
    audio: DecodedAudio,
    speech: Sequence[Sequence[Span]],
    recogniser: Recogniser,
    language: str | None,
    progress: Progress,
) -> ChannelSegments:
    """The words of each channel inside its spans of speech; `progress` gets the share of all speech that is done.

    Where the call's language is None, the recogniser detects it on the channel with the most speech, and the other
    channel is heard in that same language: the parties understand each other, and less speech is a worse witness.
    """
    amounts = [total(spans) for spans in speech]
    whole = sum(amounts) or 1
    done = 0
    results: dict[int, tuple[Segment, ...]] = {}
    for index in sorted(range(len(audio.channels)), key=lambda i: -amounts[i]):
        report = _part_of(progress, done / whole, amounts[index] / whole)
        results[index] = recogniser.recognise(audio.channels[index].samples, speech[index], language, report)
        if language is None and results[index]:
            language = results[index][0].language
        done += amounts[index]
    progress(1.0)
    return tuple(results[index] for index in range(len(audio.channels)))


def language_of(segments: ChannelSegments) -> str | None:
    """The language that most words were heard in; None when there are no words."""
    counts: dict[str, int] = {}
    for segment in (segment for channel in segments for segment in channel):
        counts[segment.language] = counts.get(segment.language, 0) + len(segment.words)
    return max(counts, key=lambda language: counts[language], default=None)


def _part_of(progress: Progress, before: float, share: float) -> Progress:
    """A progress for one channel, told as a share of the whole call."""

    def report(part: float) -> None:
        progress(min(1.0, before + share * part))

    return report
