"""The lists of disputes: whose they are, which are late, what became of them."""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.calls.tables import Call
from qa.disputes.schemas import Which
from qa.disputes.service import loaded
from qa.disputes.tables import DECIDED, Dispute, DisputeState
from qa.platform.clock import now
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right


@dataclass(frozen=True, slots=True)
class Listed:
    """Which part of which list is wanted; `call_id`: of this call alone."""

    which: Which
    cursor: str | None = None
    limit: int = 30
    call_id: str | None = None


def page(session: Session, asker: Principal, listed: Listed) -> Sequence[Dispute]:
    """Disputes from behind the cursor, one more than the limit: open ones oldest first, decided ones newest first."""
    asker.require(Right.EVALUATE)
    query = loaded().where(_lists(asker)[listed.which], ~blindfolds.blinded(asker)).limit(listed.limit + 1)
    if listed.call_id:
        query = query.where(Dispute.call_id == listed.call_id)
    if listed.which == "decided":
        behind = Dispute.id < listed.cursor if listed.cursor else sa.true()
        return session.scalars(query.where(behind).order_by(Dispute.id.desc())).unique().all()
    behind = Dispute.id > listed.cursor if listed.cursor else sa.true()
    return session.scalars(query.where(behind).order_by(Dispute.id)).unique().all()


def counts(session: Session, asker: Principal) -> dict[Which, int]:
    """How many there are in each list."""
    asker.require(Right.EVALUATE)
    lists = _lists(asker)
    sums = [sa.func.count(sa.case((condition, 1))) for condition in lists.values()]
    row = session.execute(sa.select(*sums).join(Call, Call.id == Dispute.call_id).where(~blindfolds.blinded(asker)))
    return dict(zip(lists, row.one(), strict=True))


def _lists(asker: Principal) -> dict[Which, sa.ColumnElement[bool]]:
    is_open = Dispute.state == DisputeState.OPEN
    return {
        "mine": sa.and_(is_open, Dispute.assignee_id == asker.person_id),
        "unassigned": sa.and_(is_open, Dispute.assignee_id.is_(None)),
        "overdue": sa.and_(is_open, Dispute.due_at <= now()),
        "open": is_open,
        "decided": Dispute.state.in_(DECIDED),
    }
