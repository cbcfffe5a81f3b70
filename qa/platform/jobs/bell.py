"""The bell: tells the workers that a job waits. Losing a ring loses nothing, because the sweeper rings again."""

from typing import Protocol

import structlog
from celery import Celery
from kombu.exceptions import OperationalError

from qa.platform.settings import Settings

#: The one Celery task. Its only argument is a job's id; all the rest is in the ledger.
RING = "qa.ring"
QUEUE = "qa"

#: A connection that was kept since before the broker's restart is found dead at its first use: then once more, at once.
#: Whoever rings does not wait for a broker that is away, since the sweeper will ring.
_ONCE_MORE = {"max_retries": 1, "interval_start": 0, "interval_step": 0, "interval_max": 0}

_log = structlog.get_logger()


class Bell(Protocol):
    """Whatever can tell the workers to look."""

    def ring(self, job_id: str) -> None:
        """Say that this job waits. Never raises: the ledger knows of the job anyway."""
        ...

    def answers(self) -> bool:
        """Whether a ring would be heard now."""
        ...


class CeleryBell:
    """Rings through whichever broker the settings name."""

    def __init__(self, celery: Celery) -> None:
        self._celery = celery

    def ring(self, job_id: str) -> None:
        """Send the id; a broker that does not answer is noted, and the sweeper tries again."""
        try:
            self._celery.send_task(
                RING, args=(job_id,), queue=QUEUE, retry=True, retry_policy=_ONCE_MORE, ignore_result=True
            )
        except Exception as error:  # noqa: BLE001 (each broker has errors of its own, and whoever rings has committed)
            _log.warning("bell_not_rung", job=job_id, error=str(error))

    def answers(self) -> bool:
        """Whether the broker can be reached now."""
        try:
            with self._celery.connection_for_write() as connection:
                connection.ensure_connection(max_retries=1, timeout=3)
        except (OperationalError, OSError):
            return False
        return True


def make_celery(settings: Settings) -> Celery:
    """Celery as we use it: one queue, one message at a time, acknowledged when done, nothing kept of results."""
    celery = Celery("qa", broker=settings.broker, set_as_current=False)
    # A redis broker gives a message to a second worker after this long; the ledger would refuse the second
    # claim, but there is no need to wake it. It must be told in all three places that read it.
    long_enough = settings.job_limit_s * 2
    visible = {"visibility_timeout": long_enough, "socket_connect_timeout": 5, "socket_timeout": 30}
    is_redis = settings.broker.startswith("redis")
    celery.conf.update(
        task_default_queue=QUEUE,
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_ignore_result=True,
        task_time_limit=settings.job_limit_s,
        worker_prefetch_multiplier=1,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_hijack_root_logger=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=visible if is_redis else {},
        result_backend_transport_options=visible if is_redis else {},
        visibility_timeout=long_enough,
    )
    return celery
