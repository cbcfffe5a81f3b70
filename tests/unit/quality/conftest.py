"""What the tests of figures share."""

import pytest


@pytest.fixture(autouse=True)
def few_draws(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ranges by fewer draws: the tests make hundreds of them, and none depends on how many."""
    monkeypatch.setattr("qa.quality.figures.tally.RESAMPLES", 60)
