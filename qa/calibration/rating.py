"""Scoring a call in a session: each for oneself, on a sheet of one's own. Nothing here commits."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calibration import service
from qa.calibration.schemas import RatingIn
from qa.calibration.tables import CalibrationSession, Participant, Rating, SessionState, Sheet
from qa.evaluation.service import NoSuchOption
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import Conflict, NotFound, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.model import Question, Rubric
from qa.rubric.store import rubric_of
from qa.scoring.score import Answer, Score, score


class NotFinished(Conflict):
    """Somebody hands in who has not answered everything."""

    code = "sheets_not_finished"

    def __init__(self, count: int) -> None:
        self.count = count
        super().__init__(f"{count} calls are not scored to the end; finish them before handing in")


class HandedIn(Conflict):
    """Who has handed in has had the last word."""

    code = "handed_in"

    def __init__(self, participant: Participant) -> None:
        self.participant = participant
        super().__init__("you have handed your answers in; they are compared when everybody has")


@dataclass(frozen=True, slots=True)
class SheetAt:
    """A sheet by its session and call, and the version of it that was read."""

    session_id: str
    call_id: str
    version: int


def current(sheet: Sheet) -> dict[str, Rating]:
    """The rating that counts for each question."""
    return {rating.question_id: rating for rating in sheet.ratings if rating.replaced_at is None}


def answers_of(ratings: Mapping[str, Rating]) -> dict[str, Answer]:
    """Ratings as what a score is made of."""
    return {question_id: Answer(rating.option_id, rating.not_applicable) for question_id, rating in ratings.items()}


def score_of(sheet: Sheet, rubric: Rubric) -> Score:
    """The score by this sheet alone: the machine has no part in it."""
    return score_alone(rubric, answers_of(current(sheet)))


def score_alone(rubric: Rubric, answers: Mapping[str, Answer]) -> Score:
    """The score of people's answers. A comparison asks for the same ones again and again, so they are kept."""
    return _scored(rubric, frozenset(answers.items()))


@lru_cache(maxsize=4096)
def _scored(rubric: Rubric, answers: frozenset[tuple[str, Answer]]) -> Score:
    return score(rubric, {}, dict(answers))


def own(session: Session, asker: Principal, session_id: str, call_id: str) -> tuple[CalibrationSession, Sheet]:
    """The asker's own sheet for a call; nobody can ask for another's. Raises NotFound."""
    asker.require(Right.EVALUATE)
    return _own(session, asker, service.get(session, asker, session_id), call_id)


def rate(session: Session, asker: Principal, at: SheetAt, question_id: str, wish: RatingIn) -> Sheet:
    """Answer one question. Raises NotFound, StaleVersion, WrongSessionState, HandedIn, NoSuchOption."""

    def said(sheet: Sheet, question: Question) -> None:
        check_option(question, wish.option_id, not_applicable=wish.not_applicable)
        _replace(sheet, question_id)
        sheet.ratings.append(Rating(**wish.model_dump(), question_id=question_id, rated_at=now()))

    return _change(session, asker, at, question_id, said)


def withdraw(session: Session, asker: Principal, at: SheetAt, question_id: str) -> Sheet:
    """Take a rating back; it is kept as replaced."""
    return _change(session, asker, at, question_id, lambda sheet, question: _replace(sheet, question.id))


def hand_in(session: Session, asker: Principal, session_id: str) -> CalibrationSession:
    """Say that one's own answers are final. With the last one's, the answers are compared.

    Raises NotFound, WrongSessionState, HandedIn, NotFinished.
    """
    asker.require(Right.EVALUATE)
    # Two last ones at the same moment: the second waits here, and sees that the first has handed in.
    held = service.locked(session, asker, session_id, changing=True)
    service.in_state(held, SessionState.OPEN)
    participant = _participant(held, asker)
    open_sheets = sa.select(sa.func.count()).select_from(Sheet)
    mine = open_sheets.where(Sheet.session_id == session_id, Sheet.person_id == asker.person_id, ~Sheet.complete)
    if missing := session.scalar(mine):
        raise NotFinished(missing)
    participant.handed_in_at = now()
    held.version += 1
    session.flush()
    audit.record(session, asker.person_id, "calibration_handed_in", held.id)
    if all(one.handed_in_at for one in held.participants):
        service.close(session, held)
        audit.record(session, None, "calibration_compared", held.id)
    return held


def check_option(question: Question, option_id: str | None, *, not_applicable: bool) -> None:
    """Raises NoSuchOption unless exactly one of an offered option and "not applicable" is said."""
    offered = {option.id for option in question.options}
    if not_applicable == (option_id is not None) or (option_id is not None and option_id not in offered):
        raise NoSuchOption(question, option_id)


def question_of(held: CalibrationSession, question_id: str) -> Question:
    """The question of the session's rubric. Raises NotFound."""
    try:
        return rubric_of(held.rubric).question(question_id)
    except KeyError as error:
        raise NotFound("question", question_id) from error


def _change(
    session: Session, asker: Principal, at: SheetAt, question_id: str, change: Callable[[Sheet, Question], None]
) -> Sheet:
    asker.require(Right.EVALUATE)
    held = service.locked(session, asker, at.session_id, changing=False)
    _, sheet = _own(session, asker, held, at.call_id)
    service.in_state(held, SessionState.OPEN)
    _participant(held, asker)
    if sheet.version != at.version:
        raise StaleVersion("sheet", at.version, sheet.version)
    change(sheet, question_of(held, question_id))
    sheet.version = at.version + 1
    sheet.complete = score_of(sheet, rubric_of(held.rubric)).undecided == 0
    session.flush()
    # What was answered stays out of the trail, which others may read while the session is open.
    audit.record(session, asker.person_id, "calibration_rated", sheet.id, question=question_id)
    return sheet


def _own(
    session: Session, asker: Principal, held: CalibrationSession, call_id: str
) -> tuple[CalibrationSession, Sheet]:
    query = sa.select(Sheet).where(
        Sheet.session_id == held.id, Sheet.call_id == call_id, Sheet.person_id == asker.person_id
    )
    sheet = session.scalar(query)
    if sheet is None:
        raise NotFound("sheet for call", call_id)
    return held, sheet


def _participant(held: CalibrationSession, asker: Principal) -> Participant:
    for participant in held.participants:
        if participant.person_id == asker.person_id:
            if participant.handed_in_at is not None:
                raise HandedIn(participant)
            return participant
    raise NotFound("participant of session", held.id)


def _replace(sheet: Sheet, question_id: str) -> None:
    for older in sheet.ratings:
        if older.question_id == question_id and older.replaced_at is None:
            older.replaced_at = now()
