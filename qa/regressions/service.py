"""What can be done with cases: kept, listed, retired. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.service import must_be_live
from qa.calls.tables import Call
from qa.evaluation import marks
from qa.evaluation import service as evaluations
from qa.evaluation.tables import Evaluation
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.regressions.schemas import CaseIn
from qa.regressions.tables import RegressionCase
from qa.scoring.standing import Answer


class NobodyAnswered(Conflict):
    """Only what a person answered can be kept as right."""

    code = "nobody_answered"

    def __init__(self, evaluation: Evaluation, question_id: str) -> None:
        self.evaluation, self.question_id = evaluation, question_id
        super().__init__(f"no person answered {question_id} in evaluation {evaluation.id}; answer it first")


class AlreadyRetired(Conflict):
    """The case was taken out before."""

    code = "already_retired"

    def __init__(self, case: RegressionCase) -> None:
        self.case = case
        super().__init__(f"case {case.id} was retired already")


@dataclass(frozen=True, slots=True)
class Settled:
    """What people found to be the right answer to a question, and in which dispute, where it was one."""

    question_id: str
    answer: Answer
    why: str | None = None
    dispute_id: str | None = None


def keep(session: Session, person_id: str, evaluation: Evaluation, settled: Settled) -> RegressionCase:
    """Keep what people found to be the right answer, in place of an older decision on the same question of the call."""
    # Two decisions at the same moment: the second waits here, and takes the place of the first.
    session.execute(sa.select(Call.id).where(Call.id == evaluation.call_id).with_for_update())
    for older in _live_of(session, evaluation.call_id, settled.question_id):
        older.retired_at, older.retired_by = now(), person_id
    case = RegressionCase(
        call_id=evaluation.call_id,
        rubric_version_id=evaluation.rubric_version_id,
        question_id=settled.question_id,
        option_id=settled.answer.option_id,
        not_applicable=settled.answer.not_applicable,
        decided_by=person_id,
        why=settled.why,
        dispute_id=settled.dispute_id,
    )
    session.add(case)
    session.flush()
    session.refresh(case)
    told = {"evaluation": evaluation.id, "question": settled.question_id}
    audit.record(session, person_id, "regression_case_kept", case.id, **told)
    return case


def keep_answer(session: Session, asker: Principal, wish: CaseIn) -> RegressionCase:
    """Keep what a person answered as the right answer. Raises NotFound, RatedBlind, PracticeCall, NobodyAnswered."""
    asker.require(Right.MANAGE_RUBRICS)
    evaluation = evaluations.get(session, asker, wish.evaluation_id)
    must_be_live(evaluation.call)
    answer = marks.current_answers(evaluation).get(wish.question_id)
    if answer is None:
        raise NobodyAnswered(evaluation, wish.question_id)
    said = Answer(answer.option_id, answer.not_applicable)
    return keep(session, asker.person_id, evaluation, Settled(wish.question_id, said, wish.why))


def page(
    session: Session, asker: Principal, *, retired: bool, cursor: str | None, limit: int
) -> Sequence[RegressionCase]:
    """The cases that are there for this person, the newest first, from behind the cursor; one more than `limit`."""
    chosen = RegressionCase.retired_at.is_not(None) if retired else RegressionCase.retired_at.is_(None)
    query = _seen(asker).where(chosen).order_by(RegressionCase.id.desc())
    if cursor:
        query = query.where(RegressionCase.id < cursor)
    return session.scalars(query.limit(limit + 1)).unique().all()


def retire(session: Session, asker: Principal, case_id: str, why: str) -> RegressionCase:
    """Ask this case no more. Raises NotFound, AlreadyRetired."""
    asker.require(Right.MANAGE_RUBRICS)
    case = session.scalars(_seen(asker).where(RegressionCase.id == case_id)).unique().one_or_none()
    if case is None:
        raise NotFound("case", case_id)
    if case.retired_at is not None:
        raise AlreadyRetired(case)
    case.retired_at, case.retired_by, case.retired_why = now(), asker.person_id, why
    session.flush()
    session.refresh(case, ["retirer"])
    audit.record(session, asker.person_id, "regression_case_retired", case.id, reason=why)
    return case


def _seen(asker: Principal) -> sa.Select[RegressionCase]:
    """A case tells what the answer is, so those of calls that the person judges blind are not there."""
    asker.require(Right.MANAGE_RUBRICS)
    open_call = sa.or_(RegressionCase.call_id.is_(None), ~blindfolds.blinded(asker))
    return sa.select(RegressionCase).outerjoin(Call, Call.id == RegressionCase.call_id).where(open_call)


def _live_of(session: Session, call_id: str, question_id: str) -> Sequence[RegressionCase]:
    this = (RegressionCase.call_id == call_id, RegressionCase.question_id == question_id)
    rows = sa.select(RegressionCase).where(*this, RegressionCase.retired_at.is_(None))
    return session.scalars(rows).unique().all()
