"""The life of a dispute: opened by the agent, looked at by somebody else, decided. Nothing here commits."""

from collections.abc import Collection, Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from qa.calls import blindfolds
from qa.calls.service import must_be_live
from qa.disputes import assigning, telling
from qa.disputes.deadline import Terms
from qa.disputes.schemas import Closed, DecisionIn, DisputeIn, DoubtIn, JudgedIn
from qa.disputes.tables import Decision, Dispute, DisputedQuestion, DisputeState
from qa.evaluation import marks, revising
from qa.evaluation import service as evaluations
from qa.evaluation.revising import Change, standing_answers
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, Forbidden, NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.regressions import service as regressions
from qa.scoring.score import Answer

#: A dispute or an evaluation, and the version of it that was read.
At = tuple[str, int]


class DisputeClosed(Conflict):
    """The feedback cannot be disputed now."""

    code = "dispute_closed"

    def __init__(self, evaluation: Evaluation, closed: Closed) -> None:
        self.evaluation, self.closed = evaluation, closed
        super().__init__(f"evaluation {evaluation.id} cannot be disputed: {closed.replace('_', ' ')}")


class AlreadySettled(Conflict):
    """A dispute has decided this question already."""

    code = "dispute_settled"

    def __init__(self, question_id: str) -> None:
        self.question_id = question_id
        super().__init__(f"{question_id} was disputed and decided before; what was decided stays")


class NotOpen(Conflict):
    """The dispute was decided, or its agent took it back."""

    code = "dispute_not_open"

    def __init__(self, dispute: Dispute) -> None:
        self.dispute = dispute
        super().__init__(f"the dispute is {dispute.state.value}")


class JudgedItAlready(Forbidden):
    """Whoever gave the answers does not decide about them."""

    code = "judged_it_already"

    def __init__(self) -> None:
        super().__init__("you reviewed this call, or gave one of the disputed answers; somebody else has to look at it")


class NotAssigned(Forbidden):
    """The dispute is somebody else's, or nobody's yet."""

    code = "dispute_not_yours"

    def __init__(self, dispute: Dispute) -> None:
        self.dispute = dispute
        super().__init__("this dispute is assigned to somebody else, or to nobody yet")


class CannotDecide(Conflict):
    """The chosen person may not decide this dispute."""

    code = "cannot_decide_dispute"

    def __init__(self, person_id: str) -> None:
        self.person_id = person_id
        super().__init__(
            "the chosen person may not decide this: they reviewed the call, are scoring it blind, or may not score"
        )


class Undecidable(Refused):
    """A decision that does not say of each disputed question, once, what becomes of it."""

    code = "decision_incomplete"

    def __init__(self, why: str) -> None:
        super().__init__(why)


def closed(evaluation: Evaluation, terms: Terms) -> Closed | None:
    """Why published feedback cannot be disputed now; None where it can."""
    assert evaluation.published_at is not None, "only published evaluations are feedback"
    if evaluation.state is EvaluationState.RETRACTED:
        return "retracted"
    if evaluation.state is EvaluationState.DISPUTED:
        return "disputed"
    return "too_late" if now() >= terms.closes_at(evaluation.published_at) else None


def own(session: Session, asker: Principal, evaluation: Evaluation) -> Sequence[Dispute]:
    """The agent's disputes of the evaluation and of what it revises, the newest first."""
    query = loaded().where(Dispute.call_id == evaluation.call_id, Dispute.agent_id == asker.person_id)
    return session.scalars(query.order_by(Dispute.id.desc())).unique().all()


def settled(disputes: Sequence[Dispute]) -> list[str]:
    """The questions that these disputes decided."""
    asked = (question for dispute in disputes for question in dispute.questions)
    return sorted({question.question_id for question in asked if question.decision is not None})


def open_(session: Session, asker: Principal, at: At, wish: DisputeIn, terms: Terms) -> Dispute:
    """Dispute one's own feedback, `at` (evaluation id, version read), and find somebody to look at it.

    Raises NotFound (evaluation, question), PracticeCall, StaleVersion, DisputeClosed, AlreadySettled, Undecidable
    (asked twice).
    """
    evaluation_id, version = at
    evaluation = evaluations.own_feedback(session, asker, evaluation_id)
    must_be_live(evaluation.call)
    if evaluation.version != version:
        raise StaleVersion("evaluation", version, evaluation.version)
    if shut := closed(evaluation, terms):
        raise DisputeClosed(evaluation, shut)
    decided = settled(own(session, asker, evaluation))
    for doubt in wish.questions:
        evaluations.question_of(evaluation, doubt.question_id)
        if doubt.question_id in decided:
            raise AlreadySettled(doubt.question_id)
    _once([doubt.question_id for doubt in wish.questions])
    _move(session, evaluation, EvaluationState.DISPUTED)
    session.flush()  # where a reviewer revises it at the same time, one of both stops here
    opened_at = now()
    dispute = Dispute(
        call_id=evaluation.call_id,
        evaluation_id=evaluation.id,
        agent_id=asker.person_id,
        version=1,
        opened_at=opened_at,
        due_at=terms.due_at(opened_at),
        questions=_doubted(evaluation, wish.questions),
    )
    session.add(dispute)
    session.flush()
    person = assigning.next_in_turn(session, dispute)
    _assign(dispute, person.id if person else None)
    audit.record(
        session,
        asker.person_id,
        "dispute_opened",
        dispute.id,
        evaluation=evaluation.id,
        questions=[doubt.question_id for doubt in wish.questions],
        assignee=dispute.assignee_id,
    )
    telling.opened(session, dispute, asker.person_id)
    return get_own(session, asker, evaluation.id, dispute.id)


def get_own(session: Session, asker: Principal, evaluation_id: str, dispute_id: str) -> Dispute:
    """One of the agent's own disputes. Raises NotFound."""
    asker.require(Right.OWN_FEEDBACK)
    mine = (Dispute.evaluation_id == evaluation_id, Dispute.agent_id == asker.person_id)
    return _found(session.scalar(loaded().where(Dispute.id == dispute_id, *mine)), dispute_id)


def withdraw(session: Session, asker: Principal, evaluation_id: str, at: At) -> Dispute:
    """The agent takes it back. Raises NotFound, StaleVersion, NotOpen."""
    dispute_id, version = at
    dispute = get_own(session, asker, evaluation_id, dispute_id)
    _step(dispute, version)
    dispute.state, dispute.withdrawn_at = DisputeState.WITHDRAWN, now()
    session.flush()
    _let_stand(session, evaluations.own_feedback(session, asker, evaluation_id))
    session.flush()
    audit.record(session, asker.person_id, "dispute_withdrawn", dispute.id)
    return dispute


def get(session: Session, asker: Principal, dispute_id: str) -> Dispute:
    """The dispute, for those who review. Raises NotFound, RatedBlind."""
    asker.require(Right.EVALUATE)
    dispute = _found(session.scalar(loaded().where(Dispute.id == dispute_id)), dispute_id)
    blindfolds.check(session, asker, [dispute.call_id])
    return dispute


def may_decide(dispute: Dispute, asker: Principal, involved: Collection[str]) -> bool:
    """Whether the asker is the one to decide it now."""
    mine = dispute.assignee_id == asker.person_id and asker.person_id not in involved
    return mine and dispute.state is DisputeState.OPEN


def may_take(dispute: Dispute, asker: Principal, involved: Collection[str]) -> bool:
    """Whether the asker may make it their own: nobody has it, or the asker assigns disputes."""
    free = dispute.assignee_id is None or asker.may(Right.ASSIGN_DISPUTES)
    others = dispute.assignee_id != asker.person_id and asker.person_id not in involved
    return free and others and dispute.state is DisputeState.OPEN


def assign(session: Session, asker: Principal, at: At, person_id: str) -> Dispute:
    """Give it to somebody; who does not assign disputes may take one that nobody has.

    Raises NotFound, StaleVersion, NotOpen, NotAssigned, CannotDecide.
    """
    dispute_id, version = at
    dispute = get(session, asker, dispute_id)
    _step(dispute, version)
    takes = dispute.assignee_id is None and person_id == asker.person_id
    if not takes and not asker.may(Right.ASSIGN_DISPUTES):
        raise NotAssigned(dispute)
    if person_id not in {one.person.id for one in assigning.candidates(session, dispute)}:
        raise CannotDecide(person_id)
    before = dispute.assignee_id
    _assign(dispute, person_id)
    session.flush()
    session.refresh(dispute, ["assignee"])
    audit.record(session, asker.person_id, "dispute_assigned", dispute.id, before=before, assignee=person_id)
    telling.opened(session, dispute, asker.person_id)
    return dispute


def decide(session: Session, asker: Principal, at: At, wish: DecisionIn) -> Dispute:
    """Say of each disputed question what becomes of it; where one is upheld, the agent is shown a revision.

    Raises NotFound, StaleVersion, NotOpen, JudgedItAlready, NotAssigned, Undecidable, and what a revision raises.
    """
    dispute_id, version = at
    dispute = get(session, asker, dispute_id)
    _step(dispute, version)
    if asker.person_id in assigning.involved(session, dispute):
        raise JudgedItAlready
    if dispute.assignee_id != asker.person_id:
        raise NotAssigned(dispute)
    changes = _judged(dispute, wish)
    dispute.decided_at, dispute.decided_by = now(), asker.person_id
    dispute.state = _outcome(dispute)
    session.flush()  # of two who decide at once, the second stops here
    evaluation = evaluations.get(session, asker, dispute.evaluation_id)
    if changes:
        why = "\n".join(one.reason for one in wish.questions if one.decision == "upheld")
        revised = revising.replaced(session, asker.person_id, evaluation, changes, why)
        dispute.revised_id = revised.id
        for one in wish.questions:
            if one.decision == "upheld":  # every rubric and every model has to get it right from now on
                right = Answer(one.option_id, one.not_applicable)
                case = regressions.Settled(one.question_id, right, one.reason, dispute.id)
                regressions.keep(session, asker.person_id, revised, case)
    else:
        _let_stand(session, evaluation)
    session.flush()
    session.refresh(dispute, ["decider"])
    decisions = {one.question_id: one.decision for one in wish.questions}
    audit.record(session, asker.person_id, "dispute_decided", dispute.id, state=dispute.state, decisions=decisions)
    telling.decided(session, dispute)
    return dispute


def _judged(dispute: Dispute, wish: DecisionIn) -> Mapping[str, Change]:
    """Write the decisions down; returns what changes by them. Raises Undecidable."""
    said = {one.question_id: one for one in wish.questions}
    _once([one.question_id for one in wish.questions] + [one.question_id for one in wish.also])
    if said.keys() != {question.question_id for question in dispute.questions}:
        raise Undecidable("a decision says of each disputed question, and of no other, what becomes of it")
    for question in dispute.questions:
        judged = said[question.question_id]
        _check_judged(judged)
        question.decision, question.decision_reason = Decision(judged.decision), judged.reason
        question.option_id, question.not_applicable = judged.option_id, judged.not_applicable
    upheld = {
        one.question_id: Change(Answer(one.option_id, one.not_applicable), one.reason)
        for one in wish.questions
        if one.decision == "upheld"
    }
    if wish.also and not upheld:
        raise Undecidable("where nothing is upheld, nothing else changes")
    return upheld | {
        one.question_id: Change(Answer(one.option_id, one.not_applicable), one.reason) for one in wish.also
    }


def _check_judged(judged: JudgedIn) -> None:
    answers = judged.not_applicable or judged.option_id is not None
    if answers != (judged.decision == "upheld"):
        raise Undecidable(f"{judged.question_id}: upheld comes with the new answer, rejected without one")


def _outcome(dispute: Dispute) -> DisputeState:
    upheld = [question.decision is Decision.UPHELD for question in dispute.questions]
    if all(upheld):
        return DisputeState.UPHELD
    return DisputeState.PARTLY if any(upheld) else DisputeState.REJECTED


def _doubted(evaluation: Evaluation, doubts: Sequence[DoubtIn]) -> list[DisputedQuestion]:
    """The questions with the answers that stood when they were disputed, and whose those were."""
    stands, answers = standing_answers(evaluation), marks.current_answers(evaluation)
    made = []
    for place, doubt in enumerate(doubts):
        stood, given = stands.get(doubt.question_id), answers.get(doubt.question_id)
        question = DisputedQuestion(place=place, **doubt.model_dump())
        question.stood_option_id = stood.option_id if stood else None
        question.stood_not_applicable = stood is not None and stood.not_applicable
        question.answered_by = given.person_id if given else evaluation.reviewer_id
        made.append(question)
    return made


def loaded() -> sa.Select[Dispute]:
    """Disputes with the call and the evaluation of each."""
    return sa.select(Dispute).join(Dispute.call).options(joinedload(Dispute.call), joinedload(Dispute.evaluation))


def _found(dispute: Dispute | None, dispute_id: str) -> Dispute:
    if dispute is None:
        raise NotFound("dispute", dispute_id)
    return dispute


def _step(dispute: Dispute, version: int) -> None:
    """A change of the version that was read, of a dispute that is open."""
    if dispute.version != version:
        raise StaleVersion("dispute", version, dispute.version)
    if dispute.state is not DisputeState.OPEN:
        raise NotOpen(dispute)
    dispute.version = version + 1


def _assign(dispute: Dispute, person_id: str | None) -> None:
    dispute.assignee_id, dispute.assigned_at = person_id, now() if person_id else None


def _move(session: Session, evaluation: Evaluation, state: EvaluationState) -> None:
    evaluations.hold(session, evaluation)
    evaluation.state, evaluation.version = state, evaluation.version + 1
    evaluation.call.evaluation_state = state.value


def _let_stand(session: Session, evaluation: Evaluation) -> None:
    """As it was before it was disputed."""
    read = evaluation.acknowledged_at is not None
    _move(session, evaluation, EvaluationState.ACKNOWLEDGED if read else EvaluationState.PUBLISHED)


def _once(question_ids: Sequence[str]) -> None:
    if len(set(question_ids)) < len(question_ids):
        raise Undecidable("a question is named twice")
