"""A case as it is asked, wherever it is kept, and what comes of asking it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from qa.regressions.report import CannotAsk, CaseResult, Outcome, RightAnswer
from qa.replay.draft import Lineage
from qa.replay.holding import Heard, Held, hold
from qa.rubric.model import Question, Rubric
from qa.rubric.schemas import Texts
from qa.scoring.score import Answer


@dataclass(frozen=True, slots=True)
class Case:
    """What people found: the answer to a question of `decided_under`. `call_id` None: the call is gone."""

    id: str
    call_id: str | None
    file_name: str | None
    decided_under: Rubric
    question_id: str
    right: Answer
    why: str | None
    decided_by: str | None
    decided_at: datetime
    dispute_id: str | None


class CannotHear(Exception):
    """A case's call cannot be heard; not an error of anybody's, so it stays within this noun."""

    def __init__(self, cannot: CannotAsk) -> None:
        self.cannot = cannot
        super().__init__(cannot)


class Calls(Protocol):
    """Where the calls of the cases are heard: the database, or a folder that was taken from it."""

    def hear(self, call_id: str) -> Heard:
        """The call as it is heard now. Raises CannotHear."""
        ...


@dataclass(frozen=True, slots=True)
class Sides:
    """One call under the rubric that is run, and under the present one where that is another; None: not heard."""

    line: Lineage
    now: Held | None
    before: Held | None
    cannot: CannotAsk | None = None


def both_sides(line: Lineage, heard: Heard) -> Sides:
    """Hold a call against both rubrics, without people's answers: the machine is what is asked."""
    other = line.present if line.present is not None and line.present != line.draft else None
    return Sides(line, hold(line.draft, heard, {}), hold(other, heard, {}) if other else None)


def asked(case: Case, sides: Sides) -> CaseResult:
    """What comes of the case."""
    identity = sides.line.of(case.decided_under)[case.question_id]
    question = _question(sides.line.draft, sides.line.of_draft, identity)
    cannot = sides.cannot or _cannot(question, case.right)
    held = None if cannot else sides.now
    return CaseResult(
        case_id=case.id,
        call_id=case.call_id,
        file_name=case.file_name,
        question_id=case.question_id,
        question_now=question.id if question else None,
        text=Texts.of(case.decided_under.question(case.question_id).text),
        right=_right(case),
        outcome=_outcome(held, question, case.right) if held and question else "cannot_ask",
        cannot=cannot,
        now=held.side(question) if held and question else None,
        before=_before(case, sides, identity),
        decided_at=case.decided_at,
        decided_by=case.decided_by,
        why=case.why,
        dispute_id=case.dispute_id,
    )


def _before(case: Case, sides: Sides, identity: str) -> Outcome | None:
    present = sides.line.present
    if sides.before is None or present is None:
        return None
    question = _question(present, sides.line.of(present), identity)
    if _cannot(question, case.right) or question is None:
        return "cannot_ask"
    return _outcome(sides.before, question, case.right)


def _question(rubric: Rubric, identities: Mapping[str, str], identity: str) -> Question | None:
    return next((question for question in rubric.questions if identities[question.id] == identity), None)


def _cannot(question: Question | None, right: Answer) -> CannotAsk | None:
    if question is None:
        return "question_gone"
    if question.kind.name == "manual":
        return "left_to_people"
    offered = right.not_applicable or any(option.id == right.option_id for option in question.options)
    return None if offered else "option_gone"


def _outcome(held: Held, question: Question, right: Answer) -> Outcome:
    said = held.score.by_question[question.id]
    if said.option_id is not None:
        return "passes" if said.option_id == right.option_id else "breaks"
    if said.not_applicable is not None:
        return "passes" if right.not_applicable else "breaks"
    return "unsure"


def _right(case: Case) -> RightAnswer:
    chosen = case.right.option_id
    label = case.decided_under.question(case.question_id).option(chosen).label if chosen else None
    return RightAnswer(
        option_id=chosen, not_applicable=case.right.not_applicable, option=Texts.of(label) if label else None
    )
