"""What can be done with exemplars: marked, offered, agreed to, heard. Nothing here commits."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls import service as calls
from qa.calls.tables import Call
from qa.calls.view import has_sound, spoken_language
from qa.evaluation.tables import Evaluation
from qa.exemplars.schemas import ConsentIn, ExemplarChange, ExemplarIn
from qa.exemplars.tables import Consent, Exemplar
from qa.notices.kinds import Kind
from qa.notices.service import About, tell
from qa.platform import audit
from qa.platform.clock import now
from qa.platform.errors import NotFound, Refused, StaleVersion
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.rubric.model import Question
from qa.rubric.store import rubric_of

#: An exemplar and the version of it that was read.
At = tuple[str, int]
#: Under which of its agent's choices others hear it.
_AGREED = (Consent.NAMED, Consent.UNNAMED)


class NothingShown(Refused):
    """An exemplar is one of something."""

    code = "nothing_shown"

    def __init__(self) -> None:
        super().__init__("say what the moment shows: a question of the rubric, or a phrase in words")


class NoSuchSpan(Refused):
    """The span is not one of the call."""

    code = "no_such_span"

    def __init__(self, call: Call, start_ms: int | None, end_ms: int | None) -> None:
        self.call, self.start_ms, self.end_ms = call, start_ms, end_ms
        super().__init__(f"{start_ms} to {end_ms} ms is no span of this call, which lasts {call.duration_ms} ms")


class NothingToHear(Refused):
    """An exemplar is heard, and what was written has no sound."""

    code = "nothing_to_hear"

    def __init__(self, call: Call) -> None:
        self.call = call
        super().__init__(f"call {call.id} is a written conversation; there is nothing in it to hear")


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which exemplars a list shows; None means all."""

    question_id: str | None = None
    language: str | None = None


def mark(session: Session, asker: Principal, call_id: str, wish: ExemplarIn) -> Exemplar:
    """Mark a call or a span of it.

    Raises NotFound (call, question), PracticeCall, RatedBlind, NothingShown, NoSuchSpan, NothingToHear.
    """
    asker.require(Right.EVALUATE)
    call = calls.get(session, asker, call_id)
    calls.must_be_live(call)
    blindfolds.check(session, asker, [call.id])
    if not has_sound(call):
        raise NothingToHear(call)
    _check(call, wish)
    rubric_id, question = _question(session, call, wish.question_id) if wish.question_id else (None, None)
    marked = Exemplar(
        call_id=call.id,
        agent_id=call.agent_id,
        rubric_id=rubric_id,
        question_id=wish.question_id,
        question_he=question.text.he if question else None,
        question_en=question.text.en if question else None,
        phrase=wish.phrase.strip() if wish.phrase else None,
        language=spoken_language(call),
        start_ms=wish.start_ms,
        end_ms=wish.end_ms,
        why=wish.why.strip(),
        marked_by=asker.person_id,
        offered_at=now() if wish.offered else None,
    )
    session.add(marked)
    session.flush()
    session.refresh(marked)
    audit.record(session, asker.person_id, "exemplar_marked", marked.id, call=call.id, offered=wish.offered)
    _tell(session, asker, marked)
    return marked


def page(session: Session, asker: Principal, wanted: Wanted, cursor: str | None, limit: int) -> Sequence[Exemplar]:
    """Those that are there for this person, the newest first, from behind the cursor; one more than `limit`."""
    query = _seen(asker).where(*_fitting(wanted)).order_by(Exemplar.id.desc())
    if cursor:
        query = query.where(Exemplar.id < cursor)
    return session.scalars(query.limit(limit + 1)).unique().all()


def topics(session: Session, asker: Principal) -> Sequence[tuple[str, str, str, int]]:
    """The questions that there are exemplars of for this person: id, Hebrew, English, how many."""
    seen = (
        _seen(asker)
        .where(Exemplar.question_id.is_not(None))
        .with_only_columns(
            Exemplar.question_id, sa.func.max(Exemplar.question_he), sa.func.max(Exemplar.question_en), sa.func.count()
        )
    )
    rows = session.execute(seen.group_by(Exemplar.question_id).order_by(sa.func.count().desc(), Exemplar.question_id))
    return [(row[0] or "", row[1] or "", row[2] or "", row[3]) for row in rows]


def mine(session: Session, asker: Principal) -> Sequence[Exemplar]:
    """The agent's own moments that others would like to hear, the newest first."""
    query = _own(asker).order_by(Exemplar.id.desc())
    return session.scalars(query).unique().all()


def change(session: Session, asker: Principal, at: At, wish: ExemplarChange) -> Exemplar:
    """Say better why, or offer it to other agents, or no longer. Raises NotFound, StaleVersion."""
    held = _held(session, asker, at)
    if wish.why is not None:
        held.why = wish.why.strip()
    if wish.offered is not None:
        held.offered_at = (held.offered_at or now()) if wish.offered else None
    if held.agent_id != held.call.agent_id:  # it turned out to be somebody else's call: they were never asked
        held.agent_id, held.consent = held.call.agent_id, Consent.PENDING
    held.version += 1
    session.flush()
    session.refresh(held, ["agent"])
    audit.record(session, asker.person_id, "exemplar_changed", held.id, offered=held.offered_at is not None)
    _tell(session, asker, held)
    return held


def withdraw(session: Session, asker: Principal, at: At) -> None:
    """Take it out of the collection. Raises NotFound, StaleVersion."""
    held = _held(session, asker, at)
    held.withdrawn_at = now()
    held.version += 1
    session.flush()
    audit.record(session, asker.person_id, "exemplar_withdrawn", held.id)


def consent(session: Session, asker: Principal, exemplar_id: str, wish: ConsentIn) -> Exemplar:
    """The agent's own word on whether and how others hear it; the last one counts. Raises NotFound."""
    held = session.scalars(_own(asker).where(Exemplar.id == exemplar_id)).unique().one_or_none()
    if held is None:
        raise NotFound("exemplar", exemplar_id)
    held.consent = Consent(wish.choice)
    held.version += 1
    session.flush()
    audit.record(session, asker.person_id, "exemplar_consent", held.id, choice=wish.choice)
    return held


def to_hear(session: Session, asker: Principal, exemplar_id: str) -> Exemplar:
    """The exemplar, for somebody who may hear it; that it is heard is audited. Raises NotFound."""
    seen = session.scalars(_seen(asker).where(Exemplar.id == exemplar_id)).unique().one_or_none()
    if seen is None and asker.may(Right.OWN_FEEDBACK):
        seen = session.scalars(_own(asker).where(Exemplar.id == exemplar_id)).unique().one_or_none()
    if seen is None:
        raise NotFound("exemplar", exemplar_id)
    audit.record(session, asker.person_id, "exemplar_heard", seen.id, call=seen.call_id)
    return seen


def _seen(asker: Principal) -> sa.Select[Exemplar]:
    """Whoever reviews sees all, but for calls that they judge blind; agents what is offered and agreed to."""
    query = sa.select(Exemplar).join(Call, Call.id == Exemplar.call_id)
    query = query.where(Exemplar.withdrawn_at.is_(None), ~blindfolds.blinded(asker))
    if asker.may(Right.SEE_ALL_CALLS):
        return query
    asker.require(Right.OWN_FEEDBACK)
    agreed = Exemplar.consent.in_(_AGREED)
    return query.where(Exemplar.offered_at.is_not(None), agreed, Exemplar.agent_id == Call.agent_id)


def _own(asker: Principal) -> sa.Select[Exemplar]:
    asker.require(Right.OWN_FEEDBACK)
    own = sa.and_(Exemplar.agent_id == asker.person_id, Call.agent_id == asker.person_id)
    offered = (Exemplar.withdrawn_at.is_(None), Exemplar.offered_at.is_not(None), ~blindfolds.blinded(asker))
    return sa.select(Exemplar).join(Call, Call.id == Exemplar.call_id).where(own, *offered)


def _held(session: Session, asker: Principal, at: At) -> Exemplar:
    asker.require(Right.EVALUATE)
    held = session.scalars(_seen(asker).where(Exemplar.id == at[0])).unique().one_or_none()
    if held is None:
        raise NotFound("exemplar", at[0])
    if held.version != at[1]:
        raise StaleVersion("exemplar", at[1], held.version)
    return held


def _fitting(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if wanted.question_id:
        conditions.append(Exemplar.question_id == wanted.question_id)
    if wanted.language:
        conditions.append(Exemplar.language == wanted.language)
    return conditions


def _check(call: Call, wish: ExemplarIn) -> None:
    if wish.question_id is None and wish.phrase is None:
        raise NothingShown
    start, end = wish.start_ms, wish.end_ms
    if start is None and end is None:
        return
    if start is None or end is None or not start < end <= (call.duration_ms or 0):
        raise NoSuchSpan(call, start, end)


def _question(session: Session, call: Call, question_id: str) -> tuple[str, Question]:
    evaluation = session.get(Evaluation, call.evaluation_id) if call.evaluation_id else None
    for question in rubric_of(evaluation.rubric).questions if evaluation else ():
        if evaluation is not None and question.id == question_id:
            return evaluation.rubric.rubric_id, question
    raise NotFound("question", question_id)


def _tell(session: Session, asker: Principal, offered: Exemplar) -> None:
    """Tell the agent, once, that a moment of theirs is offered: whether others hear it is theirs to say."""
    if offered.offered_at is not None and offered.agent_id:
        about = About(page=("feedback",), occasion=offered.id)
        tell(session, Kind.EXEMPLAR_OFFERED, [offered.agent_id], about, by=asker.person_id)
