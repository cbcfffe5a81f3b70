"""The job that holds a heard call against its rubric: findings, suggestions, score."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import revisions
from qa.calls.recording import Recordings
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import from_revision
from qa.engines.interfaces import Engines
from qa.evaluation import alerts, findings, found, marks
from qa.evaluation.carrying import carry
from qa.evaluation.schemas import EvidenceOut
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.pipeline.model import Transcript
from qa.pipeline.phrases import calibration
from qa.pipeline.process import examine
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Claim, Ledger
from qa.platform.jobs.runner import Pulse
from qa.rubric import store
from qa.rubric.tables import RubricVersion
from qa.scoring.suggest import Suggestion, suggest


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
            call = session.get_one(Call, claim.subject)
            revision = revisions.shown(session, call.id)
            row = store.for_language(session, revision.language)
            settled = _is_settled(session, call) or _is_made(session, call, revision, row)
        made = None if settled else self._make(call, revision, row, pulse)
        with self.database.write() as unit:
            self.ledger.finish(unit.session, claim)
            call = unit.session.get_one(Call, claim.subject, with_for_update={"of": Call})
            if not _is_settled(unit.session, call):
                _keep(unit.session, _evaluation(unit.session, call, revision, row), call, made)

    def _make(self, call: Call, revision: TranscriptRevision, row: RubricVersion, pulse: Pulse) -> "_Made":
        rubric, transcript = store.rubric_of(row), from_revision(revision)
        pulse("findings", 0.0)
        heard = examine(transcript, rubric.checklist(), self.recordings.means(call, transcript, self.engines))
        pulse("score", 0.5)
        engine = " + ".join([*map(str, transcript.engines), f"phrases {calibration.version()}"])[:300]
        suggestions = [kept(one, engine, transcript) for one in suggest(heard, rubric, transcript)]
        return _Made(suggestions, findings.to_json(heard))


@dataclass(frozen=True, slots=True)
class _Made:
    """What the machine says of a call, as it is kept."""

    suggestions: list[dict[str, Any]]
    findings: dict[str, Any]


def _is_settled(session: Session, call: Call) -> bool:
    """Whether the agent was shown feedback on this call: that stays as it was shown."""
    evaluation = session.get(Evaluation, call.evaluation_id) if call.evaluation_id else None
    return evaluation is not None and evaluation.published_at is not None


def _is_made(session: Session, call: Call, revision: TranscriptRevision, rubric: RubricVersion) -> bool:
    """Whether these words were held against this rubric already, as where somebody corrects faster than we score."""
    known = _known(session, call, revision, rubric)
    return known is not None and known.findings is not None


def _keep(session: Session, evaluation: Evaluation, call: Call, made: _Made | None) -> None:
    """Keep what was made, unless it was made before, with what people said of the call until now."""
    rubric = store.rubric_of(evaluation.rubric)
    if made is not None:
        _keep_suggestions(session, evaluation, made.suggestions)
        evaluation.findings = made.findings
    if call.evaluation_id and call.evaluation_id != evaluation.id:
        carry(session, session.get_one(Evaluation, call.evaluation_id), evaluation, rubric)
    found.keep(session, evaluation)
    call.ready_at = call.ready_at or now()
    alerts.auto_failed(session, call, marks.refresh(session, evaluation, call, rubric))
    alerts.heard(session, call, evaluation)


def _evaluation(session: Session, call: Call, revision: TranscriptRevision, rubric: RubricVersion) -> Evaluation:
    """The evaluation of this call, transcript and rubric version: a new one, or the one a lost attempt left."""
    known = _known(session, call, revision, rubric)
    if known is not None:
        return known
    evaluation = Evaluation(call_id=call.id, transcript_id=revision.id, rubric_version_id=rubric.id, version=1)
    session.add(evaluation)
    session.flush()
    return evaluation


def _known(session: Session, call: Call, revision: TranscriptRevision, rubric: RubricVersion) -> Evaluation | None:
    wanted = (
        Evaluation.call_id == call.id,
        Evaluation.transcript_id == revision.id,
        Evaluation.rubric_version_id == rubric.id,
    )
    return session.scalar(sa.select(Evaluation).where(*wanted).order_by(Evaluation.revision.desc()).limit(1))


def _keep_suggestions(session: Session, evaluation: Evaluation, suggestions: list[dict[str, Any]]) -> None:
    if evaluation.suggestions:
        return  # the same transcript against the same rubric version: they are there already
    evaluation.suggestions = [SuggestionRow(**suggestion) for suggestion in suggestions]
    session.flush()


def kept(suggestion: Suggestion, engine: str, transcript: Transcript) -> dict[str, Any]:
    """A suggestion as it is kept, by column of `SuggestionRow`; of its evaluation, nothing."""
    return {
        "question_id": suggestion.question_id,
        "verdict": suggestion.verdict,
        "option_id": suggestion.option_id,
        "probability": suggestion.probability,
        "evidence": [
            EvidenceOut.of(moment, transcript).model_dump(exclude_none=True) for moment in suggestion.evidence
        ],
        "why": {"he": suggestion.why.he, "en": suggestion.why.en},
        "engine": engine,
    }
