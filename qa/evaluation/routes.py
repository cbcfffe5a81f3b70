"""The web's door to evaluations and to the agent's own feedback."""

from typing import Annotated

from fastapi import APIRouter, Path

from qa.evaluation import corrections, revising, service
from qa.evaluation.findings import FindingsOut, ToneCorrectionIn
from qa.evaluation.schemas import (
    AcknowledgementIn,
    AnswerIn,
    EvaluationOut,
    EvaluationRevisionIn,
    EvaluationRevisionOut,
    FeedbackBrief,
    SummaryIn,
)
from qa.evaluation.view import evaluation_out, feedback_brief, history_out
from qa.platform.web import Asking, Evaluates, HasFeedback, IfMatch, Reading, Writing

router = APIRouter(tags=["evaluation"])


@router.get("/calls/{call_id}/evaluation")
def get_call_evaluation(call_id: str, session: Reading, asker: Asking) -> EvaluationOut:
    """The newest evaluation of a call."""
    return evaluation_out(session, service.of_call(session, asker, call_id))


@router.get("/calls/{call_id}/findings")
def get_findings(call_id: str, session: Reading, asker: Asking) -> FindingsOut:
    """What was found in a call besides its suggestions: tone, phases, situations, promises, conduct."""
    return corrections.of_call(session, asker, call_id)


@router.post("/calls/{call_id}/tone-corrections")
def correct_tone(call_id: str, wish: ToneCorrectionIn, unit: Writing, asker: Evaluates) -> FindingsOut:
    """Say what the tone of a turn is; the machine's mark stays beside it."""
    return corrections.correct_tone(unit.session, asker, call_id, wish)


@router.delete("/calls/{call_id}/tone-corrections/{turn}")
def withdraw_tone_correction(
    call_id: str, turn: Annotated[int, Path(ge=0, lt=1 << 31)], unit: Writing, asker: Evaluates
) -> FindingsOut:
    """Take the correction of a turn's tone back."""
    return corrections.withdraw_tone(unit.session, asker, call_id, turn)


@router.get("/evaluations/{evaluation_id}")
def get_evaluation(evaluation_id: str, session: Reading, asker: Asking) -> EvaluationOut:
    """One evaluation."""
    return evaluation_out(session, service.get(session, asker, evaluation_id))


@router.put("/evaluations/{evaluation_id}/answers/{question_id}")
def put_answer(
    evaluation_id: str, question_id: str, wish: AnswerIn, unit: Writing, asker: Evaluates, version: IfMatch
) -> EvaluationOut:
    """Answer one question."""
    changed = service.answer(unit.session, asker, (evaluation_id, version), question_id, wish)
    return evaluation_out(unit.session, changed)


@router.delete("/evaluations/{evaluation_id}/answers/{question_id}")
def delete_answer(
    evaluation_id: str, question_id: str, unit: Writing, asker: Evaluates, version: IfMatch
) -> EvaluationOut:
    """Take an answer back."""
    changed = service.withdraw(unit.session, asker, (evaluation_id, version), question_id)
    return evaluation_out(unit.session, changed)


@router.put("/evaluations/{evaluation_id}/summary")
def put_summary(
    evaluation_id: str, wish: SummaryIn, unit: Writing, asker: Evaluates, version: IfMatch
) -> EvaluationOut:
    """The reviewer's words to the agent."""
    changed = service.summarise(unit.session, asker, (evaluation_id, version), wish.summary)
    return evaluation_out(unit.session, changed)


@router.post("/evaluations/{evaluation_id}/submit")
def submit_evaluation(evaluation_id: str, unit: Writing, asker: Evaluates, version: IfMatch) -> EvaluationOut:
    """The reviewer is done."""
    return evaluation_out(unit.session, service.submit(unit.session, asker, (evaluation_id, version)))


@router.post("/evaluations/{evaluation_id}/publish")
def publish_evaluation(evaluation_id: str, unit: Writing, asker: Evaluates, version: IfMatch) -> EvaluationOut:
    """Show the feedback to the agent."""
    return evaluation_out(unit.session, service.publish(unit.session, asker, (evaluation_id, version)))


@router.post("/evaluations/{evaluation_id}/revise")
def revise_evaluation(
    evaluation_id: str, wish: EvaluationRevisionIn, unit: Writing, asker: Evaluates, version: IfMatch
) -> EvaluationOut:
    """Correct what was published: a revision takes its place, and the agent is shown both."""
    return evaluation_out(unit.session, revising.revise(unit.session, asker, (evaluation_id, version), wish))


@router.get("/evaluations/{evaluation_id}/history")
def get_evaluation_history(evaluation_id: str, session: Reading, asker: Asking) -> list[EvaluationRevisionOut]:
    """All revisions of an evaluation, the newest first, each with what it changed."""
    return history_out(revising.history(session, asker, evaluation_id))


@router.get("/feedback")
def list_feedback(session: Reading, asker: HasFeedback) -> list[FeedbackBrief]:
    """The agent's own published feedback."""
    return [feedback_brief(session, evaluation) for evaluation in service.feedback(session, asker)]


@router.get("/feedback/{evaluation_id}")
def get_feedback(evaluation_id: str, session: Reading, asker: HasFeedback) -> EvaluationOut:
    """One piece of the agent's own feedback."""
    return evaluation_out(session, service.own_feedback(session, asker, evaluation_id))


@router.post("/feedback/{evaluation_id}/acknowledge")
def acknowledge_feedback(
    evaluation_id: str, wish: AcknowledgementIn, unit: Writing, asker: HasFeedback
) -> EvaluationOut:
    """The agent has seen it."""
    return evaluation_out(unit.session, service.acknowledge(unit.session, asker, evaluation_id, wish))
