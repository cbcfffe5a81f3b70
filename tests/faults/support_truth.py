"""What must be true of a database however many processes died over it."""

from collections.abc import Sequence
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, TranscriptRevision
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.platform import audit
from qa.platform.database import Database
from qa.platform.jobs import Job, JobState


class Keeps(Protocol):
    """A running system."""

    database: Database


def nothing_was_lost_or_done_twice(system: Keeps, call_ids: Sequence[str]) -> None:
    """Each of these calls, and none besides, has one transcript, one evaluation and one suggestion a question."""
    with system.database.read() as session:
        assert sorted(session.scalars(sa.select(Call.id)).all()) == sorted(call_ids)
        for call_id in call_ids:
            _is_scored_once(session, call_id)
        assert audit.verify(session) == []
    the_database_is_sound(system.database)


def the_database_is_sound(database: Database) -> None:
    """SQLite's own look at itself finds nothing, and no row points at one that is not there."""
    if database.engine.dialect.name == "sqlite":
        with database.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalars().all() == ["ok"]
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []


def _is_scored_once(session: Session, call_id: str) -> None:
    call = session.get_one(Call, call_id)
    named = f"{call.file_name} ({call_id})"
    jobs = session.scalars(sa.select(Job).where(Job.subject == call_id)).all()
    assert {job.kind: job.state for job in jobs} == {"hear": JobState.DONE, "score": JobState.DONE}, named
    assert len(jobs) == 2, named
    transcripts = session.scalars(sa.select(TranscriptRevision).where(TranscriptRevision.call_id == call_id)).all()
    assert len(transcripts) == 1, named
    evaluations = session.scalars(sa.select(Evaluation).where(Evaluation.call_id == call_id)).all()
    assert [evaluation.id for evaluation in evaluations] == [call.evaluation_id], named
    of_it = sa.select(SuggestionRow.question_id).where(SuggestionRow.evaluation_id == call.evaluation_id)
    asked = session.scalars(of_it).all()
    assert asked, named
    assert len(asked) == len(set(asked)), named
    assert call.ready_at is not None, named
    heard = sa.select(sa.func.count()).where(audit.AuditEntry.subject == call_id)
    assert session.scalar(heard.where(audit.AuditEntry.action == "call_received")) == 1, named
