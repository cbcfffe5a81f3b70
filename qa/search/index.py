"""The index of what was said: it follows the shown revision of a call within the transaction that shows it."""

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session, object_session

from qa.calls import revisions
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import from_revision
from qa.evaluation import found
from qa.evaluation.tables import Evaluation
from qa.pipeline.model import Transcript, Turn
from qa.platform.database import Database
from qa.search.fulltext import full_text
from qa.search.tables import SpokenTurn
from qa.search.words import comparable

#: Calls that are indexed anew in one transaction: few enough that others who write do not wait long.
_TOGETHER = 20
#: What a turn says by itself, whichever revision it stands in.
_OF_TURN = ("turn", "speaker", "start_ms", "end_ms", "text", "starts")


def keep_current() -> None:
    """From now on every revision that is shown in this process is indexed with it."""
    revisions.when_shown(_take_in)


def take_in(session: Session, revision: TranscriptRevision) -> None:
    """Index this revision in the place of whatever was indexed of its call.

    Turns that stay are only said to be of this revision: a correction of one turn costs one turn.
    """
    of_call = SpokenTurn.call_id == revision.call_id
    rows = rows_of(from_revision(revision))
    before = {row.turn: row for row in session.execute(sa.select(*map(_column, _OF_TURN)).where(of_call))}
    stay = {row["turn"] for row in rows if tuple(row.values()) == tuple(before.get(row["turn"], ()))}
    session.execute(sa.delete(SpokenTurn).where(of_call, SpokenTurn.turn.not_in(stay)))
    whose = of_revision(revision)
    session.execute(sa.update(SpokenTurn).where(of_call).values(**whose))
    new = [(row | whose, comparable(row["text"].split(" "))) for row in rows if row["turn"] not in stay]
    if new:
        full_text(session).keep(session, new)


def rows_of(transcript: Transcript) -> list[dict[str, Any]]:
    """The turns as they are kept, by column of `SpokenTurn`; of their revision, nothing."""
    return [_row(index, turn) for index, turn in enumerate(transcript.turns)]


def of_revision(revision: TranscriptRevision) -> dict[str, Any]:
    """What each turn of a revision says of it, by column of `SpokenTurn`."""
    return {"call_id": revision.call_id, "transcript_id": revision.id, "revision": revision.revision}


def reindex(database: Database, *, whole: bool) -> Iterator[int]:
    """Index the calls of which the index does not have the shown revision, or all; yields how many, as it goes on.

    With their words, what was found in them.
    """
    after = ""
    while True:
        with database.write() as unit:
            wanted = sa.select(Call.id, Call.evaluation_id, revisions.shown_id()).where(Call.id > after, _has_words())
            if not whole:
                wanted = wanted.where(~_is_indexed())
            rows = unit.session.execute(wanted.order_by(Call.id).limit(_TOGETHER)).all()
            for call_id, evaluation_id, revision_id in rows:
                if whole:  # nothing of what was made before is trusted
                    unit.session.execute(sa.delete(SpokenTurn).where(SpokenTurn.call_id == call_id))
                take_in(unit.session, unit.session.get_one(TranscriptRevision, revision_id))
                if evaluation_id:
                    found.keep(unit.session, unit.session.get_one(Evaluation, evaluation_id))
        if not rows:
            return
        after = rows[-1][0]
        yield len(rows)


def _take_in(_call: Call, revision: TranscriptRevision) -> None:
    session = object_session(revision)
    assert session is not None, "only a revision that lies in the database can be shown"
    take_in(session, revision)


def _row(index: int, turn: Turn) -> dict[str, Any]:
    """A turn as it is kept. A word of the recogniser may be written as several, which begin together."""
    written = [(piece, word.span.start) for word in turn.words for piece in word.text.split()]
    text, starts = " ".join(piece for piece, _start in written), [start for _piece, start in written]
    return dict(zip(_OF_TURN, (index, turn.speaker, turn.span.start, turn.span.end, text, starts), strict=True))


def _column(name: str) -> Any:
    return getattr(SpokenTurn, name)


def _has_words() -> sa.ColumnElement[bool]:
    return sa.select(TranscriptRevision.id).where(TranscriptRevision.call_id == Call.id).correlate(Call).exists()


def _is_indexed() -> sa.ColumnElement[bool]:
    """Whether the shown revision is indexed. A call in which nobody speaks has no rows, and is looked at every time."""
    indexed = sa.select(SpokenTurn.id).where(SpokenTurn.transcript_id == revisions.shown_id())
    return indexed.correlate(Call).exists()
