"""Self-evaluations into what the web says of them, and both sides beside each other."""

from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.calls.view import call_out, jobs_of
from qa.evaluation import marks
from qa.evaluation.schemas import AnswerOut, EvidenceOut
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.evaluation.view import rubric_brief, sections_out
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.model import Question
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of
from qa.scoring.score import Answer, Marks, score
from qa.selfevaluation import service
from qa.selfevaluation.schemas import BesideOut, BothOut, SaidOut, SelfBrief, SelfSheetOut
from qa.selfevaluation.tables import SelfAnswer, SelfEvaluation, SelfState


def brief_out(session: Session, held: SelfEvaluation) -> SelfBrief:
    """One that waits, for the agent's list."""
    rubric = rubric_of(held.rubric)
    return SelfBrief(
        id=held.id,
        version=held.version,
        call=call_out(held.call, jobs_of(session, [held.call_id])[held.call_id], blind=True),
        rubric=rubric_brief(rubric),
        asked_by=held.asker.name if held.asker else None,
        asked_words=held.asked_words,
        asked_at=held.asked_at,
        answered=len(service.current(held)),
        questions=len(rubric.questions),
        feedback_waits=_feedback_waits(held),
    )


def sheet_out(session: Session, held: SelfEvaluation) -> SelfSheetOut:
    """The agent's own sheet: the rubric's questions with the agent's answers and nobody else's."""
    rubric, said = rubric_of(held.rubric), service.current(held)
    stands = score(rubric, {}, {key: Answer(row.option_id, row.not_applicable) for key, row in said.items()})
    answers = {question_id: _answer_out(held, row) for question_id, row in said.items()}
    return SelfSheetOut(
        id=held.id,
        version=held.version,
        state=held.state.value,
        call=call_out(held.call, jobs_of(session, [held.call_id])[held.call_id], blind=True),
        rubric=rubric_brief(rubric),
        sections=sections_out(rubric, stands, {}, answers),
        asked_by=held.asker.name if held.asker else None,
        asked_words=held.asked_words,
        words=held.words,
        feedback_waits=_feedback_waits(held),
    )


def beside_out(session: Session, asker: Principal, call: Call) -> BesideOut:
    """Where the call's self-evaluation stands; both sides, once each was done without knowing the other's.

    Reviewers see the agent's answers when their own are handed in, and the agent the reviewer's with the feedback.
    """
    held = service.of_call(session, call)
    evaluation = session.get(Evaluation, call.evaluation_id) if call.evaluation_id else None
    done = held is not None and held.state is SelfState.SUBMITTED
    reviewed = evaluation is not None and _is_reviewed(asker, evaluation)
    questions = both(held, evaluation) if held and evaluation and done and reviewed else []
    compared = [question for question in questions if question.same is not None]
    same = sum(question.same is True for question in compared)
    return BesideOut(
        state=held.state.value if held else None,
        can_ask=_can_ask(asker, call, held, evaluation),
        agent_name=call.agent.name if call.agent else None,
        asked_by=held.asker.name if held and held.asker else None,
        asked_at=held.asked_at if held else None,
        closed_at=held.closed_at if held else None,
        before_feedback=held.before_feedback if held else None,
        words=held.words if held and done and reviewed else None,
        waits_for_review=done and not reviewed,
        questions=questions,
        same=same,
        compared=len(compared),
        percent=100 * same / len(compared) if compared else None,
    )


def both(held: SelfEvaluation, evaluation: Evaluation) -> list[BothOut]:
    """Every question that the evaluation asks, with both answers; questions are known by their ids."""
    rubric = rubric_of(evaluation.rubric)
    stands, reasons = marks.score_of(evaluation, rubric), marks.current_answers(evaluation)
    own, asked = service.current(held), {question.id: question for question in rubric_of(held.rubric).questions}
    moments = {row.question_id: row.evidence[0] for row in evaluation.suggestions if row.evidence}
    rows = []
    for question in rubric.questions:
        reason = reasons[question.id].reason if question.id in reasons else None
        reviewer = _reviewer_said(question, stands.by_question[question.id], reason)
        agent = _agent_said(asked.get(question.id), own.get(question.id))
        if reviewer or agent:
            rows.append(
                BothOut(
                    question_id=question.id,
                    text=Texts.of(question.text),
                    reviewer=reviewer,
                    agent=agent,
                    same=_same(reviewer, agent),
                    moment=EvidenceOut.model_validate(moments[question.id]) if question.id in moments else None,
                )
            )
    return rows


def _is_reviewed(asker: Principal, evaluation: Evaluation) -> bool:
    if asker.may(Right.SEE_ALL_CALLS):
        return evaluation.state is not EvaluationState.DRAFT
    return evaluation.published_at is not None


def _can_ask(asker: Principal, call: Call, held: SelfEvaluation | None, evaluation: Evaluation | None) -> bool:
    open_to_ask = evaluation is not None and evaluation.published_at is None and call.shared_at is None
    free = held is None or held.state is SelfState.DECLINED
    return asker.may(Right.EVALUATE) and call.agent_id is not None and open_to_ask and free


def _same(reviewer: SaidOut | None, agent: SaidOut | None) -> bool | None:
    if reviewer is None or agent is None:
        return None
    return (reviewer.option_id, reviewer.not_applicable) == (agent.option_id, agent.not_applicable)


def _reviewer_said(question: Question, stands: Marks, reason: str | None) -> SaidOut | None:
    if stands.option_id is None and stands.not_applicable is None:
        return None
    by_person = stands.decided_by == "person"
    return SaidOut(
        option_id=stands.option_id,
        option=_label(question, stands.option_id),
        not_applicable=stands.option_id is None,
        by="reviewer" if by_person else "machine",
        words=reason if by_person else None,
    )


def _agent_said(question: Question | None, row: SelfAnswer | None) -> SaidOut | None:
    if question is None or row is None:
        return None
    return SaidOut(
        option_id=row.option_id,
        option=_label(question, row.option_id),
        not_applicable=row.not_applicable,
        by="agent",
        words=row.note,
    )


def _label(question: Question, option_id: str | None) -> Texts | None:
    return Texts.of(question.option(option_id).label) if option_id else None


def _answer_out(held: SelfEvaluation, row: SelfAnswer) -> AnswerOut:
    return AnswerOut(
        option_id=row.option_id,
        not_applicable=row.not_applicable,
        reason=row.note,
        person_name=held.agent.name,
        answered_at=row.answered_at,
    )


def _feedback_waits(held: SelfEvaluation) -> bool:
    return held.state is SelfState.DRAFT and held.call.shared_at is not None
