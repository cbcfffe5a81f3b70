"""Feedback that was read, as something that can be owed."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call
from qa.evaluation.tables import Evaluation, EvaluationState
from qa.programmes import dues

KIND = "acknowledge"


def count_acknowledgements() -> None:
    """From now on, programmes of this process can ask for feedback to be read."""
    dues.provide(KIND, _done, _waiting)


def _done(session: Session, people: Sequence[str], start: datetime, end: datetime) -> Mapping[str, int]:
    read = (Evaluation.acknowledged_at >= start, Evaluation.acknowledged_at < end)
    return _by_agent(session, people, *read, Evaluation.retracted_at.is_(None))


def _waiting(session: Session, people: Sequence[str]) -> Mapping[str, int]:
    return _by_agent(session, people, Evaluation.state == EvaluationState.PUBLISHED)


def _by_agent(session: Session, people: Sequence[str], *conditions: sa.ColumnElement[bool]) -> Mapping[str, int]:
    query = (
        sa.select(Call.agent_id, sa.func.count())
        .select_from(Evaluation)
        .join(Call, Call.id == Evaluation.call_id)
        .where(Call.agent_id.in_(people), *conditions)
        .group_by(Call.agent_id)
    )
    return {agent: count for agent, count in session.execute(query) if agent}
