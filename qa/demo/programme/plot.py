"""How a simulated call goes: who says what in which order, drawn from the agent's truth and the customer's mood."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

from qa.demo.programme.script import DONE, NAME, Matter, Saying, Script
from qa.demo.programme.truth import ANCHOR, ANCHORED, NOT_ANCHORED, UPSET, Form
from qa.pipeline.model import PhaseName, Speaker, ToneLabel

#: How likely a customer who is not upset says something kind: usually, with the details, and at the end.
_KIND, _KIND_IN_BETWEEN, _KIND_AT_THE_END = 0.3, 0.08, 0.6
_SITUATION, _HOLD, _PROMISE, _TALKS_OVER = 0.55, 0.3, 0.25, 0.06
_PAUSE_MS = (250, 1_400)
_LATE_START_MS = (5_500, 9_000)
_DEAD_AIR_MS = (3_300, 9_000)
_ON_HOLD_MS = (12_000, 45_000)
_OVERLAP_MS = (400, 1_800)


@dataclass(frozen=True, slots=True)
class Said:
    """One turn: its sentences, what it sounds like, and what lies before it.

    `pause_ms` from the end of the turn before, negative where this one begins within it; `hold`: the pause is a hold.
    """

    speaker: Speaker
    sayings: tuple[Saying, ...]
    phase: PhaseName
    tone: ToneLabel
    pause_ms: int
    hold: bool = False


@dataclass(slots=True)
class Plot:
    """One call in the making. `upset` changes as it goes on."""

    script: Script
    form: Form
    matter: Matter
    chance: random.Random
    woman: bool  # whether the customer is one
    upset: bool = field(init=False)

    def __post_init__(self) -> None:
        self.upset = self.matter.upset and self.chance.random() < UPSET

    def turns(self) -> Iterator[Said]:
        """The whole call, turn by turn."""
        late = not self.form.does("prompt-start") and self.chance.random() < 0.3
        first = self.chance.randint(*(_LATE_START_MS if late else _PAUSE_MS))
        yield self._agent("opening", self._asked("greeting"), self._asked("recorded"), pause_ms=first)
        yield from self._inquiry()
        yield from self._solution()
        yield self._agent("summary", self._asked("summary"))
        yield self._reacts("summary")
        yield self._agent("closing", self._asked("anything-else"))
        tone = self._tone(_KIND_AT_THE_END)
        yield self._customer("closing", tone, self.script.last_word(tone))
        yield self._agent("closing", self._asked("goodbye"))

    def _inquiry(self) -> Iterator[Said]:
        situation = self.chance.choice(self.matter.situations) if self.chance.random() < _SITUATION else None
        came_up = [self.script.trigger(situation, self.chance)] if situation else []
        opens = Saying(self.chance.choice(self.matter.opens))
        yield self._customer("inquiry", "negative" if self.upset else "neutral", opens, *came_up)
        owed = [self._response(situation)] if situation else []
        felt = [self._asked("empathy")] if self.upset else []
        yield self._agent("inquiry", *owed, *felt, self._asked("lead-in"))
        yield self._reacts("inquiry")
        yield self._agent("identification", self._asked("identify"))
        yield self._customer("identification", "neutral", self.script.reply("identifies", self.chance))
        anchor = self._asked(ANCHOR)
        yield self._agent("inquiry", anchor, Saying(self.matter.asks))
        stays = ANCHORED if anchor.fulfils else NOT_ANCHORED
        self.upset = self.upset and self.chance.random() < stays
        yield self._reacts("inquiry", Saying(self.matter.answers), kind=_KIND_IN_BETWEEN)

    def _solution(self) -> Iterator[Said]:
        yield self._agent("solution", self._asked("steering"), *self._fault())
        if self.chance.random() < _HOLD:
            yield from self._hold()
        promise = [Saying(self.chance.choice(self.script.promises))] if self.chance.random() < _PROMISE else []
        done = Saying(self.matter.done[0].upper() + self.matter.done[1:])
        yield self._agent("solution", done, *promise, pause_ms=self._while_looking())
        yield self._reacts("solution")

    def _hold(self) -> Iterator[Said]:
        asked = self._asked("hold-ask")
        yield self._agent("solution", asked)
        yield self._customer("solution", "neutral", self.script.reply("waits", self.chance))
        wait = self.chance.randint(*_ON_HOLD_MS)
        yield self._agent("solution", self._response("hold-thanks"), pause_ms=wait, hold=True)

    def _asked(self, question_id: str) -> Saying:
        return self.script.asked(question_id, self.chance, said=self.form.does(question_id))

    def _response(self, situation: str) -> Saying:
        return self.script.response(situation, self.chance, said=self.form.does(situation))

    def _fault(self) -> list[Saying]:
        if self.chance.random() >= self.form.slips:
            return []
        return [self.script.forbidden(self.chance.choice(self.script.faults), self.chance)]

    def _agent(self, phase: PhaseName, *sayings: Saying, pause_ms: int | None = None, hold: bool = False) -> Said:
        agent = self.form.agent
        names = {NAME: agent.name.split(" ", maxsplit=1)[0], DONE: self.matter.done}
        told = [one.to(by_woman=agent.woman, to_woman=self.woman, **names) for one in sayings if one.text]
        return Said("agent", tuple(told), phase, "neutral", self._pause() if pause_ms is None else pause_ms, hold)

    def _customer(self, phase: PhaseName, tone: ToneLabel, *sayings: Saying) -> Said:
        told = tuple(one.to(by_woman=self.woman, to_woman=self.form.agent.woman) for one in sayings)
        over = self.chance.random() < _TALKS_OVER
        return Said("customer", told, phase, tone, -self.chance.randint(*_OVERLAP_MS) if over else self._pause())

    def _reacts(self, phase: PhaseName, *before: Saying, kind: float = _KIND) -> Said:
        tone = self._tone(kind)
        return self._customer(phase, tone, *before, self.script.reply(tone, self.chance))

    def _tone(self, kind: float) -> ToneLabel:
        if self.upset:
            return "negative" if self.chance.random() < UPSET else "neutral"
        return "positive" if self.chance.random() < kind else "neutral"

    def _pause(self) -> int:
        return self.chance.randint(*_PAUSE_MS)

    def _while_looking(self) -> int:
        return self._pause() if self.form.does("dead-air") else self.chance.randint(*_DEAD_AIR_MS)
