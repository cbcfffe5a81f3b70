"""One's own disputes in short: those that somebody looks at, and what became of the others lately."""

from datetime import timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.calls import blindfolds
from qa.disputes.service import loaded
from qa.disputes.tables import DECIDED, Decision, Dispute, DisputeState
from qa.homes.schemas import HomeDispute
from qa.platform.clock import now
from qa.platform.security.principal import Principal

#: What was decided is shown for so long.
_LATELY = timedelta(days=14)
_MOST = 5


def disputes(session: Session, asker: Principal) -> list[HomeDispute]:
    """The agent's own: open ones first, by when an answer is due, then the newest decisions."""
    decided = sa.and_(Dispute.state.in_(DECIDED), Dispute.decided_at >= now() - _LATELY)
    is_open = Dispute.state == DisputeState.OPEN
    query = loaded().where(Dispute.agent_id == asker.person_id, sa.or_(is_open, decided), ~blindfolds.blinded(asker))
    first = (~is_open, sa.case((is_open, Dispute.due_at)), Dispute.decided_at.desc())
    return [_out(dispute) for dispute in session.scalars(query.order_by(*first).limit(_MOST)).unique()]


def _out(dispute: Dispute) -> HomeDispute:
    return HomeDispute(
        id=dispute.id,
        evaluation_id=dispute.revised_id or dispute.evaluation_id,
        began_at=dispute.call.started_at or dispute.call.received_at,
        state=dispute.state.value,
        questions=len(dispute.questions),
        upheld=sum(asked.decision is Decision.UPHELD for asked in dispute.questions),
        opened_at=dispute.opened_at,
        due_at=dispute.due_at,
        decided_at=dispute.decided_at,
    )
