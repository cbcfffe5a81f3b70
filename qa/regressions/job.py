"""The job that runs a draft against the cases, and who asks for it."""

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.recording import Recordings
from qa.calls.tables import Call
from qa.engines.interfaces import Engines
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.database import Database, UnitOfWork
from qa.platform.errors import NotFound
from qa.platform.jobs import Claim, Job, Ledger
from qa.platform.jobs.runner import Pulse
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.regressions.report import Regressions
from qa.regressions.running import Running
from qa.regressions.stored import StoredCalls, case_of, lines_for, live
from qa.regressions.tables import RegressionCase, RegressionResult, RegressionRun
from qa.replay.draft import read_draft
from qa.rubric.model import Rubric
from qa.rubric.problems import RubricUnreadable

#: The kind of job, and its stage while it is done.
REGRESS = "regress"


def ask(unit: UnitOfWork, asker: Principal, source: str, ring: Callable[[str], None]) -> RegressionRun:
    """Have this draft run against the cases. Raises RubricUnreadable."""
    asker.require(Right.MANAGE_RUBRICS)
    draft = readable(source)
    run = RegressionRun(source=source, digest=draft.digest(), asked_by=asker.person_id)
    unit.session.add(run)
    unit.session.flush()
    unit.session.refresh(run)
    job = Ledger.enqueue(unit.session, REGRESS, run.id, key=run.id)
    unit.after_commit(lambda: ring(job.id))
    audit.record(unit.session, asker.person_id, "regressions_asked", run.id, rubric=draft.id, version=draft.version)
    return run


def readable(source: str) -> Rubric:
    """The rubric in a draft's text. Raises RubricUnreadable."""
    draft = read_draft(source)
    if draft.rubric is None:
        raise RubricUnreadable(tuple(problem for problem in draft.problems if problem.severity == "error"))
    return draft.rubric


def get(session: Session, asker: Principal, run_id: str) -> tuple[RegressionRun, Job]:
    """A run that this person asked for, and its job. Raises NotFound."""
    asker.require(Right.MANAGE_RUBRICS)
    this = (RegressionRun.id == run_id, RegressionRun.asked_by == asker.person_id)
    run = session.scalar(sa.select(RegressionRun).where(*this))
    if run is None:
        raise NotFound("run", run_id)
    return run, job_of(session, run)


def job_of(session: Session, run: RegressionRun) -> Job:
    """What the ledger says of a run."""
    return session.scalars(sa.select(Job).where(Job.kind == REGRESS, Job.key == run.id)).one()


@dataclass(frozen=True, slots=True)
class Regress:
    """Runs one draft a time, by the transcripts that are stored and the engines of this worker."""

    database: Database
    ledger: Ledger
    recordings: Recordings
    engines: Callable[[], Engines]

    def __call__(self, claim: Claim, pulse: Pulse) -> None:
        """Do the job under this claim."""
        with self.database.read() as session:
            draft = readable(session.get_one(RegressionRun, claim.subject).source)
            cases = [case_of(row) for row in live(session)]
            running = Running(StoredCalls(self.database, self.recordings, self.engines), lines_for(session, draft))
        for step in running.run(cases):
            if isinstance(step, Regressions):
                self._keep(claim, step)
            else:
                pulse("regress", step.done / step.total if step.total else 1.0)

    def _keep(self, claim: Claim, report: Regressions) -> None:
        with self.database.write() as unit:
            self.ledger.finish(unit.session, claim)
            run = unit.session.get_one(RegressionRun, claim.subject)
            run.finished_at = now()
            # A call or a case may have gone while it was asked.
            calls, cases = _there(unit.session, Call.id), _there(unit.session, RegressionCase.id)
            run.results = [
                RegressionResult(
                    case_id=result.case_id,
                    call_id=result.call_id,
                    outcome=result.outcome,
                    said=result.model_dump(mode="json"),
                )
                for result in report.results
                if result.case_id in cases and (result.call_id is None or result.call_id in calls)
            ]


def _there(session: Session, column: sa.orm.InstrumentedAttribute[str]) -> set[str]:
    return set(session.scalars(sa.select(column)))
