"""The web's door to webhooks, for administrators."""

from typing import Annotated

from fastapi import APIRouter, Query

from qa.notices.kinds import WEBHOOK_TYPES
from qa.notices.webhooks import endpoints
from qa.notices.webhooks.outward import Outward
from qa.notices.webhooks.schemas import (
    DeliveryOut,
    DeliveryPage,
    EndpointChange,
    EndpointIn,
    EndpointOut,
    EndpointSecret,
    WebhookKindOut,
)
from qa.notices.webhooks.tables import Delivery, DeliveryState, Endpoint
from qa.platform.clock import now
from qa.platform.security.sealing import Vault
from qa.platform.web import ManagesNotices, Reading, The, Writing

router = APIRouter(prefix="/webhooks", tags=["notices"])


@router.get("")
def list_webhooks(session: Reading, asker: ManagesNotices) -> list[EndpointOut]:
    """Every address that is told."""
    waiting = endpoints.waiting(session)
    return [_out(one, waiting) for one in endpoints.endpoints(session, asker)]


@router.get("/kinds")
def list_webhook_kinds(_asker: ManagesNotices) -> list[WebhookKindOut]:
    """What can be sent."""
    return [WebhookKindOut(kind=kind, type=name) for kind, name in WEBHOOK_TYPES.items()]


@router.post("", status_code=201)
def add_webhook(wish: EndpointIn, unit: Writing, asker: ManagesNotices, parts: The) -> EndpointSecret:
    """A new address; the answer holds its secret, this once."""
    outward, vault = Outward.of(parts.settings.webhook_hosts), Vault(parts.settings.sealing_key)
    made, secret = endpoints.add(unit.session, asker, wish, outward=outward, vault=vault)
    return EndpointSecret(endpoint=_out(made, {}), secret=secret)


@router.patch("/{endpoint_id}")
def change_webhook(
    endpoint_id: str, wish: EndpointChange, unit: Writing, asker: ManagesNotices, parts: The
) -> EndpointOut:
    """Change what is named."""
    outward = Outward.of(parts.settings.webhook_hosts)
    changed = endpoints.change(unit.session, asker, endpoint_id, wish, outward)
    return _out(changed, endpoints.waiting(unit.session))


@router.delete("/{endpoint_id}", status_code=204)
def remove_webhook(endpoint_id: str, unit: Writing, asker: ManagesNotices) -> None:
    """Tell this address nothing more."""
    endpoints.remove(unit.session, asker, endpoint_id)


@router.post("/{endpoint_id}/rotate")
def rotate_webhook(endpoint_id: str, unit: Writing, asker: ManagesNotices, parts: The) -> EndpointSecret:
    """A new secret, shown this once; the old one signs beside it for a day."""
    endpoint, secret = endpoints.rotate(unit.session, asker, endpoint_id, Vault(parts.settings.sealing_key))
    return EndpointSecret(endpoint=_out(endpoint, endpoints.waiting(unit.session)), secret=secret)


@router.post("/{endpoint_id}/test", status_code=202)
def try_webhook(endpoint_id: str, unit: Writing, asker: ManagesNotices) -> DeliveryOut:
    """Send a message that says nothing but that it came."""
    return _delivery(endpoints.try_out(unit.session, asker, endpoint_id))


@router.get("/{endpoint_id}/deliveries")
def list_deliveries(
    endpoint_id: str,
    session: Reading,
    asker: ManagesNotices,
    cursor: Annotated[str | None, Query(max_length=16)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 20,
) -> DeliveryPage:
    """What was sent to an address, and how it went."""
    rows = endpoints.deliveries(session, asker, endpoint_id, cursor, limit)
    shown = rows[:limit]
    return DeliveryPage(
        items=[_delivery(row) for row in shown], next_cursor=shown[-1].id if len(rows) > limit else None
    )


@router.post("/{endpoint_id}/deliveries/{delivery_id}/again", status_code=202)
def send_webhook_again(endpoint_id: str, delivery_id: str, unit: Writing, asker: ManagesNotices) -> DeliveryOut:
    """Send something again now."""
    return _delivery(endpoints.send_again(unit.session, asker, endpoint_id, delivery_id))


def _out(endpoint: Endpoint, waiting: dict[str, int]) -> EndpointOut:
    rotating = endpoint.old_until if endpoint.old_until and endpoint.old_until > now() else None
    told = {name: getattr(endpoint, name) for name in EndpointOut.model_fields if hasattr(endpoint, name)}
    return EndpointOut(**told, rotating_until=rotating, waiting=waiting.get(endpoint.id, 0))


def _delivery(row: Delivery) -> DeliveryOut:
    waits = row.state == DeliveryState.WAITING and not row.endpoint.disabled
    told = {name: getattr(row, name) for name in ("id", "event_id", "state", "attempts", "status", "tried_at")}
    return DeliveryOut.model_validate(
        told
        | {
            "type": row.event.type,
            "happened_at": row.event.happened_at,
            "problem": row.problem,
            "next_at": row.next_at if waits else None,
        }
    )
