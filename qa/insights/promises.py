"""Promises that agents made in calls: found by the machine, followed up by people, seen by all who may see the call.

A promise follows what is found in its call: words that are scored anew bring new promises, and drop those that nobody
has said anything about. What a person said of a promise stays with it, wherever its words stand by now. That somebody
kept it, no machine can know: it only shows a later call with the same customer, which may have been the promised one.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from qa.calls import blindfolds
from qa.calls.service import get as get_call
from qa.calls.tables import Call, Purpose
from qa.calls.view import live, visible_to
from qa.evaluation.findings import FindingsOut, PromiseOut
from qa.evaluation.tables import Evaluation
from qa.insights.due import due_at
from qa.insights.schemas import LaterCall, PromiseIn, PromiseMadeOut, PromisePage
from qa.insights.tables import PromiseMade, PromiseState
from qa.people.schemas import PersonOut
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.settings import settings
from qa.scoring.score import Score
from qa.search.places import messages_of

#: A promise without a time is looked after for so long.
_USUAL = timedelta(days=14)
#: A later call counts as evidence for so long behind the day on which it was due.
_LATE = timedelta(days=7)
_LONGEST_WORDS = 200
_TOGETHER = 200
_BETWEEN = "~"

Which = Literal["overdue", "open", "kept", "broken", "no_promise", "all"]


class BadPromiseCursor(Refused):
    """A cursor that no page gave out."""

    code = "bad_cursor"

    def __init__(self, cursor: str) -> None:
        self.cursor = cursor
        super().__init__(f"{cursor!r} is no cursor of a list of promises")


def follow(evaluation: Evaluation, call: Call, _stands: Score) -> None:
    """Let the promises of a call be those that its standing evaluation found."""
    session = object_session(evaluation)
    assert session is not None, "only an evaluation that lies in the database can stand"
    if call.evaluation_id != evaluation.id or call.purpose is not Purpose.LIVE:
        return  # what is promised to a customer who is only played, nobody has to keep
    found = FindingsOut.model_validate(evaluation.findings or {}).promises
    rows = list(session.scalars(sa.select(PromiseMade).where(PromiseMade.call_id == call.id)))
    for promise in found:
        row = next((row for row in rows if _overlap(row, promise)), None)
        if row is None:
            session.add(_made(call, promise))
        else:
            rows.remove(row)
            _tell(row, call, promise)
    for row in rows:
        if row.set_at is None:
            session.delete(row)
    session.flush()


@dataclass(frozen=True, slots=True)
class Listed:
    """Which promises a list shows, and which part of it."""

    which: Which = "open"
    agent_id: str | None = None
    team_id: str | None = None
    cursor: str | None = None
    limit: int = 30


def page(session: Session, asker: Principal, listed: Listed) -> PromisePage:
    """The promises that this person may see: those due first, those without a time last. Raises BadPromiseCursor."""
    seen = _seen(asker)
    far = sa.func.coalesce(PromiseMade.due_at, _NEVER)
    query = sa.select(PromiseMade, Call).join(Call, Call.id == PromiseMade.call_id).where(*seen, *_which(listed.which))
    for column, value in ((Call.agent_id, listed.agent_id), (Call.team_id, listed.team_id)):
        if value:
            query = query.where(column == value)
    if listed.cursor:
        due, promise_id = _read(listed.cursor)
        query = query.where(sa.or_(far > due, sa.and_(far == due, PromiseMade.id > promise_id)))
    rows = session.execute(query.order_by(far, PromiseMade.id).limit(listed.limit + 1)).unique().all()
    shown = [(row[0], row[1]) for row in rows[: listed.limit]]
    last = shown[-1][0] if len(rows) > listed.limit else None
    return PromisePage(
        items=_out(session, shown),
        next_cursor=f"{(last.due_at or _NEVER).isoformat()}{_BETWEEN}{last.id}" if last else None,
        counts=_counts(session, asker),
    )


def every(session: Session, asker: Principal, listed: Listed) -> Iterator[PromiseMadeOut]:
    """All promises that a list shows, page after page."""
    part = replace(listed, limit=_TOGETHER)
    while True:
        shown = page(session, asker, part)
        yield from shown.items
        if shown.next_cursor is None:
            return
        part = replace(part, cursor=shown.next_cursor)


def of_call(session: Session, asker: Principal, call_id: str) -> list[PromiseMadeOut]:
    """The promises of one call, in the order in which they were made. Raises NotFound, RatedBlind."""
    call = get_call(session, asker, call_id)
    blindfolds.check(session, asker, [call.id])
    rows = session.scalars(sa.select(PromiseMade).where(PromiseMade.call_id == call.id).order_by(PromiseMade.start_ms))
    return _out(session, [(row, call) for row in rows])


def change(session: Session, asker: Principal, at: tuple[str, int], wish: PromiseIn) -> PromiseMadeOut:
    """Say what became of the promise `at` (id, version read), or when it is due. Raises NotFound, StaleVersion."""
    asker.require(Right.EVALUATE)
    promise_id, version = at
    found = session.execute(
        sa.select(PromiseMade, Call)
        .join(Call, Call.id == PromiseMade.call_id)
        .where(PromiseMade.id == promise_id, *_seen(asker))
    ).first()
    if found is None:
        raise NotFound("promise", promise_id)
    promise, call = found
    if promise.version != version:
        raise StaleVersion("promise", version, promise.version)
    said = wish.model_dump(exclude_unset=True)
    if wish.state is not None:
        promise.state = PromiseState(wish.state)
    if "note" in said:
        promise.note = wish.note
    if "due_at" in said:
        promise.due_at = wish.due_at
    promise.set_by, promise.set_at, promise.version = asker.person_id, now(), version + 1
    session.flush()
    session.refresh(promise, ["setter"])
    told = wish.model_dump(mode="json", exclude_unset=True, exclude={"note"})
    audit.record(session, asker.person_id, "promise_changed", promise.id, call=call.id, **told)
    return _out(session, [(promise, call)])[0]


#: Behind every day that is named: promises without a time come last.
_NEVER = datetime(9000, 1, 1, tzinfo=ZoneInfo("UTC"))


def _seen(asker: Principal) -> tuple[sa.ColumnElement[bool], ...]:
    """Of live calls that this person may see, and does not judge blind."""
    return live(), visible_to(asker), ~blindfolds.blinded(asker)


def _which(which: Which) -> tuple[sa.ColumnElement[bool], ...]:
    if which == "all":
        return ()
    if which == "overdue":
        return PromiseMade.state == PromiseState.OPEN, PromiseMade.due_at < now()
    return (PromiseMade.state == PromiseState(which),)


def _counts(session: Session, asker: Principal) -> dict[Which, int]:
    query = sa.select(PromiseMade.state, sa.func.count()).join(Call, Call.id == PromiseMade.call_id)
    rows = session.execute(query.where(*_seen(asker)).group_by(PromiseMade.state))
    counts: dict[Which, int] = {"overdue": 0, "open": 0, "kept": 0, "broken": 0, "no_promise": 0, "all": 0}
    for state, count in rows:
        counts[PromiseState(state).value] = count
        counts["all"] += count
    overdue = sa.select(sa.func.count()).select_from(PromiseMade).join(Call, Call.id == PromiseMade.call_id)
    counts["overdue"] = session.scalar(overdue.where(*_seen(asker), *_which("overdue"))) or 0
    return counts


def _made(call: Call, promise: PromiseOut) -> PromiseMade:
    row = PromiseMade(call_id=call.id)
    _tell(row, call, promise)
    return row


def _tell(row: PromiseMade, call: Call, promise: PromiseOut) -> None:
    """Say of the row what was found; a day that a person named stays."""
    found = made_in(call, promise)
    if row.set_at is not None:
        del found["due_at"]
    for name, value in found.items():
        setattr(row, name, value)


def made_in(call: Call, promise: PromiseOut) -> dict[str, Any]:
    """What was found of a promise in this call, by column of `PromiseMade`."""
    evidence = promise.evidence
    words = promise.due[:_LONGEST_WORDS] if promise.due else None
    said = (call.started_at or call.received_at).astimezone(ZoneInfo(settings().time_zone))
    return {
        "start_ms": evidence.start_ms,
        "end_ms": evidence.end_ms,
        "speaker": evidence.speaker,
        "text": evidence.text,
        "probability": round(promise.probability, 4),
        "due_words": words,
        "due_at": due_at(words, said) if words else None,
    }


def _overlap(row: PromiseMade, promise: PromiseOut) -> bool:
    return row.start_ms < promise.evidence.end_ms and promise.evidence.start_ms < row.end_ms


def _out(session: Session, rows: Sequence[tuple[PromiseMade, Call]]) -> list[PromiseMadeOut]:
    later = _later_calls(session, [call for _, call in rows])
    message_at = messages_of(session, [call for _, call in rows])
    moment = now()
    return [
        PromiseMadeOut(
            id=row.id,
            version=row.version,
            call_id=call.id,
            file_name=call.file_name,
            medium=call.medium,
            simulated=call.simulated,
            made_at=call.started_at or call.received_at,
            agent=PersonOut.model_validate(call.agent) if call.agent else None,
            customer_ref=call.customer_ref,
            message=message_at(call.id, row.start_ms),
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            text=row.text,
            due_words=row.due_words,
            due_at=row.due_at,
            overdue=row.state is PromiseState.OPEN and row.due_at is not None and row.due_at < moment,
            probability=row.probability,
            state=row.state.value,
            note=row.note,
            set_by_name=row.setter.name if row.setter else None,
            set_at=row.set_at,
            later_call=_evidence(row, call, later.get(call.customer_ref or "", ())),
        )
        for row, call in rows
    ]


def _evidence(row: PromiseMade, call: Call, later: Collection[Call]) -> LaterCall | None:
    """The next call with the same customer, if it came within the time: one that we made goes before one that came."""
    made = call.started_at or call.received_at
    until = row.due_at + _LATE if row.due_at else made + _USUAL
    within = [one for one in later if one.started_at and made < one.started_at <= until and one.id != call.id]
    if not within:
        return None
    best = min(within, key=lambda one: (one.direction != "outbound", one.started_at))
    assert best.started_at is not None, "only calls that began count"
    in_time = best.started_at <= row.due_at if row.due_at else None
    return LaterCall(id=best.id, began_at=best.started_at, outbound=best.direction == "outbound", in_time=in_time)


def _later_calls(session: Session, calls: Sequence[Call]) -> Mapping[str, Collection[Call]]:
    """The calls with the same customers, from the earliest of these on, by customer."""
    customers = {call.customer_ref for call in calls if call.customer_ref}
    if not customers:
        return {}
    since = min(call.started_at or call.received_at for call in calls)
    rows = session.scalars(
        sa.select(Call).where(Call.customer_ref.in_(customers), Call.started_at > since, live())
    ).unique()
    found: dict[str, list[Call]] = {}
    for row in rows:
        found.setdefault(row.customer_ref or "", []).append(row)
    return found


def _read(cursor: str) -> tuple[datetime, str]:
    told, _, promise_id = cursor.partition(_BETWEEN)
    try:
        due = datetime.fromisoformat(told)
    except ValueError as error:
        raise BadPromiseCursor(cursor) from error
    if due.tzinfo is None:
        raise BadPromiseCursor(cursor)
    return due, promise_id
