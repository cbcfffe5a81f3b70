"""Live calls of an agent, as the machine or a reviewer left them: what each shows of the small rubric's questions."""

from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any

from sqlalchemy.orm import Session

from qa.calls.tables import Call, Purpose, TranscriptRevision
from qa.calls.transcripts import to_body
from qa.evaluation import marks
from qa.evaluation.tables import AnswerRow, Evaluation, EvaluationState, SuggestionRow
from qa.pipeline.conduct import measure
from qa.platform.clock import new_id
from qa.platform.database import Database
from qa.rubric.store import for_language, publish, rubric_of
from tests.integration.drafts import FIRST
from tests.integration.scored import spoken

#: Where the machine's evidence lies in each of these calls.
EVIDENCE = {"start_ms": 4_000, "end_ms": 6_000, "speaker": "agent", "text": "במה אוכל לעזור"}


def begin(database: Database) -> None:
    """Publish the small rubric, which calls in Hebrew are held against from then on."""
    with database.write() as unit:
        publish(unit.session, FIRST, file="first")


def live(
    database: Database,
    agent_id: str,
    began: datetime,
    *,
    purpose: Purpose = Purpose.LIVE,
    language: str = "he",
    **done: bool | None,
) -> str:
    """One call that the machine scored. `done` says of each question whether it was; None: no opportunity.

    A question that is not named is undecided. Returns the call's id.
    """
    with database.write() as unit:
        session, transcript = unit.session, spoken()
        call = Call(
            content_hash=sha256(new_id().encode()).hexdigest(),
            file_name="call.wav",
            purpose=purpose,
            language=language,
            started_at=began,
            received_at=began,
            agent_id=agent_id,
            duration_ms=transcript.duration_ms,
        )
        session.add(call)
        session.flush()
        body = to_body(transcript, measure(transcript, 3_000))
        heard = TranscriptRevision(call_id=call.id, revision=1, engine_key="test", language=language, body=body)
        session.add(heard)
        session.flush()
        row = for_language(session, language)
        rubric = rubric_of(row)
        evaluation = Evaluation(call=call, transcript_id=heard.id, rubric=row, version=1, created_at=began)
        evaluation.suggestions = [
            _suggestion(question.id, _chosen(question, done)) for question in rubric.questions if question.id in done
        ]
        session.add(evaluation)
        session.flush()
        marks.refresh(session, evaluation, call, rubric)
        return call.id


def calls(database: Database, agent_id: str, began: datetime, question: str, shown: str) -> list[str]:
    """Calls an hour apart; "+" where it was done, "-" where not, "." where there was no opportunity."""
    said = {"+": True, "-": False, ".": None}
    return [
        live(database, agent_id, began + timedelta(hours=place), **{question: said[sign]})
        for place, sign in enumerate(shown)
    ]


def answer(database: Database, call_id: str, question_id: str, person_id: str, *, done: bool, ended: bool) -> None:
    """A reviewer answers one question; `ended`: and is done with the call."""
    with database.write() as unit:
        evaluation = evaluation_of(unit.session, call_id)
        rubric = rubric_of(evaluation.rubric)
        marks.replace(evaluation, question_id)
        chosen = _chosen(rubric.question(question_id), {question_id: done})
        evaluation.answers.append(AnswerRow(question_id=question_id, option_id=chosen, person_id=person_id))
        evaluation.state = EvaluationState.SUBMITTED if ended else EvaluationState.DRAFT
        evaluation.version += 1
        unit.session.flush()
        unit.session.refresh(evaluation, ["answers"])
        marks.refresh(unit.session, evaluation, evaluation.call, rubric)


def evaluation_of(session: Session, call_id: str) -> Evaluation:
    """The one of the call."""
    found = session.query(Evaluation).filter_by(call_id=call_id).one()
    session.refresh(found, ["call"])
    return found


def _chosen(question: Any, done: dict[str, bool | None]) -> str | None:
    options = sorted(question.options, key=lambda option: option.points)
    said = done[question.id]
    return None if said is None else str(options[-1 if said else 0].id)


def _suggestion(question_id: str, option_id: str | None) -> SuggestionRow:
    return SuggestionRow(
        question_id=question_id,
        verdict="met" if option_id else "not_applicable",
        option_id=option_id,
        probability=0.95 if option_id else 0.0,
        evidence=[EVIDENCE] if option_id else [],
        why={"he": "", "en": ""},
        engine="test",
    )
