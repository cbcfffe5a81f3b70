"""One `qa up` a data folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from qa.up.errors import AlreadyRunning
from qa.up.folder import held, holder


def test_a_second_one_on_the_same_folder_is_told_who_is_there(tmp_path: Path) -> None:
    with held(tmp_path, "http://127.0.0.1:8000"):
        with pytest.raises(AlreadyRunning, match=r"process \d+, http://127\.0\.0\.1:8000"), held(tmp_path, "elsewhere"):
            pytest.fail("it got the folder too")
        assert "http://127.0.0.1:8000" in (holder(tmp_path) or "")
    assert holder(tmp_path) is None


def test_a_killed_one_leaves_the_folder_free(tmp_path: Path) -> None:
    code = (
        "import pathlib, os, signal\n"
        "from qa.up.folder import held\n"
        f"with held(pathlib.Path({str(tmp_path)!r}), 'there'): os.kill(os.getpid(), signal.SIGKILL)"
    )
    killed = subprocess.run([sys.executable, "-c", code], check=False)
    assert killed.returncode == -9
    assert (tmp_path / "up.lock").exists()
    with held(tmp_path, "here"):
        pass


def test_nobody_holds_a_folder_that_is_not_there(tmp_path: Path) -> None:
    assert holder(tmp_path / "none") is None
