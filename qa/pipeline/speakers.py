"""Stage: the parties of a call, before anybody knows who they are: its channels, or the voices on its only one.

Where one channel carries both parties its words are divided between two voices. What both say at once sounds like one
of them or the other, so talk-over on such a line stays unknown; that is said with a flag.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from qa.engines.interfaces import ChannelSegments, Diariser, Segment, VoiceSpan, Word
from qa.pipeline.model import DecodedAudio, Flag
from qa.platform.spans import Span, total

#: Who speaks for less than this in all is no party: a breath, a tone, or a misheard stretch of the other.
_LEAST_MS = 1_000


@dataclass(frozen=True, slots=True)
class Parted:
    """By party, in the order of the channels or of the voices' first words: what is said and when; and on what channel.

    `split` says whether one channel was divided.
    """

    segments: ChannelSegments
    speech: tuple[tuple[Span, ...], ...]
    channels: tuple[int, ...]
    flags: tuple[Flag, ...] = ()
    split: bool = False


def part(
    sound: DecodedAudio,
    speech: tuple[tuple[Span, ...], ...],
    segments: ChannelSegments,
    diariser: Diariser | None,
) -> Parted:
    """The parties of the call. Only a single channel of unknown speakers with words on it is divided."""
    whole = Parted(segments, speech, tuple(range(len(segments))))
    if len(sound.channels) != 1 or sound.channels[0].speaker != "unknown" or not any(segments) or not any(speech):
        return whole
    if diariser is None:
        return _flagged(whole, "speakers_not_split", "nothing is at hand that tells the voices on one channel apart")
    voices = diariser.divide(sound.channels[0].samples, speech[0])
    spans = [tuple(one.span for one in voices.spans if one.voice == voice) for voice in (0, 1)]
    if min(map(total, spans)) < _LEAST_MS:
        return _flagged(whole, "speakers_not_split", "only one voice is heard on the only channel")
    parted = divided(segments[0], voices.spans)
    more = f"; {voices.found - 2} more were each given to the one that they are like" if voices.found > 2 else ""
    return Parted(
        segments=parted,
        speech=(spans[0], spans[1]),
        channels=(0, 0),
        flags=(
            Flag(
                "speakers_split",
                f"two voices on one channel were told apart by what they sound like{more}; where both speak at once "
                "is not known",
            ),
        ),
        split=True,
    )


def divided(segments: Sequence[Segment], spans: Sequence[VoiceSpan]) -> ChannelSegments:
    """The words of each of the two voices, in segments that end where the other begins; times stay.

    A word is the voice's whose span holds most of it; one outside of all spans that of the nearest.
    """
    starts = [one.span.start for one in spans]
    found: tuple[list[Segment], list[Segment]] = ([], [])
    for segment in segments:
        begun: list[Word] = []
        voice = 0
        for word in segment.words:
            own = _voice_of(word.span, spans, starts)
            if begun and own != voice:
                found[voice].append(Segment(tuple(begun), segment.language))
                begun = []
            voice = own
            begun.append(word)
        found[voice].append(Segment(tuple(begun), segment.language))
    return tuple(found[0]), tuple(found[1])


def _voice_of(word: Span, spans: Sequence[VoiceSpan], starts: Sequence[int]) -> int:
    """Of the spans that may touch the word, the voice that holds most of it; or whose span is nearest."""
    first = max(0, bisect_right(starts, word.start) - 1)
    last = bisect_right(starts, word.end, lo=first)
    held = [0, 0]
    for one in spans[first:last]:
        shared = one.span.intersection(word)
        held[one.voice] += shared.length if shared else 0
    if held[0] != held[1]:
        return int(held[1] > held[0])
    return min(spans[first : last + 1], key=lambda one: _apart(one.span, word)).voice


def _apart(left: Span, right: Span) -> int:
    return max(left.start, right.start) - min(left.end, right.end)


def _flagged(whole: Parted, code: str, detail: str) -> Parted:
    return Parted(whole.segments, whole.speech, whole.channels, (Flag(code, detail),))
