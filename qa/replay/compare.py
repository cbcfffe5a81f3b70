"""Both sides of every call into what changed: flips, questions, agents, totals. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from qa.evaluation.view import rubric_brief
from qa.replay.calls import StoredCall
from qa.replay.draft import Lineage
from qa.replay.holding import Answers, Held
from qa.replay.report import (
    AgentReplayed,
    CallReplayed,
    Change,
    Flip,
    LeftOut,
    LostAnswer,
    Outcome,
    QuestionReplayed,
    Replay,
    Tally,
    Witness,
)
from qa.replay.totals import compared
from qa.rubric.model import Question, Rubric
from qa.rubric.problems import Problem
from qa.rubric.schemas import ProblemOut, Texts


@dataclass(frozen=True, slots=True)
class BothSides:
    """A call under the present rubric (None: there is none) and under the draft. `answers` are by identity."""

    call: StoredCall
    before: Held | None
    after: Held
    answers: Answers
    witness: Witness


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question on the sides on which it is asked, never on neither."""

    before: Question | None
    after: Question | None

    @property
    def present(self) -> Question:
        question = self.after or self.before
        assert question is not None
        return question

    @property
    def was(self) -> str | None:
        """Its present id, where the draft gives it another."""
        renamed = self.before and self.after and self.before.id != self.after.id
        return self.before.id if renamed and self.before else None


@dataclass(slots=True)
class _Counts:
    """What one question came to, call by call."""

    before: Counter[Outcome] = field(default_factory=Counter)
    after: Counter[Outcome] = field(default_factory=Counter)
    flips_to: Counter[Outcome] = field(default_factory=Counter)


class Comparison:
    """Takes calls one at a time and makes the report of all of them."""

    def __init__(self, line: Lineage) -> None:
        self._line = line
        self._pairs = _pairs(line)
        self._counts = [_Counts() for _ in self._pairs]
        self._flips: list[Flip] = []
        self._calls: list[CallReplayed] = []
        self._lost: list[LostAnswer] = []

    def add(self, sides: BothSides) -> None:
        """Compare the two sides of one call."""
        flips = 0
        for pair, counts in zip(self._pairs, self._counts, strict=True):
            flip = _flip(pair, sides)
            if flip is not None:
                flips += 1
                counts.flips_to[flip.after.outcome] += 1
                self._flips.append(flip)
            if pair.before and sides.before:
                counts.before[sides.before.outcome(pair.before)] += 1
            if pair.after:
                counts.after[sides.after.outcome(pair.after)] += 1
        self._calls.append(_call(sides, flips))
        self._lost += _lost(sides, self._line)

    def report(self, problems: Iterable[Problem], left_out: Iterable[LeftOut]) -> Replay:
        """Everything that was compared so far. Flips come by question, in the order of the rubric."""
        order = {pair.present.id: place for place, pair in enumerate(self._pairs)}
        present = self._line.present
        return Replay(
            draft=rubric_brief(self._line.draft),
            present=rubric_brief(present) if present else None,
            witness="text" if any(call.witness == "text" for call in self._calls) else "text_and_sound",
            problems=[ProblemOut.of(problem) for problem in problems],
            totals=compared(self._calls),
            flips=sorted(self._flips, key=lambda flip: order[flip.question_id]),
            questions=[_question(pair, counts) for pair, counts in zip(self._pairs, self._counts, strict=True)],
            agents=_agents(self._calls),
            calls=self._calls,
            lost_answers=self._lost,
            left_out=list(left_out),
        )


def _pairs(line: Lineage) -> list[_Pair]:
    """The draft's questions in its order, then those that it leaves out."""
    known = _by_identity(line.present, line) if line.present else {}
    pairs = [_Pair(known.pop(line.of_draft[question.id], None), question) for question in line.draft.questions]
    return pairs + [_Pair(question, None) for question in known.values()]


def _by_identity(rubric: Rubric, line: Lineage) -> dict[str, Question]:
    identities = line.of(rubric)
    return {identities[question.id]: question for question in rubric.questions}


def _flip(pair: _Pair, sides: BothSides) -> Flip | None:
    """How the question stands differently, where both sides ask it and it does."""
    if pair.before is None or pair.after is None or sides.before is None:
        return None
    before, after = sides.before.side(pair.before), sides.after.side(pair.after)
    if (before.option_id, before.outcome) == (after.option_id, after.outcome):
        return None
    return Flip(question_id=pair.after.id, call_id=sides.call.row.id, before=before, after=after)


def _call(sides: BothSides, flips: int) -> CallReplayed:
    call, before, after = sides.call.row, sides.before.standing if sides.before else None, sides.after.standing
    return CallReplayed(
        call_id=call.id,
        file_name=call.file_name,
        at=call.started_at or call.received_at,
        agent_id=call.agent_id,
        agent_name=call.agent.name if call.agent else None,
        before=before,
        after=after,
        flips=flips,
        passing_changed=before is not None and before.passed != after.passed,
        witness=sides.witness,
    )


def _lost(sides: BothSides, line: Lineage) -> Iterator[LostAnswer]:
    """Answers that count today and that the draft has no place for."""
    if sides.before is None or line.present is None:
        return
    kept = {line.of_draft[question_id] for question_id in sides.after.answers}
    identities = line.of(line.present)
    for question_id, answer in sides.before.answers.items():
        if identities[question_id] not in kept:
            yield LostAnswer(call_id=sides.call.row.id, question_id=question_id, option_id=answer.option_id)


def _question(pair: _Pair, counts: _Counts) -> QuestionReplayed:
    question = pair.present
    return QuestionReplayed(
        question_id=question.id,
        was=pair.was,
        kind=question.kind.name,
        text=Texts.of(question.text),
        change=_change(pair),
        before=_tally(counts.before) if pair.before else None,
        after=_tally(counts.after) if pair.after else None,
        flips=counts.flips_to.total(),
        flips_to=_tally(counts.flips_to),
    )


def _change(pair: _Pair) -> Change:
    if pair.before is None:
        return "new"
    if pair.after is None:
        return "removed"
    return "same" if pair.before == pair.after else "changed"


def _tally(counts: Counter[Outcome]) -> Tally:
    return Tally(yes=counts["yes"], no=counts["no"], unsure=counts["unsure"], not_applicable=counts["not_applicable"])


def _agents(calls: list[CallReplayed]) -> list[AgentReplayed]:
    """By name; calls that are nobody's come last."""
    mine: dict[str | None, list[CallReplayed]] = {}
    for call in calls:
        mine.setdefault(call.agent_id, []).append(call)
    found = [
        AgentReplayed(agent_id=agent_id, agent_name=of[0].agent_name, **dict(compared(of)))
        for agent_id, of in mine.items()
    ]
    return sorted(found, key=lambda agent: (agent.agent_id is None, agent.agent_name or "", agent.agent_id or ""))
