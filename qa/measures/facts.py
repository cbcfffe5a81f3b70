"""Keeps what each call adds to the measures, within the transaction that changes what stands of it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, joinedload, object_session

from qa.calls.tables import Call, TranscriptRevision
from qa.evaluation import found, marks
from qa.evaluation.tables import Evaluation
from qa.insights.facts import first_ids
from qa.measures.heard import TurnHeard, became, moments
from qa.measures.tables import MeasuredCall, OpportunityFact, ToneMoment
from qa.platform.database import Base, Database
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
    _add(session, OpportunityFact, _opportunities(evaluation, rubric, stands, first))
    _add(session, ToneMoment, _moments(session, evaluation, rubric, first))


def rebuild(database: Database, *, whole: bool) -> Iterator[int]:
    """Take up the calls that the measures do not know, or all; yields how many, as it goes on."""
    after = ""
    while True:
        with database.write() as unit:
            wanted = sa.select(Evaluation).join(Call, Call.evaluation_id == Evaluation.id)
            wanted = wanted.where(Evaluation.id > after).options(joinedload(Evaluation.call))
            if not whole:
                wanted = wanted.where(~_is_known())
            rows = unit.session.scalars(wanted.order_by(Evaluation.id).limit(_TOGETHER)).unique().all()
            for evaluation in rows:
                follow(evaluation, evaluation.call, marks.score_of(evaluation, rubric_of(evaluation.rubric)))
        if not rows:
            return
        after = rows[-1].id
        yield len(rows)


def unknown(session: Session, agent_ids: Sequence[str]) -> int:
    """How many scored calls of these agents the measures do not know yet, as from before there were any."""
    of_agents = Call.agent_id.in_(agent_ids)
    missing = sa.select(sa.func.count()).select_from(Call)
    return session.scalar(missing.where(Call.evaluation_id.is_not(None), of_agents, ~_is_known())) or 0


def _is_known() -> sa.ColumnElement[bool]:
    known = sa.select(MeasuredCall.call_id).where(MeasuredCall.evaluation_id == Call.evaluation_id)
    return known.correlate(Call).exists()


def _add(session: Session, table: type[Base], rows: Iterator[dict[str, Any]]) -> None:
    told = list(rows)
    if told:
        session.execute(sa.insert(table), told)


def _opportunities(
    evaluation: Evaluation, rubric: Rubric, stands: Score, first: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    outcomes: dict[str, list[str]] = {}
    for told in (evaluation.findings or {}).get("opportunities", ()):
        outcomes.setdefault(told["question_id"], []).append(told["outcome"])
    for question in rubric.questions:
        counted = became(question, stands.by_question[question.id], outcomes.get(question.id, ()))
        if counted is not None:
            yield {"call_id": evaluation.call_id, "question_id": first[question.id], **asdict(counted)}


def _moments(
    session: Session, evaluation: Evaluation, rubric: Rubric, first: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    findings = evaluation.findings or {}
    tones = {mark["turn"]: mark["label"] for mark in (findings.get("tone") or {}).get("marks", ())}
    if not tones:
        return
    tones |= {row.turn: row.label for row in found.tone_corrections(session, evaluation)}
    revision = session.get_one(TranscriptRevision, evaluation.transcript_id)
    turns = [
        TurnHeard(turn["speaker"], Span(turn["start"], turn["end"]), tones.get(place))
        for place, turn in enumerate(revision.body["turns"])
    ]
    leading = {question.id for question in rubric.questions if question.kind.name == "transition"}
    sentences: dict[str, list[Span]] = {}
    doubtful: list[Span] = []
    for row in evaluation.suggestions:
        if row.question_id in leading:
            spans = [Span(told["start_ms"], told["end_ms"]) for told in row.evidence if told["speaker"] == "agent"]
            if row.verdict == "unsure":
                doubtful += spans
            else:
                sentences[first[row.question_id]] = spans
    for moment in moments(turns, findings.get("phases", ()), sentences, doubtful):
        yield {"call_id": evaluation.call_id, **asdict(moment), "said": list(moment.said)}
