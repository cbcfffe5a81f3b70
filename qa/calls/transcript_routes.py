"""The web's door to transcripts: their revisions, people's corrections, files to take away."""

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response
from pydantic import AwareDatetime

from qa.calls import accuracy, again, revisions, roles, sealed, service
from qa.calls.corrections import CorrectionDesk
from qa.calls.recording import Recordings
from qa.calls.schemas import (
    CorrectionIn,
    HearAgainIn,
    HearAgainOut,
    Period,
    RevisionOut,
    RolesIn,
    TranscriptOut,
    WordErrorsOut,
)
from qa.calls.transcripts import from_revision, without
from qa.calls.written import WrittenHasNoTimes
from qa.pipeline import exports
from qa.pipeline.redact import with_names
from qa.platform import audit
from qa.platform.security.sealing import Vault
from qa.platform.web import Asking, Evaluates, HearsAgain, Reading, SeesAllCalls, The, Writing, to_take_away

router = APIRouter(tags=["transcripts"])

_Number = Annotated[int, Path(ge=1, lt=1 << 31)]
_Asked = Annotated[int | None, Query(ge=1, lt=1 << 31, description="None: the one that people see")]


@router.get("/calls/{call_id}/transcripts")
def list_transcripts(call_id: str, session: Reading, asker: Asking) -> list[RevisionOut]:
    """Every revision of what was said, the newest first."""
    return revisions.listed(session, service.get(session, asker, call_id).id)


@router.get("/calls/{call_id}/transcript")
def get_transcript(call_id: str, session: Reading, asker: Asking, revision: _Asked = None) -> TranscriptOut:
    """What was said: the revision that people see, or the one of that number."""
    call = service.get(session, asker, call_id)
    return sealed.show(session, revisions.asked_for(session, call.id, revision))


@router.get(
    "/calls/{call_id}/transcript.{kind}",
    response_class=Response,
    responses={200: {"content": {media: {} for media in exports.MEDIA_TYPES.values()}}},
)
def export_transcript(
    call_id: str, kind: exports.Kind, unit: Writing, asker: Asking, revision: _Asked = None
) -> Response:
    """The transcript as a file: WebVTT, SubRip, JSON, NIST CTM or RTTM. That it was taken away is audited."""
    call = service.get(unit.session, asker, call_id)
    asked = revisions.asked_for(unit.session, call.id, revision)
    audit.record(unit.session, asker.person_id, "transcript_exported", call.id, revision=asked.revision, kind=kind)
    name, transcript = f"{call.id}-r{asked.revision}", from_revision(asked)
    if transcript.written and kind != "json":
        raise WrittenHasNoTimes(kind)
    return Response(
        exports.write(with_names(without(transcript, sealed.places(unit.session, call.id, transcript))), kind, name),
        media_type=exports.MEDIA_TYPES[kind],
        headers=to_take_away(f"{name}.{kind}"),
    )


@router.post("/calls/{call_id}/transcripts/{revision}/choose")
def choose_transcript(call_id: str, revision: _Number, unit: Writing, asker: Evaluates, parts: The) -> TranscriptOut:
    """Show this revision from now on, and score it."""
    chosen = revisions.choose(unit, asker, (call_id, revision), parts.bell.ring)
    return sealed.show(unit.session, chosen)


@router.post("/calls/{call_id}/transcript/corrections")
def correct_transcript(call_id: str, wish: CorrectionIn, asker: Evaluates, parts: The) -> TranscriptOut:
    """Put a person's words in the place of a turn's: a new revision, which is shown and scored from now on."""
    desk = CorrectionDesk(
        parts.database,
        Recordings.of(parts.settings, parts.storage),
        parts.bell.ring,
        Vault(parts.settings.sealing_key),
        redacts=parts.settings.redact == "on",
    )
    return desk.correct(asker, call_id, wish)


@router.put("/calls/{call_id}/channel-roles")
def say_roles(call_id: str, wish: RolesIn, unit: Writing, asker: Evaluates, parts: The) -> TranscriptOut:
    """Say who each side of the call is: a new revision, which is shown and scored from now on."""
    said = roles.say(unit, asker, call_id, wish, parts.bell.ring)
    return sealed.show(unit.session, said)


@router.post("/retranscriptions")
def hear_again(wish: HearAgainIn, unit: Writing, asker: HearsAgain, parts: The) -> HearAgainOut:
    """Hear calls again with the engines of now, into new revisions."""
    wanted = again.Wanted(tuple(wish.call_ids), wish.since, wish.language, wish.engine_other_than)
    choice = again.choose(unit.session, asker, wanted)
    if not wish.dry_run:
        again.hear_again(unit, asker, choice, parts.bell.ring)
    return HearAgainOut(calls=len(choice.call_ids), waiting=choice.waiting)


@router.get("/quality/wer")
def get_word_errors(
    session: Reading,
    asker: SeesAllCalls,
    by: Period = "month",
    since: Annotated[AwareDatetime | None, Query()] = None,
) -> list[WordErrorsOut]:
    """How far machines were off, by what people corrected: a line a period, language and set of engines."""
    return accuracy.word_errors(session, asker, by, since)
