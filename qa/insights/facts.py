"""Keeps one row a call of what its standing evaluation comes to, within the transaction that changes it."""

from collections.abc import Iterator, Mapping
from math import log
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from qa.calls.tables import Call
from qa.calls.view import live
from qa.evaluation import found, marks
from qa.evaluation.findings import FindingsOut
from qa.evaluation.tables import Evaluation
from qa.evaluation.taking_up import take_up
from qa.insights.tables import AnswerFact, CallFact
from qa.platform.database import Database
from qa.rubric.identity import identities
from qa.rubric.model import Question, Rubric
from qa.rubric.store import rubric_of, versions_of
from qa.scoring.score import Marks, Score


def follow(evaluation: Evaluation, call: Call, stands: Score) -> None:
    """Bring the facts of the call up to date with the evaluation that stands."""
    if call.evaluation_id != evaluation.id:
        return
    session = object_session(evaluation)
    assert session is not None, "only an evaluation that lies in the database can stand"
    rubric = rubric_of(evaluation.rubric)
    told = of_call(call, evaluation.id, stands, found.findings_of(session, evaluation))
    fact = session.get(CallFact, call.id)
    if fact is None:
        fact = CallFact(call_id=call.id)
        session.add(fact)
    for name, value in (told | {"rubric_id": rubric.id}).items():
        setattr(fact, name, value)
    session.flush()
    answers = of_questions(rubric, stands, first_ids(session, rubric))
    _keep_answers(session, call.id, {row["question_id"]: row for row in answers})


def of_call(call: Call, evaluation_id: str, stands: Score, findings: FindingsOut) -> dict[str, Any]:
    """What this evaluation of the call comes to, by column of `CallFact`; the call and the rubric are the caller's."""
    return {
        "evaluation_id": evaluation_id,
        "began_s": int((call.started_at or call.received_at).timestamp()),
        "percent": stands.percent,
        "people_percent": _of_people(stands),
        "from_people": stands.from_people,
        "from_machine": stands.from_machine,
        "log_handle_s": log(call.handle_ms / 1000) if call.handle_ms else None,
    } | _conduct(findings, call)


def of_questions(rubric: Rubric, stands: Score, first_id: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """Where each question stands, by column of `AnswerFact`; `first_id` is what `first_ids` says of the rubric."""
    for question in rubric.questions:
        stood = stands.by_question[question.id]
        yield {
            "question_id": first_id[question.id],
            "share": share_of(question, stood),
            "decided_by": stood.decided_by,
            "applies": stood.asked is not False and stood.not_applicable is None,
        }


def rebuild(database: Database, *, whole: bool) -> Iterator[int]:
    """Take up the calls whose standing evaluation has no facts, or all; yields how many, as it goes on."""
    only = None if whole else ~_is_told()
    return take_up(database, lambda evaluation: marks.tell(evaluation, evaluation.call), only)


def untold(session: Session) -> int:
    """How many live calls have an evaluation that the facts do not know, as of those that an older version scored."""
    missing = sa.select(sa.func.count()).select_from(Call).where(Call.evaluation_id.is_not(None), live(), ~_is_told())
    return session.scalar(missing) or 0


def share_of(question: Question, stood: Marks) -> float | None:
    """Where the chosen option lies between the worst and the best one, 0..1; None without one, or a difference."""
    if stood.option_id is None:
        return None
    worth = [question.points(option.id) for option in question.options]
    least, most = min(worth), max(worth)
    return (question.points(stood.option_id) - least) / (most - least) if most > least else None


def _is_told() -> sa.ColumnElement[bool]:
    return sa.select(CallFact.call_id).where(CallFact.evaluation_id == Call.evaluation_id).correlate(Call).exists()


def _of_people(stands: Score) -> float | None:
    """The score as it would be of people's answers alone; None where they gave no points to share out."""
    own = [one for one in stands.by_question.values() if one.decided_by == "person" and one.points is not None]
    possible = sum(one.possible or 0.0 for one in own)
    earned = sum(one.points or 0.0 for one in own)
    return min(100.0, max(0.0, 100 * earned / possible)) if possible > 0 else None


def _conduct(found: FindingsOut, call: Call) -> dict[str, float | None]:
    quarters = found.tone.quarters.get("customer", []) if found.tone else []
    known = [tone for tone in quarters if tone is not None]
    conduct = found.conduct
    quiet = sum(end - start for start, end in conduct.dead_air) if conduct else 0
    return {
        "tone_start": known[0] if len(known) > 1 else None,
        "tone_end": known[-1] if len(known) > 1 else None,
        "dead_air_share": min(1.0, quiet / call.duration_ms) if conduct and call.duration_ms else None,
        "talk_share": conduct.talk_share.get("agent") if conduct else None,
    }


def first_ids(session: Session, rubric: Rubric) -> Mapping[str, str]:
    """The first id that each question of this version ever had."""
    return identities(rubric_of(row) for row in versions_of(session, rubric.id))[rubric.version]


def _keep_answers(session: Session, call_id: str, wanted: Mapping[str, dict[str, Any]]) -> None:
    rows = {row.question_id: row for row in session.scalars(sa.select(AnswerFact).where(AnswerFact.call_id == call_id))}
    for question_id in rows.keys() - wanted.keys():
        session.delete(rows[question_id])
    for question_id, told in wanted.items():
        row = rows.get(question_id)
        if row is None:
            session.add(AnswerFact(call_id=call_id, **told))
            continue
        row.share, row.decided_by, row.applies = told["share"], told["decided_by"], told["applies"]
    session.flush()
