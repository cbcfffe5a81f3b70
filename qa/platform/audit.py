"""The audit trail: who did what to what, in the same transaction as the deed.

Each entry carries the hash of the one before it, so that an edited, removed or inserted entry breaks the chain. The
head of the chain (`Head`) is kept apart, so that cutting off the end is noticed as well.
"""

import hashlib
import json
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from qa.platform.clock import now
from qa.platform.database import Base

_FIRST = "0" * 64


class AuditEntry(Base):
    """One deed. `person_id` is None for what the system did itself."""

    __tablename__ = "audit_entries"

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[str | None] = mapped_column(sa.String(16), index=True)
    action: Mapped[str] = mapped_column(sa.String(60))
    subject: Mapped[str] = mapped_column(sa.String(60), index=True)
    detail: Mapped[dict[str, Any]]
    chain: Mapped[str] = mapped_column(sa.String(64))


class Head(Base):
    """The last entry's number and hash; locked by every writer, which puts all entries in one order."""

    __tablename__ = "audit_head"

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    number: Mapped[int]
    chain: Mapped[str] = mapped_column(sa.String(64))


def record(session: Session, person_id: str | None, action: str, subject: str, **detail: Any) -> None:
    """Add one entry to the trail within the caller's transaction."""
    session.flush()
    head = session.get(Head, 1, with_for_update=True, populate_existing=True)
    if head is None:
        head = Head(id=1, number=0, chain=_FIRST)
        session.add(head)
    entry = AuditEntry(
        number=head.number + 1, at=now(), person_id=person_id, action=action, subject=subject, detail=detail
    )
    entry.chain = _link(head.chain, entry)
    head.number, head.chain = entry.number, entry.chain
    session.add(entry)
    session.flush()


def verify(session: Session) -> list[str]:
    """What is wrong with the trail, one sentence each; empty when it is whole."""
    wrong: list[str] = []
    chain, number = _FIRST, 0
    for entry in session.scalars(sa.select(AuditEntry).order_by(AuditEntry.number)).yield_per(1000):
        if entry.number != number + 1:
            wrong.append(f"entries {number + 1} to {entry.number - 1} are missing")
        if entry.chain != _link(chain, entry):
            wrong.append(f"entry {entry.number} does not follow from the one before it")
        chain, number = entry.chain, entry.number
    head = session.get(Head, 1)
    if head is None:
        return wrong if number == 0 else [*wrong, "the head of the trail is missing"]
    if (head.number, head.chain) != (number, chain):
        wrong.append(f"the trail ends at entry {number}, its head says {head.number}")
    return wrong


def _link(previous: str, entry: AuditEntry) -> str:
    told = [previous, entry.number, entry.at.isoformat(), entry.person_id, entry.action, entry.subject, entry.detail]
    return hashlib.sha256(json.dumps(told, sort_keys=True, ensure_ascii=False).encode()).hexdigest()
