"""The supervisor with small real processes."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qa.up.errors import DidNotStart
from qa.up.supervisor import Part, Supervisor

SLEEPS = "import time; time.sleep(60)"


def part(name: str, code: str, *, ready: Callable[[], bool] = lambda: True, stop_s: float = 60, layer: int = 0) -> Part:
    return Part(name, (sys.executable, "-I", "-S", "-c", code), ready, stop_s=stop_s, layer=layer)


def tells_its_pid(file: Path, then: str = SLEEPS) -> str:
    return f"import os, pathlib; pathlib.Path({str(file)!r}).write_text(str(os.getpid())); {then}"


def until(condition: Callable[[], object], *, most_s: float = 60) -> None:
    end = time.monotonic() + most_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.02)


def alive(pid: int) -> bool:
    """Whether the process still runs; one that nobody has buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def pid_in(file: Path) -> int:
    until(lambda: file.exists() and file.read_text())
    return int(file.read_text())


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def supervisor(tmp_path: Path, said: list[str]) -> Iterator[Supervisor]:
    supervisor = Supervisor(tmp_path / "logs", said.append)
    yield supervisor
    supervisor.kill()


def test_a_part_that_dies_is_started_again_and_this_is_said(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    supervisor.start(part("worker", tells_its_pid(tmp_path / "pid")))
    first = pid_in(tmp_path / "pid")
    os.kill(first, signal.SIGKILL)

    def is_back() -> bool:
        supervisor.tend()
        return pid_in(tmp_path / "pid") != first

    until(is_back)
    assert alive(pid_in(tmp_path / "pid"))
    assert "the worker was ended by SIGKILL; starting it again now" in said[0]


def test_a_part_that_cannot_run_is_tried_ever_more_rarely(supervisor: Supervisor, said: list[str]) -> None:
    supervisor.start(part("worker", "raise SystemExit(3)"))

    def has_died_three_times() -> bool:
        supervisor.tend()
        return len(said) == 3

    before = time.monotonic()
    until(has_died_three_times)
    assert [line.split("again ")[1].split(" (")[0] for line in said] == ["now", "in 1 s", "in 2 s"]
    assert time.monotonic() - before >= 1
    assert all("ended with status 3" in line for line in said)


def test_what_others_lean_on_is_stopped_last(supervisor: Supervisor, tmp_path: Path) -> None:
    order = tmp_path / "order"
    for name, layer in (("queue", 0), ("web", 2), ("worker", 1), ("second worker", 1)):
        up = tmp_path / name
        code = (
            "import pathlib, signal, sys, time\n"
            "def leave(*_):\n"
            f"    time.sleep(0.2); open({str(order)!r}, 'a').write({name!r} + ','); sys.exit()\n"
            f"signal.signal(signal.SIGTERM, leave); pathlib.Path({str(up)!r}).touch(); time.sleep(60)"
        )
        supervisor.start(part(name, code, ready=up.exists, layer=layer))
        supervisor.wait_until_ready(name)
    supervisor.stop()
    assert order.read_text() == "web,second worker,worker,queue,"


def test_a_part_that_does_not_listen_is_ended_when_its_time_is_over(
    supervisor: Supervisor, said: list[str], tmp_path: Path
) -> None:
    deaf = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    supervisor.start(part("worker", deaf + tells_its_pid(tmp_path / "pid"), stop_s=0.3))
    pid = pid_in(tmp_path / "pid")
    supervisor.stop()
    assert not alive(pid)
    assert "busy" in said[0]


def test_what_a_part_started_itself_does_not_outlive_it(supervisor: Supervisor, tmp_path: Path) -> None:
    child = tells_its_pid(tmp_path / "grandchild")
    code = f"import subprocess, sys; subprocess.Popen([sys.executable, '-c', {child!r}]).wait()"
    supervisor.start(part("worker", code))
    grandchild = pid_in(tmp_path / "grandchild")
    supervisor.stop()
    until(lambda: not alive(grandchild))


def test_a_part_that_ends_before_it_is_ready_shows_its_last_words(supervisor: Supervisor) -> None:
    supervisor.start(part("web", "raise SystemExit('no such table')", ready=lambda: False))
    with pytest.raises(DidNotStart, match=r"the web ended with status 1(.|\n)*no such table"):
        supervisor.wait_until_ready("web")


def test_a_part_that_never_answers_is_given_up(supervisor: Supervisor) -> None:
    supervisor.start(part("web", SLEEPS, ready=lambda: False))
    with pytest.raises(DidNotStart, match="did not answer within 0 s"):
        supervisor.wait_until_ready("web", most_s=0.2)


def test_logs_are_readable_by_their_owner_only(supervisor: Supervisor, tmp_path: Path) -> None:
    supervisor.start(part("web", "print('hello', flush=True); " + SLEEPS))
    log = tmp_path / "logs" / "web.log"
    until(lambda: log.read_text() == "hello\n")
    assert log.stat().st_mode & 0o077 == 0


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends children with their parent")
def test_killing_the_supervisor_outright_takes_its_parts_along(tmp_path: Path) -> None:
    code = (
        "import sys, time, pathlib\n"
        "from qa.up.supervisor import Part, Supervisor\n"
        f"supervisor = Supervisor(pathlib.Path({str(tmp_path)!r}), print)\n"
        f"supervisor.start(Part('web', (sys.executable, '-c', {tells_its_pid(tmp_path / 'pid')!r}), lambda: True))\n"
        "time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as parent:
        child = pid_in(tmp_path / "pid")
        assert alive(child)
        parent.kill()
    until(lambda: not alive(child))
