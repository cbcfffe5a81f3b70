"""The job that holds a heard call against its rubric: findings, suggestions, score."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.recording import Recordings
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import from_revision, newest
from qa.engines.interfaces import Engines
from qa.evaluation import findings, marks
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.pipeline.phrases import calibration
from qa.pipeline.process import examine
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Claim, Ledger
from qa.platform.jobs.runner import Pulse
from qa.rubric import store
from qa.rubric.tables import RubricVersion
from qa.scoring.suggest import Suggestion, suggest

#: The kind of job that scores a call.
SCORE = "score"


def owe_score(session: Session, call_id: str, transcript_id: str) -> str:
    """Enqueue the scoring of a transcript, once however often it is asked for; returns the job's id."""
    return Ledger.enqueue(session, SCORE, call_id, key=transcript_id).id


@dataclass(frozen=True, slots=True)
class Scoring:
    """Scores one call a time."""

    database: Database
    ledger: Ledger
    recordings: Recordings
    engines: Callable[[], Engines]  # made at the first job, in the process that does the work

    def __call__(self, claim: Claim, pulse: Pulse) -> None:
        """Do the job under this claim. What people answered on the call stays as it is."""
        with self.database.read() as session:
            revision = newest(session, claim.subject)
            row = store.for_language(session, revision.language)
            call = session.get_one(Call, claim.subject)
        rubric, transcript = store.rubric_of(row), from_revision(revision)
        pulse("findings", 0.0)
        found = examine(transcript, rubric.checklist(), self.recordings.means(call, transcript, self.engines))
        pulse("score", 0.5)
        suggestions = suggest(found, rubric, transcript)
        engine = " + ".join([*map(str, transcript.engines), f"phrases {calibration.version()}"])[:300]
        with self.database.write() as unit:
            self.ledger.finish(unit.session, claim)
            call = unit.session.get_one(Call, claim.subject)
            evaluation = _evaluation(unit.session, call, revision, row)
            _keep_suggestions(unit.session, evaluation, suggestions, engine)
            evaluation.findings = findings.to_json(found)
            call.ready_at = call.ready_at or now()
            marks.refresh(evaluation, call, rubric)


def _evaluation(session: Session, call: Call, revision: TranscriptRevision, rubric: RubricVersion) -> Evaluation:
    """The evaluation of this call, transcript and rubric version: a new one, or the one a lost attempt left."""
    wanted = (
        Evaluation.call_id == call.id,
        Evaluation.transcript_id == revision.id,
        Evaluation.rubric_version_id == rubric.id,
    )
    known = session.scalar(sa.select(Evaluation).where(*wanted))
    if known is not None:
        return known
    evaluation = Evaluation(call_id=call.id, transcript_id=revision.id, rubric_version_id=rubric.id, version=1)
    session.add(evaluation)
    session.flush()
    return evaluation


def _keep_suggestions(
    session: Session, evaluation: Evaluation, suggestions: tuple[Suggestion, ...], engine: str
) -> None:
    if evaluation.suggestions:
        return  # the same transcript against the same rubric version: they are there already
    evaluation.suggestions = [
        SuggestionRow(
            question_id=suggestion.question_id,
            verdict=suggestion.verdict,
            option_id=suggestion.option_id,
            probability=suggestion.probability,
            evidence=[
                {"start_ms": e.span.start, "end_ms": e.span.end, "speaker": e.speaker, "text": e.text}
                for e in suggestion.evidence
            ],
            why={"he": suggestion.why.he, "en": suggestion.why.en},
            engine=engine,
        )
        for suggestion in suggestions
    ]
    session.flush()
