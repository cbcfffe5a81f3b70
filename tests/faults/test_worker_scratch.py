"""A recording that was being worked on when its process was killed does not lie about for ever."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from qa.platform.scratch import scratch_folder

_DIES = """
import os, signal, sys
from pathlib import Path
from qa.platform.scratch import scratch_folder
with scratch_folder(Path(sys.argv[1]), "hear-") as folder:
    (folder / "original").write_bytes(b"somebody's words")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def made_long_ago(folder: Path) -> None:
    hour = 3600
    os.utime(folder, (time.time() - hour, time.time() - hour))


def killed_at_work(root: Path) -> Path:
    died = subprocess.run([sys.executable, "-c", _DIES, str(root)], check=False)
    assert died.returncode == -signal.SIGKILL
    (left,) = root.iterdir()
    return left


def test_what_a_killed_process_left_goes_when_the_next_one_comes(tmp_path: Path) -> None:
    left = killed_at_work(tmp_path)
    made_long_ago(left)
    with scratch_folder(tmp_path, "hear-") as folder:
        assert list(tmp_path.iterdir()) == [folder]
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_use_stays_however_old_it_is(tmp_path: Path) -> None:
    with scratch_folder(tmp_path, "hear-") as old:
        made_long_ago(old)
        with scratch_folder(tmp_path, "hear-"):
            assert old.is_dir()


def test_a_folder_that_was_made_just_now_stays(tmp_path: Path) -> None:
    left = killed_at_work(tmp_path)
    with scratch_folder(tmp_path, "in-"):
        assert left.is_dir()


def test_files_that_lie_beside_the_folders_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "upload").write_bytes(b"")
    made_long_ago(tmp_path / "upload")
    with scratch_folder(tmp_path, "in-"):
        assert (tmp_path / "upload").exists()
