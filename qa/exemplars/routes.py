"""The web's door to exemplars."""

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Response

from qa.calls.recording import Recordings
from qa.exemplars import service
from qa.exemplars.clip import sound_of
from qa.exemplars.schemas import ConsentIn, ExemplarChange, ExemplarIn, ExemplarOut, ExemplarPage, ExemplarTopicOut
from qa.exemplars.view import exemplar_out
from qa.platform.web import Asking, Evaluates, HasFeedback, IfMatch, Reading, The, Writing
from qa.rubric.schemas import Texts

router = APIRouter(tags=["exemplars"])


@router.get("/exemplars")
def list_exemplars(
    session: Reading,
    asker: Asking,
    *,
    question_id: Annotated[str | None, Query(max_length=80)] = None,
    language: Literal["he", "en"] | None = None,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> ExemplarPage:
    """The collected moments, the newest first; agents see those that are shared with them."""
    rows = service.page(session, asker, service.Wanted(question_id, language), cursor, limit)
    shown = rows[:limit]
    return ExemplarPage(
        items=[exemplar_out(session, asker, held) for held in shown],
        next_cursor=shown[-1].id if len(rows) > limit else None,
    )


@router.get("/exemplars/topics")
def list_exemplar_topics(session: Reading, asker: Asking) -> list[ExemplarTopicOut]:
    """The questions that there are exemplars of, the most first."""
    return [
        ExemplarTopicOut(question_id=question_id, question=Texts(he=he, en=en), count=count)
        for question_id, he, en, count in service.topics(session, asker)
    ]


@router.get("/exemplars/mine")
def list_own_exemplars(session: Reading, asker: HasFeedback) -> list[ExemplarOut]:
    """The agent's own moments that others would like to hear, whatever the agent said to that."""
    return [exemplar_out(session, asker, held) for held in service.mine(session, asker)]


@router.post("/calls/{call_id}/exemplars", status_code=201)
def mark_exemplar(call_id: str, wish: ExemplarIn, unit: Writing, asker: Evaluates) -> ExemplarOut:
    """Mark a call, or a span of it, as showing how it is done."""
    return exemplar_out(unit.session, asker, service.mark(unit.session, asker, call_id, wish))


@router.patch("/exemplars/{exemplar_id}")
def change_exemplar(
    exemplar_id: str, wish: ExemplarChange, unit: Writing, asker: Evaluates, version: IfMatch
) -> ExemplarOut:
    """Say better why, or offer it to other agents, or no longer."""
    held = service.change(unit.session, asker, (exemplar_id, version), wish)
    return exemplar_out(unit.session, asker, held)


@router.delete("/exemplars/{exemplar_id}", status_code=204)
def withdraw_exemplar(exemplar_id: str, unit: Writing, asker: Evaluates, version: IfMatch) -> None:
    """Take it out of the collection."""
    service.withdraw(unit.session, asker, (exemplar_id, version))


@router.put("/exemplars/{exemplar_id}/consent")
def put_exemplar_consent(exemplar_id: str, wish: ConsentIn, unit: Writing, asker: HasFeedback) -> ExemplarOut:
    """The agent's own word on whether and how other agents hear it."""
    return exemplar_out(unit.session, asker, service.consent(unit.session, asker, exemplar_id, wish))


@router.post(
    "/exemplars/{exemplar_id}/sound",
    response_class=Response,
    responses={200: {"content": {"audio/ogg": {"schema": {"type": "string", "format": "binary"}}}}},
)
def hear_exemplar(exemplar_id: str, asker: Asking, parts: The) -> Response:
    """The sound of the moment alone, without personal numbers. That it is heard is audited."""
    with parts.database.write() as unit:
        held = service.to_hear(unit.session, asker, exemplar_id)
    sound = sound_of(Recordings.of(parts.settings, parts.storage), held)
    return Response(sound, media_type="audio/ogg", headers={"Cache-Control": "private, no-store"})
