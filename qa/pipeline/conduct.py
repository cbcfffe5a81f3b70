"""Stage: how a call was conducted: who spoke, how much and how fast, where nobody did, where both did at once.

All of it is read from when each party speaks, from the holds and from the words. Times are integer milliseconds.
"""

from collections.abc import Iterable, Sequence

from qa.pipeline.model import ConductFinding, Evidence, Hold, Overlap, Speaker, Transcript, Turn
from qa.platform.spans import Span, intersect, merge, subtract, total

#: From this length on nobody speaking is a silence; shorter gaps are how people take turns.
SILENCE_MS = 1_000
#: Both speaking at once counts from this length on.
TALK_OVER_MS = 100
#: A pause up to this length, of one or of both, does not part what they say at once.
_BREATH_MS = 400
#: Who pauses for no longer than this is still in the same stretch of speech.
_STRETCH_PAUSE_MS = 700
#: Both began together when neither was this much earlier.
_TOGETHER_MS = 100
#: A shorter overlap is how people take turns: the next one comes in on the last syllable.
_INTERRUPTION_MS = 300
#: Who is interrupted stops within this time,
_GIVES_WAY_MS = 2_000
#: and the one who interrupts goes on for at least this long: else it was a word of listening.
_GOES_ON_MS = 500
#: A customer's turn with so few words is a sign of listening, not the end of the agent's monologue.
BACKCHANNEL_WORDS = 2
#: How far before and after a hold the agent's words belong to it.
NEAR_HOLD_MS = 15_000
_MINUTE_MS = 60_000


def measure(transcript: Transcript, dead_air_ms: int) -> ConductFinding:
    """Everything about the conduct of one call; `dead_air_ms` is how long a silence has to be to count as dead air.

    Of a call that was put together of single turns only what one speaker does within a turn is told.
    """
    if transcript.assembled:
        return _within_turns(transcript, dead_air_ms)
    silences = _silences(transcript)
    return ConductFinding(
        dead_air=tuple(span for span in silences if span.length >= dead_air_ms),
        talk_share=_talk_share(transcript),
        words_per_minute=_words_per_minute(transcript),
        first_word_ms=_first_word_ms(transcript),
        longest_monologue=_longest_monologue(transcript, dead_air_ms),
        silences=tuple(span for span in silences if span.length >= SILENCE_MS),
        silence_share=_silence_share(transcript, silences),
        overlaps=_overlaps(transcript),
        holds=tuple(_hold(transcript, span) for span in transcript.holds),
        loudness=dict(transcript.loudness),
        shared_line=transcript.shares_a_line,
    )


def _within_turns(transcript: Transcript, dead_air_ms: int) -> ConductFinding:
    return ConductFinding(
        dead_air=(),
        talk_share=_talk_share(transcript),
        words_per_minute=_words_per_minute(transcript),
        first_word_ms=None,
        longest_monologue=_longest_monologue(transcript, dead_air_ms),
        loudness=dict(transcript.loudness),
        shared_line=transcript.shares_a_line,
        assembled=True,
    )


def _conversation(transcript: Transcript) -> Span | None:
    """From the first speech of anybody to the last."""
    speech = [span for spans in transcript.speech.values() for span in spans]
    return Span(min(s.start for s in speech), max(s.end for s in speech)) if speech else None


def _silences(transcript: Transcript) -> list[Span]:
    """Where in the conversation nobody speaks and no hold is. A cough or a keyboard does not end a silence."""
    whole = _conversation(transcript)
    speech = [span for spans in transcript.speech.values() for span in spans]
    return subtract([whole], [*speech, *transcript.holds]) if whole else []


def _silence_share(transcript: Transcript, silences: Iterable[Span]) -> float:
    """How much of the conversation without its holds is silences of a second or more."""
    whole = _conversation(transcript)
    rest = total(subtract([whole], transcript.holds)) if whole else 0
    return total(span for span in silences if span.length >= SILENCE_MS) / rest if rest else 0.0


def _overlaps(transcript: Transcript) -> tuple[Overlap, ...]:
    """Where agent and customer speak at once: talk-over.

    Begun by the one whose stretch of speech began later. It interrupts where it lasts, the other one gives way soon,
    and the one who began goes on.
    """
    speech = {speaker: transcript.speech.get(speaker, ()) for speaker in ("agent", "customer")}
    both = [s for s in intersect(speech["agent"], speech["customer"]) if s.length >= TALK_OVER_MS]
    stretches = {speaker: merge(spans, gap=_STRETCH_PAUSE_MS) for speaker, spans in speech.items()}
    return tuple(
        _overlap(span, _around(stretches["agent"], span), _around(stretches["customer"], span))
        for span in merge(both, gap=_BREATH_MS)
    )


def _around(stretches: Iterable[Span], span: Span) -> Span:
    return next(stretch for stretch in stretches if stretch.overlaps(span))


def _overlap(span: Span, agent: Span, customer: Span) -> Overlap:
    if abs(agent.start - customer.start) < _TOGETHER_MS:
        return Overlap(span, "unknown", interrupts=False)
    beginner: Speaker = "agent" if agent.start > customer.start else "customer"
    began, spoke = (agent, customer) if beginner == "agent" else (customer, agent)
    gives_way = spoke.end - began.start <= _GIVES_WAY_MS
    goes_on = began.end - spoke.end >= _GOES_ON_MS
    return Overlap(span, beginner, interrupts=span.length >= _INTERRUPTION_MS and gives_way and goes_on)


def _hold(transcript: Transcript, span: Span) -> Hold:
    """A hold with the agent's words around it and the time to the first one behind it."""
    said = [word for turn in transcript.turns if turn.speaker == "agent" for word in turn.words]
    before = [word for word in said if span.start - NEAR_HOLD_MS <= word.span.start < span.start]
    behind = [word for word in said if word.span.start >= span.end or _middle(word.span) >= span.end]
    after = [word for word in behind if word.span.start <= behind[0].span.start + NEAR_HOLD_MS]
    return Hold(
        span=span,
        before=_evidence("agent", [(word.span, word.text) for word in before]),
        after=_evidence("agent", [(word.span, word.text) for word in after]),
        return_ms=_back_after(transcript, span, behind[0].span) if behind else None,
    )


def _middle(span: Span) -> int:
    return (span.start + span.end) // 2


def _back_after(transcript: Transcript, hold: Span, word: Span) -> int:
    """From the hold's end to where the agent is heard to begin with that word; recognisers stretch first words."""
    heard = [span for span in transcript.speech.get("agent", ()) if span.overlaps(word)]
    return max(0, max(word.start, min((span.start for span in heard), default=0)) - hold.end)


def _talk_share(transcript: Transcript) -> dict[Speaker, float]:
    """Each speaker's part of all speech; what both say at once counts for both."""
    spoken = {speaker: total(spans) for speaker, spans in transcript.speech.items()}
    everything = sum(spoken.values())
    return {speaker: length / everything for speaker, length in spoken.items()} if everything else {}


def _words_per_minute(transcript: Transcript) -> dict[Speaker, float]:
    """Each speaker's words by the time that they speak, pauses within a breath included."""
    paces: dict[Speaker, float] = {}
    for speaker, spans in transcript.speech.items():
        words = sum(len(turn.words) for turn in transcript.turns if turn.speaker == speaker)
        if spoken := total(spans):
            paces[speaker] = words * _MINUTE_MS / spoken
    return paces


def _first_word_ms(transcript: Transcript) -> int | None:
    """The agent's first word; never before the agent is heard to speak, because recognisers stretch first words."""
    starts = [word.span.start for turn in transcript.turns if turn.speaker == "agent" for word in turn.words]
    heard = [span.start for span in transcript.speech.get("agent", ())]
    return max(min(starts), min(heard, default=0)) if starts else None


def _longest_monologue(transcript: Transcript, pause_ms: int) -> Evidence | None:
    """The agent's longest stretch in which the customer said next to nothing, with no long pause and no hold in it."""
    stretches: list[list[Turn]] = [[]]
    for turn in (turn for turn in transcript.turns if turn.words):
        if turn.speaker == "agent":
            if stretches[-1] and _parted(stretches[-1][-1].span, turn.span, transcript.holds, pause_ms):
                stretches.append([])
            stretches[-1].append(turn)
        elif len(turn.words) > BACKCHANNEL_WORDS:
            stretches.append([])
    monologues = [_evidence("agent", [(turn.span, turn.text) for turn in stretch]) for stretch in stretches]
    return max((m for m in monologues if m), key=lambda monologue: monologue.span.length, default=None)


def _parted(before: Span, after: Span, holds: Sequence[Span], pause_ms: int) -> bool:
    between = Span(before.end, max(before.end, after.start))
    return between.length >= pause_ms or any(between.overlaps(hold) for hold in holds)


def _evidence(speaker: Speaker, said: Sequence[tuple[Span, str]]) -> Evidence | None:
    if not said:
        return None
    span = Span(said[0][0].start, max(span.end for span, _ in said))
    return Evidence(span, speaker, " ".join(text for _, text in said))
