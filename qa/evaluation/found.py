"""What was found in a call, and in short names, so that many calls can be narrowed by it without opening one.

The names are built here and nowhere else: of the customer's tone, of situations and how they ended, and of a call that
failed by one answer alone. They follow the evaluation that stands, within the transaction that changes it.
"""

from collections.abc import Sequence
from typing import Literal

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import from_revision
from qa.evaluation.findings import CorrectionOut, FindingsOut, ToneOut, with_corrections
from qa.evaluation.tables import Evaluation, FoundInCall, ToneCorrection

#: The customer's tone: low in some quarter, low in the last, better or worse at the end than at the beginning, or
#: known and low in none.
CustomerTone = Literal["low", "ended_low", "rose", "fell", "never_low"]
#: How an opportunity of a situation ended.
Outcome = Literal["answered", "late", "missed", "unsure"]
AUTO_FAILED = "auto_failed"

#: On the scale from -5 to +5: from where on a quarter is low, and what is a change.
_LOW, _CHANGE = -1.0, 1.0


def tone_name(tone: CustomerTone) -> str:
    """The name under which calls with this tone of the customer are kept."""
    return f"tone.{tone}"


def situation_name(question_id: str, outcome: Outcome | None = None) -> str:
    """The name under which calls are kept in which a situation came up, or came up and ended so."""
    return f"situation.{question_id}.{outcome}" if outcome else f"situation.{question_id}"


def holds(name: str) -> sa.ColumnElement[bool]:
    """The condition under which this was found in a call, as part of a query for calls."""
    return sa.select(FoundInCall.call_id).where(FoundInCall.name == name, FoundInCall.call_id == Call.id).exists()


def findings_of(session: Session, evaluation: Evaluation) -> FindingsOut:
    """What was found in the call, with people's word on the tone of turns."""
    findings = FindingsOut.model_validate(evaluation.findings or {})
    findings.corrections = [
        CorrectionOut(turn=row.turn, label=row.label, reason=row.reason, person_name=row.person.name, at=row.at)
        for row in tone_corrections(session, evaluation)
    ]
    if findings.tone and findings.corrections:
        transcript = from_revision(session.get_one(TranscriptRevision, evaluation.transcript_id))
        findings.tone = with_corrections(findings.tone, findings.corrections, transcript)
    return findings


def tone_corrections(session: Session, evaluation: Evaluation) -> Sequence[ToneCorrection]:
    """What people said of the tone of turns, in their order."""
    rows = sa.select(ToneCorrection).where(ToneCorrection.transcript_id == evaluation.transcript_id)
    return session.scalars(rows.order_by(ToneCorrection.turn)).all()


def keep(session: Session, evaluation: Evaluation) -> None:
    """Let the call be found by this evaluation's findings and by no others."""
    _keep(session, evaluation.call_id, names(findings_of(session, evaluation)), FoundInCall.name != AUTO_FAILED)


def names(findings: FindingsOut) -> set[str]:
    """Under which names a call with these findings is kept; whether it failed by one answer is no finding."""
    wanted = {tone_name(one) for one in _tones(findings.tone)}
    for one in findings.opportunities:
        wanted |= {situation_name(one.question_id), situation_name(one.question_id, one.outcome)}
    return wanted


def keep_auto_failed(session: Session, call_id: str, *, failed: bool) -> None:
    """Let the call be found by having failed by one answer, or no longer."""
    _keep(session, call_id, {AUTO_FAILED} if failed else set(), FoundInCall.name == AUTO_FAILED)


def _keep(session: Session, call_id: str, wanted: set[str], among: sa.ColumnElement[bool]) -> None:
    # Whoever changes what was found does it one after the other.
    session.execute(sa.select(Call.id).where(Call.id == call_id).with_for_update())
    of_call = (FoundInCall.call_id == call_id, among)
    before = set(session.scalars(sa.select(FoundInCall.name).where(*of_call)))
    if before - wanted:
        session.execute(sa.delete(FoundInCall).where(*of_call, FoundInCall.name.in_(before - wanted)))
    session.add_all(FoundInCall(call_id=call_id, name=name) for name in sorted(wanted - before))
    session.flush()


def _tones(tone: ToneOut | None) -> list[CustomerTone]:
    quarters = [value for value in (tone.quarters.get("customer", []) if tone else []) if value is not None]
    if not quarters:
        return []
    first, last, lowest = quarters[0], quarters[-1], min(quarters)
    so: dict[CustomerTone, bool] = {
        "low": lowest <= _LOW,
        "ended_low": last <= _LOW,
        "rose": last - first >= _CHANGE,
        "fell": first - last >= _CHANGE,
        "never_low": lowest > _LOW,
    }
    return [name for name, is_so in so.items() if is_so]
