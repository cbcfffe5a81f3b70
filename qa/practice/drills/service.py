"""What can be done with drills: found, tried, read, forgotten. Nothing here commits but `AttemptDesk`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.people.tables import Person
from qa.platform import audit
from qa.platform.audit import AuditEntry
from qa.platform.clock import new_id
from qa.platform.database import Database, UnitOfWork
from qa.platform.errors import NotFound, TooMany
from qa.platform.jobs import Job, JobState, Ledger
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.storage import Storage
from qa.practice.drills.finding import find
from qa.practice.drills.tables import DrillAttempt, DrillSound
from qa.practice.wall import seen_by

#: The kind of job that an attempt owes.
DRILL = "drill"
#: The longest reply that is taken.
MOST_S = 120
#: Bytes of a reply: two minutes of uncompressed stereo.
MOST_BYTES = 24 << 20
#: Attempts of one person that wait at the same time.
_MOST_WAITING = 3
_TRY_AGAIN_S = 10
#: What the audit trail says of somebody who heard a reply.
_HEARD = "drill_attempt_heard"


@dataclass(frozen=True, slots=True)
class Reply:
    """A recording that was received and looks like one, and what it replies to."""

    path: Path
    drill_id: str
    moment_id: str


class AttemptDesk:
    """Takes replies in: the bytes first, then the row, then the bell."""

    def __init__(self, database: Database, storage: Storage, ring: Callable[[str], None]) -> None:
        self._database, self._storage, self._ring = database, storage, ring

    def take_in(self, asker: Principal, reply: Reply) -> str:
        """The new attempt's id. Raises NotFound (drill or moment), TooMany."""
        asker.require(Right.OWN_FEEDBACK)
        attempt_id = new_id()
        with self._database.write() as unit:
            _check_waiting(unit.session, asker)
            drill = find(unit.session, asker, reply.drill_id)
            moment = drill.moment(reply.moment_id)
            unit.session.add(DrillSound(attempt_id=attempt_id))
        self._storage.put(received_key(attempt_id), reply.path)
        attempt = DrillAttempt(
            id=attempt_id,
            person_id=asker.person_id,
            drill_id=drill.taught.id,
            moment_id=moment.id,
            call_id=moment.call_id,
            language=drill.taught.language,
            topic_he=drill.taught.topic.he,
            topic_en=drill.taught.topic.en,
        )
        with self._database.write() as unit:
            unit.session.add(attempt)
            unit.session.flush()
            job = Ledger.enqueue(unit.session, DRILL, attempt_id, key=attempt_id)
            audit.record(unit.session, asker.person_id, "drill_attempted", attempt_id, drill=drill.taught.id)
            unit.after_commit(lambda: self._ring(job.id))
        return attempt_id


def get(session: Session, asker: Principal, attempt_id: str) -> DrillAttempt:
    """The attempt, if it is there for this person. Raises NotFound."""
    found = session.scalars(_seen(asker).where(DrillAttempt.id == attempt_id)).unique().one_or_none()
    if found is None:
        raise NotFound("attempt", attempt_id)
    return found


@dataclass(frozen=True, slots=True)
class WantedAttempts:
    """Which attempts a list shows; None means all that are there for this person."""

    person_id: str | None = None
    drill_id: str | None = None
    cursor: str | None = None
    limit: int = 30


def page(session: Session, asker: Principal, wanted: WantedAttempts) -> Sequence[DrillAttempt]:
    """The newest first, from behind the cursor; one more than `limit`."""
    query = _seen(asker).order_by(DrillAttempt.id.desc())
    if wanted.person_id:
        query = query.where(DrillAttempt.person_id == wanted.person_id)
    if wanted.drill_id:
        query = query.where(DrillAttempt.drill_id == wanted.drill_id)
    if wanted.cursor:
        query = query.where(DrillAttempt.id < wanted.cursor)
    return session.scalars(query.limit(wanted.limit + 1)).unique().all()


@dataclass(frozen=True, slots=True)
class Practised:
    """Somebody who practised: how often, in how many attempts the reply was said, and when last."""

    id: str
    name: str
    attempts: int
    said: int
    last_at: datetime


def people(session: Session, asker: Principal) -> Sequence[Practised]:
    """Everybody who practised, the most recent first."""
    asker.require(Right.SEE_PRACTICE)
    last = sa.func.max(DrillAttempt.created_at)
    seen = _seen(asker).with_only_columns(DrillAttempt.id).subquery()
    query = (
        sa.select(
            Person.id,
            Person.name,
            sa.func.count(DrillAttempt.id),
            sa.func.sum(sa.case((DrillAttempt.verdict == "said", 1), else_=0)),
            last,
        )
        .join(DrillAttempt, DrillAttempt.person_id == Person.id)
        .where(DrillAttempt.id.in_(sa.select(seen.c.id)))
        .group_by(Person.id, Person.name)
        .order_by(last.desc())
    )
    return [Practised(*row) for row in session.execute(query)]


def unheard(session: Session, asker: Principal, person_ids: Sequence[str], since: datetime) -> dict[str, int]:
    """Of each of these people, how many replies since then this trainer has not heard; who has none is missing."""
    asker.require(Right.SEE_PRACTICE)
    mine = (AuditEntry.person_id == asker.person_id, AuditEntry.action == _HEARD)
    heard = sa.select(AuditEntry.number).where(AuditEntry.subject == DrillAttempt.id, *mine).exists()
    recent = (DrillAttempt.created_at >= since, DrillAttempt.judged_at.is_not(None))
    query = _seen(asker).where(DrillAttempt.person_id.in_(person_ids), *recent, ~heard)
    counted = query.with_only_columns(DrillAttempt.person_id, sa.func.count()).group_by(DrillAttempt.person_id)
    return {row[0]: row[1] for row in session.execute(counted)}


def to_hear(session: Session, asker: Principal, attempt_id: str) -> DrillAttempt:
    """The attempt whose sound this person is about to hear, which is audited. Raises NotFound."""
    found = get(session, asker, attempt_id)
    if found.judged_at is None or found.simulated:
        raise NotFound("sound of attempt", attempt_id)
    audit.record(session, asker.person_id, _HEARD, found.id, person=found.person_id)
    return found


def forget(unit: UnitOfWork, asker: Principal, attempt_id: str, storage: Storage) -> None:
    """Delete one's own attempt with its sound. Raises NotFound."""
    asker.require(Right.OWN_FEEDBACK)
    own = get(unit.session, asker, attempt_id)
    audit.record(unit.session, asker.person_id, "drill_attempt_deleted", own.id)
    unit.session.delete(own)
    unit.after_commit(lambda: remove_sound(storage, attempt_id))


def remove_sound(storage: Storage, attempt_id: str) -> None:
    """Remove what lies in the store of an attempt."""
    for key in (received_key(attempt_id), reply_key(attempt_id)):
        storage.delete(key)


def received_key(attempt_id: str) -> str:
    """Where a reply lies as it came, until it is judged."""
    return f"drills/{attempt_id}/received"


def reply_key(attempt_id: str) -> str:
    """Where the reply lies as people hear it (Ogg Opus)."""
    return f"drills/{attempt_id}/reply.ogg"


def _seen(asker: Principal) -> sa.Select[DrillAttempt]:
    """One's own; trainers see everybody's, but for what tells of a call that they judge blind."""
    query = sa.select(DrillAttempt).where(seen_by(asker, DrillAttempt.person_id))
    if not asker.may(Right.SEE_PRACTICE):
        return query
    hidden = sa.select(Call.id).where(Call.id == DrillAttempt.call_id, blindfolds.blinded(asker)).exists()
    return query.where(~hidden)


def _check_waiting(session: Session, asker: Principal) -> None:
    open_jobs = sa.select(Job.subject).where(Job.kind == DRILL, Job.state.in_((JobState.QUEUED, JobState.RUNNING)))
    mine = sa.select(sa.func.count()).where(DrillAttempt.person_id == asker.person_id, DrillAttempt.id.in_(open_jobs))
    if (session.scalar(mine) or 0) >= _MOST_WAITING:
        raise TooMany("replies that are still being listened to", _TRY_AGAIN_S)


def done_between(session: Session, person_ids: Sequence[str], start: datetime, end: datetime) -> dict[str, int]:
    """How many drills each of these people tried from `start` to before `end`; who tried none is missing."""
    within = (DrillAttempt.created_at >= start, DrillAttempt.created_at < end)
    drills = sa.func.count(sa.distinct(DrillAttempt.drill_id))
    query = sa.select(DrillAttempt.person_id, drills).where(DrillAttempt.person_id.in_(person_ids), *within)
    return {row[0]: row[1] for row in session.execute(query.group_by(DrillAttempt.person_id))}
