"""What can be done with evaluations. Nothing here commits."""

from collections.abc import Callable, Iterator, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload

from qa.calls import blindfolds
from qa.calls.service import Filters, matching, must_be_live
from qa.calls.tables import Call
from qa.calls.view import live, visible_to
from qa.evaluation import alerts, marks, signing
from qa.evaluation.schemas import AcknowledgementIn, AnswerIn
from qa.evaluation.tables import SHOWN, AnswerRow, Evaluation, EvaluationState, SuggestionRow
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.model import Question
from qa.rubric.store import rubric_of

_OPEN = (EvaluationState.DRAFT, EvaluationState.SUBMITTED)
_BATCH = 100

#: What is done, within the same transaction, when a reviewer submits an evaluation.
Follow = Callable[[Session, Evaluation], None]
_following: list[Follow] = []


class NoSuchOption(Refused):
    """The question does not offer this option."""

    code = "no_such_option"

    def __init__(self, question: Question, option_id: str | None) -> None:
        self.question, self.option_id = question, option_id
        offered = ", ".join(option.id for option in question.options)
        super().__init__(f"question {question.id} offers {offered} or not applicable, not {option_id!r}")


class ReasonMissing(Refused):
    """An answer that differs from the machine's owes a reason."""

    code = "reason_missing"

    def __init__(self, question: Question) -> None:
        self.question = question
        super().__init__(f"the answer to {question.id} differs from what the machine suggests; say why")


class WrongState(Conflict):
    """The evaluation is not where this step begins."""

    code = "wrong_state"

    def __init__(self, evaluation: Evaluation, needed: Sequence[EvaluationState]) -> None:
        self.evaluation, self.needed = evaluation, needed
        super().__init__(f"the evaluation is {evaluation.state.value}; this needs it to be {' or '.join(needed)}")


class Superseded(Conflict):
    """The call's words changed, and another evaluation took over what people had said in this one."""

    code = "evaluation_superseded"

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        super().__init__(
            "the call's transcript was changed and scored anew; nothing was lost: open the call again to go on"
        )


class TooManyToTake(Refused):
    """More evaluations than one file takes."""

    code = "too_many_evaluations"

    def __init__(self, count: int, most: int) -> None:
        self.count, self.most = count, most
        super().__init__(f"{count} evaluations fit, and a file takes {most}; narrow the list, by agent or by state")


class StillUndecided(Conflict):
    """Somebody must answer first what neither person nor machine has decided."""

    code = "still_undecided"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} questions are undecided; answer them before submitting")


class NobodyToTell(Conflict):
    """Feedback needs an agent to go to."""

    code = "no_agent"

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__("nobody is named as this call's agent, so there is nobody to publish the feedback to")


def when_submitted(follow: Follow) -> None:
    """Do this from now on whenever an evaluation is submitted. Saying so twice is saying so once."""
    if follow not in _following:
        _following.append(follow)


def of_call(session: Session, asker: Principal, call_id: str) -> Evaluation:
    """The evaluation of a call that stands, as far as it is there for this person. Raises NotFound, RatedBlind."""
    # Where people went back to an older transcript, the evaluation that stands is not the one that was made last.
    order = (sa.case((Evaluation.id == Call.evaluation_id, 0), else_=1), Evaluation.id.desc())
    query = _visible(asker).where(Evaluation.call_id == call_id).order_by(*order).limit(1)
    return _seen(session, asker, _found(session.scalar(query), f"of call {call_id}"))


def get(session: Session, asker: Principal, evaluation_id: str) -> Evaluation:
    """The evaluation, if it is there for this person. Raises NotFound, RatedBlind."""
    found = session.scalar(_visible(asker).where(Evaluation.id == evaluation_id))
    return _seen(session, asker, _found(found, evaluation_id))


def standing(session: Session, asker: Principal, filters: Filters, most: int) -> Iterator[Evaluation]:
    """The evaluations that stand of the calls that fit, the oldest first, a few in memory at a time.

    Without those of calls that this person judges blind. Raises TooManyToTake.
    """
    seen = (Call.evaluation_id == Evaluation.id, ~blindfolds.blinded(asker))
    query = _visible(asker).where(*seen, *matching(filters))
    count = (
        session.scalar(sa.select(sa.func.count()).select_from(query.with_only_columns(Evaluation.id).subquery())) or 0
    )
    if count > most:
        raise TooManyToTake(count, most)
    last = ""
    while batch := session.scalars(query.where(Evaluation.id > last).order_by(Evaluation.id).limit(_BATCH)).all():
        last = batch[-1].id
        yield from batch
        session.expunge_all()


def answer(session: Session, asker: Principal, at: tuple[str, int], question_id: str, wish: AnswerIn) -> Evaluation:
    """Answer one question of the evaluation `at` (id, version read). An older answer is kept as replaced.

    Raises NotFound, StaleVersion, WrongState, NoSuchOption, ReasonMissing.
    """

    def change(evaluation: Evaluation) -> None:
        question = question_of(evaluation, question_id)
        _check_answer(question, wish, _suggestion(evaluation, question_id))
        marks.replace(evaluation, question_id)
        given = AnswerRow(**wish.model_dump(), question_id=question_id, person_id=asker.person_id, answered_at=now())
        evaluation.answers.append(given)

    return _change(session, asker, at, "answered", change, question=question_id, option=wish.option_id)


def withdraw(session: Session, asker: Principal, at: tuple[str, int], question_id: str) -> Evaluation:
    """Take an answer back, so that the machine's suggestion counts again; the answer is kept as replaced."""

    def change(evaluation: Evaluation) -> None:
        question_of(evaluation, question_id)
        marks.replace(evaluation, question_id)

    return _change(session, asker, at, "answer_withdrawn", change, question=question_id)


def summarise(session: Session, asker: Principal, at: tuple[str, int], summary: str) -> Evaluation:
    """The reviewer's words to the agent."""

    def change(evaluation: Evaluation) -> None:
        evaluation.summary = summary

    return _change(session, asker, at, "summarised", change)


def submit(session: Session, asker: Principal, at: tuple[str, int]) -> Evaluation:
    """The reviewer is done, and what was left as the machine suggested it is the reviewer's. Raises StillUndecided."""

    def change(evaluation: Evaluation) -> None:
        in_state(evaluation, (EvaluationState.DRAFT,))
        stands = marks.score_of(evaluation, rubric_of(evaluation.rubric))
        if stands.undecided:
            raise StillUndecided(stands.undecided)
        alerts.auto_failed(session, evaluation.call, stands)
        signing.sign(session, evaluation, asker.person_id)
        evaluation.state, evaluation.submitted_at = EvaluationState.SUBMITTED, now()

    submitted = _change(session, asker, at, "submitted", change)
    for follow in _following:
        follow(session, submitted)
    return submitted


def publish(session: Session, asker: Principal, at: tuple[str, int]) -> Evaluation:
    """Show the feedback to the call's agent, who sees that of practice at once. Raises PracticeCall, NobodyToTell."""

    def change(evaluation: Evaluation) -> None:
        must_be_live(evaluation.call)
        in_state(evaluation, (EvaluationState.SUBMITTED,))
        if evaluation.call.agent_id is None:
            raise NobodyToTell(evaluation.call)
        signing.sign(session, evaluation, asker.person_id)
        evaluation.state, evaluation.published_at = EvaluationState.PUBLISHED, now()
        alerts.published(session, asker, evaluation)

    return _change(session, asker, at, "published", change)


def feedback(session: Session, asker: Principal) -> Sequence[Evaluation]:
    """The agent's own published evaluations that stand: those not acknowledged first, then the newest.

    Without practice, and those of calls that the agent is answering for alone just now.
    """
    asker.require(Right.OWN_FEEDBACK)
    order = (Evaluation.acknowledged_at.is_not(None), Evaluation.published_at.desc())
    own = _own(asker).where(Evaluation.state.in_(SHOWN), live(), ~blindfolds.blinded(asker))
    return session.scalars(own.order_by(*order)).unique().all()


def newest_feedback(session: Session, asker: Principal, most: int) -> Sequence[Evaluation]:
    """As many of the same, the newest first, whether they were acknowledged or not."""
    asker.require(Right.OWN_FEEDBACK)
    own = _own(asker).where(Evaluation.state.in_(SHOWN), ~blindfolds.blinded(asker))
    return session.scalars(own.order_by(Evaluation.published_at.desc()).limit(most)).unique().all()


def own_states(session: Session, asker: Principal) -> dict[EvaluationState, int]:
    """How many of the same there are in each state."""
    asker.require(Right.OWN_FEEDBACK)
    mine = (Call.agent_id == asker.person_id, Evaluation.published_at.is_not(None), ~blindfolds.blinded(asker))
    counted = sa.select(Evaluation.state, sa.func.count()).join(Evaluation.call).where(*mine).group_by(Evaluation.state)
    return {row[0]: row[1] for row in session.execute(counted)}


def own_feedback(session: Session, asker: Principal, evaluation_id: str) -> Evaluation:
    """One of the agent's own, also where a revision took its place, or of practice. Raises NotFound, RatedBlind."""
    asker.require(Right.OWN_FEEDBACK)
    found = _found(session.scalar(_own(asker).where(Evaluation.id == evaluation_id)), evaluation_id)
    return _seen(session, asker, found)


def acknowledge(session: Session, asker: Principal, evaluation_id: str, wish: AcknowledgementIn) -> Evaluation:
    """The agent has seen it, in the agent's own words if there are any. Doing it twice changes the words only."""
    evaluation = own_feedback(session, asker, evaluation_id)
    in_state(evaluation, SHOWN)
    if evaluation.state is EvaluationState.PUBLISHED:
        evaluation.state = EvaluationState.ACKNOWLEDGED
    evaluation.acknowledged_at = evaluation.acknowledged_at or now()
    evaluation.acknowledgement = wish.note
    evaluation.version += 1
    evaluation.call.evaluation_state = evaluation.state.value
    session.flush()
    audit.record(session, asker.person_id, "acknowledged", evaluation.id)
    return evaluation


def in_state(evaluation: Evaluation, needed: Sequence[EvaluationState]) -> None:
    """Raises WrongState."""
    if evaluation.state not in needed:
        raise WrongState(evaluation, needed)


def hold(session: Session, evaluation: Evaluation) -> None:
    """Take the call's row before the evaluation's. All who change both do, or two would wait for each other."""
    session.execute(sa.select(Call.id).where(Call.id == evaluation.call_id).with_for_update())


def question_of(evaluation: Evaluation, question_id: str) -> Question:
    """The question of the evaluation's rubric. Raises NotFound."""
    for question in rubric_of(evaluation.rubric).questions:
        if question.id == question_id:
            return question
    raise NotFound("question", question_id)


def check_offered(question: Question, option_id: str | None, not_applicable: bool) -> None:
    """Raises NoSuchOption unless the answer is exactly one of: an option of the question, not applicable."""
    offered = {option.id for option in question.options}
    if not_applicable == (option_id is not None) or (option_id and option_id not in offered):
        raise NoSuchOption(question, option_id)


def _change(
    session: Session,
    asker: Principal,
    at: tuple[str, int],
    deed: str,
    change: Callable[[Evaluation], None],
    **detail: object,
) -> Evaluation:
    """Every change of an evaluation by a reviewer: allowed, of the version that was read, scored anew, audited."""
    asker.require(Right.EVALUATE)
    evaluation_id, version = at
    evaluation = get(session, asker, evaluation_id)
    if evaluation.call.evaluation_id not in (None, evaluation.id):
        raise Superseded(evaluation)
    if evaluation.version != version:
        raise StaleVersion("evaluation", version, evaluation.version)
    in_state(evaluation, _OPEN)
    change(evaluation)
    evaluation.version = version + 1
    evaluation.reviewer_id = asker.person_id
    marks.refresh(session, evaluation, evaluation.call, rubric_of(evaluation.rubric))
    session.flush()
    session.refresh(evaluation, ["reviewer", "answers"])
    audit.record(session, asker.person_id, f"evaluation_{deed}", evaluation.id, **detail)
    return evaluation


def _visible(asker: Principal) -> sa.Select[Evaluation]:
    loaded = sa.select(Evaluation).join(Evaluation.call).options(joinedload(Evaluation.call))
    query = loaded.where(visible_to(asker))
    if asker.may(Right.SEE_ALL_CALLS):
        return query
    return query.where(_shown())


def _own(asker: Principal) -> sa.Select[Evaluation]:
    mine = sa.and_(Call.agent_id == asker.person_id, _shown())
    return sa.select(Evaluation).join(Evaluation.call).options(joinedload(Evaluation.call)).where(mine)


def _shown() -> sa.ColumnElement[bool]:
    """The condition under which agents see what was made of their own call: of practice at once."""
    practised = sa.and_(~live(), Evaluation.id == Call.evaluation_id)
    return sa.or_(Evaluation.published_at.is_not(None), practised)


def _found(evaluation: Evaluation | None, key: str) -> Evaluation:
    if evaluation is None:
        raise NotFound("evaluation", key)
    return evaluation


def _seen(session: Session, asker: Principal, evaluation: Evaluation) -> Evaluation:
    """Whoever judges the call blind neither sees nor changes what was made of it. Raises RatedBlind."""
    blindfolds.check(session, asker, [evaluation.call_id])
    return evaluation


def _suggestion(evaluation: Evaluation, question_id: str) -> SuggestionRow | None:
    return next((row for row in evaluation.suggestions if row.question_id == question_id), None)


def _check_answer(question: Question, wish: AnswerIn, suggestion: SuggestionRow | None) -> None:
    check_offered(question, wish.option_id, wish.not_applicable)
    if suggestion is None or suggestion.verdict in ("unsure", "skipped"):
        return
    said = None if suggestion.verdict == "not_applicable" else suggestion.option_id
    if wish.option_id != said and not (wish.reason or "").strip():
        raise ReasonMissing(question)
