"""Phases: how a call is divided into opening, identification, inquiry, solution, summary and closing.

Each phase is known by its cues: sentences that agents (and customers, when they say why they call) use in it. Cues are
often misheard and some sentences fit several phases, so the division is chosen that all cues together make likeliest,
in one of the two orders that calls have: identification before or behind the customer's matter. A phase without a cue
is not found.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qa.pipeline.model import Phase, PhaseName, PhraseFinding, Speaker, Transcript, Turn
from qa.pipeline.phases.cues import phase_of, specs
from qa.platform.spans import Span

__all__ = ["find", "specs"]

_ORDERS: tuple[tuple[PhaseName, ...], ...] = (
    ("opening", "identification", "inquiry", "solution", "summary", "closing"),
    ("opening", "inquiry", "identification", "solution", "summary", "closing"),
)
#: Where in a call a phase begins, as shares of its length; a cue elsewhere counts for little.
_PLACES: dict[PhaseName, tuple[float, float]] = {
    "opening": (0.0, 0.3),
    "identification": (0.02, 0.6),
    "inquiry": (0.0, 0.6),
    "solution": (0.1, 0.95),
    "summary": (0.4, 1.0),
    "closing": (0.5, 1.0),
}
_OUT_OF_PLACE = 0.3
#: A cue less likely than this is none.
_LEAST = 0.3
#: What the first words of each side tell without any cue.
_FIRST_WORDS = 0.35
#: A cue inside another phase speaks against the division.
_AGAINST = 0.25
#: Fewer words are a greeting, not the customer's matter.
_A_MATTER = 6
#: A phase begins with the sentence of its cue: a cue so soon behind the start of its turn belongs to that turn's start.
_SAME_BREATH_MS = 2_500


@dataclass(frozen=True, slots=True)
class _Cue:
    phase: PhaseName
    start: int
    weight: float
    why: str


def find(transcript: Transcript, heard: Mapping[str, PhraseFinding]) -> tuple[Phase, ...]:
    """The phases of a call in time order; together they cover it, from its start to its end, if any was found.

    `heard` holds the findings of `specs(transcript.language)`, which must have been looked for by themselves.
    """
    cues = sorted([*_said(transcript, heard), *_first_words(transcript)], key=lambda cue: cue.start)
    divisions = [_divide(cues, order) for order in _ORDERS]
    _, chosen = max(divisions, key=lambda division: division[0])
    starts: dict[PhaseName, _Cue] = {}
    for cue, phase in zip(cues, chosen, strict=True):
        if cue.phase == phase:
            starts.setdefault(phase, cue)
    return _phases(list(starts.values()), transcript)


def _said(transcript: Transcript, heard: Mapping[str, PhraseFinding]) -> Iterator[_Cue]:
    for cue_id, finding in heard.items():
        for moment in finding.moments:
            if moment.probability >= _LEAST:
                phase, start = phase_of(cue_id), moment.evidence.span.start
                weight = moment.probability * _fit(phase, start, transcript.duration_ms)
                why = f'the {moment.evidence.speaker} said "{moment.evidence.text}"'
                yield _Cue(phase, _breath_start(transcript.turns, moment.evidence.speaker, start), weight, why)


def _fit(phase: PhaseName, start: int, duration_ms: int) -> float:
    earliest, latest = _PLACES[phase]
    return 1.0 if earliest <= start / max(1, duration_ms) <= latest else _OUT_OF_PLACE


def _breath_start(turns: tuple[Turn, ...], speaker: Speaker, start: int) -> int:
    own = [turn.span.start for turn in turns if turn.speaker == speaker and turn.span.start <= start < turn.span.end]
    return max((begun for begun in own if start - begun <= _SAME_BREATH_MS), default=start)


def _first_words(transcript: Transcript) -> Iterator[_Cue]:
    """A call opens with the agent's first words; the customer's first longer turn says what the call is about."""
    for turn in transcript.turns:
        if turn.speaker == "agent" and turn.words:
            if turn.span.start < transcript.duration_ms * _PLACES["opening"][1]:
                yield _Cue("opening", turn.span.start, _FIRST_WORDS, "the agent's first words")
            break
    for turn in transcript.turns:
        if turn.speaker == "customer" and len(turn.words) >= _A_MATTER:
            weight = _FIRST_WORDS * _fit("inquiry", turn.span.start, transcript.duration_ms)
            yield _Cue("inquiry", turn.span.start, weight, "the customer's first longer turn")
            break


def _divide(cues: list[_Cue], order: tuple[PhaseName, ...]) -> tuple[float, list[PhaseName]]:
    """The best division of the cues, in their order of time, into phases in this order; and how good it is."""
    best: list[tuple[float, list[PhaseName]]] = [(0.0, []) for _ in order]  # by the phase of the last cue so far
    for cue in cues:
        reachable: tuple[float, list[PhaseName]] = (float("-inf"), [])
        after: list[tuple[float, list[PhaseName]]] = []
        for phase, before in zip(order, best, strict=True):
            reachable = max(reachable, before, key=lambda division: division[0])
            gain = cue.weight if cue.phase == phase else -_AGAINST * cue.weight
            after.append((reachable[0] + gain, [*reachable[1], phase]))
        best = after
    return max(best, key=lambda division: division[0])


def _phases(starts: list[_Cue], transcript: Transcript) -> tuple[Phase, ...]:
    if not starts:
        return ()
    begins = [0, *(cue.start for cue in starts[1:])]
    ends = [*begins[1:], transcript.duration_ms]
    return tuple(
        Phase(cue.phase, Span(begin, end), cue.why)
        for cue, begin, end in zip(starts, begins, ends, strict=True)
        if begin < end
    )
