"""Cases and runs into what the web says of them."""

from collections import Counter

from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.evaluation.view import rubric_brief
from qa.platform.jobs import Job, JobState
from qa.platform.security.principal import Principal
from qa.regressions.job import job_of
from qa.regressions.publishing import Between
from qa.regressions.report import CaseResult, RightAnswer, Totals
from qa.regressions.schemas import CaseOut, CasesStanding, RunOut, RunState
from qa.regressions.tables import RegressionCase, RegressionRun
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of

_STATES: dict[JobState, RunState] = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "running",
    JobState.DONE: "done",
    JobState.QUARANTINED: "failed",
}


def case_out(row: RegressionCase) -> CaseOut:
    """A case as the web says it."""
    rubric = rubric_of(row.rubric)
    question = rubric.question(row.question_id)
    label = Texts.of(question.option(row.option_id).label) if row.option_id else None
    return CaseOut(
        id=row.id,
        call_id=row.call_id,
        file_name=row.call.file_name if row.call else None,
        rubric=rubric_brief(rubric),
        question_id=row.question_id,
        text=Texts.of(question.text),
        right=RightAnswer(option_id=row.option_id, not_applicable=row.not_applicable, option=label),
        decided_by=row.decider.name,
        decided_at=row.made_at,
        why=row.why,
        dispute_id=row.dispute_id,
        retired_at=row.retired_at,
        retired_by=row.retirer.name if row.retirer else None,
        retired_why=row.retired_why,
    )


def run_out(session: Session, asker: Principal, run: RegressionRun, job: Job) -> RunOut:
    """A run as this person may see it."""
    told = [CaseResult.model_validate(result.said) for result in run.results]
    blind = blindfolds.among(session, asker, {result.call_id for result in told if result.call_id})
    seen = [result for result in told if result.call_id not in blind]
    count = Counter(result.outcome for result in seen)
    totals = Totals(
        passes=count["passes"], breaks=count["breaks"], unsure=count["unsure"], cannot_ask=count["cannot_ask"]
    )
    return RunOut(
        id=run.id,
        state=_STATES[job.state],
        share=job.share,
        problem=job.error_code if job.state is JobState.QUARANTINED else None,
        asked_at=run.asked_at,
        finished_at=run.finished_at,
        totals=totals if run.finished_at else None,
        results=seen,
    )


def standing_out(session: Session, asker: Principal, found: Between) -> CasesStanding:
    """What stands between a draft and its publishing, as the web says it."""
    run = found.run
    return CasesStanding(
        cases=len(found.cases),
        untried=len(found.untried),
        broken=len(found.broken),
        run=run_out(session, asker, run, job_of(session, run)) if run else None,
    )
