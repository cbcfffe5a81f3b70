"""Where webhooks go, what is to be said, and how each delivery went."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from qa.platform.clock import new_id, now
from qa.platform.database import Base


class Endpoint(Base):
    """An address that is told. Its secrets are sealed: a stolen database signs nothing.

    `failing_since` is the first failure after the last success; while an endpoint rests nothing is sent to it.
    """

    __tablename__ = "webhook_endpoints"

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    url: Mapped[str] = mapped_column(sa.String(500))
    kinds: Mapped[list[Any]]
    secret: Mapped[str] = mapped_column(sa.Text)
    old_secret: Mapped[str | None] = mapped_column(sa.Text)
    old_until: Mapped[datetime | None]
    disabled: Mapped[bool] = mapped_column(default=False)
    disabled_because: Mapped[str | None] = mapped_column(sa.String(20))
    failures: Mapped[int] = mapped_column(default=0)  # one after the other, since the last success
    failing_since: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    made_by: Mapped[str] = mapped_column(sa.ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(default=now)


class WebhookEvent(Base):
    """Something that happened, as it will be said: the same words to every endpoint, in every attempt."""

    __tablename__ = "webhook_events"
    __table_args__ = (sa.UniqueConstraint("type", "key"),)

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    type: Mapped[str] = mapped_column(sa.String(60))
    key: Mapped[str] = mapped_column(sa.String(120))
    call_id: Mapped[str | None] = mapped_column(sa.ForeignKey("calls.id", ondelete="CASCADE"), index=True)
    data: Mapped[dict[str, Any]]
    page: Mapped[str | None] = mapped_column(sa.String(200))
    happened_at: Mapped[datetime] = mapped_column(default=now)


class DeliveryState(StrEnum):
    """waiting -> delivered, or failed once nobody tries any more."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    FAILED = "failed"


class Delivery(Base):
    """One event on its way to one endpoint. Whoever holds the lease sends; `fence` tells a late one that it is over."""

    __tablename__ = "webhook_deliveries"
    __table_args__ = (
        sa.UniqueConstraint("endpoint_id", "event_id"),
        sa.Index("ix_webhook_deliveries_state_next_at", "state", "next_at"),
    )

    id: Mapped[str] = mapped_column(sa.String(16), primary_key=True, default=new_id)
    endpoint_id: Mapped[str] = mapped_column(sa.ForeignKey("webhook_endpoints.id", ondelete="CASCADE"))
    event_id: Mapped[str] = mapped_column(sa.ForeignKey("webhook_events.id", ondelete="CASCADE"), index=True)
    state: Mapped[DeliveryState] = mapped_column(default=DeliveryState.WAITING)
    attempts: Mapped[int] = mapped_column(default=0)
    fence: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[datetime] = mapped_column(default=now)
    lease_until: Mapped[datetime | None]
    status: Mapped[int | None]  # of the last answer in HTTP
    problem: Mapped[str | None] = mapped_column(sa.String(20))  # why the last attempt failed, see `outward.Unsent`
    tried_at: Mapped[datetime | None]

    event: Mapped[WebhookEvent] = relationship(lazy="joined")
    endpoint: Mapped[Endpoint] = relationship(lazy="joined")
