"""How far a question's machine answers are trusted: measured over all sessions, proposed, and moved by people only.

Whatever the state, the machine's answers remain suggestions; what it changes is whose word they are once a review is
ended, see `qa.evaluation.signing`.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import cast

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from qa.calibration import discussion
from qa.calibration.agreement import NOT_APPLICABLE
from qa.calibration.rating import question_of
from qa.calibration.schemas import TrustIn
from qa.calibration.tables import CalibrationSession, ReferenceAnswer, SessionCall, SessionState, TrustDecision
from qa.calls.tables import Call
from qa.calls.view import live
from qa.evaluation import signing
from qa.evaluation.tables import Evaluation, SuggestionRow
from qa.platform import audit
from qa.platform.errors import StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.model import Question
from qa.rubric.store import rubric_of
from qa.scoring.agreement.ratings import Scale
from qa.scoring.agreement.reference import Judged
from qa.scoring.agreement.trust import LADDER, Proposal, Trust, propose

_SHOWN_DECISIONS = 10


@dataclass(frozen=True, slots=True)
class Trusted:
    """A question's state, what is proposed, and what people decided before, the newest first."""

    question: Question
    engine: str | None  # which answers today; None while none has
    proposal: Proposal
    decisions: Sequence[TrustDecision]


class ProposalMoved(StaleVersion):
    """What is proposed is no longer what the person saw."""

    def __init__(self, number: int, found: int) -> None:
        super().__init__("trust", number, found)


def of_session(session: Session, asker: Principal, session_id: str) -> list[Trusted]:
    """The questions of the session's rubric, measured over every session. Raises what `discussion.seen` raises."""
    held = discussion.seen(session, asker, session_id)
    return [_trusted(question, material) for material in [_material(session, held)] for question in _questions(held)]


def decide(session: Session, asker: Principal, session_id: str, question_id: str, wish: TrustIn) -> CalibrationSession:
    """Accept or decline what is proposed for a question, with a reason.

    Raises what `discussion.seen` raises, and StaleVersion where something else is proposed by now.
    """
    asker.require(Right.CALIBRATE)
    held = discussion.seen(session, asker, session_id)
    now_ = _trusted(question_of(held, question_id), _material(session, held))
    proposal, number = now_.proposal, now_.decisions[0].number if now_.decisions else 0
    if (proposal.current, proposal.proposed) != (wish.current, wish.proposed) or proposal.moves is None:
        raise ProposalMoved(number, number + 1)
    row = TrustDecision(
        rubric_id=held.rubric.rubric_id,
        question_id=question_id,
        digest=digest(now_.question),
        engine=now_.engine or "",
        number=number + 1,
        session_id=held.id,
        before=proposal.current,
        proposed=proposal.proposed,
        accepted=wish.accept,
        reason=wish.reason,
        grounds=[asdict(ground) for ground in proposal.grounds],
        person_id=asker.person_id,
    )
    session.add(row)
    try:
        session.flush()
    except IntegrityError as error:  # somebody else decided the same in this very moment
        raise ProposalMoved(number, number + 1) from error
    deed = "machine_trust_moved" if wish.accept else "machine_trust_declined"
    told = {"question": question_id, "before": proposal.current, "proposed": proposal.proposed, "reason": wish.reason}
    audit.record(session, asker.person_id, deed, held.rubric.rubric_id, **told)
    return held


def digest(question: Question) -> str:
    """What the question is, whichever version has it: a change of anything in it is another question to measure."""
    content = asdict(question)
    del content["line"]
    content["kind_name"] = question.kind.name
    return hashlib.sha256(json.dumps(content, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def judged(
    question: Question, references: Sequence[tuple[str, ReferenceAnswer]], machine: Mapping[tuple[str, str], str | None]
) -> tuple[Scale, list[Judged]]:
    """What was settled of the question and what the machine had said, oldest first; a call counts as last settled.

    `references` come with their calls, oldest first; `machine` is by reference id and question.
    "Not applicable" is an answer of the scale where anybody gave it.
    """
    last = {call_id: row for call_id, row in references if row.question_id == question.id}
    units = [
        Judged(row.option_id or NOT_APPLICABLE, machine.get((row.id, question.id)))
        for row in sorted(last.values(), key=lambda row: (row.decided_at, row.id))
    ]
    options = {option.id for option in question.options}
    units = [unit for unit in units if unit.reference in options | {NOT_APPLICABLE}]
    extra = [NOT_APPLICABLE] if any(NOT_APPLICABLE in (unit.reference, unit.given) for unit in units) else []
    return Scale("nominal", (*(option.id for option in question.options), *extra)), units


def suggested(row: SuggestionRow) -> str | None:
    """What a suggestion answers: an option, NOT_APPLICABLE, or None where it leaves the question to people."""
    return NOT_APPLICABLE if row.verdict == "not_applicable" else row.option_id


def be_heeded() -> None:
    """From now on reviews in this process are ended by what was decided here."""
    signing.ask(raised)


def raised(session: Session, evaluation: Evaluation) -> dict[str, Trust]:
    """The questions of an evaluation that were raised above the lowest state, for the engines that answered them."""
    decisions = _decisions(session, evaluation.rubric.rubric_id)
    if not decisions:
        return {}
    engine = next((row.engine for row in evaluation.suggestions), None)
    states = {
        question.id: _state(decisions.get((question.id, digest(question)), []), engine)
        for question in rubric_of(evaluation.rubric).questions
    }
    return {question_id: state for question_id, state in states.items() if state != LADDER[0]}


@dataclass(frozen=True, slots=True)
class _Material:
    """Of all compared sessions of one rubric: what was settled with its question's digest, and what was suggested."""

    engine: str | None
    references: Mapping[str, list[tuple[str, ReferenceAnswer]]]
    machine: Mapping[tuple[str, str], str | None]
    decisions: Mapping[tuple[str, str], list[TrustDecision]]


def _material(session: Session, held: CalibrationSession) -> _Material:
    engine = _present_engine(session, held)
    rubric_id = held.rubric.rubric_id
    rows = session.execute(
        sa.select(ReferenceAnswer, CalibrationSession, SessionCall)
        .join(CalibrationSession, CalibrationSession.id == ReferenceAnswer.session_id)
        .join(
            SessionCall,
            sa.and_(
                SessionCall.session_id == ReferenceAnswer.session_id, SessionCall.call_id == ReferenceAnswer.call_id
            ),
        )
        .where(
            ReferenceAnswer.replaced_at.is_(None),
            CalibrationSession.state.in_((SessionState.COMPARED, SessionState.DONE)),
            CalibrationSession.rubric.has(rubric_id=rubric_id),
        )
        .order_by(ReferenceAnswer.decided_at, ReferenceAnswer.id)
    ).unique()
    references: dict[str, list[tuple[str, ReferenceAnswer]]] = {}
    evaluations: dict[str, str] = {}
    for answer, of, chosen in rows:
        questions = {question.id: question for question in rubric_of(of.rubric).questions}
        references.setdefault(digest(questions[answer.question_id]), []).append((answer.call_id, answer))
        evaluations[answer.id] = chosen.evaluation_id
    return _Material(engine, references, _machine(session, evaluations, engine), _decisions(session, rubric_id))


def _machine(session: Session, evaluations: Mapping[str, str], engine: str | None) -> dict[tuple[str, str], str | None]:
    """By reference and question what the engines of today had said; what others said is no measure of these."""
    said: dict[str, dict[str, str | None]] = {}
    query = sa.select(SuggestionRow).where(
        SuggestionRow.evaluation_id.in_(set(evaluations.values())), SuggestionRow.engine == engine
    )
    for row in session.scalars(query):
        said.setdefault(row.evaluation_id, {})[row.question_id] = suggested(row)
    return {
        (reference, question): answer
        for reference, evaluation in evaluations.items()
        for question, answer in said.get(evaluation, {}).items()
    }


def _present_engine(session: Session, held: CalibrationSession) -> str | None:
    newest = (
        sa.select(SuggestionRow.engine)
        .join(Evaluation, Evaluation.id == SuggestionRow.evaluation_id)
        .join(Call, Call.id == Evaluation.call_id)
        .where(Evaluation.rubric.has(rubric_id=held.rubric.rubric_id), live())
        .order_by(SuggestionRow.evaluation_id.desc())
    )
    return session.scalar(newest.limit(1))


def _decisions(session: Session, rubric_id: str) -> dict[tuple[str, str], list[TrustDecision]]:
    found: dict[tuple[str, str], list[TrustDecision]] = {}
    query = sa.select(TrustDecision).where(TrustDecision.rubric_id == rubric_id)
    for row in session.scalars(query.order_by(TrustDecision.number.desc())):
        found.setdefault((row.question_id, row.digest), []).append(row)
    return found


def _questions(held: CalibrationSession) -> Sequence[Question]:
    return rubric_of(held.rubric).questions


def _trusted(question: Question, material: _Material) -> Trusted:
    key = digest(question)
    decisions = material.decisions.get((question.id, key), [])
    scale, units = judged(question, material.references.get(key, []), material.machine)
    proposal = propose(_state(decisions, material.engine), scale, units)
    return Trusted(question, material.engine, proposal, decisions[:_SHOWN_DECISIONS])


def _state(decisions: Sequence[TrustDecision], engine: str | None) -> Trust:
    accepted = (row for row in decisions if row.accepted and row.engine == engine)
    newest = next(accepted, None)
    return cast("Trust", newest.proposed) if newest else LADDER[0]
