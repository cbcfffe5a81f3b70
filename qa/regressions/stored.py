"""The cases of the database, and their calls as they are heard now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import revisions, sealed
from qa.calls.recording import Recordings
from qa.calls.tables import Call
from qa.calls.transcripts import from_revision, without
from qa.engines.interfaces import Engines
from qa.pipeline.model import Language, Means
from qa.pipeline.process import BY_TEXT_ALONE, listen
from qa.pipeline.redact import redacted
from qa.platform.database import Database
from qa.platform.errors import NotFound
from qa.platform.scratch import scratch_folder
from qa.regressions.case import CannotHear, Case
from qa.regressions.tables import RegressionCase
from qa.replay.draft import Lineage, lineage
from qa.replay.holding import Heard
from qa.rubric import store
from qa.rubric.model import Rubric
from qa.rubric.tables import RubricVersion
from qa.scoring.score import Answer


def live(session: Session) -> Sequence[RegressionCase]:
    """Every case that was not retired, the oldest first."""
    rows = sa.select(RegressionCase).where(RegressionCase.retired_at.is_(None)).order_by(RegressionCase.id)
    return session.scalars(rows).unique().all()


def case_of(row: RegressionCase) -> Case:
    """A kept case as it is asked."""
    return Case(
        id=row.id,
        call_id=row.call_id,
        file_name=row.call.file_name if row.call else None,
        decided_under=store.rubric_of(row.rubric),
        question_id=row.question_id,
        right=Answer(row.option_id, row.not_applicable),
        why=row.why,
        decided_by=row.decider.name,
        decided_at=row.made_at,
        dispute_id=row.dispute_id,
    )


def lines_for(session: Session, draft: Rubric) -> dict[Language, Lineage]:
    """Where a draft stands, by its language."""
    return {draft.language: lineage(session, draft)}


def lines_in_use(session: Session) -> dict[Language, Lineage]:
    """The rubrics that calls are held against today, by language."""
    used = sa.select(RubricVersion).where(RubricVersion.id.in_(store.in_use(session)))
    rubrics = [store.rubric_of(row) for row in session.scalars(used)]
    return {rubric.language: lineage(session, rubric) for rubric in rubrics}


@dataclass(frozen=True, slots=True)
class StoredCalls:
    """Calls by the transcript that people see of them. `engines` None: by its text alone."""

    database: Database
    recordings: Recordings
    engines: Callable[[], Engines] | None = None

    def hear(self, call_id: str) -> Heard:
        """The transcript without what was found to be a number in any other. Raises CannotHear."""
        with self.database.read() as session:
            call = session.get(Call, call_id)
            try:
                transcript = from_revision(revisions.shown(session, call_id))
            except NotFound as error:
                raise CannotHear("call_gone") from error
            transcript = without(transcript, sealed.places(session, call_id, transcript))
        if self.engines is None or call is None:
            return Heard(transcript, BY_TEXT_ALONE)
        return Heard(transcript, self.recordings.means(call, transcript, self.engines))


@dataclass(frozen=True, slots=True)
class CallsHeardAnew:
    """Calls by what the engines of today hear in their recordings. Nothing of it is kept."""

    database: Database
    recordings: Recordings
    engines: Callable[[], Engines]

    def hear(self, call_id: str) -> Heard:
        """What is heard now, without personal numbers. Raises CannotHear."""
        with self.database.read() as session:
            call = session.get(Call, call_id)
        if call is None:
            raise CannotHear("call_gone")
        with scratch_folder(self.recordings.scratch, "again-") as folder:
            try:
                recording = self.recordings.fetch(call, folder)
            except NotFound as error:
                raise CannotHear("recording_gone") from error
            sound, heard = listen(recording, self.engines(), lambda _stage, _share: None)
        with self.database.read() as session:
            hidden = redacted(heard, sealed.places(session, call_id, heard))
        return Heard(hidden.transcript, Means(sound, self.engines()))
