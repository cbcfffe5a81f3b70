"""Keeps what each call adds to the measures, within the transaction that changes what stands of it."""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, object_session

from qa.calls.tables import Call, TranscriptRevision
from qa.evaluation import found, marks
from qa.evaluation.tables import Evaluation
from qa.insights.facts import first_ids
from qa.measures.heard import TurnHeard, became, moments
from qa.measures.tables import MeasuredCall, OpportunityFact, ToneMoment
from qa.platform.database import Database
from qa.platform.spans import Span
from qa.rubric.model import Rubric
from qa.rubric.store import rubric_of
from qa.scoring.score import Score

#: Calls that are taken up in one transaction: few enough that others who write do not wait long.
_TOGETHER = 50


def follow(evaluation: Evaluation, call: Call, stands: Score) -> None:
    """Bring what the call adds up to date with the evaluation that stands."""
    if call.evaluation_id != evaluation.id:
        return
    session = object_session(evaluation)
    assert session is not None, "only an evaluation that lies in the database can stand"
    rubric = rubric_of(evaluation.rubric)
    first = first_ids(session, rubric)
    for table in (OpportunityFact, ToneMoment):
        session.execute(sa.delete(table).where(table.call_id == call.id))
    known = session.get(MeasuredCall, call.id)
    if known is None:
        known = MeasuredCall(call_id=call.id)
        session.add(known)
    known.evaluation_id, known.rubric_version_id = evaluation.id, evaluation.rubric_version_id
    session.flush()
    session.execute(sa.insert(OpportunityFact), list(_opportunities(evaluation, rubric, stands, first)) or None) if (
        rubric.questions
    ) else None
    rows = [*_moments(session, evaluation, rubric, first)]
    if rows:
        session.execute(sa.insert(ToneMoment), rows)
