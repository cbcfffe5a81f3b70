"""A running Mashov for each file of browser tests, and one Chromium for all.

The demo calls are heard once; each file begins with a copy of what was heard, so that no file sees another's reviews.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock
from playwright.sync_api import Browser

from tests.e2e.desk import Desk, Mashov, Sight, debians_chromium, desk_at, started


@pytest.fixture(scope="session")
def heard(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data of a Mashov that has heard its demo calls: heard by whichever process of tests comes first."""
    mine = tmp_path_factory.getbasetemp()
    folder = (mine.parent if "PYTEST_XDIST_WORKER" in os.environ else mine) / "heard"
    with FileLock(f"{folder}.lock"):
        if not folder.exists():
            # Under another name until it is whole, so that a start that fails leaves nothing that looks like it.
            begun = tmp_path_factory.mktemp("hearing")
            with started(begun):
                pass
            begun.rename(folder)
    return folder / "data"


@pytest.fixture(scope="module")
def mashov(heard: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mashov]:
    """Started once for the tests of a file."""
    folder = tmp_path_factory.mktemp("mashov")
    shutil.copytree(heard, folder / "data", ignore=shutil.ignore_patterns("*.sock", "*.pid"))
    with started(folder) as running:
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
