"""The web's door to written conversations."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Response, UploadFile

from qa.calls import service
from qa.calls.facts import facts_of
from qa.calls.schemas import CallLanguage, Uploaded
from qa.calls.written import Letter, WrittenDesk
from qa.pipeline.written import LIMITS
from qa.platform.web import The, Uploads

router = APIRouter(tags=["calls"])


@router.post("/written", status_code=201, responses={200: {"model": Uploaded}})
def upload_written(  # noqa: PLR0913 (a form has as many fields as it has)
    file: Annotated[UploadFile, File()],
    asker: Uploads,
    parts: The,
    response: Response,
    *,
    sidecar: Annotated[str | None, Form(max_length=20_000)] = None,
    language: Annotated[CallLanguage | None, Form()] = None,
    agent_id: Annotated[str | None, Form(max_length=16)] = None,
) -> Uploaded:
    """Take a chat (.txt, .json) or a mail (.eml) in. The same bytes again answer 200 with the call they became.

    Plain lines are `12:04 Dana: text`, each beginning with a time, a date and a time, or neither; JSON is
    `{"medium": "chat", "messages": [{"from": "agent", "text": "…", "at": "2026-03-01T12:04:00+02:00"}]}`.
    The agent is whoever is called `agent` or `נציג`, or by an agent's name, code or mail address; all others are the
    customer.
    """
    # One byte more than may be, so that a file which is too large is noticed and never read whole.
    content = file.file.read(LIMITS.file_bytes + 1)
    letter = Letter(content, file.filename or "unnamed", facts_of(sidecar, language, None), agent_id)
    desk = WrittenDesk.of(parts.settings, parts.database, parts.bell.ring)
    call_id, known = desk.take_in(letter, asker.person_id)
    response.status_code = 200 if known else 201
    with parts.database.read() as session:
        return Uploaded(call=service.show(session, asker, call_id), duplicate=known)
