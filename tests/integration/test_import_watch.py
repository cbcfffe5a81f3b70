"""`qa watch`: the real command in a process of its own, over a real folder, killed and started again."""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from qa.calls.tables import Call
from qa.platform.database import Database
from qa.platform.jobs import Job
from qa.platform.settings import Settings
from tests.integration.scored import tone

# What the command does, with the waiting made shorter so that the tests are not mostly waiting.
_HASTY = """
import sys
from pathlib import Path
from qa.imports.arrivals import Patience
from qa.imports.commands import watch_folder
from qa.platform import logs
from qa.platform.settings import settings
logs.configure(settings())
sidecar_s, doubt_s = map(float, sys.argv[2:])
hasty = Patience(settle_s=0.4, sidecar_s=sidecar_s, doubt_s=doubt_s, retry_s=0.5, rescan_s=0.5)
watch_folder(settings(), Path(sys.argv[1]), None, hasty)
"""


class Inbox:
    """A watched folder and the process that watches it."""

    def __init__(self, config: Settings, folder: Path) -> None:
        self.config, self.folder = config, folder
        self.process: subprocess.Popen[bytes] | None = None
        self.environment = os.environ | {"QA_DATA": str(config.data)}

    def start(self, *, sidecar_s: float = 0.8, doubt_s: float = 2.5) -> None:
        command = [sys.executable, "-c", _HASTY, str(self.folder), str(sidecar_s), str(doubt_s)]
        self.process = subprocess.Popen(command, env=self.environment)

    def end(self, how: signal.Signals) -> int:
        assert self.process is not None
        self.process.send_signal(how)
        return self.process.wait(timeout=120)

    def put(self, name: str, content: bytes) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    def count(self, beginning: str) -> int:
        return sum(name.startswith(beginning) for name in self.files())

    def files(self) -> set[str]:
        return {str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file()}


@pytest.fixture
def inbox(config: Settings, tmp_path: Path) -> Iterator[Inbox]:
    made = Inbox(config, tmp_path / "inbox")
    made.folder.mkdir()
    yield made
    if made.process is not None and made.process.poll() is None:
        made.process.kill()
        made.process.wait()


def becomes_true(wish: Callable[[], bool], within_s: float = 120) -> None:
    until = time.monotonic() + within_s
    while not wish():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.05)


def calls(database: Database) -> list[Call]:
    with database.read() as session:
        return list(session.scalars(sa.select(Call).order_by(Call.file_name)))


def test_what_arrives_is_taken_in_and_moved_and_what_is_refused_is_explained(inbox: Inbox, database: Database) -> None:
    inbox.put("before.wav", tone(hertz=300))
    inbox.start()
    becomes_true(lambda: "imported/before.wav" in inbox.files())
    inbox.put("deep/שיחה.wav", tone(hertz=310))
    inbox.put("deep/שיחה.json", '{"agent": "דנה"}'.encode())
    inbox.put("picture.wav", b"\x89PNG\r\n\x1a\n" + bytes(100))
    inbox.put("notes.txt", b"not a recording")
    inbox.put("still.wav.part", tone(hertz=320))
    becomes_true(lambda: {"imported/deep/שיחה.wav", "refused/picture.wav"} <= inbox.files())
    assert inbox.files() == {
        "imported/before.wav",
        "imported/deep/שיחה.wav",
        "imported/deep/שיחה.json",
        "refused/picture.wav",
        "refused/picture.wav.reason.txt",
        "notes.txt",
        "still.wav.part",
    }
    assert "PNG picture" in (inbox.folder / "refused/picture.wav.reason.txt").read_text(encoding="utf-8")
    assert [(call.file_name, call.agent_code) for call in calls(database)] == [
        ("before.wav", None),
        ("שיחה.wav", "דנה"),
    ]
    assert inbox.end(signal.SIGTERM) == 0


def test_a_sidecar_that_follows_its_recording_is_used(inbox: Inbox, database: Database) -> None:
    inbox.put("a.wav", tone())
    inbox.start(sidecar_s=6)
    time.sleep(0.5)
    inbox.put("a.csv", b"agent\n1001\n")
    becomes_true(lambda: "imported/a.csv" in inbox.files())
    assert [call.agent_code for call in calls(database)] == ["1001"]


def test_a_half_written_recording_is_not_taken_in_before_it_is_whole(inbox: Inbox, database: Database) -> None:
    sound = tone(seconds=2)
    inbox.start()
    with (inbox.folder / "slow.wav").open("wb") as file:
        file.write(sound[:9000])
        file.flush()
        time.sleep(4)  # longer than any of the waiting: the writer has it open, and that is seen
        assert calls(database) == []
        file.write(sound[9000:])
    becomes_true(lambda: "imported/slow.wav" in inbox.files())
    assert (inbox.folder / "imported/slow.wav").read_bytes() == sound
    assert len(calls(database)) == 1


def test_a_stalled_copy_is_waited_for_because_its_header_promises_more(inbox: Inbox, database: Database) -> None:
    sound = tone(seconds=2)
    path = inbox.put("stalled.wav", sound[:9000])
    inbox.put("whole.wav", tone())
    inbox.start(doubt_s=600)
    becomes_true(lambda: "imported/whole.wav" in inbox.files())
    assert "stalled.wav" in inbox.files()
    with path.open("ab") as file:
        file.write(sound[9000:])
    becomes_true(lambda: "imported/stalled.wav" in inbox.files())
    assert (inbox.folder / "imported/stalled.wav").read_bytes() == sound
    assert len(calls(database)) == 2


def test_nothing_is_lost_or_doubled_however_often_the_watch_is_killed(inbox: Inbox, database: Database) -> None:
    sounds = {f"call-{number}.wav": tone(seconds=0.3, hertz=300 + number) for number in range(12)}
    for name, sound in sounds.items():
        inbox.put(name, sound)
        inbox.put(name.replace(".wav", ".json"), b'{"agent": "1001"}')
    interrupted = 0
    for done in (1, 5, 12):
        inbox.start()
        becomes_true(lambda done=done: inbox.count("imported/") >= done)  # type: ignore[misc]  # bound on purpose
        inbox.end(signal.SIGKILL)
        interrupted += inbox.count("imported/") < 2 * len(sounds)
    assert interrupted, "it was in the middle of its work"
    inbox.start()
    becomes_true(lambda: inbox.count("imported/") == 2 * len(sounds))
    assert inbox.end(signal.SIGTERM) == 0
    assert inbox.files() == {f"imported/{name}" for wav in sounds for name in (wav, wav.replace(".wav", ".json"))}
    for name, sound in sounds.items():
        assert (inbox.folder / "imported" / name).read_bytes() == sound
    kept = calls(database)
    assert sorted(call.file_name for call in kept) == sorted(sounds)
    assert {call.agent_code for call in kept} == {"1001"}
    with database.read() as session:
        assert session.scalar(sa.select(sa.func.count()).select_from(Job)) == len(sounds)


def test_the_folder_may_go_away_and_come_back(inbox: Inbox, database: Database) -> None:
    inbox.start()
    inbox.put("a.wav", tone(hertz=300))
    becomes_true(lambda: "imported/a.wav" in inbox.files())
    away = inbox.folder.rename(inbox.folder.with_name("away"))
    time.sleep(1.5)
    assert not inbox.folder.exists()  # it is waited for, not made
    away.rename(inbox.folder)
    inbox.put("b.wav", tone(hertz=310))
    becomes_true(lambda: "imported/b.wav" in inbox.files())
    shutil.rmtree(inbox.folder)
    time.sleep(1.0)
    inbox.folder.mkdir()
    inbox.put("c.wav", tone(hertz=320))
    becomes_true(lambda: "imported/c.wav" in inbox.files())
    assert [call.file_name for call in calls(database)] == ["a.wav", "b.wav", "c.wav"]


def test_an_older_file_of_the_same_name_is_kept(inbox: Inbox) -> None:
    inbox.start()
    for hertz, kept in ((300, "imported/a.wav"), (310, "imported/a (2).wav"), (300, "imported/a (3).wav")):
        inbox.put("a.wav", tone(hertz=hertz))
        becomes_true(lambda kept=kept: kept in inbox.files())  # type: ignore[misc]  # the loop's value is bound on purpose
    assert (inbox.folder / "imported/a.wav").read_bytes() == tone(hertz=300)
    assert (inbox.folder / "imported/a (2).wav").read_bytes() == tone(hertz=310)


def test_a_second_watch_of_the_same_folder_is_refused(inbox: Inbox) -> None:
    inbox.start()
    inbox.put("a.wav", tone())
    becomes_true(lambda: "imported/a.wav" in inbox.files())
    command = [sys.executable, "-m", "qa.cli", "watch", str(inbox.folder)]
    second = subprocess.run(command, env=inbox.environment, capture_output=True, text=True, timeout=300, check=False)
    assert (second.returncode, second.stdout) == (2, "")
    assert "is watched by another process already" in second.stderr
    assert inbox.end(signal.SIGTERM) == 0


def test_the_command_itself_takes_a_recording_in_and_ends_cleanly(inbox: Inbox, database: Database) -> None:
    command = [sys.executable, "-m", "qa.cli", "watch"]
    inbox.process = subprocess.Popen(command, env=inbox.environment | {"QA_WATCH": str(inbox.folder)})
    inbox.put("a.wav", tone())
    becomes_true(lambda: "imported/a.wav" in inbox.files())
    assert inbox.end(signal.SIGINT) == 0
    assert len(calls(database)) == 1
