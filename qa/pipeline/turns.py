"""Stage: words into turns, and who is who.

A turn is one speaker's stretch of words. It ends where that speaker pauses, or where the other one says something in
between; while both speak at once each keeps their own turn, so talk-over shows as turns that overlap.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
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

#: Whoever speaks first leans towards the agent, who answers; that alone decides nothing.
_FIRST = 1.0
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
    """Who each party is, in their order, and what people must be told about how that was decided."""

    speakers: tuple[Speaker, ...]
    flags: tuple[Flag, ...] = ()


def decide_roles(audio: DecodedAudio, segments: Sequence[Sequence[Segment]]) -> Roles:
    """Who is the agent and who the customer.

    `segments` are by party: by channel, or by voice where one channel was divided. What the recording's metadata says
    is taken as it is. Otherwise two parties are told apart by greeting and service words and by who speaks first, said
    with a flag `roles_decided`; where these do not tell, and where a single channel is undivided, everybody stays
    unknown, said with a flag `roles_unknown`.
    """
    if len(segments) > len(audio.channels):
        return _by_their_words(segments, "voice")
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
    return _by_their_words(segments, "channel")


def by_speaker(segments: Sequence[Sequence[Segment]], speakers: Sequence[Speaker]) -> tuple[Turn, ...]:
    """All turns of the call, in the order of their starts; `segments` and `speakers` are by party."""
    words = [_words(channel) for channel in segments]
    languages = {word: segment.language for channel in segments for segment in channel for word in segment.words}
    turns = [
        Turn(speakers[index], _hull(stretch), tuple(stretch), index, _most_heard(stretch, languages))
        for index, own in enumerate(words)
        for stretch in _stretches(own, [w for other, ws in enumerate(words) if other != index for w in ws])
    ]
    return tuple(sorted(turns, key=lambda turn: (turn.span.start, turn.span.end)))


def _stretches(own: list[Word], others: list[Word]) -> list[list[Word]]:
    """One speaker's words cut where they pause, or where the other one speaks in their pause."""
    found: list[list[Word]] = []
    for word in own:
        if found and not _ends_between(found[-1][-1], word, others):
            found[-1].append(word)
        else:
            found.append([word])
    return found


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


def _hull(words: Sequence[Word]) -> Span:
    return Span(words[0].span.start, max(word.span.end for word in words))


def _most_heard(words: Sequence[Word], languages: Mapping[Word, str]) -> str:
    """The language that most of the words were heard in; the first of two that are as frequent."""
    heard = Counter(languages[word] for word in words)
    return heard.most_common(1)[0][0]


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


def _by_their_words(segments: Sequence[Sequence[Segment]], party: str) -> Roles:
    """The agent is the party that greets and serves, if that is clear; `party` is what it is called in the reason."""
    witnesses = [_agent_phrases(_words(own)) for own in segments]
    first = _speaks_first(segments)
    weights = [sum(w for _, w in heard) + (_FIRST if at == first else 0.0) for at, heard in enumerate(witnesses)]
    if abs(weights[0] - weights[1]) < _CLEAR_BY:
        detail = f"neither {party} sounds clearly like the agent ({weights[0]:.1f} against {weights[1]:.1f})"
        return Roles(("unknown", "unknown"), (Flag("roles_unknown", detail),))
    agent = 0 if weights[0] > weights[1] else 1
    heard = ", ".join(f'"{phrase}"' for phrase, _ in sorted(witnesses[agent], key=lambda pair: -pair[1])[:3])
    detail = (
        f"{party} {agent + 1} is taken for the agent, who said {heard}{' and spoke first' if agent == first else ''}; "
        f"the recording's metadata does not say. Confidence {_confidence(weights):.0%}"
    )
    speakers: tuple[Speaker, ...] = ("agent", "customer") if agent == 0 else ("customer", "agent")
    return Roles(speakers, (Flag("roles_decided", detail),))


def _speaks_first(segments: Sequence[Sequence[Segment]]) -> int | None:
    """The party with the first word; None where there is no word."""
    starts = {at: words[0].span.start for at, own in enumerate(segments) if (words := _words(own))}
    return min(starts, key=lambda at: starts[at], default=None)


def _confidence(weights: Sequence[float]) -> float:
    """How one-sided the evidence is, 0.5..1: little evidence is not made much of. It is no measured probability."""
    return (max(weights) + 1) / (sum(weights) + 2)


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
