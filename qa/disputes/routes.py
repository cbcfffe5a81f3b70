"""The web's door to disputes: the agent's own, and those that reviewers look at."""

from typing import Annotated

from fastapi import APIRouter, Query
from sqlalchemy.orm import Session

from qa.calls.service import must_be_live
from qa.disputes import assigning, lists, service
from qa.disputes.deadline import Terms
from qa.disputes.lists import Listed
from qa.disputes.reversals import reversals
from qa.disputes.schemas import (
    AssigneeIn,
    CandidateOut,
    DecisionIn,
    DisputeIn,
    DisputeOut,
    DisputePage,
    FeedbackDisputesOut,
    ReversalsOut,
    Which,
)
from qa.disputes.view import candidate_out, dispute_brief, dispute_out, feedback_disputes_out
from qa.evaluation import service as evaluations
from qa.platform.security.principal import Principal
from qa.platform.web import AssignsDisputes, Evaluates, HasFeedback, IfMatch, Reading, The, Writing

router = APIRouter(tags=["disputes"])


@router.get("/feedback/{evaluation_id}/disputes")
def get_feedback_disputes(evaluation_id: str, session: Reading, asker: HasFeedback, parts: The) -> FeedbackDisputesOut:
    """Whether one's own feedback may be disputed, and what became of it where it was."""
    return _of_feedback(session, asker, evaluation_id, Terms.of(parts.settings))


@router.post("/feedback/{evaluation_id}/disputes", status_code=201)
def open_dispute(
    evaluation_id: str, wish: DisputeIn, unit: Writing, asker: HasFeedback, parts: The, version: IfMatch
) -> FeedbackDisputesOut:
    """See some of one's own feedback differently: another reviewer looks at it. If-Match: the feedback's version."""
    terms = Terms.of(parts.settings)
    service.open_(unit.session, asker, (evaluation_id, version), wish, terms)
    return _of_feedback(unit.session, asker, evaluation_id, terms)


@router.post("/feedback/{evaluation_id}/disputes/{dispute_id}/withdraw")
def withdraw_dispute(
    evaluation_id: str, dispute_id: str, unit: Writing, asker: HasFeedback, parts: The, version: IfMatch
) -> FeedbackDisputesOut:
    """Take it back. If-Match: the dispute's version."""
    service.withdraw(unit.session, asker, evaluation_id, (dispute_id, version))
    return _of_feedback(unit.session, asker, evaluation_id, Terms.of(parts.settings))


@router.get("/disputes")
def list_disputes(
    session: Reading,
    asker: Evaluates,
    which: Which = "mine",
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    call_id: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> DisputePage:
    """One of the lists of disputes."""
    rows = lists.page(session, asker, Listed(which, cursor, limit, call_id))
    shown = rows[:limit]
    return DisputePage(
        items=[dispute_brief(dispute) for dispute in shown],
        next_cursor=shown[-1].id if len(rows) > limit else None,
        counts=lists.counts(session, asker),
    )


@router.get("/disputes/{dispute_id}")
def get_dispute(dispute_id: str, session: Reading, asker: Evaluates) -> DisputeOut:
    """One dispute, with what the agent, the first reviewer and the machine say of each question."""
    return dispute_out(session, asker, service.get(session, asker, dispute_id))


@router.get("/disputes/{dispute_id}/candidates")
def list_dispute_candidates(dispute_id: str, session: Reading, asker: AssignsDisputes) -> list[CandidateOut]:
    """Who may decide it, those with the fewest open disputes first."""
    dispute = service.get(session, asker, dispute_id)
    return [candidate_out(one) for one in assigning.candidates(session, dispute)]


@router.put("/disputes/{dispute_id}/assignee")
def assign_dispute(dispute_id: str, wish: AssigneeIn, unit: Writing, asker: Evaluates, version: IfMatch) -> DisputeOut:
    """Give it to somebody, or take one that nobody has."""
    dispute = service.assign(unit.session, asker, (dispute_id, version), wish.person_id)
    return dispute_out(unit.session, asker, dispute)


@router.post("/disputes/{dispute_id}/decision")
def decide_dispute(dispute_id: str, wish: DecisionIn, unit: Writing, asker: Evaluates, version: IfMatch) -> DisputeOut:
    """Decide about every disputed question."""
    return dispute_out(unit.session, asker, service.decide(unit.session, asker, (dispute_id, version), wish))


@router.get("/reversals")
def get_reversals(session: Reading, asker: Evaluates) -> ReversalsOut:
    """How often disputed answers were reversed, by question and by reviewer."""
    return reversals(session, asker)


def _of_feedback(session: Session, asker: Principal, evaluation_id: str, terms: Terms) -> FeedbackDisputesOut:
    evaluation = evaluations.own_feedback(session, asker, evaluation_id)
    must_be_live(evaluation.call)
    return feedback_disputes_out(evaluation, service.own(session, asker, evaluation), terms)
