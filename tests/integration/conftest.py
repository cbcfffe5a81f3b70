"""A migrated database in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI

from qa.platform.database import Database
from qa.platform.settings import Settings, settings
from tests.integration.databases import Copies, lay
from tests.integration.scored import System
from tests.integration.web import Browser, browser, everybody, serving
from tests.servers import Postgres


@pytest.fixture(autouse=True)
def _read_anew() -> Iterator[None]:
    """A command that a test types reads the environment of that test, not of the one before."""
    settings.cache_clear()
    yield
    settings.cache_clear()


@pytest.fixture
def config(tmp_path: Path) -> Settings:
    """Settings of a fresh system on SQLite, migrated. What happens by the clock happens when the test says so."""
    return lay(Settings(data=tmp_path / "data", lease_s=2, sweep_s=3600))


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Copies]:
    """One Postgres for all tests of this process; each takes a copy of its migrated database."""
    with Postgres() as server:
        copies = Copies(server, tmp_path_factory.mktemp("postgres"))
        yield copies
        copies.close()


@pytest.fixture
def database(config: Settings) -> Iterator[Database]:
    """Its database."""
    opened = Database(config.database)
    yield opened
    opened.dispose()


@pytest.fixture
def system(config: Settings, database: Database) -> System:
    """The same, ready to take calls in."""
    return System(config, database)


@pytest.fixture
def app(config: Settings) -> Iterator[FastAPI]:
    """The running web application."""
    with serving(config) as running:
        yield running


@pytest.fixture
def page(app: FastAPI) -> Iterator[Browser]:
    """A browser that nobody has signed in with yet."""
    with browser(app) as opened:
        yield opened


@pytest.fixture
def ids(database: Database) -> dict[str, str]:
    """Somebody of each role; their ids."""
    return everybody(database)


@pytest.fixture
def reviewer(page: Browser, ids: dict[str, str]) -> Browser:
    """The browser, signed in as a reviewer."""
    return page.sign_in("reviewer@example.com")
