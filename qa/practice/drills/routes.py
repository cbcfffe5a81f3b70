"""The web's door to drills."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Query, Response, UploadFile

from qa.calls.reception import reception
from qa.calls.recording import Recordings
from qa.exemplars.clip import cut
from qa.platform import audit
from qa.platform.errors import NotFound
from qa.platform.web import Asking, HasFeedback, Reading, SeesPractice, The, Writing
from qa.practice.drills import finding, service
from qa.practice.drills.moments import customer_says
from qa.practice.drills.schemas import (
    DrillAttemptOut,
    DrillAttemptPage,
    DrillDetailOut,
    DrillingPersonOut,
    DrillOut,
)
from qa.practice.drills.view import attempts_out, detail_out, drill_out

router = APIRouter(tags=["drills"])

_SOUND: dict[int | str, dict[str, Any]] = {
    200: {"content": {"audio/ogg": {"schema": {"type": "string", "format": "binary"}}}}
}
_FOR_ONE = {"Cache-Control": "private, no-store"}


@router.get("/drills")
def list_drills(session: Reading, asker: HasFeedback) -> list[DrillOut]:
    """What this agent can practise: what was missed newest and most often first, then the book, then what is done."""
    return [drill_out(drill) for drill in finding.drills(session, asker)]


@router.get("/drills/{drill_id}")
def get_drill(drill_id: str, session: Reading, asker: HasFeedback) -> DrillDetailOut:
    """One drill with the customers' sentences to reply to."""
    return detail_out(session, finding.find(session, asker, drill_id))


@router.post("/drills/{drill_id}/moments/{moment_id}/sound", response_class=Response, responses=_SOUND)
def hear_drill_moment(drill_id: str, moment_id: str, asker: HasFeedback, parts: The) -> Response:
    """The customer's sentence as it was said, without personal numbers. That it is heard is audited."""
    with parts.database.write() as unit:
        moment = finding.find(unit.session, asker, drill_id).moment(moment_id)
        if moment.spoken is None or not moment.spoken.has_sound:
            raise NotFound("sound of moment", moment_id)
        call_id = moment.spoken.call.id
        span = customer_says(unit.session, moment.spoken).span
        audit.record(unit.session, asker.person_id, "drill_moment_heard", call_id, start_ms=span.start)
    sound = cut(Recordings.of(parts.settings, parts.storage), call_id, span)
    return Response(sound, media_type="audio/ogg", headers=_FOR_ONE)


@router.post("/drill-attempts", status_code=201)
def record_drill_attempt(
    file: Annotated[UploadFile, File()],
    drill_id: Annotated[str, Form(max_length=120)],
    moment_id: Annotated[str, Form(max_length=40)],
    asker: HasFeedback,
    parts: The,
) -> DrillAttemptOut:
    """Take a reply in; the verdict comes with a later look at the attempt."""
    with reception(parts.settings.scratch) as desk:
        path = desk.receive(file.file, max_bytes=service.MOST_BYTES)
        takes_in = service.AttemptDesk(parts.database, parts.storage, parts.bell.ring)
        attempt_id = takes_in.take_in(asker, service.Reply(path, drill_id, moment_id))
    with parts.database.read() as session:
        return attempts_out(session, asker, [service.get(session, asker, attempt_id)])[0]


@router.get("/drill-attempts")
def list_drill_attempts(
    session: Reading,
    asker: Asking,
    *,
    person_id: Annotated[str | None, Query(max_length=16)] = None,
    drill_id: Annotated[str | None, Query(max_length=120)] = None,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> DrillAttemptPage:
    """One's own attempts, or for trainers anybody's, the newest first."""
    rows = service.page(session, asker, service.WantedAttempts(person_id, drill_id, cursor, limit))
    shown = rows[:limit]
    return DrillAttemptPage(
        items=attempts_out(session, asker, shown), next_cursor=shown[-1].id if len(rows) > limit else None
    )


@router.get("/drill-attempts/people")
def list_drilling_people(session: Reading, asker: SeesPractice) -> list[DrillingPersonOut]:
    """Everybody who practised, the most recent first."""
    return [
        DrillingPersonOut(id=one.id, name=one.name, attempts=one.attempts, said=one.said, last_at=one.last_at)
        for one in service.people(session, asker)
    ]


@router.get("/drill-attempts/{attempt_id}")
def get_drill_attempt(attempt_id: str, session: Reading, asker: Asking) -> DrillAttemptOut:
    """One attempt, and the verdict once there is one."""
    return attempts_out(session, asker, [service.get(session, asker, attempt_id)])[0]


@router.post("/drill-attempts/{attempt_id}/sound", response_class=Response, responses=_SOUND)
def hear_drill_attempt(attempt_id: str, asker: Asking, parts: The) -> Response:
    """The reply as it was recorded, without personal numbers. That it is heard is audited."""
    with parts.database.write() as unit:
        service.to_hear(unit.session, asker, attempt_id)
    with parts.storage.open(service.reply_key(attempt_id)) as kept:
        return Response(kept.read(), media_type="audio/ogg", headers=_FOR_ONE)


@router.delete("/drill-attempts/{attempt_id}", status_code=204)
def forget_drill_attempt(attempt_id: str, unit: Writing, asker: HasFeedback, parts: The) -> None:
    """Delete one's own attempt with its sound."""
    service.forget(unit, asker, attempt_id, parts.storage)
