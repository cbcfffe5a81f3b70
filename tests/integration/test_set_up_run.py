"""`qa up` as a person runs it: what it says, what it survives, and that nothing of it stays."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from qa.calls.tables import Call
from qa.platform.database import Database
from qa.platform.jobs.bell import make_celery
from qa.platform.settings import Settings
from tests.integration.running import HEBREW_CALL, first_seconds
from tests.servers import Redis, free_port

QA = [sys.executable, "-m", "qa.cli"]
PATIENCE_S = 120.0


def until(condition: Callable[[], object], what: str) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, f"{what}: it did not happen in time"
        time.sleep(0.1)


class Up:
    """One `qa up` and what it said."""

    def __init__(self, data: Path, environment: Mapping[str, str]) -> None:
        self.data, self.port = data, free_port()
        self._said = data.parent / f"said-{self.port}"
        self.environment = {**os.environ, "QA_DATA": str(data), "COLUMNS": "300", **environment}
        with self._said.open("wb") as said:
            self.process = subprocess.Popen(
                ["setpriv", "--pdeathsig=KILL", "--", *QA, "up", "--no-demo", "--port", str(self.port)],
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=said,
            )

    @property
    def said(self) -> str:
        return self._said.read_text()

    def answers(self, path: str) -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=5).status == 200)
        except OSError:
            return False

    def wait_until_it_runs(self) -> None:
        until(lambda: "Ctrl+C" in self.said or self.process.poll() is not None, f"it runs: {self.said}")
        assert self.process.poll() is None, self.said

    def doctor(self) -> dict[str, str]:
        asked = subprocess.run(
            [*QA, "doctor", "--json"], env=self.environment, capture_output=True, text=True, check=False
        )
        assert asked.stdout, asked.stderr
        return {finding["part"]: finding["health"] for finding in json.loads(asked.stdout)}

    def processes(self) -> dict[int, str]:
        """The live processes that belong to this data folder, whoever is their parent."""
        wanted = f"QA_DATA={self.data}\0".encode()
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            try:
                # A process that has ended has no environment any more, even while nobody has buried it.
                if wanted in (process / "environ").read_bytes() + b"\0":
                    found[int(process.name)] = (process / "cmdline").read_text().replace("\0", " ")
            except OSError:
                continue
        return found

    def wait_for_a_worker(self) -> None:
        celery = make_celery(Settings(data=self.data))
        until(lambda: celery.control.ping(timeout=1), "a worker answers")

    def worker(self) -> int:
        return min(pid for pid, command in self.processes().items() if "celery" in command)


@contextmanager
def running(data: Path, environment: Mapping[str, str] | None = None) -> Iterator[Up]:
    up = Up(data, environment or {})
    try:
        up.wait_until_it_runs()
        yield up
    finally:
        if up.process.poll() is None:
            up.process.send_signal(signal.SIGTERM)
        up.process.wait(timeout=PATIENCE_S)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def test_it_says_where_it_is_and_refuses_a_second_one(data: Path) -> None:
    with running(data) as up:
        assert f"Mashov is at   http://127.0.0.1:{up.port}\n" in up.said
        assert re.search(rf"First sign-in  http://127\.0\.0\.1:{up.port}/setup\?token=[\w-]{{20,}}\n", up.said)
        assert up.answers("/healthz")
        assert up.answers("/readyz")
        second = subprocess.run([*QA, "up"], env=up.environment, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        told = f"already runs on {data} (process {up.process.pid}, http://127.0.0.1:{up.port})"
        assert told in " ".join(second.stderr.split())
        up.wait_for_a_worker()
        health = up.doctor()
        assert {health[part] for part in ("Models", "Database", "Queue", "Worker")} == {"good"}
        assert data.stat().st_mode & 0o077 == 0, "recordings are for this account only"


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP], ids=lambda how: how.name)
def test_it_stops_cleanly_when_it_is_asked(data: Path, how: signal.Signals) -> None:
    with running(data) as up:
        up.wait_for_a_worker()
        assert len(up.processes()) >= 4
        up.process.send_signal(how)
        assert up.process.wait(timeout=PATIENCE_S) == 0, up.said
        assert up.said.endswith("Stopped.\n")
        assert up.processes() == {}
        assert "Ready to accept" in (data / "logs" / "queue.log").read_text()
        assert "bye bye" in (data / "logs" / "queue.log").read_text(), "the queue wrote everything down"


def test_a_killed_worker_comes_back_and_this_is_said(data: Path) -> None:
    with running(data) as up:
        up.wait_for_a_worker()
        killed = up.worker()
        os.kill(killed, signal.SIGKILL)
        until(lambda: "the worker was ended by SIGKILL; starting it again now" in up.said, "it is said")
        up.wait_for_a_worker()
        assert up.worker() != killed
        assert up.answers("/readyz")


def test_killing_it_outright_leaves_nothing_and_the_next_start_works(data: Path) -> None:
    with running(data) as up:
        up.wait_for_a_worker()
        up.process.kill()
        up.process.wait()
        until(lambda: not up.processes(), f"all of it ends: {up.processes()}")
    with running(data) as again:
        assert again.answers("/readyz")


def test_with_a_queue_elsewhere_it_starts_none(data: Path) -> None:
    with Redis() as redis, running(data, redis.environment) as up:
        assert up.answers("/readyz")
        assert not [command for command in up.processes().values() if "valkey-server" in command]
        assert not (data / "queue").exists()


def test_what_is_put_into_the_watched_folder_becomes_a_call(data: Path, tmp_path: Path) -> None:
    folder = tmp_path / "recordings"
    folder.mkdir()
    with running(data, {"QA_WATCH": str(folder)}) as up:
        first_seconds(HEBREW_CALL, 3, tmp_path / "call.wav")
        (folder / "call.json").write_text('{"language": "he", "agent": "77"}', "utf-8")
        (tmp_path / "call.wav").rename(folder / "call.wav")
        (folder / "no-call.wav").write_bytes(b"")
        until((folder / "imported" / "call.wav").exists, f"it is taken in: {up.said}")
        until((folder / "refused" / "no-call.wav.reason.txt").exists, "the empty file is refused")
        database = Database(Settings(data=data).database)

        def scored() -> bool:
            with database.read() as session:
                return bool(session.scalar(sa.select(Call.ready_at).where(Call.agent_code == "77")))

        until(scored, "it is heard and scored")
        database.dispose()


def test_a_part_that_cannot_start_ends_everything_with_its_last_words(data: Path) -> None:
    up = Up(data, {"QA_SIGN_IN_ATTEMPTS": "now and then"})
    assert up.process.wait(timeout=PATIENCE_S) == 1
    assert "Mashov did not start: the web ended with status" in up.said
    assert "now and then" in up.said
    assert up.processes() == {}
