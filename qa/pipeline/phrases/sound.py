"""The sound witness: what the recording itself says of a phrase, whatever the recogniser wrote.

A small recogniser may garble most words of a sentence and still, asked whether just this sentence was said, know it. So
the phrase is read into the clip by the recogniser's decoder and compared with three things: itself in silence, which is
what the words are worth anyway; what was recognised in the same place, which a true phrase comes near to; and its own
weakest word, because a near miss shares all words but one.
"""

from collections.abc import Sequence

from qa.engines.interfaces import SAMPLE_RATE, Clip, Reader, Samples, Support
from qa.pipeline.model import DecodedAudio, Speaker
from qa.pipeline.phrases.witness import SoundWitness, Spoken, TextWitness
from qa.platform.spans import Span

#: Less support than this tells nothing more.
_LEAST = -12.0
#: Less sound than this tells nothing at all.
_SHORTEST_MS = 100
_PER_MS = SAMPLE_RATE // 1000


def listen(
    found: Sequence[TextWitness], sound: DecodedAudio, reader: Reader, language: str
) -> tuple[SoundWitness | None, ...]:
    """What the sound says of each moment, in their order; None where there is no sound to ask."""
    clips = [_clip(witness, sound) for witness in found]
    asked = [index for index, clip in enumerate(clips) if clip is not None]
    if not asked:
        return (None,) * len(found)
    supports = reader.read([clip for clip in clips if clip is not None], language)
    in_silence = reader.read_silence([found[index].spoken.wanted for index in asked], language)
    heard = {
        index: _judge(found[index].spoken, support, silent)
        for index, support, silent in zip(asked, supports, in_silence, strict=True)
    }
    return tuple(heard.get(index) for index in range(len(found)))


def _clip(witness: TextWitness, sound: DecodedAudio) -> Clip | None:
    spoken = witness.spoken
    samples = _cut(_channel(sound, witness.evidence.speaker, spoken.clip), spoken.clip)
    # Where a line was written and never spoken there is nothing at all on its channel.
    if len(samples) < _SHORTEST_MS * _PER_MS or not samples.any():
        return None
    return Clip(samples, tuple(spoken.before + text + spoken.after for text in (spoken.wanted, spoken.inside)))


def _channel(sound: DecodedAudio, speaker: Speaker, span: Span) -> Samples:
    """The speaker's channel; where it is not known whose it is, the one that is louder there."""
    own = [channel.samples for channel in sound.channels if channel.speaker == speaker]
    channels = own or [channel.samples for channel in sound.channels]
    return max(channels, key=lambda samples: float((_cut(samples, span) ** 2).sum()))


def _cut(samples: Samples, span: Span) -> Samples:
    return samples[span.start * _PER_MS : span.end * _PER_MS]


def _judge(spoken: Spoken, supports: tuple[Support, ...], silent: Support) -> SoundWitness:
    in_place, recognised = supports
    here = in_place[len(spoken.before) : len(spoken.before) + len(spoken.wanted)]
    heard = recognised[len(spoken.before) : len(spoken.before) + len(spoken.inside)]
    tokens = sum(map(len, here)) or 1
    return SoundWitness(
        gain=_mean(here) - _mean(silent),
        support=_mean(here),
        weakest=_weakest(here, spoken.own),
        against_heard=max(_LEAST, (_total(in_place) - _total(recognised)) / tokens),
        beside_heard=_mean(here) - _mean(heard),
    )


def _total(support: Support) -> float:
    return sum(sum(word) for word in support)


def _mean(support: Support) -> float:
    tokens = sum(map(len, support))
    return max(_LEAST, _total(support) / tokens) if tokens else _LEAST


def _weakest(support: Support, own: tuple[bool, ...]) -> float:
    """The mean of the worst word among the phrase's own content words, or among all where it has none."""
    means = [
        sum(word) / len(word) for word, counts in zip(support, own, strict=True) if word and (counts or not any(own))
    ]
    return max(_LEAST, min(means, default=_LEAST))
