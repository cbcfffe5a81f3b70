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
from qa.rubric.model import Rubric
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
    rubrics = _rubrics(session, {row[0] for row in by_question})
    return ReversalsOut(
        total=_out(*total),
        questions=[
            _of_question(rubrics[rubric_id], question_id, _out(*counts))
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
    simulated = sa.func.count(sa.case((Call.simulated, 1)))
    columns: list[Any] = [*by, sa.func.count(DisputedQuestion.id), decided, reversed_, simulated]
    return (
        sa.select(*columns)
        .select_from(DisputedQuestion)
        .join(Dispute, Dispute.id == DisputedQuestion.dispute_id)
        .join(Evaluation, Evaluation.id == Dispute.evaluation_id)
        .join(RubricVersion, RubricVersion.id == Evaluation.rubric_version_id)
        .join(Call, Call.id == Dispute.call_id)
        .where(Dispute.state != DisputeState.WITHDRAWN, ~blindfolds.blinded(asker))
    )


def _rubrics(session: Session, rubric_ids: set[str]) -> dict[str, list[Rubric]]:
    """The versions of each of these rubrics, the newest first."""
    named = sa.select(RubricVersion).where(RubricVersion.rubric_id.in_(rubric_ids))
    versions: dict[str, list[Rubric]] = {}
    for row in session.scalars(named.order_by(RubricVersion.version.desc())):
        versions.setdefault(row.rubric_id, []).append(rubric_of(row))
    return versions


def _of_question(versions: Sequence[Rubric], question_id: str, counts: ReversalOut) -> QuestionReversals:
    """The question as the newest version that has it words it."""
    question = next(one for rubric in versions for one in rubric.questions if one.id == question_id)
    return QuestionReversals(
        rubric_id=versions[0].id,
        rubric=Texts.of(versions[0].title),
        question_id=question_id,
        text=Texts.of(question.text),
        **counts.model_dump(),
    )


def _out(disputed: int, decided: int, reversed_: int, simulated: int) -> ReversalOut:
    low, high = wilson(reversed_, decided) if decided else (None, None)
    return ReversalOut(
        disputed=disputed,
        decided=decided,
        reversed=reversed_,
        rate=reversed_ / decided if decided else None,
        low=low,
        high=high,
        few=decided < FEW,
        simulated=simulated,
    )
