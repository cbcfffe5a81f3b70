"""How far a download is: counted while pip makes and removes folders below."""

import os
from pathlib import Path
from typing import Any

import pytest

from qa.engines.catalogue.wheels import _size_of


def test_what_lies_below_is_counted(tmp_path: Path) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / "deep" / "er" / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"123")
    assert _size_of(tmp_path) == 8
    assert _size_of(tmp_path / "none") == 0


def test_a_folder_that_goes_before_it_is_looked_into_is_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The moment between seeing a folder and opening it cannot be met on purpose: here the folder goes just then."""
    going, look = tmp_path / "tracker", os.scandir
    going.mkdir()
    (tmp_path / "wheel").write_bytes(b"123")

    def look_too_late(place: Any) -> Any:
        if Path(place) == going:
            going.rmdir()
        return look(place)

    monkeypatch.setattr(os, "scandir", look_too_late)
    assert _size_of(tmp_path) == 3
    assert not going.exists(), "it went while it was counted"
