"""What people see of a call's findings, and a reviewer's word on the tone of a turn.

A correction stands beside the machine's mark, on the transcript that both are about; neither overwrites the other.
"""

from sqlalchemy.orm import Session

from qa.calls.tables import TranscriptRevision
from qa.evaluation import found, marks, service
from qa.evaluation.findings import FindingsOut, ToneCorrectionIn
from qa.evaluation.tables import Evaluation, ToneCorrection
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right


def of_call(session: Session, asker: Principal, call_id: str) -> FindingsOut:
    """The findings of the call's newest evaluation that is there for this person. Raises NotFound."""
    return found.findings_of(session, service.of_call(session, asker, call_id))


def correct_tone(session: Session, asker: Principal, call_id: str, wish: ToneCorrectionIn) -> FindingsOut:
    """Say what the tone of a turn is, in place of what was said of it before. Raises NotFound (call or turn)."""
    asker.require(Right.EVALUATE)
    evaluation = service.of_call(session, asker, call_id)
    _check_turn(session, evaluation, wish.turn)
    correction = _correction(session, evaluation, wish.turn)
    if correction is None:
        correction = ToneCorrection(call_id=call_id, transcript_id=evaluation.transcript_id, turn=wish.turn)
        session.add(correction)
    correction.label, correction.reason = wish.label, wish.reason
    correction.person_id, correction.at = asker.person_id, now()
    session.flush()
    session.refresh(correction, ["person"])
    audit.record(session, asker.person_id, "tone_corrected", call_id, turn=wish.turn, label=wish.label)
    return _kept(session, evaluation)


def withdraw_tone(session: Session, asker: Principal, call_id: str, turn: int) -> FindingsOut:
    """Take a correction back, so that the machine's mark stands alone. Raises NotFound where there is none."""
    asker.require(Right.EVALUATE)
    evaluation = service.of_call(session, asker, call_id)
    correction = _correction(session, evaluation, turn)
    if correction is None:
        raise NotFound("correction of turn", str(turn))
    session.delete(correction)
    audit.record(session, asker.person_id, "tone_correction_withdrawn", call_id, turn=turn, label=correction.label)
    return _kept(session, evaluation)


def _kept(session: Session, evaluation: Evaluation) -> FindingsOut:
    session.flush()
    found.keep(session, evaluation)
    marks.tell(evaluation, evaluation.call)
    return found.findings_of(session, evaluation)


def _correction(session: Session, evaluation: Evaluation, turn: int) -> ToneCorrection | None:
    return next((row for row in found.tone_corrections(session, evaluation) if row.turn == turn), None)


def _check_turn(session: Session, evaluation: Evaluation, turn: int) -> None:
    turns = session.get_one(TranscriptRevision, evaluation.transcript_id).body["turns"]
    if turn >= len(turns):
        raise NotFound("turn", str(turn))
