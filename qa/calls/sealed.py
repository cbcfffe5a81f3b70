"""The personal numbers that were taken out of transcripts: sealed, bound to their revision, opened with a reason.

Nothing reads them but `reveal`, and nothing leads to the sound under a placeholder but `hear`. It is audited who opened
which kinds of numbers of which call and why; what they were is not.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from qa.calls import revisions, service
from qa.calls.schemas import HearNumberIn, RevealedOut, RevealIn, TranscriptOut
from qa.calls.tables import Call, TranscriptRevision
from qa.calls.transcripts import from_revision
from qa.engines.interfaces import Word
from qa.pipeline.model import Speaker, Transcript, Turn
from qa.pipeline.redact import Kind, Place, Removed, kind_of_mark
from qa.platform import audit
from qa.platform.clock import new_id, now
from qa.platform.database import Base
from qa.platform.errors import NotFound
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.security.sealing import Vault
from qa.platform.spans import Span


class SealedWords(Base):
    """The words that one placeholder of a revision stands for. Times are those of the placeholder, in milliseconds."""

    __tablename__ = "sealed_words"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    call_id: Mapped[str] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    transcript_id: Mapped[str] = mapped_column(sa.ForeignKey("transcript_revisions.id", ondelete="CASCADE"), index=True)
    kind: Mapped[str] = mapped_column(sa.String(16))
    speaker: Mapped[str] = mapped_column(sa.String(10))
    start_ms: Mapped[int]
    end_ms: Mapped[int]
    sealed: Mapped[str] = mapped_column(sa.Text)
    created_at: Mapped[datetime] = mapped_column(default=now)


def keep(session: Session, revision: TranscriptRevision, removed: Sequence[Removed], vault: Vault) -> None:
    """Seal what was taken out of this revision. Safe to repeat: a revision's words are sealed once."""
    known = sa.select(SealedWords.id).where(SealedWords.transcript_id == revision.id).exists()
    if session.scalar(sa.select(known)):
        return
    session.add_all(
        SealedWords(
            call_id=revision.call_id,
            transcript_id=revision.id,
            kind=words.kind,
            speaker=words.speaker,
            start_ms=words.span.start,
            end_ms=words.span.end,
            sealed=vault.seal(_owner(revision.id, words.span), words.text),
        )
        for words in removed
    )


def places(session: Session, call_id: str, heard: Transcript) -> list[Place]:
    """Where any revision of the call had a number: nothing that was hidden once comes to light by hearing it anew.

    By the speakers of `heard`: whoever was taken for the customer once may be the agent now, and on a line that all
    share, voices may be told apart otherwise than before.
    """
    rows = session.scalars(sa.select(SealedWords).where(SealedWords.call_id == call_id)).all()
    found = {
        Place(cast("Kind", row.kind), speaker, _span(row))
        for row, party in _with_parties(session, rows)
        for speaker in _speakers(heard, party, cast("Speaker", row.speaker))
    }
    return sorted(found, key=lambda place: (place.span, place.speaker, place.kind))


def show(session: Session, revision: TranscriptRevision) -> TranscriptOut:
    """The revision as the web says it, without any number that was found in the call, be it in a later revision."""
    return revisions.show(session, revision, places(session, revision.call_id, from_revision(revision)))


def _speakers(heard: Transcript, party: int | None, speaker: Speaker) -> set[Speaker]:
    if heard.shares_a_line and heard.parties:
        return {each.speaker for each in heard.parties}
    return {heard.parties[party].speaker if party is not None and party < len(heard.parties) else speaker}


def reveal(session: Session, asker: Principal, wish: tuple[str, RevealIn], vault: Vault) -> list[RevealedOut]:
    """The numbers of a call (id, reason) in the revision that is asked for, in time order; that they were is audited.

    A correction hides what the revision hid that it was made from. Raises NotFound, Forbidden, SealBroken.
    """
    asker.require(Right.REVEAL_NUMBERS)
    call = service.get(session, asker, wish[0])
    shown = revisions.asked_for(session, call.id, wish[1].revision)
    rows = _sealed(session, shown)
    # All of them, so that what was moved from its place is noticed, and not only missing.
    texts = {row.id: vault.open(_owner(row.transcript_id, _span(row)), row.sealed) for row, _ in rows}
    hidden = _hidden(shown, rows)
    opened = [
        RevealedOut(
            kind=mark.kind,
            speaker=mark.speaker,
            start_ms=mark.span.start,
            end_ms=mark.span.end,
            text=texts[row.id],
        )
        for mark, row in hidden
    ]
    audit.record(
        session,
        asker.person_id,
        "numbers_revealed",
        call.id,
        revision=shown.revision,
        kinds=dict(Counter(mark.kind for mark, _ in hidden)),
        reason=wish[1].reason,
    )
    return opened


def hear(session: Session, asker: Principal, wish: tuple[str, HearNumberIn]) -> tuple[Call, Transcript, Place]:
    """The call (id, reason), its words and the place of the one hidden number that is to be heard, which is audited.

    Raises NotFound (call, revision, or where no number lies sealed) and Forbidden.
    """
    asker.require(Right.REVEAL_NUMBERS)
    call, wanted = service.get(session, asker, wish[0]), wish[1]
    shown = revisions.asked_for(session, call.id, wanted.revision)
    for mark, _ in _hidden(shown, _sealed(session, shown)):
        if (mark.speaker, mark.span.start) == (wanted.speaker, wanted.start_ms):
            break
    else:
        raise NotFound("hidden number", f"at {wanted.start_ms} ms")
    audit.record(
        session,
        asker.person_id,
        "number_heard",
        call.id,
        revision=shown.revision,
        kind=mark.kind,
        start_ms=mark.span.start,
        reason=wanted.reason,
    )
    return call, from_revision(shown), mark


#: What lies sealed, and which side of the call said it, where that is known.
_Sealed = list[tuple[SealedWords, int | None]]


def _sealed(session: Session, shown: TranscriptRevision) -> _Sealed:
    """What was taken out of the revision and of those that it was corrected from, the nearest first."""
    lineage = _lineage(session, shown)
    rows = session.scalars(sa.select(SealedWords).where(SealedWords.transcript_id.in_(lineage))).all()
    return _with_parties(session, sorted(rows, key=lambda row: lineage.index(row.transcript_id)))


def _hidden(shown: TranscriptRevision, sealed: _Sealed) -> list[tuple[Place, SealedWords]]:
    """Every placeholder of the revision that something lies sealed for, in time order, by who says it now.

    A reviewer may have said since that it was the other one. Where somebody typed a number in the place of what was
    hidden there before, theirs is the one.
    """
    found = []
    for turn, word, kind in _marks(from_revision(shown)):
        for row, party in sealed:
            same_side = row.speaker == turn.speaker if party is None else party == turn.party
            if same_side and (row.kind, _span(row)) == (kind, word.span):
                found.append((Place(kind, turn.speaker, word.span), row))
                break
    return sorted(found, key=lambda each: (each[0].span, each[0].speaker))


def _marks(transcript: Transcript) -> Iterator[tuple[Turn, Word, Kind]]:
    for turn in transcript.turns:
        for word in turn.words:
            if (kind := kind_of_mark(word.text)) is not None:
                yield turn, word, kind


def _with_parties(session: Session, rows: Sequence[SealedWords]) -> _Sealed:
    """The rows and which side of the call each is of, by the revision that it was taken out of."""
    sides: dict[tuple[str, str, str, Span], int | None] = {}
    for transcript_id in {row.transcript_id for row in rows}:
        own = from_revision(session.get_one(TranscriptRevision, transcript_id))
        sides |= {(transcript_id, kind, turn.speaker, word.span): turn.party for turn, word, kind in _marks(own)}
    return [(row, sides.get((row.transcript_id, row.kind, row.speaker, _span(row)))) for row in rows]


def _span(row: SealedWords) -> Span:
    return Span(row.start_ms, row.end_ms)


def _lineage(session: Session, revision: TranscriptRevision) -> list[str]:
    """The revision and those that it was corrected from."""
    ids = [revision.id]
    based_on = revision.based_on
    while based_on is not None:
        ids.append(based_on)
        based_on = session.scalar(sa.select(TranscriptRevision.based_on).where(TranscriptRevision.id == based_on))
    return ids


def _owner(transcript_id: str, span: Span) -> str:
    return f"transcript {transcript_id} at {span.start}-{span.end} ms"
