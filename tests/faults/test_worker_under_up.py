"""`qa up` as a newcomer runs it, with real ears: its worker is killed in the middle of calls that it hears."""

import os
import re
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import sqlalchemy as sa

from qa.platform.database import Database
from qa.platform.jobs import Job
from qa.platform.settings import Settings
from qa.up import parts
from tests.faults.support_truth import nothing_was_lost_or_done_twice
from tests.integration.running import HEBREW_CALL, PATIENCE_S, Program, Visitor, first_seconds, until
from tests.integration.web import PASSWORD
from tests.servers import free_port


class Up:
    """One `qa up --no-demo` on a folder of its own."""

    def __init__(self, home: Path) -> None:
        self.settings = Settings(data=home / "data", port=free_port())
        self.database = Database(self.settings.database)
        command = [sys.executable, "-m", "qa.cli", "up", "--no-demo"]
        where = ["--port", str(self.settings.port), "--data", str(self.settings.data)]
        # One thread hears slowly enough to be caught at it, on any machine.
        environment = {"QA_LEASE_S": "5", "QA_SWEEP_S": "1", "QA_ASR_THREADS": "1"}
        self.program = Program("up", [*command, *where], environment, home)

    def logs(self) -> str:
        """What it and its parts said."""
        told = [path.read_text(errors="replace")[-3000:] for path in (self.settings.data / "logs").glob("*.log")]
        return "\n".join([self.program.log()[-3000:], *told])

    def administrator(self) -> Visitor:
        """Signs in at the address that is printed, with the token in it."""
        until(lambda: "/setup?token=" in self.program.log(), "the first sign-in is printed", self.logs)
        printed = re.search(r"/setup\?token=(\S+)", self.program.log())
        assert printed is not None
        visitor = Visitor(self.settings.address)
        wish = {"token": printed[1], "name": "Dana", "email": "dana@example.com", "password": PASSWORD}
        answer = visitor.client.post("/api/setup", json=wish)
        assert answer.status_code == 200, answer.text
        visitor.csrf = answer.json()["csrf_token"]
        return visitor

    def hears(self, call_id: str) -> int:
        """Waits until words are being recognised in this call; returns the living process that does it."""
        seen: list[int] = []

        def is_heard() -> bool:
            with self.database.read() as session:
                wanted = (Job.subject == call_id, Job.kind == "hear", Job.stage == "transcribe")
                workers = session.scalars(sa.select(Job.worker).where(*wanted, Job.state == "running")).all()
            seen[:] = [int((worker or "").rpartition(":")[2]) for worker in workers]
            return bool(seen) and Path(f"/proc/{seen[0]}").exists()

        until(is_heard, "words are recognised", self.logs)
        return seen[0]

    def processes(self) -> list[int]:
        """Every process of this system."""
        mark, found = f"QA_DATA={self.settings.data}".encode(), []
        for entry in Path("/proc").iterdir():
            with suppress(OSError):
                if entry.name.isdigit() and mark in (entry / "environ").read_bytes().split(b"\0"):
                    found.append(int(entry.name))
        return found


@pytest.fixture
def up() -> Iterator[Up]:
    home = Path(tempfile.mkdtemp(prefix="qa-"))  # short, for the queue's socket
    running = Up(home)
    running.program.start()
    yield running
    running.program.kill()
    until(lambda: not running.processes(), "nothing outlives it", lambda: str(running.processes()))
    running.database.dispose()
    shutil.rmtree(home)


def test_a_worker_killed_in_the_middle_of_a_call_costs_no_call_and_scores_none_twice(up: Up, tmp_path: Path) -> None:
    with up.administrator() as page:
        first = page.take_in(first_seconds(HEBREW_CALL, 45, tmp_path / "1.wav"), channels="agent,customer")
        second = page.take_in(first_seconds(HEBREW_CALL, 44, tmp_path / "2.wav"), channels="agent,customer")
        os.kill(up.hears(first), signal.SIGKILL)
        os.killpg(os.getpgid(up.hears(second)), signal.SIGKILL)
        for call_id in (first, second):
            until(
                lambda it=call_id: page.get(f"/api/calls/{it}").json()["state"] == "ready",
                f"{call_id} is scored",
                up.logs,
                most_s=2 * PATIENCE_S,
            )
        assert "the worker was ended by SIGKILL" in up.program.log()
        with up.database.read() as session:
            attempts = session.execute(sa.select(Job.subject, Job.attempts).where(Job.kind == "hear")).all()
        assert {call for call, tried in attempts if tried > 1} == {first, second}, "both were really interrupted"
        nothing_was_lost_or_done_twice(up, [first, second])
    up.program.signal(signal.SIGINT, group=False)
    until(lambda: not up.program.runs(), "Ctrl+C ends it", up.logs)
    assert up.processes() == []
    assert not parts.answers(up.settings, "/healthz")
