"""The database: one engine a process, transactions that are opened here and nowhere else.

Reading units begin deferred, writing units begin immediately: on SQLite a transaction that reads first and writes later
fails under contention whatever the busy time-out says, and one that takes the write lock at its start waits its turn.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.engine import Engine, make_url
from sqlalchemy.orm import DeclarativeBase, Session

_NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


#: Enumerations are kept as their words, so that a database can be read without the code.
_ENUM = sa.Enum(StrEnum, native_enum=False, length=20, values_callable=lambda kind: [member.value for member in kind])


class Moment(sa.types.TypeDecorator[datetime]):
    """A point in time, always UTC: SQLite forgets the zone, so it is given back here."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: sa.Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The root of every table."""

    metadata = sa.MetaData(naming_convention=_NAMES)
    type_annotation_map = {datetime: Moment, dict[str, Any]: sa.JSON, list[Any]: sa.JSON, StrEnum: _ENUM}  # noqa: RUF012 (SQLAlchemy's own form)


def make_engine(url: str) -> Engine:
    """An engine for SQLite (through a current library, see `sqlite_module`) or Postgres."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        engine = sa.create_engine(parsed, module=sqlite_module(), pool_size=10, max_overflow=20)
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    if parsed.drivername in ("postgres", "postgresql"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    return sa.create_engine(parsed, pool_size=10, max_overflow=20, pool_pre_ping=True)


def sqlite_module() -> Any:
    """The SQLite library past the WAL-reset bug; the one of Python where it is new enough."""
    if sqlite3.sqlite_version_info >= (3, 51, 3):
        return sqlite3
    from pysqlite3 import dbapi2

    return dbapi2


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # transactions begin where we say so, see _begin_sqlite
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=20000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: sa.Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


class UnitOfWork:
    """One transaction and what happens after it: messages leave only once the commit stands."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self._after: list[Callable[[], None]] = []

    def after_commit(self, action: Callable[[], None]) -> None:
        """Do this once the transaction stands; forgotten when it rolls back."""
        self._after.append(action)

    def _committed(self) -> None:
        for action in self._after:
            action()


class Database:
    """Opens units of work. The only place that commits."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self._reading = self.engine.execution_options(reading=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A session that sees one state and changes nothing."""
        with Session(self._reading, expire_on_commit=False, autoflush=False) as session:
            yield session

    @contextmanager
    def write(self) -> Iterator[UnitOfWork]:
        """A unit of work: committed once at the end, rolled back whole on any error."""
        with Session(self.engine, expire_on_commit=False) as session:
            unit = UnitOfWork(session)
            yield unit
            session.commit()
        unit._committed()  # noqa: SLF001 (the unit's own other half)

    def dispose(self) -> None:
        """Close every connection."""
        self.engine.dispose()
