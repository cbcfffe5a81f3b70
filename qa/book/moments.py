"""Moments of past calls to hear while the book is written: one shape for all ways of finding them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.book.schemas import BookTrialMoment
from qa.calls.tables import Call
from qa.calls.view import has_sound
from qa.people.tables import Person
from qa.search.places import MessageAt, messages_of


@dataclass(frozen=True, slots=True)
class Reply:
    """What was answered, and when, in milliseconds of the call."""

    quote: str
    start_ms: int
    end_ms: int


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment in which something of the book was said. Times are milliseconds of the call.

    `line` is the place of the sentence whose words were found, None where its sense was. `followed` None: nothing was
    asked to follow, or it is not decided. `probability` that it was said, where a machine weighed it.
    """

    call_id: str
    speaker: str
    start_ms: int
    end_ms: int
    quote: str
    line: int | None = None
    followed: bool | None = None
    reply: Reply | None = None
    probability: float | None = None
    is_sure: bool = True

    def overlaps(self, other: "Moment") -> bool:
        """Whether both are of one call and one stretch of it."""
        in_time = self.start_ms < other.end_ms and other.start_ms < self.end_ms
        return self.call_id == other.call_id and in_time


def told(session: Session, moments: Sequence[Moment]) -> list[BookTrialMoment]:
    """The moments with what their calls are called and whose they are, in the same order."""
    calls = sa.select(Call, Person.name).outerjoin(Person, Person.id == Call.agent_id)
    rows = session.execute(calls.where(Call.id.in_({moment.call_id for moment in moments}))).unique()
    by_id = {call.id: (call, name) for call, name in rows}
    message_at = messages_of(session, [call for call, _ in by_id.values()])
    return [_told(moment, *by_id[moment.call_id], message_at) for moment in moments]


def _told(moment: Moment, call: Call, agent: str | None, message_at: MessageAt) -> BookTrialMoment:
    return BookTrialMoment(
        call_id=call.id,
        file_name=call.file_name,
        began_at=call.started_at or call.received_at,
        agent=agent,
        message=message_at(call.id, moment.start_ms),
        speaker="agent" if moment.speaker == "agent" else "customer",
        start_ms=moment.start_ms,
        end_ms=moment.end_ms,
        quote=moment.quote,
        line=moment.line,
        followed=moment.followed,
        reply=moment.reply.quote if moment.reply else None,
        reply_start_ms=moment.reply.start_ms if moment.reply else None,
        reply_end_ms=moment.reply.end_ms if moment.reply else None,
        probability=moment.probability,
        is_sure=moment.is_sure,
        has_sound=has_sound(call),
    )
