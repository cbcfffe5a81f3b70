"""From voices as an engine found them to two voices over all of the speech. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from qa.engines.interfaces import Voices, VoiceSpan
from qa.platform.spans import Span, total

#: What a voice sounds like, as a vector whose direction tells; shape (n,).
Likeness = npt.NDArray[np.float32]

_PARTIES = 2
#: A third voice that speaks for less than this is more likely one of the two in another mood than a person.
_A_PERSON_MS = 10_000


@dataclass(frozen=True, slots=True)
class FoundVoice:
    """A voice as an engine found it in one part of a call: where it speaks, and what it is like."""

    spans: tuple[Span, ...]
    like: Likeness


def two_voices(found: Sequence[FoundVoice], speech: Sequence[Span], same: float) -> Voices:
    """All of the speech divided between at most two voices.

    Voices of different parts that are as like each other as `same` (a cosine) are one. Of the voices that are left, the
    two that speak the most are the parties; each other one is given to that of the two which it is more like.
    """
    groups = _joined(found, same)
    groups.sort(key=lambda voice: -total(voice.spans))
    parties = groups[:_PARTIES]
    for other in groups[_PARTIES:]:
        own = max(range(len(parties)), key=lambda at: _cosine(parties[at].like, other.like))
        parties[own] = replace(parties[own], spans=(*parties[own].spans, *other.spans))
    marked = [VoiceSpan(span, voice) for voice, party in enumerate(parties) for span in party.spans]
    others = [voice for voice in groups[_PARTIES:] if total(voice.spans) >= _A_PERSON_MS]
    return Voices(_in_order(spread(marked, speech)), len(parties) + len(others))


def spread(marked: Sequence[VoiceSpan], speech: Sequence[Span]) -> list[VoiceSpan]:
    """The speech cut where the nearest marked stretch is another voice's; all of it is voice 0 where none is marked."""
    ordered = sorted(marked, key=lambda one: one.span)
    found: list[VoiceSpan] = []
    at = 0
    for span in speech:
        while at + 1 < len(ordered) and _border(ordered, at) <= span.start:
            at += 1
        here, start = at, span.start
        while here + 1 < len(ordered) and _border(ordered, here) < span.end:
            start = _add(found, Span(start, max(start, _border(ordered, here))), ordered[here].voice)
            here += 1
        _add(found, Span(start, span.end), ordered[here].voice if ordered else 0)
    return found


def _border(ordered: Sequence[VoiceSpan], at: int) -> int:
    """Half-way between a marked stretch and the next one."""
    return (ordered[at].span.end + ordered[at + 1].span.start) // 2


def _add(found: list[VoiceSpan], span: Span, voice: int) -> int:
    """Add the span, joined with the one before where that is the same voice without a pause; returns its end."""
    if span.length:
        if found and found[-1].voice == voice and found[-1].span.end == span.start:
            found[-1] = VoiceSpan(found[-1].span.hull(span), voice)
        else:
            found.append(VoiceSpan(span, voice))
    return span.end


def _in_order(spans: Sequence[VoiceSpan]) -> tuple[VoiceSpan, ...]:
    """The same, the voices numbered as they are first heard."""
    numbers: dict[int, int] = {}
    for one in spans:
        numbers.setdefault(one.voice, len(numbers))
    return tuple(VoiceSpan(one.span, numbers[one.voice]) for one in spans)


def _joined(found: Sequence[FoundVoice], same: float) -> list[FoundVoice]:
    """The voices, the most alike made one as long as they are alike enough."""
    voices = [voice for voice in found if voice.spans]
    while len(voices) > 1:
        likeness, left, right = max(
            (_cosine(voices[i].like, voices[j].like), i, j) for j in range(len(voices)) for i in range(j)
        )
        if likeness < same:
            break
        voices[left] = _one(voices[left], voices[right])
        del voices[right]
    return voices


def _one(left: FoundVoice, right: FoundVoice) -> FoundVoice:
    """Both as one voice; each counts by how long it speaks."""
    weights = total(left.spans), total(right.spans)
    like = (left.like * weights[0] + right.like * weights[1]) / sum(weights)
    return FoundVoice((*left.spans, *right.spans), like.astype(np.float32))


def _cosine(left: Likeness, right: Likeness) -> float:
    return float(left @ right / (np.linalg.norm(left) * np.linalg.norm(right) + 1e-9))
