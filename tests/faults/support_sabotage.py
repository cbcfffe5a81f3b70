"""Deaths on order. A recording's name says what befalls the process that works on it, where, and how often:

    kill-child.transcribe.1.wav      the process that does the job is killed
    kill-parent.transcribe.1.wav     its parent, the Celery worker proper, is killed
    kill-all.decode.2.wav            both at once, and once more when it is tried again
    stop-all.keep.1.wav              both are stopped, as by a machine that sleeps
    wait.transcribe.1.wav            nothing happens until the test opens the gate

Only processes that a test starts from `support_worker` and `support_web` read such names; the product does not.
Each deed is written down before it is done, so that a test knows that it was.
"""

import os
import signal
import time
from dataclasses import dataclass
from pathlib import Path

from qa.platform.settings import settings

_GATE_S = 120


@dataclass(frozen=True, slots=True)
class Plan:
    """What was ordered for one recording."""

    deed: str
    point: str
    times: int

    @classmethod
    def of(cls, file_name: str) -> "Plan | None":
        """The plan that the name holds; None for ordinary names."""
        parts = file_name.split(".")
        if len(parts) != 4 or parts[0] not in _DEEDS:
            return None
        return cls(parts[0], parts[1], int(parts[2]))

    @property
    def file_name(self) -> str:
        """The name that orders it."""
        return f"{self.deed}.{self.point}.{self.times}.wav"


def carry_out(plan: Plan | None, point: str) -> None:
    """Do what was ordered, if it was for this point and is not done yet."""
    if plan is None or plan.point != point:
        return
    if sum(deed.file_name == plan.file_name for deed in deeds_done(settings().data)) >= plan.times:
        return
    with (settings().data / "deeds").open("a") as deeds:
        deeds.write(f"{plan.file_name} {os.getpid()} {os.getppid()}\n")
    _DEEDS[plan.deed]()


@dataclass(frozen=True, slots=True)
class Deed:
    """Something ordered that was done: for which recording, by which process, whose child."""

    file_name: str
    process: int
    parent: int


def deeds_done(data: Path) -> list[Deed]:
    """Every deed so far."""
    path = data / "deeds"
    lines = path.read_text().splitlines() if path.exists() else []
    rows = (line.split() for line in lines)
    return [Deed(name, int(process), int(parent)) for name, process, parent in rows]


def gate(data: Path) -> Path:
    """Where a test puts a file to let everything go on that waits."""
    return data / "gate"


def _kill_child() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _kill_parent() -> None:
    os.kill(os.getppid(), signal.SIGKILL)
    time.sleep(_GATE_S)  # whoever lives on as an orphan is seen


def _kill_all() -> None:
    os.killpg(0, signal.SIGKILL)


def _stop_all() -> None:
    os.killpg(0, signal.SIGSTOP)


def _wait() -> None:
    until = time.monotonic() + _GATE_S
    while not gate(settings().data).exists() and time.monotonic() < until:
        time.sleep(0.05)


_DEEDS = {
    "kill-child": _kill_child,
    "kill-parent": _kill_parent,
    "kill-all": _kill_all,
    "stop-all": _stop_all,
    "wait": _wait,
}
