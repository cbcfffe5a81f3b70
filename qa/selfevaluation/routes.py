"""The web's door to self-evaluations: the agent's own, and both sides beside each other."""

from fastapi import APIRouter

from qa.platform.web import Asking, Evaluates, HasFeedback, IfMatch, Reading, Writing
from qa.selfevaluation import service
from qa.selfevaluation.schemas import AskIn, BesideOut, SelfAnswerIn, SelfBrief, SelfSheetOut, SubmitIn
from qa.selfevaluation.view import beside_out, brief_out, sheet_out

router = APIRouter(tags=["selfevaluation"])


@router.post("/calls/{call_id}/self-evaluation", status_code=201)
def ask_self_evaluation(call_id: str, wish: AskIn, unit: Writing, asker: Evaluates) -> BesideOut:
    """Ask the call's agent how they see it, before any feedback; the call is shown to them without its scores."""
    held = service.ask(unit.session, asker, call_id, wish.words)
    return beside_out(unit.session, asker, held.call)


@router.get("/calls/{call_id}/self-evaluation")
def get_beside(call_id: str, session: Reading, asker: Asking) -> BesideOut:
    """Where a call's self-evaluation stands, and both sides beside each other once both are done."""
    return beside_out(session, asker, service.visible_call(session, asker, call_id))


@router.post("/feedback/{evaluation_id}/self-evaluation", status_code=201)
def begin_self_evaluation(evaluation_id: str, unit: Writing, asker: HasFeedback) -> SelfSheetOut:
    """Answer for oneself before reading feedback, which opens when that is done."""
    return sheet_out(unit.session, service.begin(unit.session, asker, evaluation_id))


@router.get("/self-evaluations")
def list_self_evaluations(session: Reading, asker: HasFeedback) -> list[SelfBrief]:
    """Those that wait for the agent."""
    return [brief_out(session, held) for held in service.waiting(session, asker)]


@router.get("/self-evaluations/{self_id}")
def get_self_evaluation(self_id: str, session: Reading, asker: HasFeedback) -> SelfSheetOut:
    """One of the agent's own."""
    return sheet_out(session, service.get(session, asker, self_id))


@router.put("/self-evaluations/{self_id}/answers/{question_id}")
def put_self_answer(
    self_id: str, question_id: str, wish: SelfAnswerIn, unit: Writing, asker: HasFeedback, version: IfMatch
) -> SelfSheetOut:
    """Answer one question."""
    return sheet_out(unit.session, service.answer(unit.session, asker, (self_id, version), question_id, wish))


@router.delete("/self-evaluations/{self_id}/answers/{question_id}")
def delete_self_answer(
    self_id: str, question_id: str, unit: Writing, asker: HasFeedback, version: IfMatch
) -> SelfSheetOut:
    """Take an answer back."""
    return sheet_out(unit.session, service.withdraw(unit.session, asker, (self_id, version), question_id))


@router.post("/self-evaluations/{self_id}/submit")
def submit_self_evaluation(
    self_id: str, wish: SubmitIn, unit: Writing, asker: HasFeedback, version: IfMatch
) -> SelfSheetOut:
    """Hand it in."""
    return sheet_out(unit.session, service.submit(unit.session, asker, (self_id, version), wish.words))


@router.post("/self-evaluations/{self_id}/decline")
def decline_self_evaluation(self_id: str, unit: Writing, asker: HasFeedback, version: IfMatch) -> SelfSheetOut:
    """Rather not."""
    return sheet_out(unit.session, service.decline(unit.session, asker, (self_id, version)))
