"""Stage: exactly when each party speaks, and how loud, once it is known where their words are.

The detector hears in steps of 32 ms, late at soft beginnings, and takes the babble of a room for speech while the party
is silent. The recogniser can be given too much speech without harm; dead air, talk-over and shares of talk cannot.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from qa.engines.interfaces import SAMPLE_RATE, Samples, Segment
from qa.engines.samples import forget
from qa.pipeline.frames import Levels, Mask, covered, leaking, levels, runs
from qa.pipeline.model import DecodedAudio
from qa.platform.spans import Span, intersect, merge, subtract

#: Spans on each channel, in the order of the recording's channels.
ChannelSpans = tuple[tuple[Span, ...], ...]

_FRAME_MS = 10
_GATED_DB = -80.0
#: Recognisers place words only roughly: this near to a word, speech belongs to it.
_NEAR_WORD_MS = 500
#: Speech without a word must come this near to the voice on the way up from the noise: 0 is the noise, 1 the voice.
_VOICE_SHARE = 0.7
#: The channel's noise is louder than this in one frame of fifty.
_NOISE_PERCENTILE = 98
#: Noise is taken this far from speech, which has soft ends.
_AWAY_MS = 400
#: Where speech is not followed by silence anywhere, the noise is this far above the quietest frames.
_ABOVE_QUIETEST_DB = 6.0
_FEW_FRAMES = 50
#: Nobody hears a voice this far below itself, and a voice is at least so far above the noise.
_MUFFLED_DB, _CLEAR_DB = 40.0, 6.0
#: Stretches of sound this short are clicks; gaps this short are the stops of p, t and k.
_CLICK_MS, _STOP_MS = 30, 120
#: A detector is never later than this at a beginning nor earlier at an end.
_LATE_MS = 300
#: A leak is as late as this, and as far below the voice that it copies.
_LAG_FRAMES, _LEAK_BELOW_DB = 8, 18.0
_PER_MS = SAMPLE_RATE // 1000


@dataclass(frozen=True, slots=True)
class _Party:
    """One channel as its own party's: levels and masks in frames of _FRAME_MS."""

    level: Levels
    leak: Mask  # where nothing but the other party may be heard
    speech: tuple[Span, ...]
    words: tuple[Span, ...]  # with a margin
    music: tuple[Span, ...]

    def loudest(self, span: Span) -> float:
        """The level that the span's loudest tenth reaches."""
        return float(np.percentile(self.level[span.start // _FRAME_MS : -(-span.end // _FRAME_MS)], 90))

    def voice(self) -> float:
        """The level that a quarter of the speech with words exceeds, or of all speech where no word was heard."""
        said = intersect(self.speech, self.words) or self.speech
        return float(np.percentile(self.level[covered(said, len(self.level), _FRAME_MS)], 75))

    def noise(self) -> tuple[float, float]:
        """The middle and the top of what the channel carries while its party is silent."""
        near = [Span(max(0, s.start - _AWAY_MS), s.end + _AWAY_MS) for s in (*self.speech, *self.music)]
        alive = self.level > _GATED_DB
        quiet = self.level[alive & ~self.leak & ~covered(near, len(self.level), _FRAME_MS)]
        if len(quiet) >= _FEW_FRAMES:
            return float(np.median(quiet)), float(np.percentile(quiet, _NOISE_PERCENTILE))
        lowest = float(np.percentile(self.level[alive], 5))
        return lowest, lowest + _ABOVE_QUIETEST_DB


def exact(
    audio: DecodedAudio, speech: ChannelSpans, segments: Sequence[Sequence[Segment]], music: ChannelSpans
) -> ChannelSpans:
    """When each channel's party speaks, in order, disjoint.

    Speech in which no word was heard stays only if it is about as loud as the voice that says the words. A span begins
    where its sound rises over the channel's noise. It ends where the detector says, or later where the sound goes on:
    voices fade into the noise, and the ear follows them there.
    """
    loud = [levels(channel.samples, _FRAME_MS) for channel in audio.channels]
    found = []
    for own, level in enumerate(loud):
        words = merge(_near(word.span) for segment in segments[own] for word in segment.words)
        party = _Party(level, _leak(loud, speech, own), speech[own], tuple(words), music[own])
        found.append(tuple(_exact(party, audio.duration_ms)))
    return tuple(found)


def loudness(samples: Samples, speech: Sequence[Span]) -> float | None:
    """The root mean square of one party's speech in decibels of full scale; None where there is no sound in it."""
    power, count = 0.0, 0
    for part in _parts(samples, speech):
        power += float(np.square(part, dtype=np.float64).sum())
        count += len(part)
        forget(samples)
    return round(float(10 * np.log10(power / count)), 2) if power else None


def _parts(samples: Samples, spans: Sequence[Span]) -> list[Samples]:
    return [samples[span.start * _PER_MS : span.end * _PER_MS] for span in spans]


def _near(word: Span) -> Span:
    return Span(max(0, word.start - _NEAR_WORD_MS), word.end + _NEAR_WORD_MS)


def _leak(loud: Sequence[Levels], speech: ChannelSpans, own: int) -> Mask:
    """The frames that may hold no more than what comes through from the other channel."""
    if len(loud) != 2:
        return np.zeros(len(loud[own]), np.bool_)
    speaks = covered(speech[1 - own], len(loud[own]), _FRAME_MS)
    return leaking(loud[own], loud[1 - own], speaks, _LAG_FRAMES, _LEAK_BELOW_DB)


def _exact(party: _Party, duration_ms: int) -> list[Span]:
    if not party.speech or not (party.level > _GATED_DB).any():
        return list(party.speech)
    voice = party.voice()
    middle, top = party.noise()
    enough = middle + _VOICE_SHARE * (voice - middle)
    near_words = intersect(party.speech, party.words)
    wordless = [span for span in subtract(party.speech, near_words) if party.loudest(span) >= enough]
    said = merge([*near_words, *wordless])

    audible = min(max(top, voice - _MUFFLED_DB), voice - _CLEAR_DB)
    mask = (party.level > audible) & ~party.leak & ~covered(party.music, len(party.level), _FRAME_MS)
    sound = merge((run for run in runs(mask, _FRAME_MS) if run.length >= _CLICK_MS), gap=_STOP_MS)
    refined = merge(_fitted(span, sound) for span in said)
    return intersect(refined, subtract([Span(0, duration_ms)], party.music))


def _fitted(span: Span, sound: Sequence[Span]) -> Span:
    """The span with the ends of the sound in it, never much earlier or later than it was."""
    within = [run for run in sound if run.overlaps(span)]
    if not within:
        return span
    start = max(within[0].start, span.start - _LATE_MS)
    return Span(start, max(span.end, min(within[-1].end, span.end + _LATE_MS)))
