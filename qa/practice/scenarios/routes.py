"""The web's door to scenarios and to practising with them."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Query, Response, UploadFile
from fastapi.responses import StreamingResponse

from qa.calls.recording import Recordings
from qa.platform.errors import NotFound
from qa.platform.web import HasFeedback, IfMatch, ManagesRubrics, Parts, Practises, Reading, The, Writing
from qa.practice.scenarios import clips, playing, service
from qa.practice.scenarios.clips import ClipDesk, clip_key
from qa.practice.scenarios.playing import Listed, PracticeDesk, Reply
from qa.practice.scenarios.schemas import (
    PracticeAttemptOut,
    PracticeAttemptPage,
    ScenarioBrief,
    ScenarioClipOut,
    ScenarioCutIn,
    ScenarioIn,
    ScenarioOut,
    StoryProblem,
)
from qa.practice.scenarios.story import MOST_STEPS, MOST_WAYS, Story
from qa.practice.scenarios.view import attempt_out, briefs, clip_out, page_out, problems_out, scenario_out

router = APIRouter(tags=["practice"])

_Sound = Annotated[UploadFile, File()]


@router.get("/practice/scenarios")
def list_scenarios(session: Reading, asker: Practises) -> list[ScenarioBrief]:
    """The scenarios that the asker may practise with, or edit."""
    return briefs(session, asker, service.listed(session, asker))


@router.post("/practice/scenarios", status_code=201)
def create_scenario(wish: ScenarioIn, unit: Writing, asker: ManagesRubrics) -> ScenarioOut:
    """Write a scenario."""
    return scenario_out(unit.session, service.create(unit.session, asker, wish))


@router.post("/practice/scenarios/begin", status_code=201)
def begin_scenarios(unit: Writing, asker: ManagesRubrics) -> list[ScenarioBrief]:
    """Take in the scenarios that come with Mashov, as far as they are not here yet."""
    return briefs(unit.session, asker, service.begin(unit.session, asker))


@router.post("/practice/scenarios/check")
def check_scenario(
    story: Story,
    session: Reading,
    asker: ManagesRubrics,
    scenario_id: Annotated[str | None, Query(max_length=16)] = None,
) -> list[StoryProblem]:
    """What is wrong with a story, while it is written. Nothing is kept."""
    return problems_out(service.try_out(session, asker, story, scenario_id))


@router.get("/practice/scenarios/{scenario_id}")
def get_scenario(scenario_id: str, session: Reading, asker: ManagesRubrics) -> ScenarioOut:
    """One scenario, as it is edited."""
    return scenario_out(session, service.get(session, asker, scenario_id))


@router.put("/practice/scenarios/{scenario_id}")
def change_scenario(
    scenario_id: str, wish: ScenarioIn, unit: Writing, asker: ManagesRubrics, version: IfMatch
) -> ScenarioOut:
    """Save it: a new version of the story, which is practised from now on."""
    return scenario_out(unit.session, service.change(unit.session, asker, (scenario_id, version), wish))


@router.delete("/practice/scenarios/{scenario_id}", status_code=204)
def withdraw_scenario(scenario_id: str, unit: Writing, asker: ManagesRubrics, version: IfMatch) -> None:
    """Take it out of the list; what was practised with it stays."""
    service.withdraw(unit.session, asker, (scenario_id, version))


@router.post("/practice/scenarios/{scenario_id}/clips", status_code=201)
def upload_scenario_clip(scenario_id: str, file: _Sound, asker: ManagesRubrics, parts: The) -> ScenarioClipOut:
    """Keep a recording as the sound of a line."""
    return clip_out(ClipDesk(parts.database, _recordings(parts)).upload(asker, scenario_id, file.file))


@router.post("/practice/scenarios/{scenario_id}/clips/cut", status_code=201)
def cut_scenario_clip(scenario_id: str, wish: ScenarioCutIn, asker: ManagesRubrics, parts: The) -> ScenarioClipOut:
    """Keep the customer's side of a moment of a call, as people hear it, as the sound of a line."""
    return clip_out(ClipDesk(parts.database, _recordings(parts)).cut(asker, scenario_id, wish))


@router.get(
    "/practice/clips/{clip_id}",
    response_class=StreamingResponse,
    responses={200: {"content": {"audio/ogg": {"schema": {"type": "string", "format": "binary"}}}}},
)
def get_scenario_clip(clip_id: str, session: Reading, asker: Practises, parts: The) -> Response:
    """The sound of a line."""
    key = clip_key(clips.to_hear(session, asker, clip_id).id)
    if not parts.storage.exists(key):
        raise NotFound("clip", clip_id)
    with parts.storage.open(key) as kept:
        return Response(kept.read(), media_type="audio/ogg", headers={"Cache-Control": "private, no-store"})


@router.post("/practice/scenarios/{scenario_id}/attempts", status_code=201)
def start_practice(scenario_id: str, unit: Writing, asker: HasFeedback) -> PracticeAttemptOut:
    """Begin to practise."""
    return attempt_out(unit.session, playing.start(unit.session, asker, scenario_id))


@router.get("/practice/attempts")
def list_practice(
    session: Reading,
    asker: Practises,
    *,
    person_id: Annotated[str | None, Query(max_length=16)] = None,
    scenario_id: Annotated[str | None, Query(max_length=16)] = None,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> PracticeAttemptPage:
    """Calls that were practised, the newest first: one's own, or everybody's for who trains."""
    listed = Listed(person_id, scenario_id, cursor, limit)
    return page_out(session, playing.page(session, asker, listed), limit)


@router.get("/practice/attempts/{attempt_id}")
def get_practice(attempt_id: str, session: Reading, asker: Practises) -> PracticeAttemptOut:
    """One call that is or was practised."""
    return attempt_out(session, playing.get(session, asker, attempt_id))


@router.post("/practice/attempts/{attempt_id}/replies", status_code=201)
def add_practice_reply(
    attempt_id: str,
    file: _Sound,
    step: Annotated[int, Form(ge=0, lt=MOST_STEPS)],
    asker: HasFeedback,
    parts: The,
    *,
    way: Annotated[int | None, Form(ge=0, lt=MOST_WAYS)] = None,
) -> PracticeAttemptOut:
    """The answer to the line that waits for one, and how the call goes on."""
    _desk(parts).reply(asker, attempt_id, Reply(step, way, file.file))
    return _attempt(parts, asker, attempt_id)


@router.post("/practice/attempts/{attempt_id}/finish")
def finish_practice(attempt_id: str, asker: HasFeedback, parts: The) -> PracticeAttemptOut:
    """Make one call of what was recorded; it is heard and scored like any other, and enters no figure of live calls."""
    _desk(parts).finish(asker, attempt_id)
    return _attempt(parts, asker, attempt_id)


@router.delete("/practice/attempts/{attempt_id}", status_code=204)
def give_up_practice(attempt_id: str, unit: Writing, asker: HasFeedback, parts: The) -> None:
    """Throw away what was recorded of a call that is not finished."""
    playing.give_up(unit, asker, attempt_id, _recordings(parts))


def _attempt(parts: Parts, asker: HasFeedback, attempt_id: str) -> PracticeAttemptOut:
    with parts.database.read() as session:
        return attempt_out(session, playing.get(session, asker, attempt_id))


def _recordings(parts: Parts) -> Recordings:
    return Recordings.of(parts.settings, parts.storage)


def _desk(parts: Parts) -> PracticeDesk:
    return PracticeDesk(parts.database, _recordings(parts), parts.bell.ring)
