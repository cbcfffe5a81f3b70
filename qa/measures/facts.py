"""Keeps what each call adds to the measures, within the transaction that changes what stands of it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from qa.calls.tables import Call, TranscriptRevision
from qa.evaluation import found, marks
from qa.evaluation.tables import Evaluation
from qa.evaluation.taking_up import take_up
from qa.insights.facts import first_ids
from qa.measures.heard import TurnHeard, became, moments
from qa.measures.tables import MeasuredCall, OpportunityFact, ToneMoment
from qa.pipeline import phrases
from qa.platform.database import Base, Database
from qa.platform.spans import Span
from qa.rubric.kinds import Transition
from qa.rubric.model import Rubric
from qa.rubric.store import rubric_of
from qa.scoring.score import Score

Row = dict[str, Any]


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
    findings = evaluation.findings or {}
    _add(session, OpportunityFact, call.id, opportunities(rubric, stands, findings, first))
    if tones := _tones(session, evaluation):
        turns = session.get_one(TranscriptRevision, evaluation.transcript_id).body["turns"]
        heard = Heard(turns, tones, findings.get("phases", ()), evaluation.suggestions)
        _add(session, ToneMoment, call.id, tone_moments(rubric, heard, first))


def rebuild(database: Database, *, whole: bool) -> Iterator[int]:
    """Take up the calls that the measures do not know, or all; yields how many, as it goes on."""
    only = None if whole else ~_is_known()
    return take_up(database, _anew, only)


def _anew(evaluation: Evaluation) -> None:
    follow(evaluation, evaluation.call, marks.score_of(evaluation, rubric_of(evaluation.rubric)))


def unknown(session: Session, agent_ids: Sequence[str]) -> int:
    """How many scored calls of these agents the measures do not know yet, as from before there were any."""
    of_agents = Call.agent_id.in_(agent_ids)
    missing = sa.select(sa.func.count()).select_from(Call)
    return session.scalar(missing.where(Call.evaluation_id.is_not(None), of_agents, ~_is_known())) or 0


def _is_known() -> sa.ColumnElement[bool]:
    known = sa.select(MeasuredCall.call_id).where(MeasuredCall.evaluation_id == Call.evaluation_id)
    return known.correlate(Call).exists()


def _add(session: Session, table: type[Base], call_id: str, rows: Iterator[Row]) -> None:
    told = [{"call_id": call_id, **row} for row in rows]
    if told:
        session.execute(sa.insert(table), told)


def _tones(session: Session, evaluation: Evaluation) -> dict[int, str]:
    """The tone of each turn that has one, as people corrected it."""
    tones = marked_tones(evaluation.findings or {})
    return tones | {row.turn: row.label for row in found.tone_corrections(session, evaluation)} if tones else {}


def marked_tones(findings: Mapping[str, Any]) -> dict[int, str]:
    """The tone of each turn that a machine marked, by its place."""
    return {mark["turn"]: mark["label"] for mark in (findings.get("tone") or {}).get("marks", ())}


def opportunities(
    rubric: Rubric, stands: Score, findings: Mapping[str, Any], first: Mapping[str, str]
) -> Iterator[Row]:
    """The columns of an OpportunityFact for each question that had an opportunity. `findings` are as they are kept."""
    outcomes: dict[str, list[str]] = {}
    for told in findings.get("opportunities", ()):
        outcomes.setdefault(told["question_id"], []).append(told["outcome"])
    for question in rubric.questions:
        counted = became(question, stands.by_question[question.id], outcomes.get(question.id, ()))
        if counted is not None:
            yield {"question_id": first[question.id], **asdict(counted)}


class Suggests(Protocol):
    """What a machine says of one question, as it is kept."""

    question_id: Any
    verdict: Any
    evidence: Any


@dataclass(frozen=True, slots=True)
class Heard:
    """What moments are found in: turns as a transcript's body has them, the tones of some, phases, suggestions."""

    turns: Sequence[Mapping[str, Any]]
    tones: Mapping[int, str]
    phases: Sequence[Any]
    suggestions: Iterable[Suggests]


def tone_moments(rubric: Rubric, heard: Heard, first: Mapping[str, str]) -> Iterator[Row]:
    """The columns of a ToneMoment for each turn of the agent with the customer's tone on both sides.

    Which sentence of a question was said is told by the words that its verdict rests on.
    """
    turns = [
        TurnHeard(turn["speaker"], Span(turn["start"], turn["end"]), heard.tones.get(place))
        for place, turn in enumerate(heard.turns)
    ]
    leading = leading_questions(rubric)
    sentences: dict[str, list[Span]] = defaultdict(list)
    doubtful: list[Span] = []
    for row in heard.suggestions:
        if row.question_id not in leading:
            continue
        by_agent = [told for told in row.evidence if told["speaker"] == "agent"]
        if row.verdict == "unsure":
            doubtful += [_span(told) for told in by_agent]
            continue
        question_id = first[row.question_id]
        for told in by_agent:
            sentences[question_id].append(_span(told))
            if sentence := phrases.nearest(told["text"], leading[row.question_id].sentences):
                sentences[sentence_key(question_id, sentence)].append(_span(told))
    for moment in moments(turns, heard.phases, sentences, doubtful):
        yield asdict(moment) | {"said": list(moment.said)}


def _span(told: Mapping[str, Any]) -> Span:
    return Span(told["start_ms"], told["end_ms"])


def leading_questions(rubric: Rubric) -> dict[str, Transition]:
    """The questions that ask for transition sentences, by id."""
    return {question.id: question.kind for question in rubric.questions if isinstance(question.kind, Transition)}


def sentence_key(question_id: str, sentence_id: str) -> str:
    """How a sentence of a transition question is known: by the question's first id and its own within the question."""
    return f"{question_id}/{sentence_id.rpartition('.')[2]}"
