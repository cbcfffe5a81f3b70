"""Where people's answers and the machine's suggestions meet: the score that they make together."""

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.evaluation import found
from qa.evaluation.tables import AnswerRow, Evaluation
from qa.platform.clock import now
from qa.rubric.model import Rubric
from qa.rubric.store import rubric_of
from qa.scoring.score import Answer, Score, Suggested, score

#: What is done, within the same transaction, when what stands of a call changes.
Follow = Callable[[Evaluation, Call, Score], None]
_following: list[Follow] = []


def when_told(follow: Follow) -> None:
    """Do this from now on whenever what stands of a call may have changed. Saying so twice is saying so once."""
    if follow not in _following:
        _following.append(follow)


def tell(evaluation: Evaluation, call: Call) -> None:
    """Let whatever follows the standing evaluation of a call follow it."""
    stands = score_of(evaluation, rubric_of(evaluation.rubric))
    for follow in _following:
        follow(evaluation, call, stands)


def current_answers(evaluation: Evaluation) -> dict[str, AnswerRow]:
    """The answer that counts for each question that a person answered."""
    return {answer.question_id: answer for answer in evaluation.answers if answer.replaced_at is None}


def copy_of(answer: AnswerRow) -> AnswerRow:
    """The same answer for another evaluation: who gave it, and when, stays."""
    return AnswerRow(
        question_id=answer.question_id,
        option_id=answer.option_id,
        not_applicable=answer.not_applicable,
        reason=answer.reason,
        person_id=answer.person_id,
        answered_at=answer.answered_at,
        confirmed=answer.confirmed,
    )


def replace(evaluation: Evaluation, question_id: str) -> None:
    """No answer of a person counts for the question any more; they remain readable."""
    for older in evaluation.answers:
        if older.question_id == question_id and older.replaced_at is None:
            older.replaced_at = now()


def score_of(evaluation: Evaluation, rubric: Rubric) -> Score:
    """The score as it stands."""
    suggested = {
        row.question_id: Suggested(row.verdict, row.option_id, row.probability) for row in evaluation.suggestions
    }
    answers = {
        question_id: Answer(answer.option_id, answer.not_applicable)
        for question_id, answer in current_answers(evaluation).items()
    }
    return score(rubric, suggested, answers)


def repeated(evaluation: Evaluation, stands: Score, verdicts: Mapping[str, str], *, answered: bool) -> dict[str, Any]:
    """What the row of a call says of the evaluation that stands, by column; `verdicts` are the machine's, by question.

    `answered`: whether a person's answer counts in it.
    """
    return {
        "evaluation_id": evaluation.id,
        "evaluation_state": evaluation.state.value,
        "percent": stands.percent,
        "passed": stands.passed,
        "could_flip": round(stands.could_flip, 6),
        "machine_only": not answered,
        "unsure": sum(
            verdict == "unsure" and stands.by_question[question_id].decided_by == "nobody"
            for question_id, verdict in verdicts.items()
        ),
        "shared_at": evaluation.published_at,
    }


def refresh(session: Session, evaluation: Evaluation, call: Call, rubric: Rubric) -> Score:
    """Bring what is repeated of the call for lists up to date."""
    stands = score_of(evaluation, rubric)
    verdicts = {row.question_id: row.verdict for row in evaluation.suggestions}
    for name, value in repeated(evaluation, stands, verdicts, answered=bool(current_answers(evaluation))).items():
        setattr(call, name, value)
    found.keep_auto_failed(session, call.id, failed=stands.auto_failed_by is not None)
    for follow in _following:
        follow(evaluation, call, stands)
    return stands
