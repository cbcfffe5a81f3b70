"""The life of a calibration session: drafted, opened, compared, done. Nothing here commits."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calibration.schemas import SessionIn
from qa.calibration.tables import CalibrationSession, Participant, SessionCall, SessionState, Sheet
from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.calls.view import live, visible_to
from qa.evaluation.tables import Evaluation
from qa.people.tables import Person
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right, may
from qa.rubric.tables import RubricVersion

#: A session and the version of it that was read.
At = tuple[str, int]


class WrongSessionState(Conflict):
    """The session is not where this step belongs."""

    code = "wrong_session_state"

    def __init__(self, held: CalibrationSession, needed: Sequence[SessionState]) -> None:
        self.held, self.needed = held, needed
        super().__init__(f"the session is {held.state.value}; this needs it to be {' or '.join(needed)}")


class CannotScore(Refused):
    """Somebody chosen to score calls is no reviewer, trainer or administrator, or cannot sign in any more."""

    code = "cannot_score"

    def __init__(self, person: Person) -> None:
        self.person = person
        super().__init__(f"{person.name} cannot score calls: choose people who may, and who can sign in")


class NotOfThisRubric(Refused):
    """A chosen call was never held against the session's rubric version, so that the machine has no answers to it."""

    code = "not_of_this_rubric"

    def __init__(self, call_id: str, rubric: RubricVersion) -> None:
        self.call_id, self.rubric = call_id, rubric
        super().__init__(f"call {call_id} was not scored by {rubric.rubric_id} version {rubric.version}")


def page(session: Session, asker: Principal, cursor: str | None, limit: int) -> Sequence[CalibrationSession]:
    """The sessions that are there for this person, the newest first, from behind the cursor; one more than `limit`."""
    query = sa.select(CalibrationSession).where(_visible(asker)).order_by(CalibrationSession.id.desc())
    if cursor:
        query = query.where(CalibrationSession.id < cursor)
    return session.scalars(query.limit(limit + 1)).unique().all()


def get(session: Session, asker: Principal, session_id: str) -> CalibrationSession:
    """The session, if it is there for this person. Raises NotFound."""
    query = sa.select(CalibrationSession).where(CalibrationSession.id == session_id, _visible(asker))
    found = session.scalars(query).unique().one_or_none()
    if found is None:
        raise NotFound("calibration session", session_id)
    return found


def locked(session: Session, asker: Principal, session_id: str, *, changing: bool) -> CalibrationSession:
    """The same, so that its state cannot move until the transaction ends; `changing`: nor be looked at to change it."""
    held = sa.select(CalibrationSession.id).where(CalibrationSession.id == session_id)
    session.execute(held.with_for_update(read=not changing))
    return get(session, asker, session_id)


def candidates(session: Session, asker: Principal, rubric_id: str, version: int, limit: int) -> Sequence[Call]:
    """The newest calls that were held against this rubric version. Raises NotFound."""
    asker.require(Right.CALIBRATE)
    rubric = _rubric(session, rubric_id, version)
    scored = sa.select(Evaluation.call_id).where(Evaluation.rubric_version_id == rubric.id)
    query = sa.select(Call).where(Call.id.in_(scored), live(), visible_to(asker)).order_by(Call.id.desc())
    return session.scalars(query.limit(limit)).all()


def create(session: Session, asker: Principal, wish: SessionIn) -> CalibrationSession:
    """A draft. Raises NotFound (rubric, call, person), CannotScore, NotOfThisRubric."""
    asker.require(Right.CALIBRATE)
    held = CalibrationSession(made_by=asker.person_id)
    _fill(session, asker, held, wish)
    session.add(held)
    session.flush()
    session.refresh(held)
    audit.record(session, asker.person_id, "calibration_drafted", held.id, calls=len(held.calls))
    return held


def change(session: Session, asker: Principal, at: At, wish: SessionIn) -> CalibrationSession:
    """Another choice for a draft. Raises what `create` raises, StaleVersion, WrongSessionState."""
    held = _step(session, asker, at, (SessionState.DRAFT,))
    held.participants.clear()
    held.calls.clear()
    session.flush()
    _fill(session, asker, held, wish)
    session.flush()
    session.refresh(held)
    audit.record(session, asker.person_id, "calibration_changed", held.id, calls=len(held.calls))
    return held


def discard(session: Session, asker: Principal, at: At) -> None:
    """Delete a draft, which nobody has scored in. Raises StaleVersion, WrongSessionState."""
    held = _step(session, asker, at, (SessionState.DRAFT,))
    session.delete(held)
    session.flush()
    audit.record(session, asker.person_id, "calibration_discarded", held.id)


def open_(session: Session, asker: Principal, at: At) -> CalibrationSession:
    """Everybody gets a sheet for each call, and a blindfold before it. Raises StaleVersion, WrongSessionState."""
    held = _step(session, asker, at, (SessionState.DRAFT,))
    held.state, held.opened_at = SessionState.OPEN, now()
    call_ids = [chosen.call_id for chosen in held.calls]
    people = [participant.person_id for participant in held.participants]
    for call_id in call_ids:
        session.add_all(Sheet(session_id=held.id, call_id=call_id, person_id=person) for person in people)
    blindfolds.tie(session, held.id, call_ids, people)
    audit.record(session, asker.person_id, "calibration_opened", held.id, people=people)
    return held


def compare(session: Session, asker: Principal, at: At) -> CalibrationSession:
    """Close the scoring, whoever has not finished, and let everybody see. Raises StaleVersion, WrongSessionState."""
    held = _step(session, asker, at, (SessionState.OPEN,))
    close(session, held)
    audit.record(session, asker.person_id, "calibration_compared", held.id)
    return held


def close(session: Session, held: CalibrationSession) -> None:
    """No more scoring; the blindfolds come off."""
    held.state, held.compared_at = SessionState.COMPARED, now()
    blindfolds.untie(session, held.id)
    session.flush()


def finish(session: Session, asker: Principal, at: At) -> CalibrationSession:
    """What was settled stays as it is. Raises StaleVersion, WrongSessionState."""
    held = _step(session, asker, at, (SessionState.COMPARED,))
    held.state, held.done_at = SessionState.DONE, now()
    session.flush()
    audit.record(session, asker.person_id, "calibration_done", held.id)
    return held


def in_state(held: CalibrationSession, *needed: SessionState) -> None:
    """Raises WrongSessionState."""
    if held.state not in needed:
        raise WrongSessionState(held, needed)


def _step(session: Session, asker: Principal, at: At, needed: Sequence[SessionState]) -> CalibrationSession:
    """A step of the session's life: allowed, of the version that was read, in the right state."""
    asker.require(Right.CALIBRATE)
    session_id, version = at
    held = locked(session, asker, session_id, changing=True)
    if held.version != version:
        raise StaleVersion("calibration session", version, held.version)
    in_state(held, *needed)
    held.version = version + 1
    return held


def _visible(asker: Principal) -> sa.ColumnElement[bool]:
    """Who runs sessions sees them all; the others see those that they score in, once they are open."""
    if asker.may(Right.CALIBRATE):
        return sa.true()
    mine = sa.select(Participant.session_id).where(
        Participant.session_id == CalibrationSession.id, Participant.person_id == asker.person_id
    )
    return sa.and_(CalibrationSession.state != SessionState.DRAFT, mine.exists())


def _fill(session: Session, asker: Principal, held: CalibrationSession, wish: SessionIn) -> None:
    rubric = _rubric(session, wish.rubric_id, wish.rubric_version)
    held.title, held.rubric_version_id, held.hides_machine = wish.title, rubric.id, wish.hides_machine
    people = list(dict.fromkeys(wish.participant_ids))
    held.participants = [Participant(person_id=_scorer(session, person_id).id) for person_id in people]
    calls = dict.fromkeys(wish.call_ids)
    held.calls = [
        SessionCall(call_id=call_id, place=place, evaluation_id=_evaluation(session, asker, call_id, rubric))
        for place, call_id in enumerate(calls)
    ]


def _rubric(session: Session, rubric_id: str, version: int) -> RubricVersion:
    query = sa.select(RubricVersion).where(RubricVersion.rubric_id == rubric_id, RubricVersion.version == version)
    found = session.scalar(query)
    if found is None:
        raise NotFound("rubric", f"{rubric_id} version {version}")
    return found


def _scorer(session: Session, person_id: str) -> Person:
    person = session.get(Person, person_id)
    if person is None:
        raise NotFound("person", person_id)
    if person.disabled or not may(person.role, Right.EVALUATE):
        raise CannotScore(person)
    return person


def _evaluation(session: Session, asker: Principal, call_id: str, rubric: RubricVersion) -> str:
    """The evaluation of the call by that rubric version: the one that stands, or else the newest."""
    call = session.scalar(sa.select(Call).where(Call.id == call_id, live(), visible_to(asker)))
    if call is None:
        raise NotFound("call", call_id)
    order = (sa.case((Evaluation.id == call.evaluation_id, 0), else_=1), Evaluation.id.desc())
    query = sa.select(Evaluation.id).where(Evaluation.call_id == call_id, Evaluation.rubric_version_id == rubric.id)
    found = session.scalar(query.order_by(*order).limit(1))
    if found is None:
        raise NotOfThisRubric(call_id, rubric)
    return found
