"""A migrated database in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from qa.migrations import upgrade
from qa.platform.database import Database
from qa.platform.settings import Settings


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    """Settings of a fresh system on SQLite, migrated."""
    made = Settings(data=tmp_path / "data", lease_s=2, sweep_s=0.2)
    upgrade(made)
    return made


@pytest.fixture
def database(config: Settings) -> Iterator[Database]:
    """Its database."""
    opened = Database(config.database)
    yield opened
    opened.dispose()
