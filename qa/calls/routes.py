"""The web's door to calls."""

import asyncio
from collections.abc import AsyncIterable
from datetime import timedelta
from typing import Annotated

from fastapi import APIRouter, File, Form, Header, Query, Request, Response, UploadFile
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import StreamingResponse
from fastapi.sse import EventSourceResponse, ServerSentEvent

from qa.calls import roles, sealed_routes, service, transcript_routes, written_routes
from qa.calls.facts import facts_of
from qa.calls.paging import Listed
from qa.calls.reception import reception
from qa.calls.schemas import (
    AudioAddress,
    CallChange,
    CallEvent,
    CallLanguage,
    CallOrder,
    CallOut,
    CallPage,
    CallState,
    PeaksOut,
    SimulatedCalls,
    Uploaded,
)
from qa.calls.sound import SoundRequest, address_of, answer
from qa.calls.tables import Medium, Purpose
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.web import Asking, Evaluates, Parts, Reading, SeesAllCalls, The, Uploads, Writing

router = APIRouter(tags=["calls"])
router.include_router(transcript_routes.router)
router.include_router(sealed_routes.router)
router.include_router(written_routes.router)

_POLL_S = 1.0
#: A change is dated when it begins and seen when it is committed, which may be a busy database's time-out later.
_LOOK_BACK = timedelta(seconds=30)


@router.get("/calls")
def list_calls(
    session: Reading,
    asker: Asking,
    *,
    state: CallState | None = None,
    agent_id: str | None = None,
    team_id: str | None = None,
    language: CallLanguage | None = None,
    evaluation: Annotated[str | None, Query(max_length=12)] = None,
    purpose: Purpose = Purpose.LIVE,
    q: Annotated[str | None, Query(max_length=200)] = None,
    simulated: bool | None = None,
    medium: Medium | None = None,
    order: CallOrder = "newest",
    cursor: Annotated[str | None, Query(max_length=48)] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
) -> CallPage:
    """The calls that the asker may see: the newest first, or those that could still pass or fail the other way."""
    filters = service.Filters(state, agent_id, team_id, language, evaluation, q, purpose, simulated, medium)
    return service.page(session, asker, filters, Listed(order, cursor, limit))


@router.get("/calls/simulated")
def simulated_calls(session: Reading, asker: Asking) -> SimulatedCalls:
    """Whether any of the calls that the asker may see was drawn by a generator: every page then says so."""
    return SimulatedCalls(here=service.any_simulated(session, asker))


@router.post("/calls", status_code=201, responses={200: {"model": Uploaded}})
def upload_call(
    file: Annotated[UploadFile, File()],
    asker: Uploads,
    parts: The,
    response: Response,
    *,
    second: Annotated[UploadFile | None, File()] = None,
    sidecar: Annotated[str | None, Form(max_length=20_000)] = None,
    language: Annotated[CallLanguage | None, Form()] = None,
    agent_id: Annotated[str | None, Form(max_length=16)] = None,
    channels: Annotated[str | None, Form(max_length=40)] = None,
) -> Uploaded:
    """Take a recording in. The same bytes again answer 200 with the call they became the first time."""
    facts = facts_of(sidecar, language, channels)
    most = parts.settings.max_upload_mb << 20
    with reception(parts.settings.scratch) as desk:
        name = file.filename or "unnamed"
        first_path = desk.receive(file.file, max_bytes=most)
        second_path = desk.receive(second.file, max_bytes=most) if second else None
        incoming = desk.hand_over(first_path, second_path, name, facts)
        takes_in = service.CallDesk(parts.database, parts.storage, parts.bell.ring)
        call_id, known = takes_in.take_in(incoming, asker.person_id, agent_id=agent_id)
    response.status_code = 200 if known else 201
    with parts.database.read() as session:
        return Uploaded(call=service.show(session, asker, call_id), duplicate=known)


@router.get("/calls/{call_id}")
def get_call(call_id: str, session: Reading, asker: Asking) -> CallOut:
    """One call."""
    return service.show(session, asker, call_id)


@router.patch("/calls/{call_id}")
def change_call(call_id: str, wish: CallChange, unit: Writing, asker: Evaluates) -> CallOut:
    """Say whose call it is, or in what language."""
    service.change(unit.session, asker, call_id, wish)
    unit.session.flush()
    return service.show(unit.session, asker, call_id)


@router.post("/calls/{call_id}/retry")
def retry_call(call_id: str, unit: Writing, asker: Uploads, parts: The) -> CallOut:
    """Try a call again that was given up."""
    service.retry(unit, asker, call_id, parts.bell.ring)
    unit.session.flush()
    return service.show(unit.session, asker, call_id)


@router.get("/calls/{call_id}/peaks")
def get_peaks(call_id: str, session: Reading, asker: Asking, parts: The) -> PeaksOut:
    """The waveform, as the server drew it once."""
    call = service.get(session, asker, call_id)
    with parts.storage.open(service.peaks_key(call.id)) as kept:
        return roles.peaks_of(session, call, kept.read())


@router.post("/calls/{call_id}/audio-address")
def audio_address(call_id: str, unit: Writing, asker: Asking, parts: The) -> AudioAddress:
    """An address under which this person can hear the call for five minutes. That it was asked for is audited."""
    return address_of(unit.session, asker, call_id, parts.settings.secret_key)


@router.get("/audio/{token}", response_class=StreamingResponse)
def get_audio(
    token: str,
    session: Reading,
    asker: Asking,
    parts: The,
    range_header: Annotated[str | None, Header(alias="range")] = None,
) -> Response:
    """The playback sound behind a signed address, whole or a range of it."""
    wanted = SoundRequest(token, range_header, parts.settings.secret_key)
    return answer(wanted, session, asker, parts.storage)


@router.get("/events", response_class=EventSourceResponse)
async def call_events(request: Request, asker: SeesAllCalls, parts: The) -> AsyncIterable[ServerSentEvent]:
    """Every move of every call, as it happens: events named "call" that carry a CallEvent."""
    told: dict[str, CallEvent] = {}
    while await run_in_threadpool(_still_signed_in, request, parts):
        moved = await run_in_threadpool(_moved_lately, parts, asker)
        for event in moved:
            if told.get(event.call_id) != event:
                yield ServerSentEvent(event="call", data=event)
        told = {event.call_id: event for event in moved}
        await asyncio.sleep(_POLL_S)


def _moved_lately(parts: Parts, asker: Principal) -> list[CallEvent]:
    with parts.database.read() as session:
        return service.moved_since(session, asker, now() - _LOOK_BACK)


def _still_signed_in(request: Request, parts: Parts) -> bool:
    with parts.database.read() as session:
        return parts.identify(session, request) is not None
