"""Fixtures for tests that hold on each of the two databases: a module that imports both runs on SQLite and Postgres."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from qa.migrations import upgrade
from qa.platform.database import Database
from qa.platform.settings import Settings
from tests.servers import postgres

__all__ = ["config", "server"]


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """The address of a Postgres of the module's own."""
    with postgres() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def config(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    """Settings of a fresh system on each of the two databases, migrated."""
    if request.param == "sqlite":
        made = Settings(data=tmp_path / "data")
    else:
        made = Settings(data=tmp_path / "data", database_url=request.getfixturevalue("server"))
        engine = Database(made.database).engine
        with engine.begin() as connection:
            connection.execute(sa.text("DROP SCHEMA public CASCADE"))
            connection.execute(sa.text("CREATE SCHEMA public"))
        engine.dispose()
    upgrade(made)
    return made
