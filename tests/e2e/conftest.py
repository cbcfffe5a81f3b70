"""One running Mashov and one Chromium for all browser tests."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser

from tests.e2e.desk import Desk, Mashov, Sight, debians_chromium, desk_at, started


@pytest.fixture(scope="session")
def mashov(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """Started once for all tests."""
    with started(tmp_path_factory.mktemp("mashov")) as running:
        yield running


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """Debian's Chromium."""
    with debians_chromium() as browser:
        yield browser


@pytest.fixture
def sit_down(mashov: Mashov, chromium: Browser) -> Iterator[Callable[..., Desk]]:
    """Gives a fresh browser window: its language, its colour scheme, its size."""
    opened: list[Desk] = []

    def sit(language: str = "he", scheme: str = "light", *, phone: bool = False) -> Desk:
        opened.append(desk_at(mashov, chromium, Sight(language, scheme, phone=phone)))
        return opened[-1]

    yield sit
    for desk in opened:
        desk.context.close()
        assert desk.complaints == []
