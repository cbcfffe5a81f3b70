"""The personal numbers that were taken out of transcripts: sealed, bound to their revision, opened with a reason.

Nothing reads them but `reveal`. It is audited who opened which kinds of numbers of which call and why; what they were
is not.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from qa.calls import revisions, service
from qa.calls.schemas import RevealedOut, RevealIn
from qa.calls.tables import TranscriptRevision
from qa.calls.transcripts import from_revision
from qa.pipeline.model import Speaker
from qa.pipeline.redact import Kind, Place, Removed, kind_of_mark
from qa.platform import audit
from qa.platform.clock import new_id, now
from qa.platform.database import Base
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


def places(session: Session, call_id: str) -> list[Place]:
    """Where any revision of the call had a number: nothing that was hidden once comes to light by hearing it anew."""
    rows = session.scalars(sa.select(SealedWords).where(SealedWords.call_id == call_id))
    found = {Place(cast("Kind", r.kind), cast("Speaker", r.speaker), Span(r.start_ms, r.end_ms)) for r in rows}
    return sorted(found, key=lambda place: (place.span, place.speaker))


def reveal(session: Session, asker: Principal, wish: tuple[str, RevealIn], vault: Vault) -> list[RevealedOut]:
    """The numbers of a call (id, reason) in the revision that is asked for, in time order; that they were is audited.

    A correction hides what the revision hid that it was made from. Raises NotFound, Forbidden, SealBroken.
    """
    asker.require(Right.REVEAL_NUMBERS)
    call = service.get(session, asker, wish[0])
    shown = revisions.asked_for(session, call.id, wish[1].revision)
    rows = session.scalars(
        sa.select(SealedWords)
        .where(SealedWords.transcript_id.in_(_lineage(session, shown)))
        .order_by(SealedWords.start_ms, SealedWords.created_at)
    ).all()
    # A reviewer may have said since that it was the other one who said it.
    whose = {
        (kind_of_mark(word.text), word.span): turn.speaker for turn in from_revision(shown).turns for word in turn.words
    }
    opened = [
        RevealedOut(
            kind=cast("Kind", row.kind),
            speaker=whose.get(_where(row), cast("Speaker", row.speaker)),
            start_ms=row.start_ms,
            end_ms=row.end_ms,
            text=vault.open(_owner(row.transcript_id, Span(row.start_ms, row.end_ms)), row.sealed),
        )
        for row in rows
    ]
    kinds = dict(Counter(row.kind for row in rows))
    audit.record(
        session,
        asker.person_id,
        "numbers_revealed",
        call.id,
        revision=shown.revision,
        kinds=kinds,
        reason=wish[1].reason,
    )
    return opened


def _where(row: SealedWords) -> tuple[Kind | None, Span]:
    return cast("Kind", row.kind), Span(row.start_ms, row.end_ms)


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
