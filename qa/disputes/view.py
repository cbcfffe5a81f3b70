"""Disputes into what the web says of them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from qa.calls.view import call_out, jobs_of
from qa.disputes import assigning, service
from qa.disputes.deadline import Terms
from qa.disputes.schemas import (
    CandidateOut,
    DisputeBrief,
    DisputedOut,
    DisputeOut,
    FeedbackDisputesOut,
    LookedAtOut,
    OwnDisputeOut,
)
from qa.disputes.tables import Decision, Dispute, DisputedQuestion, DisputeState
from qa.evaluation import service as evaluations
from qa.evaluation.schemas import EvaluationOut, QuestionOut, StoodOut
from qa.evaluation.tables import Evaluation
from qa.evaluation.view import evaluation_out, rubric_brief, stood_out
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.rubric.model import Question
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of
from qa.scoring.score import Answer


def feedback_disputes_out(evaluation: Evaluation, disputes: Sequence[Dispute], terms: Terms) -> FeedbackDisputesOut:
    """What the agent may do about this feedback, and what has been done."""
    assert evaluation.published_at is not None, "only published evaluations are feedback"
    return FeedbackDisputesOut(
        closed=service.closed(evaluation, terms),
        until=terms.closes_at(evaluation.published_at),
        days=terms.days,
        settled=service.settled(disputes),
        disputes=[own_dispute_out(dispute) for dispute in disputes],
    )


def own_dispute_out(dispute: Dispute) -> OwnDisputeOut:
    """A dispute as its agent sees it."""
    rubric = rubric_of(dispute.evaluation.rubric)
    return OwnDisputeOut(
        id=dispute.id,
        version=dispute.version,
        state=dispute.state.value,
        opened_at=dispute.opened_at,
        due_at=dispute.due_at,
        assigned=dispute.assignee_id is not None,
        decided_at=dispute.decided_at,
        decided_by_name=dispute.decider.name if dispute.decider else None,
        revised_id=dispute.revised_id,
        questions=[_disputed_out(asked, rubric.question(asked.question_id)) for asked in dispute.questions],
    )


def dispute_brief(dispute: Dispute) -> DisputeBrief:
    """One line of the list."""
    return DisputeBrief(
        id=dispute.id,
        state=dispute.state.value,
        call_id=dispute.call_id,
        file_name=dispute.call.file_name,
        agent_name=dispute.agent.name,
        rubric=rubric_brief(rubric_of(dispute.evaluation.rubric)),
        questions=len(dispute.questions),
        opened_at=dispute.opened_at,
        due_at=dispute.due_at,
        overdue=_is_overdue(dispute),
        assignee_name=dispute.assignee.name if dispute.assignee else None,
        decided_at=dispute.decided_at,
    )


def dispute_out(session: Session, asker: Principal, dispute: Dispute) -> DisputeOut:
    """A dispute as reviewers see it."""
    rubric, involved = rubric_of(dispute.evaluation.rubric), assigning.involved(session, dispute)
    evaluation = evaluations.get(session, asker, dispute.evaluation_id)
    by_id = _by_id(evaluation_out(session, evaluation))
    disputed = {asked.question_id for asked in dispute.questions}
    return DisputeOut(
        id=dispute.id,
        version=dispute.version,
        state=dispute.state.value,
        evaluation_id=dispute.evaluation_id,
        revised_id=dispute.revised_id,
        call=call_out(dispute.call, jobs_of(session, [dispute.call_id])[dispute.call_id]),
        rubric=rubric_brief(rubric),
        agent_name=dispute.agent.name,
        opened_at=dispute.opened_at,
        due_at=dispute.due_at,
        overdue=_is_overdue(dispute),
        assignee_id=dispute.assignee_id,
        assignee_name=dispute.assignee.name if dispute.assignee else None,
        decided_at=dispute.decided_at,
        decided_by_name=dispute.decider.name if dispute.decider else None,
        may_decide=service.may_decide(dispute, asker, involved),
        may_take=service.may_take(dispute, asker, involved),
        involved=asker.person_id in involved,
        questions=[
            LookedAtOut(
                **_disputed_out(asked, rubric.question(asked.question_id)).model_dump(),
                question=by_id[asked.question_id],
                answered_by_name=asked.answerer.name if asked.answerer else None,
            )
            for asked in dispute.questions
        ],
        others=[question for question in by_id.values() if question.id not in disputed],
    )


def candidate_out(one: assigning.Candidate) -> CandidateOut:
    """Somebody who may decide a dispute."""
    return CandidateOut(person_id=one.person.id, name=one.person.name, open=one.open)


def _by_id(evaluation: EvaluationOut) -> dict[str, QuestionOut]:
    return {question.id: question for section in evaluation.sections for question in section.questions}


def _disputed_out(asked: DisputedQuestion, question: Question) -> DisputedOut:
    return DisputedOut(
        question_id=asked.question_id,
        text=Texts.of(question.text),
        reason=asked.reason,
        at_ms=asked.at_ms,
        stood=_stood(question, asked.stood_option_id, asked.stood_not_applicable),
        decision=asked.decision.value if asked.decision else None,
        after=_stood(question, asked.option_id, asked.not_applicable) if asked.decision is Decision.UPHELD else None,
        decision_reason=asked.decision_reason,
    )


def _stood(question: Question, option_id: str | None, not_applicable: bool) -> StoodOut | None:
    answered = option_id is not None or not_applicable
    return stood_out(question, Answer(option_id, not_applicable) if answered else None)


def _is_overdue(dispute: Dispute) -> bool:
    return dispute.state is DisputeState.OPEN and dispute.due_at <= now()
