"""Tasks: one thing that one agent is asked to hear or think about. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls import service as calls
from qa.calls.tables import Call
from qa.coaching import questions, telling
from qa.coaching.schemas import CoachingMomentIn, CoachingTaskChange, CoachingTasksIn
from qa.coaching.tables import CoachingTask, TaskSource, TaskState
from qa.evaluation.tables import Evaluation
from qa.insights import facts
from qa.people.service import agent_by_id
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.programmes import service as programmes
from qa.programmes.tables import Cohort
from qa.rubric.schemas import Texts
from qa.rubric.store import rubric_of

#: A task and the version of it that was read.
At = tuple[str, int]
_LIVE = (TaskState.PROPOSED, TaskState.OPEN)


class NobodyToCoach(Conflict):
    """A call that is nobody's has nobody whom it could teach."""

    code = "nobody_to_coach"

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__("nobody is named as this call's agent, so there is nobody to coach")


class NoSuchMoment(Refused):
    """The moment is not one of the call."""

    code = "no_such_moment"

    def __init__(self, call: Call, start_ms: int | None, end_ms: int | None) -> None:
        self.call, self.start_ms, self.end_ms = call, start_ms, end_ms
        super().__init__(f"{start_ms} to {end_ms} ms is no moment of this call, which lasts {call.duration_ms} ms")


class TaskClosed(Conflict):
    """What was done or withdrawn stays as it is."""

    code = "coaching_task_closed"

    def __init__(self, task: CoachingTask) -> None:
        self.task = task
        super().__init__(f"this task is {task.state.value} and stays as it is")


class NotOfCohort(Refused):
    """A cohort's target is a task for its members alone, and only what it aims at is its target."""

    code = "not_of_cohort"

    def __init__(self, cohort: Cohort, what: str) -> None:
        self.cohort, self.what = cohort, what
        super().__init__(f"{what} does not belong to the cohort {cohort.name}")


@dataclass(frozen=True, slots=True)
class Spot:
    """A moment of a call in milliseconds; both None: the whole call."""

    call_id: str
    start_ms: int | None
    end_ms: int | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which tasks a list shows; None means all."""

    state: TaskState | None = None
    agent_id: str | None = None


def from_moment(session: Session, asker: Principal, call_id: str, wish: CoachingMomentIn) -> CoachingTask:
    """A task from a moment of a call; what a reviewer makes is proposed to those who coach.

    Raises NotFound (call, question), RatedBlind, NobodyToCoach, NoSuchMoment.
    """
    asker.require(Right.EVALUATE)
    call = calls.get(session, asker, call_id)
    blindfolds.check(session, asker, [call.id])
    if call.agent_id is None:
        raise NobodyToCoach(call)
    check_span(call, wish.start_ms, wish.end_ms)
    question_id, texts = _asked_in(session, call, wish.question_id) if wish.question_id else (None, None)
    made = _task(asker, call.agent_id, TaskSource.MOMENT, (question_id, texts))
    made.call_id, made.start_ms, made.end_ms = call.id, wish.start_ms, wish.end_ms
    made.words, made.due_on = wish.words or None, wish.due_on
    made.state = TaskState.OPEN if asker.may(Right.COACH) else TaskState.PROPOSED
    _add(session, asker, made)
    return made


def give(session: Session, asker: Principal, wish: CoachingTasksIn) -> list[CoachingTask]:
    """The same task for each of these agents; for whom one about the question is open, that one is enough.

    Raises NotFound (agent, question, cohort), NotOfCohort.
    """
    asker.require(Right.COACH)
    question = questions.named(session, wish.question_id)
    if wish.cohort_id:
        _check_cohort(session, wish.cohort_id, wish)
    open_ones = sa.select(CoachingTask.agent_id).where(
        CoachingTask.state == TaskState.OPEN, CoachingTask.question_id == question.id, CoachingTask.call_id.is_(None)
    )
    have = set(session.scalars(open_ones.where(CoachingTask.agent_id.in_(wish.agent_ids))))
    made = []
    for agent_id in dict.fromkeys(wish.agent_ids):
        if agent_id in have:
            continue
        source = TaskSource.TARGET if wish.cohort_id else TaskSource.QUESTION
        task = _task(asker, agent_by_id(session, agent_id).id, source, (question.id, question.text))
        task.cohort_id, task.words, task.due_on = wish.cohort_id, wish.words or None, wish.due_on
        _add(session, asker, task)
        made.append(task)
    return made


def page(session: Session, asker: Principal, wanted: Wanted, cursor: str | None, limit: int) -> Sequence[CoachingTask]:
    """Tasks, the newest first, from behind the cursor; one more than `limit`."""
    asker.require(Right.COACH)
    query = _seen(asker).order_by(CoachingTask.id.desc())
    for column, value in ((CoachingTask.state, wanted.state), (CoachingTask.agent_id, wanted.agent_id)):
        if value:
            query = query.where(column == value)
    if cursor:
        query = query.where(CoachingTask.id < cursor)
    return session.scalars(query.limit(limit + 1)).unique().all()


def change(session: Session, asker: Principal, at: At, wish: CoachingTaskChange) -> CoachingTask:
    """Accept what was proposed, or say better what is asked. Raises NotFound, StaleVersion, TaskClosed."""
    task = _held(session, asker, at)
    told = wish.model_dump(exclude_unset=True, exclude={"accept"})
    for name, value in told.items():
        setattr(task, name, value or None)
    accepted = wish.accept and task.state is TaskState.PROPOSED
    if accepted:
        task.state = TaskState.OPEN
    task.version += 1
    session.flush()
    audit.record(session, asker.person_id, "coaching_task_changed", task.id, accepted=accepted)
    if accepted:
        telling.task(session, task)
    return task


def withdraw(session: Session, asker: Principal, at: At) -> None:
    """Ask for it no longer. Raises NotFound, StaleVersion, TaskClosed."""
    task = _held(session, asker, at)
    task.state, task.version = TaskState.WITHDRAWN, task.version + 1
    session.flush()
    audit.record(session, asker.person_id, "coaching_task_withdrawn", task.id)


def mine(session: Session, asker: Principal) -> Sequence[CoachingTask]:
    """The agent's own: those that wait by their day, then what was done, the newest first."""
    done_last = (CoachingTask.state == TaskState.DONE, CoachingTask.due_on.is_(None), CoachingTask.due_on)
    return session.scalars(_own(asker).order_by(*done_last, CoachingTask.id.desc()).limit(50)).unique().all()


def finish(session: Session, asker: Principal, at: At, words: str | None) -> CoachingTask:
    """The agent did it, in the agent's own words if there are any. Raises NotFound, StaleVersion, TaskClosed."""
    task = session.scalars(_own(asker).where(CoachingTask.id == at[0])).unique().one_or_none()
    if task is None:
        raise NotFound("coaching task", at[0])
    _check(task, at)
    task.state, task.done_at, task.agent_words = TaskState.DONE, now(), words or None
    task.version += 1
    session.flush()
    audit.record(session, asker.person_id, "coaching_task_done", task.id)
    telling.task_done(session, task)
    return task


def to_hear(session: Session, asker: Principal, task_id: str) -> Spot:
    """The moment of a task, for somebody who may hear it; that it is heard is audited. Raises NotFound."""
    query = _seen(asker) if asker.may(Right.COACH) else _own(asker)
    task = session.scalars(query.where(CoachingTask.id == task_id)).unique().one_or_none()
    if task is None or task.call_id is None:
        raise NotFound("coaching task", task_id)
    audit.record(session, asker.person_id, "coaching_task_heard", task.id, call=task.call_id)
    return Spot(task.call_id, task.start_ms, task.end_ms)


def for_session(session: Session, asker: Principal, agent_id: str, task_ids: Sequence[str]) -> Sequence[CoachingTask]:
    """The agent's tasks of these ids that are not closed, as a session takes them up. Raises NotFound."""
    query = _seen(asker).where(CoachingTask.id.in_(task_ids), CoachingTask.agent_id == agent_id)
    found = {task.id: task for task in session.scalars(query.where(CoachingTask.state.in_(_LIVE))).unique()}
    for task_id in task_ids:
        if task_id not in found:
            raise NotFound("coaching task", task_id)
    return [found[task_id] for task_id in dict.fromkeys(task_ids)]


def check_span(call: Call, start_ms: int | None, end_ms: int | None) -> None:
    """Raises NoSuchMoment unless both are None or they are a span of the call."""
    if start_ms is None and end_ms is None:
        return
    if start_ms is None or end_ms is None or not start_ms < end_ms <= (call.duration_ms or 0):
        raise NoSuchMoment(call, start_ms, end_ms)


def _check_cohort(session: Session, cohort_id: str, wish: CoachingTasksIn) -> None:
    cohort = session.get(Cohort, cohort_id)
    if cohort is None:
        raise NotFound("cohort", cohort_id)
    if wish.question_id not in {target.question_id for target in programmes.targets_of(session, cohort.id)}:
        raise NotOfCohort(cohort, f"the target {wish.question_id}")
    for stranger in sorted(set(wish.agent_ids) - set(programmes.members_of(session, cohort.id))):
        raise NotOfCohort(cohort, f"the agent {stranger}")


def _task(
    asker: Principal, agent_id: str, source: TaskSource, question: tuple[str | None, Texts | None]
) -> CoachingTask:
    question_id, texts = question
    return CoachingTask(
        agent_id=agent_id,
        source=source,
        state=TaskState.OPEN,
        question_id=question_id,
        question_he=texts.he if texts else None,
        question_en=texts.en if texts else None,
        made_by=asker.person_id,
    )


def _add(session: Session, asker: Principal, made: CoachingTask) -> None:
    session.add(made)
    session.flush()
    session.refresh(made)
    audit.record(session, asker.person_id, "coaching_task_made", made.id, agent=made.agent_id, source=made.source.value)
    telling.task(session, made)


def _seen(asker: Principal) -> sa.Select[CoachingTask]:
    """What those who coach see: all, but for moments of calls that they judge blind."""
    asker.require(Right.COACH)
    return _unblinded(asker)


def _own(asker: Principal) -> sa.Select[CoachingTask]:
    """The agent's own, but for moments of calls that the agent answers for alone, or that are another's after all."""
    asker.require(Right.OWN_FEEDBACK)
    theirs = sa.or_(CoachingTask.call_id.is_(None), Call.agent_id == asker.person_id)
    shown = CoachingTask.state.in_((TaskState.OPEN, TaskState.DONE))
    return _unblinded(asker).where(CoachingTask.agent_id == asker.person_id, theirs, shown)


def _unblinded(asker: Principal) -> sa.Select[CoachingTask]:
    query = sa.select(CoachingTask).outerjoin(Call, Call.id == CoachingTask.call_id)
    return query.where(sa.or_(CoachingTask.call_id.is_(None), ~blindfolds.blinded(asker)))


def _held(session: Session, asker: Principal, at: At) -> CoachingTask:
    task = session.scalars(_seen(asker).where(CoachingTask.id == at[0])).unique().one_or_none()
    if task is None:
        raise NotFound("coaching task", at[0])
    _check(task, at)
    return task


def _check(task: CoachingTask, at: At) -> None:
    if task.version != at[1]:
        raise StaleVersion("coaching task", at[1], task.version)
    if task.state not in _LIVE:
        raise TaskClosed(task)


def _asked_in(session: Session, call: Call, question_id: str) -> tuple[str, Texts]:
    """The first id of a question of the call's evaluation, and its words. Raises NotFound."""
    evaluation = session.get(Evaluation, call.evaluation_id) if call.evaluation_id else None
    if evaluation is not None:
        rubric = rubric_of(evaluation.rubric)
        for question in rubric.questions:
            if question.id == question_id:
                return facts.first_ids(session, rubric)[question_id], Texts.of(question.text)
    raise NotFound("question", question_id)
