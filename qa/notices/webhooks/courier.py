"""Takes what is owed to its receivers. Any number of couriers may run: each delivery is held by one at a time."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.orm import Session

from qa.notices.kinds import Audience, Kind
from qa.notices.service import About, tell
from qa.notices.webhooks import outbox, standard
from qa.notices.webhooks.outbox import Sending
from qa.notices.webhooks.outward import Outward, Unsent
from qa.notices.webhooks.tables import Endpoint, WebhookEvent
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.sealing import SealBroken, Vault

_log = structlog.get_logger()

#: An endpoint that failed this long, every time, is not asked any more.
PATIENCE = timedelta(days=3)
_AT_ONCE = 4
_GONE = 410


@dataclass(frozen=True, slots=True)
class Courier:
    """Sends what is due. `address` is that of the page, to which the messages' links lead."""

    database: Database
    outward: Outward
    vault: Vault
    address: str

    def round(self) -> int:
        """Send all that is due now, to several endpoints at once. Returns how many deliveries were tried."""
        if not outbox.anything_due(self.database):
            return 0
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="courier") as threads:
            return sum(threads.map(lambda _: self._send_all(), range(_AT_ONCE)))

    def _send_all(self) -> int:
        tried = 0
        while (sending := outbox.claim(self.database)) is not None:
            self.send(sending)
            tried += 1
        return tried

    def send(self, sending: Sending) -> None:
        """Send one delivery and write down how it went."""
        status, problem = self._attempt(sending)
        log = _log.bind(delivery=sending.delivery_id, attempt=sending.attempt, status=status)
        with self.database.write() as unit:
            if problem is None and status is not None:
                outbox.arrived(unit.session, sending, status)
                log.info("webhook_delivered")
                return
            endpoint = outbox.missed(unit.session, sending, status, problem or "status")
            log.warning("webhook_missed", problem=problem)
            if endpoint is not None and sending.event.type != outbox.TEST:
                _give_up(unit.session, endpoint, status)

    def _attempt(self, sending: Sending) -> tuple[int | None, str | None]:
        """The status of the answer, and what was wrong with it if anything was."""
        body = body_of(sending.event, self.address)
        try:
            said = standard.headers(sending.event.id, now(), body, self._secrets(sending.endpoint))
            status = self.outward.post(sending.endpoint.url, {"Content-Type": "application/json"} | said, body)
        except SealBroken:
            return None, "sealed"
        except Unsent as error:
            return None, error.problem
        return status, None if 200 <= status < 300 else "status"

    def _secrets(self, endpoint: Endpoint) -> list[str]:
        """The newest secret first; after it the one before, while receivers may still know only that."""
        sealed = [endpoint.secret]
        if endpoint.old_secret and endpoint.old_until and endpoint.old_until > now():
            sealed.append(endpoint.old_secret)
        return [self.vault.open(endpoint.id, one) for one in sealed]


def body_of(event: WebhookEvent, address: str) -> bytes:
    """What is sent: ids, moments and a link, never words. The same bytes in every attempt."""
    page = event.page or (f"calls/{event.call_id}" if event.call_id else "")
    said = {
        "type": event.type,
        "timestamp": _stamp(event.happened_at),
        "data": event.data | ({"link": f"{address}/{page}"} if page else {}),
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()


def _give_up(session: Session, endpoint: Endpoint, status: int | None) -> None:
    """Ask no more of an endpoint that says it is gone, or that failed for days; its administrators are told."""
    gone = status == _GONE
    failing = endpoint.failing_since is not None and now() - endpoint.failing_since > PATIENCE
    if endpoint.disabled or not (gone or failing):
        return
    endpoint.disabled, endpoint.disabled_because = True, "gone" if gone else "failing"
    about = About(page=("notices", "webhooks"), occasion=f"{endpoint.id}.{now():%Y%m%d%H%M%S}")
    tell(session, Kind.ENDPOINT_DISABLED, Audience.ADMINISTRATORS, about, because=endpoint.disabled_because)


def _stamp(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
