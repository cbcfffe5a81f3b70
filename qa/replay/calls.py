"""Which stored calls a draft is tried on, and what is read of each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls.blindfolds import blinded
from qa.calls.revisions import shown_id
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import from_revision
from qa.calls.view import live, visible_to
from qa.evaluation.marks import current_answers
from qa.evaluation.tables import Evaluation
from qa.pipeline.model import Language, Transcript
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.replay.report import LeftOut
from qa.rubric.model import Rubric
from qa.rubric.store import rubric_of
from qa.scoring.score import Answer

#: How many of the newest calls are replayed where nobody says; and at most.
USUAL_CALLS = 200
MOST_CALLS = 1000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls to replay: those named, or the newest `last` of the draft's language where none are."""

    call_ids: tuple[str, ...] = ()
    last: int = USUAL_CALLS


@dataclass(frozen=True, slots=True)
class Chosen:
    """The calls to replay, the newest first, each with its newest transcript's id; and those that cannot be."""

    calls: tuple[tuple[str, str], ...]
    left_out: tuple[LeftOut, ...]


@dataclass(frozen=True, slots=True)
class StoredCall:
    """A call as a replay needs it. `answers` are people's, by the ids of `answered`'s questions."""

    row: Call
    transcript: Transcript
    answered: Rubric | None
    answers: Mapping[str, Answer]


def choose(session: Session, asker: Principal, wanted: Wanted, language: Language) -> Chosen:
    """The calls that are wanted and were heard in the language. Raises NotFound for a named one that is not there."""
    heard = _heard(asker)
    if not wanted.call_ids:
        rows = session.execute(heard.where(TranscriptRevision.language == language).limit(min(wanted.last, MOST_CALLS)))
        return Chosen(tuple((call_id, revision_id) for call_id, revision_id, _ in rows), ())
    named = tuple(dict.fromkeys(wanted.call_ids))
    _all_there(session, asker, named)
    found = session.execute(heard.where(Call.id.in_(named))).all()
    calls = tuple((call_id, revision_id) for call_id, revision_id, spoken in found if spoken == language)
    return Chosen(calls, tuple(_left_out(named, calls, {call_id for call_id, _, _ in found})))


def heard_calls(session: Session, asker: Principal, language: Language) -> int:
    """How many calls there are to try a rubric of this language on."""
    heard = _heard(asker).where(TranscriptRevision.language == language).order_by(None)
    return session.scalar(sa.select(sa.func.count()).select_from(heard.subquery())) or 0


def read_call(session: Session, call_id: str, revision_id: str) -> StoredCall:
    """The call with that transcript and with the answers of the evaluation that stands."""
    call = session.get_one(Call, call_id)
    evaluation = session.get(Evaluation, call.evaluation_id) if call.evaluation_id else None
    answers = current_answers(evaluation).values() if evaluation else ()
    # What was left as the machine suggested it is the machine's to answer anew.
    own = [row for row in answers if not row.confirmed]
    return StoredCall(
        row=call,
        transcript=from_revision(session.get_one(TranscriptRevision, revision_id)),
        answered=rubric_of(evaluation.rubric) if evaluation else None,
        answers={row.question_id: Answer(row.option_id, row.not_applicable) for row in own},
    )


def _heard(asker: Principal) -> sa.Select[str, str, str]:
    """Call, the transcript that is shown of it and its language, the newest call first."""
    return (
        sa.select(Call.id, TranscriptRevision.id, TranscriptRevision.language)
        .join(TranscriptRevision, TranscriptRevision.id == shown_id())
        .where(_there(asker))
        .order_by(Call.id.desc())
    )


def _there(asker: Principal) -> sa.ColumnElement[bool]:
    """Live calls, but for those that the person judges blind: a replay tells what the machine makes of them."""
    return sa.and_(live(), visible_to(asker), ~blinded(asker))


def _all_there(session: Session, asker: Principal, named: Sequence[str]) -> None:
    there = set(session.scalars(sa.select(Call.id).where(Call.id.in_(named), _there(asker))))
    missing = next((call_id for call_id in named if call_id not in there), None)
    if missing is not None:
        raise NotFound("call", missing)


def _left_out(named: Sequence[str], calls: Sequence[tuple[str, str]], heard: set[str]) -> Iterator[LeftOut]:
    replayed = {call_id for call_id, _ in calls}
    for call_id in named:
        if call_id not in replayed:
            yield LeftOut(call_id=call_id, why="other_language" if call_id in heard else "not_heard")
