"""The revisions of a call's transcript: which there are, and which one people see.

The newest revision is shown and scored. There is one exception: what a machine hears anew never takes the place of what
a person corrected. It is listed, and shown as soon as a person chooses it.
"""

import json
from collections.abc import Callable, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, aliased, defer

from qa.calls import service, transcripts
from qa.calls.schemas import RevisionOut, TranscriptOut
from qa.calls.service import Ring
from qa.calls.tables import CORRECTED, MACHINE, Call, TranscriptRevision
from qa.calls.view import visible_to
from qa.people.tables import Person
from qa.pipeline.model import Transcript
from qa.pipeline.redact import Place
from qa.platform import audit
from qa.platform.database import UnitOfWork
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right

_KEY_LENGTH = 200

#: What is done, within the same transaction, when another revision of a call is shown.
Follow = Callable[[Call, TranscriptRevision], None]
_following: list[Follow] = []


def when_shown(follow: Follow) -> None:
    """Do this from now on whenever another revision of a call is shown. Saying so twice is saying so once."""
    if follow not in _following:
        _following.append(follow)


def shown_id() -> sa.ColumnElement[str]:
    """The id of the revision that is shown of a call, as part of a query for calls."""
    any_of_call = aliased(TranscriptRevision)
    of_call = sa.select(any_of_call.id).where(any_of_call.call_id == Call.id).correlate(Call)
    newest = of_call.order_by(any_of_call.revision.desc()).limit(1).scalar_subquery()
    return sa.func.coalesce(Call.transcript_id, newest)


def shown(session: Session, call_id: str) -> TranscriptRevision:
    """The revision of the call's transcript that people see. Raises NotFound."""
    chosen = sa.select(shown_id()).where(Call.id == call_id).scalar_subquery()
    return _found(session, TranscriptRevision.id == chosen, call_id)


def numbered(session: Session, call_id: str, revision: int) -> TranscriptRevision:
    """The revision of that number. Raises NotFound."""
    this = sa.and_(TranscriptRevision.call_id == call_id, TranscriptRevision.revision == revision)
    return _found(session, this, call_id)


def asked_for(session: Session, call_id: str, revision: int | None) -> TranscriptRevision:
    """The revision of that number, or without one the revision that people see. Raises NotFound."""
    return shown(session, call_id) if revision is None else numbered(session, call_id, revision)


def show(session: Session, revision: TranscriptRevision, hidden: Sequence[Place] = ()) -> TranscriptOut:
    """The revision as the web says it, with the names of those who corrected it and what they corrected.

    `hidden` is where a number was found since, in whatever revision: what stands there is left out of this one too.
    """
    ids = {person for _turn, person, _at in revision.body.get("corrected", ())}
    people = session.execute(sa.select(Person.id, Person.name).where(Person.id.in_(ids))) if ids else ()
    names = {person.id: person.name for person in people}
    return transcripts.show(revision, names, machine_of(session, revision), hidden)


def machine_of(session: Session, revision: TranscriptRevision) -> TranscriptRevision:
    """What was heard before anybody corrected it, turn by turn the same; the revision itself where nobody did."""
    return session.get_one(TranscriptRevision, revision.machine_id) if revision.machine_id else revision


def listed(session: Session, call_id: str) -> list[RevisionOut]:
    """All revisions of the call, the newest first."""
    rows = _of_call(session, call_id)
    numbers = {row.id: row.revision for row in rows}
    heard = {row.id: row.engine_key for row in rows}
    now_shown = session.scalar(sa.select(shown_id()).where(Call.id == call_id))
    return [
        RevisionOut(
            revision=row.revision,
            origin=CORRECTED if row.origin == CORRECTED else MACHINE,
            shown=row.id == now_shown,
            language=row.language,
            engine=heard[row.machine_id or row.id],
            person_name=row.maker.name if row.maker else None,
            based_on=numbers[row.based_on] if row.based_on else None,
            created_at=row.created_at,
        )
        for row in rows
    ]


def choose(unit: UnitOfWork, asker: Principal, at: tuple[str, int], ring: Ring) -> TranscriptRevision:
    """Show this revision (call, number) from now on, and score it. People's answers stay. Raises NotFound."""
    asker.require(Right.EVALUATE)
    call = locked(unit.session, asker, at[0])
    wanted = numbered(unit.session, call.id, at[1])
    if shown(unit.session, call.id).id != wanted.id:
        bring_to_light(call, wanted)
        audit.record(unit.session, asker.person_id, "transcript_chosen", call.id, revision=wanted.revision)
        job_id = service.owe_score_again(unit.session, call.id, wanted.id)
        unit.after_commit(lambda: ring(job_id))
    return wanted


def locked(session: Session, asker: Principal, call_id: str) -> Call:
    """The call, held until the transaction ends so that revisions follow one another. Raises NotFound."""
    wanted = sa.select(Call).where(Call.id == call_id, visible_to(asker)).with_for_update(of=Call)
    call = session.scalar(wanted)
    if call is None:
        raise NotFound("call", call_id)
    return call


def add_heard(session: Session, call: Call, transcript: Transcript, body: dict[str, object]) -> TranscriptRevision:
    """What engines heard in a call that is held: a new revision, or the one in which they heard the very same before.

    It is shown unless a person corrected what is shown now.
    """
    key = " + ".join(str(engine) for engine in transcript.engines)[:_KEY_LENGTH]
    kept = json.loads(json.dumps(body))
    rows = _of_call(session, call.id)
    same = next((row for row in rows if _is_by(row, key, transcript.language) and row.body == kept), None)
    if same is not None:
        return same
    before = session.scalar(sa.select(shown_id()).where(Call.id == call.id))
    number = next_number(session, call.id)
    revision = TranscriptRevision(
        call_id=call.id,
        revision=number,
        # The same engines may hear other words once they are told another language.
        engine_key=key if all(row.engine_key != key for row in rows) else _numbered_key(key, number),
        language=transcript.language,
        body=kept,
        origin=MACHINE,
    )
    session.add(revision)
    session.flush()
    if not any(row.id == before and row.origin == CORRECTED for row in rows):
        bring_to_light(call, revision)
    return revision


def next_number(session: Session, call_id: str) -> int:
    """The number of the call's next revision; hold the call before asking."""
    last = sa.select(sa.func.max(TranscriptRevision.revision)).where(TranscriptRevision.call_id == call_id)
    return (session.scalar(last) or 0) + 1


def bring_to_light(call: Call, revision: TranscriptRevision) -> None:
    """Make this revision the one that is shown, and let the call's row say what lists show of it.

    Whatever follows what is shown follows it here, within the same transaction.
    """
    for name, value in repeated(revision).items():
        setattr(call, name, value)
    for follow in _following:
        follow(call, revision)


def repeated(revision: TranscriptRevision) -> dict[str, Any]:
    """What the row of a call says of the revision that is shown of it, by column."""
    return {
        "transcript_id": revision.id,
        "heard_language": revision.language,
        "flags": list(revision.body["flags"]),
    }


def _is_by(row: TranscriptRevision, key: str, language: str) -> bool:
    return row.language == language and row.engine_key in (key, _numbered_key(key, row.revision))


def _numbered_key(key: str, number: int) -> str:
    ending = f" #{number}"
    return key[: _KEY_LENGTH - len(ending)] + ending


def _of_call(session: Session, call_id: str) -> Sequence[TranscriptRevision]:
    rows = sa.select(TranscriptRevision).where(TranscriptRevision.call_id == call_id)
    # The words of a long call are large, and lists do not show them: they are read where they are asked for.
    return session.scalars(
        rows.order_by(TranscriptRevision.revision.desc()).options(defer(TranscriptRevision.body))
    ).all()


def _found(session: Session, condition: sa.ColumnElement[bool], call_id: str) -> TranscriptRevision:
    found = session.scalar(sa.select(TranscriptRevision).where(condition))
    if found is None:
        raise NotFound("transcript of call", call_id)
    return found
