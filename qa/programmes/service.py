"""Programmes and cohorts: made, changed, read. Nothing here commits."""

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.programmes.tables import Cohort, CohortMember, Programme, ProgrammeTarget


def cohort_of(session: Session, person_id: str) -> Cohort | None:
    """The cohort that somebody is in: the newest of a programme that has not ended."""
    mine = sa.select(CohortMember.cohort_id).where(CohortMember.person_id == person_id)
    query = sa.select(Cohort).join(Programme).where(Cohort.id.in_(mine), Programme.ended_at.is_(None))
    return session.scalars(query.order_by(Cohort.day0.desc(), Cohort.id.desc()).limit(1)).unique().one_or_none()


def members_of(session: Session, cohort_id: str) -> list[str]:
    """The ids of the people in a cohort, those who cannot sign in any more as well: what they did remains."""
    query = sa.select(CohortMember.person_id).where(CohortMember.cohort_id == cohort_id)
    return list(session.scalars(query.order_by(CohortMember.person_id)))


def targets_of(session: Session, cohort_id: str) -> list[ProgrammeTarget]:
    """What the cohort's programme aims at, in its own order."""
    of_cohort = sa.select(Cohort.programme_id).where(Cohort.id == cohort_id).scalar_subquery()
    query = sa.select(ProgrammeTarget).where(ProgrammeTarget.programme_id == of_cohort)
    return list(session.scalars(query.order_by(ProgrammeTarget.position, ProgrammeTarget.question_id)))
