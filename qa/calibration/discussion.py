"""What is settled when the answers lie side by side: reference answers, notes and decisions. Nothing here commits."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calibration import rating, service
from qa.calibration.schemas import NoteIn, ReferenceIn
from qa.calibration.tables import CalibrationSession, DiscussionNote, ReferenceAnswer, SessionState, Sheet
from qa.calls import blindfolds
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import NotFound, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right

#: A call and a question of the session.
Place = tuple[str, str]


def seen(session: Session, asker: Principal, session_id: str) -> CalibrationSession:
    """A session whose answers may be seen: by nobody before it is compared, nor by who judges one of its calls blind in
    another session. Raises NotFound, WrongSessionState, RatedBlind.
    """
    held = service.get(session, asker, session_id)
    service.in_state(held, SessionState.COMPARED, SessionState.DONE)
    blindfolds.check(session, asker, [chosen.call_id for chosen in held.calls])
    return held


def sheets(session: Session, held: CalibrationSession) -> Sequence[Sheet]:
    """Everybody's sheets of a session; only for one that was `seen`."""
    return session.scalars(sa.select(Sheet).where(Sheet.session_id == held.id)).all()


def references(session: Session, held: CalibrationSession) -> dict[Place, ReferenceAnswer]:
    """The reference answers that count."""
    query = sa.select(ReferenceAnswer).where(
        ReferenceAnswer.session_id == held.id, ReferenceAnswer.replaced_at.is_(None)
    )
    return {(row.call_id, row.question_id): row for row in session.scalars(query)}


def notes(session: Session, held: CalibrationSession) -> Sequence[DiscussionNote]:
    """What was written of the questions, oldest first."""
    query = sa.select(DiscussionNote).where(DiscussionNote.session_id == held.id)
    return session.scalars(query.order_by(DiscussionNote.id)).all()


def settle(session: Session, asker: Principal, at: service.At, place: Place, wish: ReferenceIn) -> CalibrationSession:
    """Set the reference answer; an older one is kept as replaced.

    Raises NotFound, StaleVersion, WrongSessionState, NoSuchOption.
    """
    held = _changing(session, asker, at)
    call_id, question_id = _placed(held, place)
    question = rating.question_of(held, question_id)
    rating.check_option(question, wish.option_id, not_applicable=wish.not_applicable)
    _replace(session, held, place)
    row = ReferenceAnswer(
        session_id=held.id, call_id=call_id, question_id=question_id, person_id=asker.person_id, **wish.model_dump()
    )
    session.add(row)
    session.flush()
    said = {"call": call_id, "question": question_id, "option": wish.option_id}
    audit.record(session, asker.person_id, "calibration_reference_set", held.id, **said)
    return held


def unsettle(session: Session, asker: Principal, at: service.At, place: Place) -> CalibrationSession:
    """Take the reference answer back. Raises NotFound where there is none."""
    held = _changing(session, asker, at)
    call_id, question_id = _placed(held, place)
    if not _replace(session, held, place):
        raise NotFound("reference answer to", question_id)
    audit.record(
        session, asker.person_id, "calibration_reference_withdrawn", held.id, call=call_id, question=question_id
    )
    return held


def settle_agreed(session: Session, asker: Principal, at: service.At) -> CalibrationSession:
    """Where two people or more answered, all the same, and nothing is settled yet, that becomes the reference."""
    held = _changing(session, asker, at)
    settled = references(session, held)
    agreed = {place: said for place, said in _agreed(sheets(session, held)).items() if place not in settled}
    session.add_all(
        ReferenceAnswer(
            session_id=held.id,
            call_id=call_id,
            question_id=question_id,
            option_id=option_id,
            not_applicable=option_id is None,
            person_id=asker.person_id,
        )
        for (call_id, question_id), option_id in agreed.items()
    )
    session.flush()
    audit.record(session, asker.person_id, "calibration_agreed_taken", held.id, answers=len(agreed))
    return held


def note(session: Session, asker: Principal, session_id: str, wish: NoteIn) -> CalibrationSession:
    """Write something about a question; what is decided is for who runs the session.

    Raises NotFound, WrongSessionState, RatedBlind, RightMissing.
    """
    asker.require(Right.CALIBRATE if wish.decision else Right.EVALUATE)
    held = seen(session, asker, session_id)
    service.in_state(held, SessionState.COMPARED)
    rating.question_of(held, wish.question_id)
    if wish.call_id is not None:
        _placed(held, (wish.call_id, wish.question_id))
    row = DiscussionNote(session_id=held.id, person_id=asker.person_id, **wish.model_dump())
    session.add(row)
    session.flush()
    deed = "calibration_decided" if wish.decision else "calibration_noted"
    audit.record(session, asker.person_id, deed, held.id, question=wish.question_id)
    return held


def _changing(session: Session, asker: Principal, at: service.At) -> CalibrationSession:
    asker.require(Right.CALIBRATE)
    session_id, version = at
    service.locked(session, asker, session_id, changing=True)
    held = seen(session, asker, session_id)
    service.in_state(held, SessionState.COMPARED)
    if held.version != version:
        raise StaleVersion("calibration session", version, held.version)
    held.version = version + 1
    return held


def _placed(held: CalibrationSession, place: Place) -> Place:
    if place[0] not in {chosen.call_id for chosen in held.calls}:
        raise NotFound("call of the session", place[0])
    return place


def _replace(session: Session, held: CalibrationSession, place: Place) -> bool:
    older = references(session, held).get(place)
    if older is not None:
        older.replaced_at = now()
    return older is not None


def _agreed(of: Iterable[Sheet]) -> dict[Place, str | None]:
    """The option, or None for "not applicable", where at least two people answered and none otherwise."""
    said: dict[Place, list[str | None]] = {}
    for sheet in of:
        for question_id, row in rating.current(sheet).items():
            said.setdefault((sheet.call_id, question_id), []).append(row.option_id)
    return {place: options[0] for place, options in said.items() if len(options) > 1 and len(set(options)) == 1}
