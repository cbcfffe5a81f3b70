"""Databases that are migrated already: each test begins with a copy of one, and none waits for the whole history.

That the history itself leads from nothing to the present, on both databases, is tested by test_topologies.
A module that imports the `config` of here runs on SQLite and on Postgres.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import sqlalchemy as sa

from qa.migrations import upgrade
from qa.platform.settings import Settings
from tests.servers import Postgres

__all__ = ["config"]

_FILE = "qa.db"


def lay(settings: Settings) -> Settings:
    """Put a migrated SQLite database into the data folder of these settings, and nothing else; returns them."""
    settings.data.mkdir(parents=True, exist_ok=True)
    (settings.data / _FILE).write_bytes(_migrated())
    return settings


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        made = Settings(data=Path(folder))
        upgrade(made)
        assert not (made.data / f"{_FILE}-wal").exists(), "all of it is in the one file"
        return (made.data / _FILE).read_bytes()


class Copies:
    """A Postgres with one migrated database, and copies of it for whoever asks."""

    def __init__(self, server: Postgres, folder: Path) -> None:
        self._numbers = count(1)
        self._address = sa.make_url(server.url)
        upgrade(Settings(data=folder, database_url=server.url))
        # Copying asks for a database that nobody is connected to, so this speaks through another one.
        self._desk = sa.create_engine(self._address.set(database="postgres"), isolation_level="AUTOCOMMIT")

    @contextmanager
    def copy(self) -> Iterator[str]:
        """The address of a database of one's own, which goes at the end."""
        name = f"copy{next(self._numbers)}"
        self._tell(f"CREATE DATABASE {name} TEMPLATE {self._address.database}")
        try:
            yield self._address.set(database=name).render_as_string(hide_password=False)
        finally:
            self._tell(f"DROP DATABASE {name} WITH (FORCE)")

    def close(self) -> None:
        """Leave the server."""
        self._desk.dispose()

    def _tell(self, order: str) -> None:
        with self._desk.connect() as connection:
            connection.execute(sa.text(order))


@pytest.fixture(params=["sqlite", "postgres"])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Settings of a fresh system on each of the two databases, migrated."""
    if request.param == "sqlite":
        yield lay(Settings(data=tmp_path / "data"))
        return
    with request.getfixturevalue("postgres").copy() as address:
        yield Settings(data=tmp_path / "data", database_url=address)
