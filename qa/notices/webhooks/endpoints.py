"""Which addresses are told of what. Nothing here commits."""

from collections.abc import Sequence
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Session

from qa.notices.kinds import WEBHOOK_TYPES, Kind
from qa.notices.webhooks import outbox, standard
from qa.notices.webhooks.outward import Outward
from qa.notices.webhooks.schemas import EndpointChange, EndpointIn
from qa.notices.webhooks.tables import Delivery, DeliveryState, Endpoint
from qa.platform import audit
from qa.platform.clock import new_id, now
from qa.platform.errors import Conflict, NotFound, Refused
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Right
from qa.platform.security.sealing import Vault

#: How long both secrets sign after a rotation.
ROTATION = timedelta(days=1)
_MOST = 20


class NotSent(Refused):
    """A kind of notice that is for people of this house only."""

    code = "webhook_kind_refused"

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        super().__init__(f"{kind.value} is not sent by webhook")


class TooManyEndpoints(Conflict):
    """More addresses than anybody can look after."""

    code = "too_many_endpoints"

    def __init__(self) -> None:
        super().__init__(f"there are {_MOST} addresses already; remove one that is no longer needed")


def endpoints(session: Session, asker: Principal) -> Sequence[Endpoint]:
    """All addresses, the oldest first."""
    asker.require(Right.MANAGE_NOTICES)
    return session.scalars(sa.select(Endpoint).order_by(Endpoint.id)).all()


def get(session: Session, asker: Principal, endpoint_id: str) -> Endpoint:
    """One address. Raises NotFound."""
    asker.require(Right.MANAGE_NOTICES)
    found = session.get(Endpoint, endpoint_id)
    if found is None:
        raise NotFound("webhook", endpoint_id)
    return found


def waiting(session: Session) -> dict[str, int]:
    """How much has not arrived yet, by the endpoint's id."""
    count = sa.select(Delivery.endpoint_id, sa.func.count()).where(Delivery.state == DeliveryState.WAITING)
    return {row[0]: row[1] for row in session.execute(count.group_by(Delivery.endpoint_id))}


def add(
    session: Session, asker: Principal, wish: EndpointIn, *, outward: Outward, vault: Vault
) -> tuple[Endpoint, str]:
    """A new address and the secret that signs for it, which is never shown again.

    Raises AddressRefused, NotSent, TooManyEndpoints.
    """
    asker.require(Right.MANAGE_NOTICES)
    if len(endpoints(session, asker)) >= _MOST:
        raise TooManyEndpoints
    outward.check(wish.url)
    secret, endpoint_id = standard.new_secret(), new_id()
    made = Endpoint(
        id=endpoint_id,
        url=wish.url,
        kinds=_sent(wish.kinds),
        secret=vault.seal(endpoint_id, secret),
        made_by=asker.person_id,
    )
    session.add(made)
    session.flush()
    audit.record(session, asker.person_id, "webhook_added", made.id, host=_host(made), kinds=made.kinds)
    return made, secret


def change(session: Session, asker: Principal, endpoint_id: str, wish: EndpointChange, outward: Outward) -> Endpoint:
    """Change what is named. Whoever enables an address lets what waited go out. Raises AddressRefused, NotSent."""
    endpoint = get(session, asker, endpoint_id)
    if wish.url is not None:
        outward.check(wish.url)
        endpoint.url = wish.url
    if wish.kinds is not None:
        endpoint.kinds = _sent(wish.kinds)
    if wish.disabled is not None:
        endpoint.disabled, endpoint.disabled_because = wish.disabled, None
        endpoint.failures, endpoint.failing_since, endpoint.rests_until = 0, None, None
    session.flush()
    named = wish.model_dump(mode="json", exclude_none=True, exclude={"url"})
    audit.record(session, asker.person_id, "webhook_changed", endpoint.id, host=_host(endpoint), **named)
    return endpoint


def remove(session: Session, asker: Principal, endpoint_id: str) -> None:
    """Tell this address nothing more, and forget what was told."""
    endpoint = get(session, asker, endpoint_id)
    session.execute(sa.delete(Endpoint).where(Endpoint.id == endpoint.id))
    audit.record(session, asker.person_id, "webhook_removed", endpoint_id, host=_host(endpoint))


def rotate(session: Session, asker: Principal, endpoint_id: str, vault: Vault) -> tuple[Endpoint, str]:
    """A new secret; the old one signs beside it for a day, so that the receiver can change over."""
    endpoint, secret = get(session, asker, endpoint_id), standard.new_secret()
    endpoint.old_secret, endpoint.old_until = endpoint.secret, now() + ROTATION
    endpoint.secret = vault.seal(endpoint.id, secret)
    session.flush()
    audit.record(session, asker.person_id, "webhook_secret_rotated", endpoint.id)
    return endpoint, secret


def try_out(session: Session, asker: Principal, endpoint_id: str) -> Delivery:
    """Send a message that says nothing but that it came."""
    endpoint = get(session, asker, endpoint_id)
    audit.record(session, asker.person_id, "webhook_tried", endpoint.id)
    return outbox.owe_test(session, endpoint)


def deliveries(
    session: Session, asker: Principal, endpoint_id: str, cursor: str | None, limit: int
) -> Sequence[Delivery]:
    """What was sent to the address, the newest first; one more than `limit` where there are more."""
    get(session, asker, endpoint_id)
    query = sa.select(Delivery).where(Delivery.endpoint_id == endpoint_id)
    if cursor:
        query = query.where(Delivery.id < cursor)
    return session.scalars(query.order_by(Delivery.id.desc()).limit(limit + 1)).all()


def send_again(session: Session, asker: Principal, endpoint_id: str, delivery_id: str) -> Delivery:
    """Send something again now, whether it arrived or was given up. Raises NotFound."""
    get(session, asker, endpoint_id)
    found = session.scalar(
        sa.select(Delivery)
        .where(Delivery.id == delivery_id, Delivery.endpoint_id == endpoint_id)
        .with_for_update(of=Delivery)
    )
    if found is None:
        raise NotFound("delivery", delivery_id)
    found.state, found.next_at, found.attempts = DeliveryState.WAITING, now(), 0
    found.endpoint.rests_until = None
    session.flush()
    audit.record(session, asker.person_id, "webhook_sent_again", found.id)
    return found


def _host(endpoint: Endpoint) -> str:
    """What of an address may be written down: the rest of it is often as good as a password."""
    return urlsplit(endpoint.url).hostname or ""


def _sent(kinds: Sequence[Kind]) -> list[str]:
    for kind in kinds:
        if kind not in WEBHOOK_TYPES:
            raise NotSent(kind)
    return [kind.value for kind in WEBHOOK_TYPES if kind in kinds]
