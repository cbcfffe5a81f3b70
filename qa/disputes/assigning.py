"""Who looks at a dispute: somebody who may score, gave none of the disputed answers, and has the least to do."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.blindfolds import Blindfold
from qa.disputes.tables import Dispute, DisputeState
from qa.evaluation.tables import AnswerRow, Evaluation
from qa.people.tables import Person
from qa.platform.security.roles import RIGHTS, Right, Role

_MAY_DECIDE = [role for role, rights in RIGHTS.items() if Right.EVALUATE in rights]
#: To whom disputes go by themselves, reviewers before trainers.
_GOES_TO = (Role.REVIEWER, Role.TRAINER)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may decide a dispute, and how many open ones they have."""

    person: Person
    open: int


def involved(session: Session, dispute: Dispute) -> set[str]:
    """Who may not decide it: who reviewed the evaluation, or ever answered one of the disputed questions in it."""
    revisions = sa.select(Evaluation).where(Evaluation.call_id == dispute.call_id).subquery()
    reviewers = sa.select(revisions.c.reviewer_id).where(revisions.c.reviewer_id.is_not(None))
    asked = [question.question_id for question in dispute.questions]
    answerers = sa.select(AnswerRow.person_id).where(
        AnswerRow.evaluation_id.in_(sa.select(revisions.c.id)), AnswerRow.question_id.in_(asked)
    )
    return {*session.scalars(reviewers), *session.scalars(answerers)}


def candidates(session: Session, dispute: Dispute) -> Sequence[Candidate]:
    """Everybody who may decide it, those with the fewest open disputes first."""
    load = (
        sa.select(Dispute.assignee_id, sa.func.count().label("open"))
        .where(Dispute.state == DisputeState.OPEN, Dispute.id != dispute.id)
        .group_by(Dispute.assignee_id)
        .subquery()
    )
    blind = sa.select(Blindfold.person_id).where(Blindfold.call_id == dispute.call_id)
    open_ = sa.func.coalesce(load.c.open, 0)
    query = (
        sa.select(Person, open_)
        .outerjoin(load, load.c.assignee_id == Person.id)
        .where(Person.role.in_(_MAY_DECIDE), Person.disabled.is_(False))
        .where(Person.id.not_in(involved(session, dispute)), Person.id.not_in(blind))
        .order_by(open_, Person.id)
    )
    return [Candidate(person, count) for person, count in session.execute(query)]


def next_in_turn(session: Session, dispute: Dispute) -> Person | None:
    """To whom it goes by itself; None where nobody is left."""
    found = candidates(session, dispute)
    return next((one.person for role in _GOES_TO for one in found if one.person.role is role), None)
