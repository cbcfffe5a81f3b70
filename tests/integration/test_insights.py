"""What many calls say together, over a history that was drawn with a seed."""

from pathlib import Path

import pytest
from fastapi import FastAPI

from qa.migrations import upgrade
from qa.platform.database import Database
from qa.platform.settings import Settings
from tests.integration import history
from tests.integration.web import Browser

PERIOD = {"since": "2026-09-06", "until": "2026-11-21"}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the history in it, made once."""
    made = Settings(data=tmp_path_factory.mktemp("history") / "data")
    upgrade(made)
    database = Database(made.database)
    history.write(database, history.History(calls=300))
    database.dispose()
    return made.data


def test_the_figures_stand_with_their_counts(app: FastAPI, reviewer: Browser, database: Database) -> None:
    history.write(database, history.History(calls=60))
    said = reviewer.get("/api/insights", params=PERIOD)
    assert said.status_code == 200, said.text
