"""Rows into what the web says of them, and who may see which row."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.lending import lent_to
from qa.calls.schemas import CallLanguage, CallOut, CallState, EvaluationBrief, FlagOut, JobProgress, Problem
from qa.calls.tables import Call, Medium, Purpose
from qa.people.schemas import PersonOut, TeamOut
from qa.platform.jobs import Job, JobState
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right


def visible_to(asker: Principal) -> sa.ColumnElement[bool]:
    """The condition under which a call is there at all for this person: part of every query for calls.

    Practice is there for its own agent and for those who train; nobody else finds it under any address.
    """
    if asker.may(Right.SEE_ALL_CALLS):
        return sa.true() if asker.may(Right.SEE_PRACTICE) else live()
    # Whose call it is stands first and alone, so that the database goes by it.
    shown = sa.or_(Call.shared_at.is_not(None), ~live(), lent_to(asker))
    return sa.and_(Call.agent_id == asker.person_id, shown)


def live() -> sa.ColumnElement[bool]:
    """The condition under which a call was held with a customer: part of every figure, and of all that reviews calls.

    Practice enters no figure of live calls, and no place for them: no queue, no calibration, no case, no example.
    """
    return Call.purpose == Purpose.LIVE


def has_sound(call: Call) -> bool:
    """Whether there is anything to hear: what was written, or drawn by a generator, has no recording."""
    return call.medium is Medium.VOICE and not call.simulated


def in_state(state: CallState) -> sa.ColumnElement[bool]:
    """The condition under which a call is in this state; the jobs ledger is what is asked."""
    jobs = sa.select(Job.id).where(Job.subject == Call.id)

    def has(*states: JobState) -> sa.ColumnElement[bool]:
        return jobs.where(Job.state.in_(states)).exists()

    failed, running = has(JobState.QUARANTINED), has(JobState.RUNNING)
    scored_next = jobs.where(Job.state == JobState.QUEUED, Job.kind != "hear").exists()
    moving = sa.or_(running, scored_next)
    conditions: dict[CallState, sa.ColumnElement[bool]] = {
        "failed": failed,
        "processing": sa.and_(~failed, moving),
        "waiting": sa.and_(~failed, ~moving, has(JobState.QUEUED)),
        "ready": ~has(JobState.QUARANTINED, JobState.RUNNING, JobState.QUEUED),
    }
    return conditions[state]


def unready_states() -> sa.Subquery:
    """The states of all calls that are not ready, as `in_state` has them: columns `call_id` and `state`."""
    moving = sa.or_(Job.state == JobState.RUNNING, Job.kind != "hear")
    # The gravest of a call's jobs counts.
    gravity = sa.case((Job.state == JobState.QUARANTINED, 2), (moving, 1), else_=0)
    unfinished = Job.state.in_((JobState.QUARANTINED, JobState.RUNNING, JobState.QUEUED))
    worst = sa.func.max(gravity)
    state = sa.case((worst == 2, "failed"), (worst == 1, "processing"), else_="waiting")
    open_jobs = sa.select(Job.subject.label("call_id"), state.label("state")).where(unfinished)
    return open_jobs.group_by(Job.subject).subquery()


def spoken() -> sa.ColumnElement[str | None]:
    """The call's language as part of a query: what was said of it, or else what was heard."""
    return sa.case((Call.language == "auto", Call.heard_language), else_=Call.language)


def jobs_of(session: Session, call_ids: Iterable[str]) -> dict[str, list[Job]]:
    """The jobs of each call, oldest first."""
    found: dict[str, list[Job]] = {call_id: [] for call_id in call_ids}
    for job in session.scalars(sa.select(Job).where(Job.subject.in_(found)).order_by(Job.id)):
        found[job.subject].append(job)
    return found


def state_of(jobs: Sequence[Job]) -> CallState:
    """The same as `in_state`, for rows that are read already."""
    states = {job.state for job in jobs}
    if JobState.QUARANTINED in states:
        return "failed"
    scored_next = any(job.state is JobState.QUEUED and job.kind != "hear" for job in jobs)
    if JobState.RUNNING in states or scored_next:
        return "processing"
    return "waiting" if JobState.QUEUED in states else "ready"


def progress_of(jobs: Sequence[Job]) -> JobProgress | None:
    """How far the job that is not done has come. A call that was heard and waits for its score stays heard."""
    active = next((job for job in jobs if job.state in (JobState.RUNNING, JobState.QUEUED)), None)
    if active is None:
        return None
    stage = "findings" if (active.kind, active.stage) == ("score", "received") else active.stage
    return JobProgress.model_validate({"stage": stage, "share": active.share, "attempts": active.attempts})


def problem_of(jobs: Sequence[Job]) -> Problem | None:
    """Why a job was given up."""
    job = next((job for job in jobs if job.state is JobState.QUARANTINED), None)
    if job is None:
        return None
    return Problem(
        code=job.error_code or "internal", message=job.error_message or "", attempts=job.attempts, can_retry=True
    )


def call_out(call: Call, jobs: Sequence[Job], *, blind: bool = False) -> CallOut:
    """A call as the web says it; `blind`: without what its evaluation came to."""
    return CallOut(
        id=call.id,
        file_name=call.file_name,
        state=state_of(jobs),
        progress=progress_of(jobs),
        problem=problem_of(jobs),
        language=spoken_language(call),
        duration_ms=call.duration_ms,
        started_at=call.started_at,
        received_at=call.received_at,
        direction=call.direction,
        agent=PersonOut.model_validate(call.agent) if call.agent else None,
        agent_code=call.agent_code,
        team=TeamOut.model_validate(call.team) if call.team else None,
        customer_ref=call.customer_ref,
        queue=call.queue,
        handle_ms=call.handle_ms,
        hold_ms=call.hold_ms,
        wait_ms=call.wait_ms,
        flags=[FlagOut.model_validate(flag) for flag in call.flags],
        evaluation=None if blind else _brief(call),
        purpose=call.purpose,
        medium=call.medium,
        simulated=call.simulated,
    )


def spoken_language(call: Call) -> CallLanguage:
    """What was said of the call's language, or else what was heard; "auto" while neither is known."""
    known = call.heard_language if call.language == "auto" else call.language
    languages: dict[str | None, CallLanguage] = {"he": "he", "en": "en"}
    return languages.get(known, "auto")


def _brief(call: Call) -> EvaluationBrief | None:
    if call.evaluation_id is None:
        return None
    return EvaluationBrief(
        id=call.evaluation_id,
        state=call.evaluation_state,
        percent=call.percent,
        passed=call.passed,
        machine_only=call.machine_only,
        could_flip=call.could_flip,
        unsure=call.unsure,
    )
