"""A broker that is away holds nobody up, and what could not be rung meanwhile is rung as soon as it is back."""

import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from qa.migrations import upgrade
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.jobs import Job, Ledger
from qa.platform.jobs.bell import CeleryBell, make_celery
from qa.platform.jobs.sweeper import Sweeper
from qa.platform.settings import Settings
from tests.integration.running import until


class FakeBell:
    """Can be heard or not, as the test wishes."""

    def __init__(self) -> None:
        self.heard = False
        self.rung: list[str] = []

    def ring(self, job_id: str) -> None:
        self.rung.append(job_id)

    def answers(self) -> bool:
        return self.heard


@pytest.fixture
def refusing_port() -> Iterator[int]:
    """A port that is taken and not listened on: no server that another test starts meanwhile can answer there."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield int(taken.getsockname()[1])


@pytest.mark.parametrize(
    "broker", ["redis://127.0.0.1:{}/0", "amqp://guest@127.0.0.1:{}//", "redis+socket:///nowhere/{}"]
)
def test_many_rings_for_a_broker_that_is_away_are_soon_given_up(broker: str, refusing_port: int) -> None:
    bell = CeleryBell(make_celery(Settings(broker_url=broker.format(refusing_port))))
    rung = threading.Event()

    def ring_often() -> None:
        for number in range(30):
            bell.ring(f"job {number}")
        rung.set()

    threading.Thread(target=ring_often, daemon=True).start()
    # Two seconds each is what an upload would feel.
    until(rung.is_set, "thirty rings are given up", most_s=60)
    assert not bell.answers()


def test_while_nobody_hears_the_bell_no_ring_counts(tmp_path: Path) -> None:
    config = Settings(data=tmp_path)
    upgrade(config)
    database, bell = Database(config.database), FakeBell()
    ledger = Ledger(database, lease_s=1)
    sweeper = Sweeper(ledger, bell, every_s=60)
    with database.write() as unit:
        waiting = Ledger.enqueue(unit.session, "hear", "call", "waiting").id
        held = Ledger.enqueue(unit.session, "hear", "call", "held").id
    assert ledger.claim(held, "a worker that dies") is not None
    overdue(database, Job.ring_after)
    overdue(database, Job.lease_until)
    for _round in range(10):
        assert sweeper.sweep() == 0
    with database.read() as session:
        assert session.scalars(sa.select(Job.state).distinct()).all() == ["queued"], "the dead worker's job is free"
    bell.heard = True
    assert sweeper.sweep() == 2
    assert sorted(bell.rung) == sorted([waiting, held])
    database.dispose()


def overdue(database: Database, column: Any) -> None:
    with database.write() as unit:
        unit.session.execute(sa.update(Job).where(column.is_not(None)).values({column: now() - timedelta(seconds=1)}))
