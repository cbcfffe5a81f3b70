"""The life of a self-evaluation: asked for or begun, answered, handed in or declined. Nothing here commits."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds, lending
from qa.calls import service as calls
from qa.calls.tables import Call
from qa.evaluation import service as evaluations
from qa.evaluation.service import NoSuchOption
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.notices.kinds import Kind
from qa.notices.service import About, tell
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.model import Question
from qa.rubric.store import rubric_of
from qa.selfevaluation.schemas import SelfAnswerIn
from qa.selfevaluation.tables import SelfAnswer, SelfEvaluation, SelfState

#: A self-evaluation and the version of it that was read.
At = tuple[str, int]


class NobodyToAsk(Conflict):
    """A call that is nobody's has nobody who could say how it went."""

    code = "nobody_to_ask"

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__("nobody is named as this call's agent, so there is nobody to ask")


class FeedbackIsOut(Conflict):
    """The agent was sent feedback, or has read it: the answers would no longer be theirs alone."""

    code = "feedback_is_out"

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        super().__init__("the feedback on this call was sent or read already; a view of one's own comes before it")


class AlreadyAsked(Conflict):
    """There is one self-evaluation a call."""

    code = "already_asked"

    def __init__(self, held: SelfEvaluation) -> None:
        self.held = held
        super().__init__(f"the agent was asked about this call already; it is {held.state.value}")


class SelfEvaluationClosed(Conflict):
    """What was handed in or declined stays as it is."""

    code = "self_evaluation_closed"

    def __init__(self, held: SelfEvaluation) -> None:
        self.held = held
        super().__init__(f"this self-evaluation is {held.state.value} and stays as it is")


class NothingAnswered(Conflict):
    """There is nothing to hand in yet."""

    code = "nothing_answered"

    def __init__(self, held: SelfEvaluation) -> None:
        self.held = held
        super().__init__("answer at least one question before handing in")


def current(held: SelfEvaluation) -> dict[str, SelfAnswer]:
    """The answer that counts for each question."""
    return {answer.question_id: answer for answer in held.answers if answer.replaced_at is None}


def of_call(session: Session, call: Call) -> SelfEvaluation | None:
    """What the call's agent of today said of it, if anything."""
    this = (SelfEvaluation.call_id == call.id, SelfEvaluation.agent_id == call.agent_id)
    return session.scalars(sa.select(SelfEvaluation).where(*this)).unique().one_or_none()


def ask(session: Session, asker: Principal, call_id: str, words: str | None) -> SelfEvaluation:
    """Ask the agent how they see a call, which is lent to them without anything that was made of it.

    Raises NotFound, RatedBlind, PracticeCall, NobodyToAsk, FeedbackIsOut, AlreadyAsked.
    """
    asker.require(Right.EVALUATE)
    evaluation = evaluations.of_call(session, asker, call_id)
    call = evaluation.call
    calls.must_be_live(call)
    if call.agent_id is None:
        raise NobodyToAsk(call)
    if evaluation.state not in (EvaluationState.DRAFT, EvaluationState.SUBMITTED) or call.shared_at is not None:
        raise FeedbackIsOut(evaluation)
    held = _opened(session, evaluation, call.agent_id, before_feedback=True)
    held.asked_by, held.asked_words = asker.person_id, words
    session.flush()
    session.refresh(held)
    audit.record(session, asker.person_id, "self_evaluation_asked", held.id, call=call.id)
    about = About(page=("feedback", "self", held.id), occasion=f"{held.id} {held.version}")
    tell(session, Kind.SELF_EVALUATION_ASKED, [held.agent_id], about, by=asker.person_id)
    return held


def begin(session: Session, asker: Principal, evaluation_id: str) -> SelfEvaluation:
    """Answer for oneself before reading feedback, which stays closed until then.

    Raises NotFound, RatedBlind, PracticeCall, FeedbackIsOut, AlreadyAsked.
    """
    asker.require(Right.OWN_FEEDBACK)
    evaluation = evaluations.own_feedback(session, asker, evaluation_id)
    calls.must_be_live(evaluation.call)
    if evaluation.acknowledged_at is not None:
        raise FeedbackIsOut(evaluation)
    held = _opened(session, evaluation, asker.person_id, before_feedback=False)
    session.refresh(held)
    audit.record(session, asker.person_id, "self_evaluation_begun", held.id, call=evaluation.call_id)
    return held


def waiting(session: Session, asker: Principal) -> Sequence[SelfEvaluation]:
    """Those that wait for this agent, the newest first."""
    query = _own(asker).where(SelfEvaluation.state == SelfState.DRAFT).order_by(SelfEvaluation.id.desc())
    return session.scalars(query).unique().all()


def get(session: Session, asker: Principal, self_id: str) -> SelfEvaluation:
    """The agent's own; nobody can ask for another's. Raises NotFound."""
    held = session.scalars(_own(asker).where(SelfEvaluation.id == self_id)).unique().one_or_none()
    if held is None:
        raise NotFound("self-evaluation", self_id)
    return held


def answer(session: Session, asker: Principal, at: At, question_id: str, wish: SelfAnswerIn) -> SelfEvaluation:
    """Answer one question. Raises NotFound, StaleVersion, SelfEvaluationClosed, NoSuchOption."""

    def change(held: SelfEvaluation) -> None:
        question = _question(held, question_id)
        offered = {option.id for option in question.options}
        if wish.not_applicable == (wish.option_id is not None) or (wish.option_id and wish.option_id not in offered):
            raise NoSuchOption(question, wish.option_id)
        _replace(held, question_id)
        held.answers.append(SelfAnswer(**wish.model_dump(), question_id=question_id, answered_at=now()))

    return _change(session, asker, at, "answered", change)


def withdraw(session: Session, asker: Principal, at: At, question_id: str) -> SelfEvaluation:
    """Take an answer back; it is kept as replaced."""

    def change(held: SelfEvaluation) -> None:
        _question(held, question_id)
        _replace(held, question_id)

    return _change(session, asker, at, "answer_withdrawn", change)


def submit(session: Session, asker: Principal, at: At, words: str | None) -> SelfEvaluation:
    """Hand it in, as far as it was answered; what was closed meanwhile opens. Raises NothingAnswered."""

    def change(held: SelfEvaluation) -> None:
        if not current(held):
            raise NothingAnswered(held)
        held.words = words
        _close(session, held, SelfState.SUBMITTED)
        about = About(call_id=held.call_id, page=("calls", held.call_id, "self-evaluation"), occasion=held.id)
        tell(session, Kind.SELF_EVALUATION_DONE, [held.asked_by] if held.asked_by else [], about, agent=held.agent_id)

    return _change(session, asker, at, "submitted", change)


def decline(session: Session, asker: Principal, at: At) -> SelfEvaluation:
    """Rather not; nobody asks why, and what was closed meanwhile opens."""
    return _change(session, asker, at, "declined", lambda held: _close(session, held, SelfState.DECLINED))


def _opened(session: Session, evaluation: Evaluation, agent_id: str, *, before_feedback: bool) -> SelfEvaluation:
    """A draft for this agent, new or declined before; the call is theirs to hear, and what was made of it is hidden."""
    # Two who ask at the same moment: the second waits here, and is told that the first has asked.
    session.execute(sa.select(Call.id).where(Call.id == evaluation.call_id).with_for_update())
    held = of_call(session, evaluation.call)
    if held is not None and held.state is not SelfState.DECLINED:
        raise AlreadyAsked(held)
    if held is None:
        held = SelfEvaluation(call_id=evaluation.call_id, agent_id=agent_id, version=0)
        session.add(held)
    held.rubric_version_id, held.before_feedback = evaluation.rubric_version_id, before_feedback
    held.state, held.closed_at, held.asked_at = SelfState.DRAFT, None, now()
    held.version += 1
    session.flush()
    lending.lend(session, held.id, evaluation.call_id, agent_id)
    blindfolds.tie(session, held.id, [evaluation.call_id], [agent_id])
    return held


def _close(session: Session, held: SelfEvaluation, state: SelfState) -> None:
    held.state, held.closed_at = state, now()
    lending.take_back(session, held.id)
    blindfolds.untie(session, held.id)


def _change(
    session: Session, asker: Principal, at: At, deed: str, change: Callable[[SelfEvaluation], None]
) -> SelfEvaluation:
    held = get(session, asker, at[0])
    if held.version != at[1]:
        raise StaleVersion("self-evaluation", at[1], held.version)
    if held.state is not SelfState.DRAFT:
        raise SelfEvaluationClosed(held)
    change(held)
    held.version += 1
    session.flush()
    # What was answered is the agent's own, so it stays out of the trail.
    audit.record(session, asker.person_id, f"self_evaluation_{deed}", held.id)
    return held


def _own(asker: Principal) -> sa.Select[SelfEvaluation]:
    asker.require(Right.OWN_FEEDBACK)
    mine = sa.and_(SelfEvaluation.agent_id == asker.person_id, Call.agent_id == asker.person_id)
    return sa.select(SelfEvaluation).join(Call, Call.id == SelfEvaluation.call_id).where(mine)


def _question(held: SelfEvaluation, question_id: str) -> Question:
    try:
        return rubric_of(held.rubric).question(question_id)
    except KeyError as error:
        raise NotFound("question", question_id) from error


def _replace(held: SelfEvaluation, question_id: str) -> None:
    for older in held.answers:
        if older.question_id == question_id and older.replaced_at is None:
            older.replaced_at = now()


def visible_call(session: Session, asker: Principal, call_id: str) -> Call:
    """The call, as far as what was made of it may be seen. Raises NotFound, RatedBlind."""
    call = calls.get(session, asker, call_id)
    blindfolds.check(session, asker, [call.id])
    return call
