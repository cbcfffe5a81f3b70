"""What notices do by the clock: send what is owed, and clear away what is long over."""

from datetime import datetime, timedelta

import sqlalchemy as sa

from qa.notices.tables import Notice
from qa.notices.webhooks.courier import Courier
from qa.notices.webhooks.outward import Outward
from qa.notices.webhooks.tables import Delivery, DeliveryState, WebhookEvent
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs.rounds import Round
from qa.platform.security.sealing import Vault
from qa.platform.settings import Settings

_TIDIES_EVERY = timedelta(hours=6)
#: How long a notice is kept, whether anybody looked at it or not, and a message that went out.
KEPT = timedelta(days=90)
KEPT_SENT = timedelta(days=30)


def rounds(config: Settings, database: Database) -> tuple[Round, ...]:
    """What a process that runs for long does every few seconds."""
    courier = Courier(database, Outward.of(config.webhook_hosts), Vault(config.sealing_key), config.address)
    return (courier.round, Tidying(database))


class Tidying:
    """Clears away what is long over, a few times a day."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._next = now() + _TIDIES_EVERY

    def __call__(self) -> None:
        """Tidy, if it is time to."""
        if now() >= self._next:
            self._next = now() + _TIDIES_EVERY
            tidy(self._database, now())


def tidy(database: Database, moment: datetime) -> None:
    """Clear away what is over by then. What still waits to be sent stays."""
    waits = sa.select(Delivery.event_id).where(Delivery.state == DeliveryState.WAITING)
    with database.write() as unit:
        unit.session.execute(sa.delete(Notice).where(Notice.told_at < moment - KEPT))
        over = WebhookEvent.happened_at < moment - KEPT_SENT
        unit.session.execute(sa.delete(WebhookEvent).where(over, WebhookEvent.id.not_in(waits)))
