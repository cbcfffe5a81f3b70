"""Hearing calls again, with the engines of now. What was heard before stays, and so does what people said and wrote."""

from dataclasses import dataclass, field
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.service import HEAR, Ring
from qa.calls.tables import MACHINE, Call, Medium, TranscriptRevision
from qa.calls.view import spoken, visible_to
from qa.platform import audit
from qa.platform.clock import new_id
from qa.platform.database import UnitOfWork
from qa.platform.errors import NotFound, Refused
from qa.platform.jobs import Job, JobState, Ledger
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right


class NothingChosen(Refused):
    """Whoever means all calls has to say so."""

    code = "nothing_chosen"

    def __init__(self) -> None:
        super().__init__(
            "say which calls: name them, or a date, a language, or an engine that they were not heard with"
        )


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls: all that fit every condition that is given."""

    call_ids: tuple[str, ...] = ()
    since: datetime | None = None  # calls that began, or where nobody knows, that came, from then on
    language: str | None = None  # calls in this language
    engine_other_than: str | None = None  # calls of which no hearing names this among its engines and models


@dataclass(frozen=True, slots=True)
class Choice:
    """The calls that will be heard again, oldest first, and how many others wait to be heard as it is."""

    call_ids: tuple[str, ...] = field(repr=False)
    waiting: int


def choose(session: Session, asker: Principal, wanted: Wanted) -> Choice:
    """The calls that are wanted and were heard before. Raises NothingChosen, NotFound for a named call that is not."""
    asker.require(Right.HEAR_AGAIN)
    if wanted == Wanted():
        raise NothingChosen
    heard = sa.select(TranscriptRevision.id).where(TranscriptRevision.call_id == Call.id)
    fitting = sa.select(Call.id).where(visible_to(asker), heard.exists(), *_conditions(wanted, heard))
    found = session.scalars(fitting.order_by(Call.id)).all()
    # A named call may fail another condition, and is then left out; where none other is given, it has to be there.
    missing = set(wanted.call_ids) - set(found)
    if missing and wanted == Wanted(wanted.call_ids):
        raise NotFound("heard call", min(missing))
    open_jobs = sa.select(Job.subject).where(Job.kind == HEAR, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    waiting = set(session.scalars(open_jobs)) & set(found)
    return Choice(tuple(call_id for call_id in found if call_id not in waiting), len(waiting))


def hear_again(unit: UnitOfWork, asker: Principal, choice: Choice, ring: Ring) -> None:
    """Enqueue the hearing of these calls."""
    asker.require(Right.HEAR_AGAIN)
    for call_id in choice.call_ids:
        job = Ledger.enqueue(unit.session, HEAR, call_id, key=f"{call_id}:{new_id()}")
        audit.record(unit.session, asker.person_id, "call_heard_again", call_id)
        unit.after_commit(lambda job_id=job.id: ring(job_id))  # type: ignore[misc]  # the loop's value is bound on purpose


def _conditions(wanted: Wanted, heard: sa.Select[str]) -> list[sa.ColumnElement[bool]]:
    # What was written or drawn by a generator has no recording to hear.
    conditions: list[sa.ColumnElement[bool]] = [Call.medium == Medium.VOICE, ~Call.simulated]
    if wanted.call_ids:
        conditions.append(Call.id.in_(wanted.call_ids))
    if wanted.since:
        conditions.append(sa.func.coalesce(Call.started_at, Call.received_at) >= wanted.since)
    if wanted.language:
        conditions.append(spoken() == wanted.language)
    if wanted.engine_other_than:
        named = TranscriptRevision.engine_key.contains(wanted.engine_other_than, autoescape=True)
        conditions.append(~heard.where(TranscriptRevision.origin == MACHINE, named).exists())
    return conditions
