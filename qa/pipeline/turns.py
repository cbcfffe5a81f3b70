"""Stage: words into turns, and who is who.

A turn is one speaker's stretch of words. It ends where that speaker pauses, or where the other one says something in
between; while both speak at once each keeps their own turn, so talk-over shows as turns that overlap.
"""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from qa.engines.interfaces import Segment, Word
from qa.pipeline.model import DecodedAudio, Flag, Speaker, Turn
from qa.platform.spans import Span

#: A speaker who is silent for longer than this begins a new turn.
_PAUSE_MS = 1_200
#: How much more an agent must sound like one than the other party does, and how much at all.
_CLEAR_BY = 2.0
#: A phrase counts where the words heard are this like it (0..100): a small recogniser mishears many Hebrew words.
_LIKE = 72.0
_NIQQUD = re.compile("[\u0591-\u05c7]")
_NOT_A_LETTER = re.compile(r"[^\w]+")

#: What only the party who answers for a company says, with a weight: 3 decides nearly alone, 1 leans. Only phrases long
#: enough that what merely resembles them is still likely to be them.
_AGENT_PHRASES: tuple[tuple[str, float], ...] = (
    ("שירות הלקוחות של", 3),
    ("במה אוכל לעזור", 3),
    ("איך אפשר לעזור", 3),
    ("השיחה מוקלטת", 3),
    ("לצורך שיפור השירות", 3),
    ("אבקש מספר תעודת זהות", 3),
    ("תודה שפנית אלינו", 3),
    ("המשך יום נעים", 2),
    ("עוד משהו שאוכל לעזור", 3),
    ("לסיכום השיחה", 2),
    ("אבדוק עבורך", 2),
    ("להעביר אותך להמתנה", 3),
    ("תודה על ההמתנה", 2),
    ("thank you for calling", 3),
    ("customer service my name is", 3),
    ("how may i help you", 3),
    ("how can i help you", 3),
    ("how may i assist you", 3),
    ("this call is recorded", 3),
    ("call may be recorded", 3),
    ("may i have your id number", 3),
    ("anything else i can help", 3),
    ("have a pleasant day", 2),
    ("thank you for contacting", 3),
    ("thank you for holding", 3),
    ("place you on a short hold", 3),
    ("check the details for you", 2),
)


@dataclass(frozen=True, slots=True)
class Roles:
    """Who is on each channel, in the channels' order, and what people must be told about how that was decided."""

    speakers: tuple[Speaker, ...]
    flags: tuple[Flag, ...] = ()


def decide_roles(audio: DecodedAudio, segments: Sequence[Sequence[Segment]]) -> Roles:
    """Who is the agent and who the customer.

    What the recording's metadata says is taken as it is. Otherwise two channels are told apart by greeting and service
    words, said with a flag `roles_decided`; where these do not tell, and on a single channel, everybody stays unknown,
    said with a flag `roles_unknown`.
    """
    given = tuple(channel.speaker for channel in audio.channels)
    if "unknown" not in given and (len(given) == 1 or len(set(given)) == len(given)):
        return Roles(given)
    if len(given) != 2:
        return Roles(
            given, (Flag("roles_unknown", "one channel carries both parties; their turns are not told apart"),)
        )
    if (known := _other_one(given)) is not None:
        detail = (
            f"the metadata names the {next(s for s in given if s != 'unknown')} only; the other channel is the rest"
        )
        return Roles(known, (Flag("roles_decided", detail),))
    return _by_their_words(segments)


def by_speaker(segments: Sequence[Sequence[Segment]], speakers: Sequence[Speaker]) -> tuple[Turn, ...]:
    """All turns of the call, in the order of their starts; `segments` and `speakers` are by channel."""
    words = [_words(channel) for channel in segments]
    turns = [
        turn
        for index, own in enumerate(words)
        for turn in _turns(own, [w for other, ws in enumerate(words) if other != index for w in ws], speakers[index])
    ]
    return tuple(sorted(turns, key=lambda turn: (turn.span.start, turn.span.end)))


def _turns(own: list[Word], others: list[Word], speaker: Speaker) -> list[Turn]:
    """One speaker's words cut where they pause, or where the other one speaks in their pause."""
    turns: list[Turn] = []
    begun: list[Word] = []
    for word in own:
        if begun and _ends_between(begun[-1], word, others):
            turns.append(_turn(begun, speaker))
            begun = []
        begun.append(word)
    if begun:
        turns.append(_turn(begun, speaker))
    return turns


def _ends_between(before: Word, after: Word, others: list[Word]) -> bool:
    """Whether a turn ends between two neighbouring words of one speaker."""
    pause = after.span.start - before.span.end
    if pause > _PAUSE_MS:
        return True
    # Only words wholly inside the pause come in between: whoever talks over the end of the one word or the start of the
    # next has not taken the turn.
    return any(before.span.end <= w.span.start and w.span.end <= after.span.start for w in _near(others, before, after))


def _near(others: list[Word], before: Word, after: Word) -> list[Word]:
    """The other party's words that start between the two; `others` is in order of start."""
    first = bisect_left(others, before.span.end, key=lambda w: w.span.start)
    last = bisect_left(others, after.span.start, key=lambda w: w.span.start)
    return others[first:last]


def _turn(words: list[Word], speaker: Speaker) -> Turn:
    return Turn(speaker, Span(words[0].span.start, max(word.span.end for word in words)), tuple(words))


def _words(segments: Sequence[Segment]) -> list[Word]:
    return sorted((word for segment in segments for word in segment.words), key=lambda word: word.span)


def _other_one(given: tuple[Speaker, ...]) -> tuple[Speaker, ...] | None:
    """Both roles where one is known, by exclusion."""
    match given:
        case ("agent", "unknown") | ("unknown", "customer"):
            return ("agent", "customer")
        case ("customer", "unknown") | ("unknown", "agent"):
            return ("customer", "agent")
    return None


def _by_their_words(segments: Sequence[Sequence[Segment]]) -> Roles:
    """The agent is the channel that greets and serves, if that is clear."""
    witnesses = [_agent_phrases(_words(channel)) for channel in segments]
    weights = [sum(weight for _, weight in heard) for heard in witnesses]
    if abs(weights[0] - weights[1]) < _CLEAR_BY:
        detail = f"neither channel sounds clearly like the agent ({weights[0]:.1f} against {weights[1]:.1f})"
        return Roles(("unknown", "unknown"), (Flag("roles_unknown", detail),))
    agent = 0 if weights[0] > weights[1] else 1
    heard = ", ".join(f'"{phrase}"' for phrase, _ in sorted(witnesses[agent], key=lambda pair: -pair[1])[:3])
    detail = f"channel {agent + 1} is taken for the agent, who said {heard}; the recording's metadata does not say"
    speakers: tuple[Speaker, ...] = ("agent", "customer") if agent == 0 else ("customer", "agent")
    return Roles(speakers, (Flag("roles_decided", detail),))


def _agent_phrases(words: list[Word]) -> list[tuple[str, float]]:
    """The agent's phrases that this channel says, each counted once, weighed by how like it the words heard are."""
    said = " ".join(_letters(word.text) for word in words)
    heard = []
    for phrase, weight in _AGENT_PHRASES:
        likeness = fuzz.partial_ratio(phrase, said, score_cutoff=_LIKE) if len(said) >= len(phrase) else 0.0
        if likeness:
            heard.append((phrase, weight * (likeness - _LIKE + 10) / (100 - _LIKE + 10)))
    return heard


def _letters(text: str) -> str:
    return " ".join(part for part in _NOT_A_LETTER.split(_NIQQUD.sub("", text).casefold()) if part)
