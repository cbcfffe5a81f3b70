"""What is still to be sent: written with the deed that it tells of, taken under a lease, tried again until it arrives.

At least once, never by two at the same time: whoever sends holds the delivery's lease, and one whose lease is over can
no longer write down how it went. A receiver knows a repetition by its id.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.notices.kinds import WEBHOOK_TYPES, Kind
from qa.notices.tables import add_once
from qa.notices.webhooks.tables import Delivery, DeliveryState, Endpoint, WebhookEvent
from qa.platform.clock import new_id, now
from qa.platform.database import Database

TEST = "webhook.test"
#: From each attempt to the next; after the last of them a delivery is given up.
WAITS = tuple(
    timedelta(**wait)
    for wait in (
        {"seconds": 5},
        {"minutes": 5},
        {"minutes": 30},
        {"hours": 2},
        {"hours": 5},
        {"hours": 10},
        {"hours": 14},
        {"hours": 20},
        {"hours": 24},
    )
)
#: Longer than an attempt can take.
LEASE = timedelta(minutes=3)
_LONGEST_REST = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Sending:
    """The right to send one delivery, and all that is needed for it."""

    delivery_id: str
    fence: int
    attempt: int
    endpoint: Endpoint
    event: WebhookEvent


def owe(session: Session, kind: Kind, said: Mapping[str, Any]) -> None:
    """Owe this to every endpoint that listens for the kind; the same thing is owed once."""
    type_ = WEBHOOK_TYPES.get(kind)
    listening = [one for one in session.scalars(_enabled()) if kind.value in one.kinds] if type_ else []
    if not listening or type_ is None:
        return
    told = {name: said[name] for name in ("call_id", "evaluation_id", "at_ms") if said[name] is not None}
    event_id = new_id()
    row = {
        "id": event_id,
        "type": type_,
        "key": said["key"],
        "call_id": said["call_id"],
        "data": told | {name: fact for name, fact in said["facts"].items() if fact is not None},
        "page": said["page"],
    }
    add_once(session, WebhookEvent, [row])
    if session.get(WebhookEvent, event_id) is not None:
        session.add_all(Delivery(endpoint_id=endpoint.id, event_id=event_id) for endpoint in listening)
        session.flush()


def owe_test(session: Session, endpoint: Endpoint) -> Delivery:
    """A message that says nothing but that it came."""
    event = WebhookEvent(type=TEST, key=new_id(), data={"endpoint_id": endpoint.id})
    delivery = Delivery(endpoint=endpoint, event=event)
    session.add_all([event, delivery])
    session.flush()
    return delivery


def anything_due(database: Database) -> bool:
    """Whether there is something to send."""
    with database.read() as session:
        return session.scalar(_due(now()).with_only_columns(Delivery.id).limit(1)) is not None


def claim(database: Database) -> Sending | None:
    """Take what has waited longest, if anything is due."""
    moment = now()
    with database.write() as unit:
        query = _due(moment).order_by(Delivery.next_at, Delivery.id).limit(1)
        delivery = unit.session.scalar(query.with_for_update(skip_locked=True, of=Delivery))
        if delivery is None:
            return None
        delivery.lease_until, delivery.tried_at = moment + LEASE, moment
        delivery.fence += 1
        delivery.attempts += 1
        unit.session.flush()
        return Sending(delivery.id, delivery.fence, delivery.attempts, delivery.endpoint, delivery.event)


def arrived(session: Session, sending: Sending, status: int) -> None:
    """Note that the receiver has it, unless the lease was lost meanwhile."""
    delivery = _held(session, sending)
    if delivery is None:
        return
    delivery.state, delivery.status, delivery.problem, delivery.lease_until = (
        DeliveryState.DELIVERED,
        status,
        None,
        None,
    )
    endpoint = delivery.endpoint
    endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None


def missed(session: Session, sending: Sending, status: int | None, problem: str) -> Endpoint | None:
    """Note that it did not arrive, and when to try again. Returns the endpoint, unless the lease was lost meanwhile."""
    delivery = _held(session, sending)
    if delivery is None:
        return None
    moment, tried = now(), delivery.attempts - 1
    delivery.status, delivery.problem, delivery.lease_until = status, problem, None
    if tried < len(WAITS):
        delivery.next_at = moment + _about(WAITS[tried])
    else:
        delivery.state = DeliveryState.FAILED
    endpoint = delivery.endpoint
    endpoint.failures += 1
    endpoint.failing_since = endpoint.failing_since or moment
    endpoint.rests_until = moment + _about(min(_LONGEST_REST, timedelta(seconds=5) * 2 ** min(endpoint.failures, 10)))
    return endpoint


def _held(session: Session, sending: Sending) -> Delivery | None:
    mine = (Delivery.id == sending.delivery_id, Delivery.fence == sending.fence)
    return session.scalar(sa.select(Delivery).where(*mine, Delivery.state == DeliveryState.WAITING))


def _due(moment: datetime) -> sa.Select[Delivery]:
    """Deliveries that nobody is about, to endpoints that nobody is at: a slow one holds up nobody but itself."""
    at_it = sa.orm.aliased(Delivery)
    busy = sa.select(at_it.id).where(at_it.endpoint_id == Endpoint.id, at_it.lease_until >= moment)
    rested = sa.or_(Endpoint.rests_until.is_(None), Endpoint.rests_until <= moment, WebhookEvent.type == TEST)
    free = sa.or_(Delivery.lease_until.is_(None), Delivery.lease_until < moment)
    waiting = (Delivery.state == DeliveryState.WAITING, Delivery.next_at <= moment, free)
    query = sa.select(Delivery).join(Delivery.endpoint).join(Delivery.event)
    return query.where(*waiting, Endpoint.disabled.is_(False), rested, ~busy.exists())


def _enabled() -> sa.Select[Endpoint]:
    return sa.select(Endpoint).where(Endpoint.disabled.is_(False)).order_by(Endpoint.id)


def _about(wait: timedelta) -> timedelta:
    """A fifth more or less, so that what failed together does not come back together."""
    return wait * random.uniform(0.8, 1.2)  # noqa: S311 (no secret)
