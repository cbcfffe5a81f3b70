"""How a call was conducted: who spoke, how much and how fast, where nobody did, where both did at once."""

from qa.pipeline.model import ConductFinding, Evidence, Speaker, Transcript, Turn
from qa.platform.spans import Span, intersect, merge, subtract, total

#: Both speaking at once counts from this length on.
TALK_OVER_MS = 100
#: A sound shorter than this is a click: it does not end a silence.
CLICK_MS = 400
#: A customer's turn with so few words is a sign of listening, not the end of the agent's monologue.
BACKCHANNEL_WORDS = 2
_MINUTE_MS = 60_000
_PLACED_WITHIN_MS = 200


def measure(transcript: Transcript, dead_air_ms: int) -> ConductFinding:
    """Everything about the conduct of one call; `dead_air_ms` is how long a silence has to be to count as dead air."""
    return ConductFinding(
        dead_air=_dead_air(transcript, dead_air_ms),
        talk_over=_talk_over(transcript),
        talk_share=_talk_share(transcript),
        words_per_minute=_words_per_minute(transcript),
        first_word_ms=_first_word_ms(transcript),
        longest_monologue=_longest_monologue(transcript.turns, dead_air_ms),
    )


def _dead_air(transcript: Transcript, dead_air_ms: int) -> tuple[Span, ...]:
    """Silences between the first and the last speech; hold music sounds and is therefore none."""
    speech = merge(span for spans in transcript.speech.values() for span in spans)
    if not speech:
        return ()
    sounding = [span for span in transcript.sound if span.length >= CLICK_MS]
    silent = subtract([Span(speech[0].start, speech[-1].end)], [*speech, *sounding])
    return tuple(span for span in silent if span.length >= dead_air_ms)


def _talk_over(transcript: Transcript) -> tuple[Span, ...]:
    """Where both are heard at once and both say words: a detector alone takes the other channel's echo for speech."""
    both = intersect(transcript.speech.get("agent", ()), transcript.speech.get("customer", ()))
    words = {speaker: _words(transcript, speaker) for speaker in ("agent", "customer")}
    return tuple(
        span
        for span in both
        if span.length >= TALK_OVER_MS and all(any(span.overlaps(word) for word in said) for said in words.values())
    )


def _words(transcript: Transcript, speaker: str) -> list[Span]:
    """The speaker's words, each a little longer, because recognisers place them only roughly."""
    return [
        Span(max(0, word.span.start - _PLACED_WITHIN_MS), word.span.end + _PLACED_WITHIN_MS)
        for turn in transcript.turns
        if turn.speaker == speaker
        for word in turn.words
    ]


def _talk_share(transcript: Transcript) -> dict[Speaker, float]:
    spoken = {speaker: total(spans) for speaker, spans in transcript.speech.items()}
    everything = sum(spoken.values())
    return {speaker: length / everything for speaker, length in spoken.items()} if everything else {}


def _words_per_minute(transcript: Transcript) -> dict[Speaker, float]:
    paces: dict[Speaker, float] = {}
    for speaker, spans in transcript.speech.items():
        words = sum(len(turn.words) for turn in transcript.turns if turn.speaker == speaker)
        if spoken := total(spans):
            paces[speaker] = words * _MINUTE_MS / spoken
    return paces


def _first_word_ms(transcript: Transcript) -> int | None:
    """The agent's first word; never before the detector hears the agent, because recognisers stretch first words."""
    starts = [word.span.start for turn in transcript.turns if turn.speaker == "agent" for word in turn.words]
    heard = [span.start for span in transcript.speech.get("agent", ())]
    return max(min(starts), min(heard, default=0)) if starts else None


def _longest_monologue(turns: tuple[Turn, ...], pause_ms: int) -> Evidence | None:
    """The agent's longest stretch in which the customer said next to nothing and no long pause fell."""
    stretches: list[list[Turn]] = [[]]
    for turn in turns:
        if turn.speaker == "agent":
            if stretches[-1] and turn.span.start - stretches[-1][-1].span.end >= pause_ms:
                stretches.append([])
            stretches[-1].append(turn)
        elif len(turn.words) > BACKCHANNEL_WORDS:
            stretches.append([])
    monologues = [_evidence(stretch) for stretch in stretches if stretch]
    return max(monologues, key=lambda monologue: monologue.span.length, default=None)


def _evidence(stretch: list[Turn]) -> Evidence:
    span = Span(stretch[0].span.start, max(turn.span.end for turn in stretch))
    return Evidence(span, "agent", " ".join(turn.text for turn in stretch))
