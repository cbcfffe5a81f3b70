"""The audit trail shows where it was tampered with."""

import pytest
import sqlalchemy as sa

from qa.platform import audit
from qa.platform.audit import AuditEntry
from qa.platform.database import Database


@pytest.fixture
def trail(database: Database) -> Database:
    for number in range(5):
        with database.write() as unit:
            audit.record(unit.session, "p1", "call_received", f"c{number}", sha256="ff", name="שיחה")
    return database


def wrong(database: Database) -> list[str]:
    with database.read() as session:
        return audit.verify(session)


def test_a_trail_that_nobody_touched_is_whole(trail: Database) -> None:
    assert wrong(trail) == []


def test_what_rolls_back_leaves_no_entry(trail: Database) -> None:
    with pytest.raises(RuntimeError), trail.write() as unit:
        audit.record(unit.session, "p1", "call_received", "c9")
        raise RuntimeError
    with trail.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(AuditEntry)) == 5
    assert wrong(trail) == []


@pytest.mark.parametrize(
    "tampering",
    [
        sa.update(AuditEntry).where(AuditEntry.number == 3).values(person_id="p2"),
        sa.update(AuditEntry).where(AuditEntry.number == 3).values(detail={}),
        sa.delete(AuditEntry).where(AuditEntry.number == 3),
        sa.delete(AuditEntry).where(AuditEntry.number == 1),
        sa.delete(AuditEntry).where(AuditEntry.number == 5),
    ],
    ids=["another person", "another detail", "one removed", "the first removed", "the last removed"],
)
def test_tampering_is_detected(trail: Database, tampering: sa.Update) -> None:
    with trail.write() as unit:
        unit.session.execute(tampering)
    assert wrong(trail) != []
