"""What can be done with calls. Nothing here commits."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast, get_args

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.paging import Listed, after, cursor_of
from qa.calls.schemas import CallChange, CallEvent, CallFacts, CallOut, CallPage, CallState
from qa.calls.tables import NAMES, Call, Medium, Purpose
from qa.calls.view import (
    call_out,
    in_state,
    jobs_of,
    problem_of,
    progress_of,
    spoken,
    state_of,
    unready_states,
    visible_to,
)
from qa.people.service import agent_by_id, agent_named, team_named
from qa.platform import audit
from qa.platform.clock import new_id
from qa.platform.database import Database, UnitOfWork
from qa.platform.errors import Conflict, NotFound, Refused
from qa.platform.jobs import Job, JobState, Ledger
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.storage import Storage

#: The kinds of job that a call may owe: to be heard, and to be held against its rubric.
HEAR = "hear"
SCORE = "score"
_MOST_EVENTS = 1000

Ring = Callable[[str], None]
#: What else is done with a call that is new, within the same transaction.
Also = Callable[[Session, Call], None]


class PracticeCall(Refused):
    """What is wanted is for calls with customers alone."""

    code = "practice_call"

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__(f"call {call.id} is practice; this is for calls with customers alone")


class NothingToRetry(Conflict):
    """The call did not fail."""

    code = "nothing_to_retry"

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__(f"call {call.id} did not fail, so there is nothing to try again")


@dataclass(frozen=True, slots=True)
class Incoming:
    """A recording that was received whole and looks like one: files on this machine, and what is known of them."""

    path: Path
    second: Path | None  # the other party, where each was recorded to a file of its own
    file_name: str
    content_hash: str  # sha256 of the first file's bytes, then the second's
    facts: CallFacts


@dataclass(frozen=True, slots=True)
class Filters:
    """Which calls a list shows; None means all."""

    state: CallState | None = None
    agent_id: str | None = None
    team_id: str | None = None
    language: str | None = None
    evaluation: str | None = None
    text: str | None = None
    purpose: Purpose | None = Purpose.LIVE
    simulated: bool | None = None
    medium: Medium | None = None


class CallDesk:
    """Takes recordings in: the bytes first, then the row, then the bell."""

    def __init__(self, database: Database, storage: Storage, ring: Ring) -> None:
        self._database, self._storage, self._ring = database, storage, ring

    def take_in(
        self, incoming: Incoming, person_id: str | None, *, agent_id: str | None = None, also: Also | None = None
    ) -> tuple[str, bool]:
        """The id of the call with these bytes, and whether it was here before. Safe to repeat after any failure."""
        if (known := self._known(incoming.content_hash)) is not None:
            return known, True
        call_id = new_id()
        self._storage.put(original_key(call_id), incoming.path)
        if incoming.second is not None:
            self._storage.put(second_key(call_id), incoming.second)
        try:
            with self._database.write() as unit:
                call = self._add(unit, call_id, incoming)
                if agent_id:
                    call.agent = agent_by_id(unit.session, agent_id)
                    call.team = call.agent.team
                if also is not None:
                    also(unit.session, call)
                audit.record(unit.session, person_id, "call_received", call_id, sha256=incoming.content_hash)
        except IntegrityError:
            # The same bytes were taken in by another request in this very moment: that call is the one.
            self._forget(call_id, incoming)
            known = self._known(incoming.content_hash)
            if known is None:
                raise
            return known, True
        except Exception:
            # A database that went away during the commit may have kept the row, and then the recording is the call's.
            if self._known(incoming.content_hash) != call_id:
                self._forget(call_id, incoming)
            raise
        return call_id, False

    def _known(self, content_hash: str) -> str | None:
        with self._database.read() as session:
            return session.scalar(sa.select(Call.id).where(Call.content_hash == content_hash))

    def _add(self, unit: UnitOfWork, call_id: str, incoming: Incoming) -> Call:
        facts, session = incoming.facts, unit.session
        agent = agent_named(session, facts.agent) if facts.agent else None
        team = team_named(session, facts.team) if facts.team else (agent.team if agent else None)
        call = Call(
            **facts.model_dump(exclude={"agent", "team", "channels"}),
            id=call_id,
            content_hash=incoming.content_hash,
            file_name=incoming.file_name,
            has_second_file=incoming.second is not None,
            channel_roles=list(facts.channels) if facts.channels else None,
            agent_code=facts.agent,
            agent=agent,
            team=team,
        )
        session.add(call)
        session.flush()
        job = Ledger.enqueue(session, HEAR, call_id, key=call_id)
        unit.after_commit(lambda: self._ring(job.id))
        return call

    def _forget(self, call_id: str, incoming: Incoming) -> None:
        self._storage.delete(original_key(call_id))
        if incoming.second is not None:
            self._storage.delete(second_key(call_id))


def original_key(call_id: str) -> str:
    """Where the recording lies as it came."""
    return f"calls/{call_id}/original"


def second_key(call_id: str) -> str:
    """Where the second party's recording lies, where it came apart."""
    return f"calls/{call_id}/second"


def playback_key(call_id: str) -> str:
    """Where the sound for people's ears lies (Ogg Opus)."""
    return f"calls/{call_id}/playback.ogg"


def peaks_key(call_id: str) -> str:
    """Where the waveform's values lie (JSON of PeaksOut)."""
    return f"calls/{call_id}/peaks.json"


def owe_score(session: Session, call_id: str, transcript_id: str) -> str:
    """Enqueue the scoring of a transcript, once however often it is asked for; returns the job's id."""
    return Ledger.enqueue(session, SCORE, call_id, key=transcript_id).id


def owe_score_again(session: Session, call_id: str, transcript_id: str) -> str:
    """Enqueue the scoring of a transcript that may have been scored before; returns the job's id."""
    return Ledger.enqueue(session, SCORE, call_id, key=f"{transcript_id}:{new_id()}").id


def get(session: Session, asker: Principal, call_id: str) -> Call:
    """The call, if it is there for this person. Raises NotFound."""
    call = session.scalar(sa.select(Call).where(Call.id == call_id, visible_to(asker)))
    if call is None:
        raise NotFound("call", call_id)
    return call


def must_be_live(call: Call) -> None:
    """Raises PracticeCall."""
    if call.purpose is not Purpose.LIVE:
        raise PracticeCall(call)


def show(session: Session, asker: Principal, call_id: str) -> CallOut:
    """The call as the web says it. Raises NotFound."""
    call = get(session, asker, call_id)
    blind = bool(blindfolds.among(session, asker, [call.id]))
    return call_out(call, jobs_of(session, [call.id])[call.id], blind=blind)


def any_simulated(session: Session, asker: Principal) -> bool:
    """Whether there are calls for this person that a generator drew."""
    return session.scalar(sa.select(Call.id).where(Call.simulated, visible_to(asker)).limit(1)) is not None


def page(session: Session, asker: Principal, filters: Filters, listed: Listed) -> CallPage:
    """So many calls at a time, from after the cursor. Raises BadCursor."""
    chosen = sa.select(Call).where(visible_to(asker), *matching(filters))
    if listed.order == "could_flip" or filters.evaluation:  # a place in such a list tells what is hidden
        chosen = chosen.where(~blindfolds.blinded(asker))
    rows = session.scalars(after(listed, chosen).limit(listed.limit + 1)).all()
    shown, more = rows[: listed.limit], len(rows) > listed.limit
    jobs = jobs_of(session, [call.id for call in shown])
    blind = blindfolds.among(session, asker, [call.id for call in shown])
    return CallPage(
        items=[call_out(call, jobs[call.id], blind=call.id in blind) for call in shown],
        next_cursor=cursor_of(listed.order, shown[-1]) if more else None,
        counts=_counts(session, asker, filters.purpose),
    )


def change(session: Session, asker: Principal, call_id: str, wish: CallChange) -> Call:
    """Say whose call it is, or in what language. Raises NotFound (call or agent), PracticeCall."""
    asker.require(Right.EVALUATE)
    call = get(session, asker, call_id)
    must_be_live(call)
    named = wish.model_dump(exclude_unset=True)
    if "agent_id" in named:
        call.agent = agent_by_id(session, named["agent_id"]) if named["agent_id"] else None
        call.team = call.agent.team if call.agent else call.team
    if named.get("language"):
        call.language = named["language"]
    audit.record(session, asker.person_id, "call_changed", call.id, **named)
    return call


def retry(unit: UnitOfWork, asker: Principal, call_id: str, ring: Ring) -> None:
    """Give a call that was given up three more attempts. Raises NotFound, NothingToRetry."""
    asker.require(Right.UPLOAD_CALLS)
    call = get(unit.session, asker, call_id)
    stuck = [job for job in jobs_of(unit.session, [call.id])[call.id] if job.state is JobState.QUARANTINED]
    if not stuck:
        raise NothingToRetry(call)
    for job in stuck:
        Ledger.retry(job)
        unit.after_commit(lambda job_id=job.id: ring(job_id))  # type: ignore[misc]  # the loop's value is bound on purpose
    audit.record(unit.session, asker.person_id, "call_retried", call.id)


def moved_since(session: Session, asker: Principal, since: datetime) -> list[CallEvent]:
    """Where every call stands whose jobs moved after `since`, in the order in which they moved first."""
    asker.require(Right.SEE_ALL_CALLS)
    moved = (
        sa.select(Job.subject)
        .join(Call, Call.id == Job.subject)
        .where(Job.changed_at > since, visible_to(asker))
        .order_by(Job.changed_at)
        .limit(_MOST_EVENTS)
    )
    jobs = jobs_of(session, dict.fromkeys(session.scalars(moved)))
    return [
        CallEvent(call_id=call_id, state=state_of(of), progress=progress_of(of), problem=problem_of(of))
        for call_id, of in jobs.items()
    ]


def matching(filters: Filters) -> list[sa.ColumnElement[bool]]:
    """What a call has to be to fit the filters; who may see it is another matter."""
    conditions: list[sa.ColumnElement[bool]] = []
    if filters.state:
        conditions.append(in_state(filters.state))
    for column, value in (
        (Call.agent_id, filters.agent_id),
        (Call.team_id, filters.team_id),
        (spoken(), filters.language),
        (Call.evaluation_state, filters.evaluation),
        (Call.purpose, filters.purpose),
        (Call.medium, filters.medium),
    ):
        if value:
            conditions.append(column == value)
    if filters.simulated is not None:
        conditions.append(Call.simulated.is_(filters.simulated))
    if filters.text:
        conditions.append(NAMES.like(sa.func.lower(_anywhere(filters.text)), escape="/"))
    return conditions


def _anywhere(text: str) -> str:
    """The pattern of a text in which this one stands anywhere, its own signs meaning nothing but themselves."""
    return "%" + text.replace("/", "//").replace("%", "/%").replace("_", "/_") + "%"


def _counts(session: Session, asker: Principal, purpose: Purpose | None) -> dict[CallState, int]:
    counted = (visible_to(asker), *matching(Filters(purpose=purpose)))
    states = cast("tuple[CallState, ...]", get_args(CallState))
    whole = sa.select(sa.func.count()).select_from(Call).where(*counted)
    # Calls whose jobs are all done are counted by what the others leave: nobody goes through the jobs of every call.
    unready = unready_states()
    stands = sa.select(unready.c.state, sa.func.count()).join(Call, Call.id == unready.c.call_id)
    counts: dict[CallState, int] = dict.fromkeys(states, 0)
    counts |= {row[0]: row[1] for row in session.execute(stands.where(*counted).group_by(unready.c.state))}
    counts["ready"] = (session.scalar(whole) or 0) - sum(counts.values())
    return counts
