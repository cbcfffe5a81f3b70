"""A simulated call as if it had been heard: its transcript, and what the pipeline would have found in it.

Nothing is recognised and nothing is looked for: which words stand where is known, and so is what they say. Whatever
follows from that (conduct, quarters of tone, promises) is worked out by the pipeline's own stages.
"""

import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final

from qa.demo.programme.plot import Plot, Said
from qa.engines.interfaces import SIMULATED, EngineRevision, Word
from qa.pipeline import promises
from qa.pipeline.conduct import measure
from qa.pipeline.model import (
    Checklist,
    Evidence,
    Findings,
    Language,
    Opportunity,
    Phase,
    PhraseFinding,
    PhraseSpec,
    Promise,
    SituationFinding,
    SituationSpec,
    Speaker,
    ToneMark,
    Transcript,
    Turn,
)
from qa.pipeline.tone import FEWEST_WORDS, summarise
from qa.platform.spans import Span

#: Who "heard" it, wherever an engine is named.
ENGINE: Final = EngineRevision(SIMULATED, "no recording, no model", "0" * 12, "drawn by a generator")
_WORD_MS: Final = 400
_WHY = "simulated"
#: How sure the drawn findings are: of what was said, and of what was not.
_SAID, _NOT_SAID = (0.9, 0.995), (0.004, 0.05)
#: How often the finder could not tell, and what it said then.
_IN_DOUBT, _DOUBT = 0.03, (0.4, 0.6)


@dataclass(frozen=True, slots=True)
class HeardCall:
    """The transcript of a call, the findings of one checklist in it, and why the customer called."""

    transcript: Transcript
    findings: Findings
    queue: str


@dataclass(slots=True)
class _Times:
    """Where everything stands, as the turns are laid one after the other."""

    turns: list[Turn] = field(default_factory=list)
    moments: dict[str, list[Evidence]] = field(default_factory=lambda: defaultdict(list))
    holds: list[Span] = field(default_factory=list)
    at: int = 0

    def lay(self, said: Said) -> None:
        start = max(self.turns[-1].span.start + _WORD_MS if self.turns else 0, self.at + said.pause_ms)
        if said.hold:
            self.holds.append(Span(self.at + 300, start - 300))
        words: list[Word] = []
        at = start
        for saying in said.sayings:
            first = len(words)
            words += _words(saying.text, at)
            at = start + len(words) * _WORD_MS
            span = Span(words[first].span.start, words[-1].span.end)
            for phrase in saying.fulfils:
                self.moments[phrase].append(Evidence(span, said.speaker, saying.text))
        self.turns.append(Turn(said.speaker, Span(start, words[-1].span.end), tuple(words)))
        self.at = max(self.at, words[-1].span.end)


def hear(plot: Plot, language: Language, checklist: Checklist) -> HeardCall:
    """The call as it went, and what there is to find in it."""
    said, chance = list(plot.turns()), plot.chance
    times = _Times()
    for one in said:
        times.lay(one)
    transcript = _transcript(times, language)
    marks = [
        ToneMark(index, one.tone, 0.97)
        for index, one in enumerate(said)
        if len(times.turns[index].words) >= FEWEST_WORDS
    ]
    found = Findings(
        phrases={spec.id: _phrase(spec, times.moments.get(spec.id, ()), chance) for spec in checklist.phrases},
        situations={spec.id: _situation(spec, times, chance) for spec in checklist.situations},
        conduct=measure(transcript, checklist.dead_air_ms),
        tone=summarise(transcript, marks, ENGINE),
        phases=tuple(_phases(said, transcript)),
        promises=tuple(_promises(transcript)),
    )
    return HeardCall(transcript, found, plot.matter.queue)


def _transcript(times: _Times, language: Language) -> Transcript:
    speakers: tuple[Speaker, ...] = ("agent", "customer")
    speech = {who: tuple(turn.span for turn in times.turns if turn.speaker == who) for who in speakers}
    return Transcript(
        language=language,
        duration_ms=times.at + 500,
        turns=tuple(times.turns),
        speech=speech,
        sound=(Span(0, times.at + 500),),
        channels=speakers,
        engines=(ENGINE,),
        holds=tuple(times.holds),
        loudness={"agent": -23.0, "customer": -25.0},
    )


def _phrase(spec: PhraseSpec, moments: Iterable[Evidence], chance: random.Random) -> PhraseFinding:
    occurrences = tuple(moments)
    if not occurrences:
        return PhraseFinding(spec.id, "not_said", chance.uniform(*_NOT_SAID), (), _WHY)
    if chance.random() < _IN_DOUBT:
        return PhraseFinding(spec.id, "unsure", chance.uniform(*_DOUBT), occurrences, _WHY)
    return PhraseFinding(spec.id, "said", chance.uniform(*_SAID), occurrences, _WHY)


def _situation(spec: SituationSpec, times: _Times, chance: random.Random) -> SituationFinding:
    """Each trigger takes the first response behind it: the plots never let two wait at once."""
    # What an agent says before a hold is both a phrase of its own and the trigger of what is owed after it.
    triggers = times.moments.get(spec.trigger.id) or _asked_by_agent(spec, times)
    opportunities = []
    for trigger in triggers:
        later = (one for one in times.moments.get(spec.response.id, ()) if one.span.start >= trigger.span.end)
        response = next(later, None)
        likely = chance.uniform(*(_SAID if response else _NOT_SAID))
        opportunities.append(Opportunity(trigger, "answered" if response else "missed", response, likely))
    return SituationFinding(spec.id, tuple(opportunities))


def _asked_by_agent(spec: SituationSpec, times: _Times) -> Sequence[Evidence]:
    return times.moments.get("hold-ask", ()) if spec.trigger.speaker == "agent" else ()


def _promises(transcript: Transcript) -> Iterator[Promise]:
    """What agents promise. The same sentences come up again and again, so each is looked through once."""
    for turn in transcript.turns:
        if turn.speaker == "agent":
            for found in _promised(turn.text):
                yield replace(
                    found, evidence=replace(found.evidence, span=found.evidence.span.shifted(turn.span.start))
                )


@lru_cache(maxsize=10_000)
def _promised(text: str) -> tuple[Promise, ...]:
    """The promises of a turn of the agent's that begins with the call."""
    words = tuple(_words(text, 0))
    return promises.find((Turn("agent", Span(0, words[-1].span.end), words),))


def _words(text: str, start: int) -> Iterator[Word]:
    for place, word in enumerate(text.split()):
        at = start + place * _WORD_MS
        yield Word(word, Span(at, at + _WORD_MS - 40), 0.92)


def _phases(said: Sequence[Said], transcript: Transcript) -> Iterable[Phase]:
    """Where each phase begins first; a call that goes back into one is still in the later one."""
    starts: dict[str, int] = {}
    names = []
    for one, turn in zip(said, transcript.turns, strict=True):
        if one.phase not in starts:
            starts[one.phase] = turn.span.start if starts else 0
            names.append(one.phase)
    ends = [*[starts[name] for name in names[1:]], transcript.duration_ms]
    for name, end in zip(names, ends, strict=True):
        yield Phase(name, Span(starts[name], end), _WHY)
