"""Drills and attempts into what the web says of them."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from qa.calls.schemas import CallState
from qa.calls.view import jobs_of, problem_of, progress_of
from qa.platform.jobs import Job, JobState
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.practice.drills.finding import Drill, Moment
from qa.practice.drills.moments import customer_says
from qa.practice.drills.schemas import DrillAttemptOut, DrillDetailOut, DrillMomentOut, DrillOut
from qa.practice.drills.service import MOST_S
from qa.practice.drills.tables import DrillAttempt
from qa.rubric.schemas import Texts

_STATES: dict[JobState, CallState] = {
    JobState.QUEUED: "waiting",
    JobState.RUNNING: "processing",
    JobState.DONE: "ready",
    JobState.QUARANTINED: "failed",
}


def drill_out(drill: Drill) -> DrillOut:
    """A row of the list."""
    taught = drill.taught
    return DrillOut(
        id=taught.id,
        language=taught.language,
        topic=Texts.of(taught.topic),
        question_id=taught.question_id,
        misses=len(drill.missed),
        last_missed_at=max((one.at for one in drill.missed), default=None),
        attempts=len(drill.attempts),
        best=drill.best,
        done=drill.is_done,
    )


def detail_out(session: Session, drill: Drill) -> DrillDetailOut:
    """All of one drill."""
    within_ms = drill.taught.within_ms
    return DrillDetailOut(
        **drill_out(drill).model_dump(),
        moments=[_moment_out(session, moment) for moment in drill.moments],
        sentences=list(drill.taught.sentences),
        within_s=within_ms / 1000 if within_ms is not None else None,
        most_s=MOST_S,
    )


def attempts_out(session: Session, asker: Principal, attempts: Sequence[DrillAttempt]) -> list[DrillAttemptOut]:
    """Attempts with where their judging stands; whoever sees all calls is told which one was replied to."""
    jobs = jobs_of(session, [attempt.id for attempt in attempts])
    told = [_attempt_out(attempt, jobs[attempt.id]) for attempt in attempts]
    if asker.may(Right.SEE_ALL_CALLS):
        for out, attempt in zip(told, attempts, strict=True):
            out.call_id = attempt.call_id
    return told


def _moment_out(session: Session, moment: Moment) -> DrillMomentOut:
    spoken = moment.spoken
    is_own = moment.source == "missed"
    return DrillMomentOut(
        id=moment.id,
        source=moment.source,
        text=customer_says(session, spoken).text if spoken else moment.text,
        has_sound=spoken is not None and spoken.has_sound,
        call_id=moment.call_id if is_own else None,
        at=spoken.at if spoken and is_own else None,
    )


def _attempt_out(attempt: DrillAttempt, jobs: Sequence[Job]) -> DrillAttemptOut:
    progress = progress_of(jobs)
    return DrillAttemptOut(
        id=attempt.id,
        drill_id=attempt.drill_id,
        moment_id=attempt.moment_id,
        topic=Texts(he=attempt.topic_he, en=attempt.topic_en),
        language="he" if attempt.language == "he" else "en",
        person_id=attempt.person_id,
        person_name=attempt.person.name,
        created_at=attempt.created_at,
        state=_STATES[jobs[-1].state] if jobs else "ready",
        stage=progress.stage if progress else None,
        problem=problem_of(jobs),
        verdict=attempt.verdict,
        probability=attempt.probability,
        late=attempt.late,
        call_id=None,
        why=Texts(**attempt.why) if attempt.why else None,
        detail=attempt.detail,
        heard=attempt.heard,
        quote=attempt.quote,
        quote_start_ms=attempt.quote_start_ms,
        quote_end_ms=attempt.quote_end_ms,
        duration_ms=attempt.duration_ms,
        simulated=attempt.simulated,
    )
