"""The web's door to calibration sessions."""

from typing import Annotated

from fastapi import APIRouter, Query

from qa.calibration import discussion, measures, rating, service, trust
from qa.calibration.schemas import (
    AgreementOut,
    ComparisonOut,
    NoteIn,
    RatingIn,
    ReferenceIn,
    SessionCallOut,
    SessionIn,
    SessionOut,
    SessionPage,
    SheetOut,
    TrustIn,
    TrustOut,
)
from qa.calibration.view import comparison_out, session_call_out, session_out, sheet_out
from qa.platform.web import Calibrates, Evaluates, IfMatch, Reading, Writing

router = APIRouter(prefix="/calibration", tags=["calibration"])


@router.get("")
def list_calibrations(
    session: Reading,
    asker: Evaluates,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 30,
) -> SessionPage:
    """The sessions that the asker runs or scores in, the newest first."""
    rows = service.page(session, asker, cursor, limit)
    shown = rows[:limit]
    return SessionPage(
        items=[session_out(session, asker, held) for held in shown],
        next_cursor=shown[-1].id if len(rows) > limit else None,
    )


@router.post("", status_code=201)
def create_calibration(wish: SessionIn, unit: Writing, asker: Calibrates) -> SessionOut:
    """Draft a session."""
    return session_out(unit.session, asker, service.create(unit.session, asker, wish))


@router.get("/candidates")
def list_calibration_candidates(
    rubric_id: Annotated[str, Query(max_length=80)],
    version: Annotated[int, Query(ge=1, lt=1 << 31)],
    session: Reading,
    asker: Calibrates,
    limit: Annotated[int, Query(ge=1, le=200)] = 100,
) -> list[SessionCallOut]:
    """The newest calls that were held against a rubric version, without what was made of them."""
    return [session_call_out(call) for call in service.candidates(session, asker, rubric_id, version, limit)]


@router.get("/{session_id}")
def get_calibration(session_id: str, session: Reading, asker: Evaluates) -> SessionOut:
    """One session."""
    return session_out(session, asker, service.get(session, asker, session_id))


@router.put("/{session_id}")
def change_calibration(
    session_id: str, wish: SessionIn, unit: Writing, asker: Calibrates, version: IfMatch
) -> SessionOut:
    """Choose anew, while it is a draft."""
    return session_out(unit.session, asker, service.change(unit.session, asker, (session_id, version), wish))


@router.delete("/{session_id}", status_code=204)
def discard_calibration(session_id: str, unit: Writing, asker: Calibrates, version: IfMatch) -> None:
    """Delete a draft."""
    service.discard(unit.session, asker, (session_id, version))


@router.post("/{session_id}/open")
def open_calibration(session_id: str, unit: Writing, asker: Calibrates, version: IfMatch) -> SessionOut:
    """Let everybody score."""
    return session_out(unit.session, asker, service.open_(unit.session, asker, (session_id, version)))


@router.post("/{session_id}/compare")
def compare_calibration(session_id: str, unit: Writing, asker: Calibrates, version: IfMatch) -> SessionOut:
    """Close the scoring and show everybody's answers."""
    return session_out(unit.session, asker, service.compare(unit.session, asker, (session_id, version)))


@router.post("/{session_id}/finish")
def finish_calibration(session_id: str, unit: Writing, asker: Calibrates, version: IfMatch) -> SessionOut:
    """What was settled stays."""
    return session_out(unit.session, asker, service.finish(unit.session, asker, (session_id, version)))


@router.get("/{session_id}/sheets/{call_id}")
def get_sheet(session_id: str, call_id: str, session: Reading, asker: Evaluates) -> SheetOut:
    """One's own scoring of a call."""
    held, sheet = rating.own(session, asker, session_id, call_id)
    return sheet_out(session, asker, held, sheet)


@router.put("/{session_id}/sheets/{call_id}/ratings/{question_id}")
def put_rating(
    session_id: str,
    call_id: str,
    question_id: str,
    wish: RatingIn,
    unit: Writing,
    asker: Evaluates,
    version: IfMatch,
) -> SheetOut:
    """Answer one question, seen by nobody until the session is compared."""
    sheet = rating.rate(unit.session, asker, rating.SheetAt(session_id, call_id, version), question_id, wish)
    return sheet_out(unit.session, asker, service.get(unit.session, asker, session_id), sheet)


@router.delete("/{session_id}/sheets/{call_id}/ratings/{question_id}")
def delete_rating(
    session_id: str, call_id: str, question_id: str, unit: Writing, asker: Evaluates, version: IfMatch
) -> SheetOut:
    """Take an answer back."""
    sheet = rating.withdraw(unit.session, asker, rating.SheetAt(session_id, call_id, version), question_id)
    return sheet_out(unit.session, asker, service.get(unit.session, asker, session_id), sheet)


@router.post("/{session_id}/hand-in")
def hand_in_calibration(session_id: str, unit: Writing, asker: Evaluates) -> SessionOut:
    """Say that one's own answers are final; with the last one's, all are compared."""
    return session_out(unit.session, asker, rating.hand_in(unit.session, asker, session_id))


@router.get("/{session_id}/comparison")
def get_comparison(session_id: str, session: Reading, asker: Evaluates) -> ComparisonOut:
    """All answers side by side, once the session is compared."""
    return comparison_out(session, asker, discussion.seen(session, asker, session_id))


@router.get("/{session_id}/agreement")
def get_agreement(session_id: str, session: Reading, asker: Evaluates) -> AgreementOut:
    """How far people agree with each other, and they and the machine with the reference."""
    return measures.agreement_out(measures.material(session, discussion.seen(session, asker, session_id)))


@router.put("/{session_id}/references/{call_id}/{question_id}")
def put_reference(
    session_id: str,
    call_id: str,
    question_id: str,
    wish: ReferenceIn,
    unit: Writing,
    asker: Calibrates,
    version: IfMatch,
) -> ComparisonOut:
    """Settle what the answer is, and say what was decided."""
    held = discussion.settle(unit.session, asker, (session_id, version), (call_id, question_id), wish)
    return comparison_out(unit.session, asker, held)


@router.delete("/{session_id}/references/{call_id}/{question_id}")
def delete_reference(
    session_id: str, call_id: str, question_id: str, unit: Writing, asker: Calibrates, version: IfMatch
) -> ComparisonOut:
    """Leave the answer open again."""
    held = discussion.unsettle(unit.session, asker, (session_id, version), (call_id, question_id))
    return comparison_out(unit.session, asker, held)


@router.post("/{session_id}/references")
def take_agreed(session_id: str, unit: Writing, asker: Calibrates, version: IfMatch) -> ComparisonOut:
    """Settle what everybody answered alike, where nothing is settled yet."""
    held = discussion.settle_agreed(unit.session, asker, (session_id, version))
    return comparison_out(unit.session, asker, held)


@router.post("/{session_id}/notes", status_code=201)
def add_discussion_note(session_id: str, wish: NoteIn, unit: Writing, asker: Evaluates) -> ComparisonOut:
    """Write something about a question."""
    return comparison_out(unit.session, asker, discussion.note(unit.session, asker, session_id, wish))


@router.get("/{session_id}/trust")
def get_trust(session_id: str, session: Reading, asker: Evaluates) -> list[TrustOut]:
    """How far the machine's answers to each question are trusted, and what is proposed."""
    return [measures.trust_out(trusted) for trusted in trust.of_session(session, asker, session_id)]


@router.post("/{session_id}/trust/{question_id}")
def decide_trust(session_id: str, question_id: str, wish: TrustIn, unit: Writing, asker: Calibrates) -> list[TrustOut]:
    """Accept or decline what is proposed."""
    trust.decide(unit.session, asker, session_id, question_id, wish)
    return [measures.trust_out(trusted) for trusted in trust.of_session(unit.session, asker, session_id)]
