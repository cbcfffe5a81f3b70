"""How often disputed answers were reversed: by question, and by whoever gave them or let them stand."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.disputes.schemas import PersonReversals, QuestionReversals, ReversalOut, ReversalsOut
from qa.disputes.tables import Decision, Dispute, DisputedQuestion, DisputeState
from qa.evaluation.tables import Evaluation
from qa.people.tables import Person
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of
from qa.rubric.tables import RubricVersion
from qa.scoring.agreement.intervals import wilson

#: With fewer decisions a rate says little.
FEW = 10


def reversals(session: Session, asker: Principal) -> ReversalsOut:
    """Of all disputes that were not taken back, without those of calls that the asker judges blind."""
    asker.require(Right.EVALUATE)
    total = session.execute(_counted(asker)).one()
    by_question = session.execute(
        _counted(asker, RubricVersion.rubric_id, DisputedQuestion.question_id)
        .group_by(RubricVersion.rubric_id, DisputedQuestion.question_id)
        .order_by(RubricVersion.rubric_id, DisputedQuestion.question_id)
    ).all()
    by_person = session.execute(
        _counted(asker, Person.id, Person.name)
        .join(Person, Person.id == DisputedQuestion.answered_by)
        .group_by(Person.id, Person.name)
        .order_by(Person.name, Person.id)
    ).all()
    texts = _texts(session, {row[0] for row in by_question})
    return ReversalsOut(
        total=_out(*total),
        questions=[
            QuestionReversals(
                rubric_id=rubric_id,
                question_id=question_id,
                text=texts[rubric_id, question_id],
                **_out(*counts).model_dump(),
            )
            for rubric_id, question_id, *counts in by_question
        ],
        people=[
            PersonReversals(person_id=person_id, name=name, **_out(*counts).model_dump())
            for person_id, name, *counts in by_person
        ],
    )


def _counted(asker: Principal, *by: InstrumentedAttribute[str]) -> sa.Select[Any]:
    decided = sa.func.count(DisputedQuestion.decision)
    reversed_ = sa.func.count(sa.case((DisputedQuestion.decision == Decision.UPHELD, 1)))
    columns: list[Any] = [*by, sa.func.count(DisputedQuestion.id), decided, reversed_]
    return (
        sa.select(*columns)
        .select_from(DisputedQuestion)
        .join(Dispute, Dispute.id == DisputedQuestion.dispute_id)
        .join(Evaluation, Evaluation.id == Dispute.evaluation_id)
        .join(RubricVersion, RubricVersion.id == Evaluation.rubric_version_id)
        .join(Call, Call.id == Dispute.call_id)
        .where(Dispute.state != DisputeState.WITHDRAWN, ~blindfolds.blinded(asker))
    )


def _texts(session: Session, rubric_ids: set[str]) -> dict[tuple[str, str], Texts]:
    """Each question of these rubrics as its newest version that has it words it."""
    versions: Sequence[RubricVersion] = session.scalars(
        sa.select(RubricVersion).where(RubricVersion.rubric_id.in_(rubric_ids)).order_by(RubricVersion.version)
    ).all()
    return {
        (row.rubric_id, question.id): Texts.of(question.text)
        for row in versions
        for question in rubric_of(row).questions
    }


def _out(disputed: int, decided: int, reversed_: int) -> ReversalOut:
    low, high = wilson(reversed_, decided) if decided else (None, None)
    return ReversalOut(
        disputed=disputed,
        decided=decided,
        reversed=reversed_,
        rate=reversed_ / decided if decided else None,
        low=low,
        high=high,
        few=decided < FEW,
    )
