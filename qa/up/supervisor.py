"""Starts the parts, starts them again when they die, and stops them in order."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from qa.up.errors import DidNotStart

_LEASH = Path(__file__).with_name("leash.py")
_LOOK_S = 0.05
_LONGEST_WAIT_S = 30.0
_STEADY_S = 60.0
_ROTATE_BYTES = 10 << 20
_LAST_LINES = 15

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Part:
    """One process of the running system."""

    name: str
    command: tuple[str, ...]
    ready: Callable[[], bool]  # whether it does what it is for; false while it cannot
    environment: Mapping[str, str] = field(default_factory=dict)  # added to ours
    layer: int = 0  # a part leans on those of lower layers, and so is stopped before them
    stop_s: float = 10.0  # how long it may take to stop by itself
    orphaned: signal.Signals = signal.SIGTERM  # what the kernel sends it if this process is killed


class _Child:
    """A part while it runs, or waits to run again."""

    def __init__(self, part: Part, log: Path) -> None:
        self.part, self.log = part, log
        self.process = self._spawn()
        self.started = time.monotonic()
        self.deaths = 0
        self.again_at: float | None = None  # when to start it again, while it is dead

    def start_again(self) -> None:
        self.process = self._spawn()
        self.started = time.monotonic()
        self.again_at = None

    def send(self, what: signal.Signals) -> None:
        """Signal the part alone; it knows best how to treat its own children."""
        with suppress(ProcessLookupError):
            self.process.send_signal(what)

    def sweep(self) -> None:
        """End whatever the part left behind: each has a session of its own, so nothing else is in its group."""
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)

    def last_words(self) -> str:
        lines = self.log.read_text(errors="replace").splitlines() if self.log.exists() else []
        return "\n".join(f"  {line}" for line in lines[-_LAST_LINES:]) or "  (nothing)"

    def _spawn(self) -> subprocess.Popen[bytes]:
        _rotate(self.log)
        leash = (sys.executable, "-I", "-S", str(_LEASH), str(os.getpid()), str(int(self.part.orphaned)))
        # The files of a call must not be readable by other accounts of the machine.
        with open(self.log, "ab", opener=lambda path, flags: os.open(path, flags, 0o600)) as log:
            return subprocess.Popen(  # noqa: S603 (our own commands, no shell)
                [*leash, *self.part.command],
                env={**os.environ, **self.part.environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                # Ctrl+C in the terminal reaches us alone, and we stop the parts in order.
                start_new_session=True,
            )


class Supervisor:
    """Looks after the parts of one running system. Use it from the main thread only: the kernel ties a child's life to
    the thread that started it."""

    def __init__(self, logs: Path, say: Say) -> None:
        self._logs, self._say = logs, say
        self._children: list[_Child] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, part: Part) -> None:
        """Start a part without waiting for it."""
        self._children.append(_Child(part, self._logs / f"{part.name}.log"))
        self._children.sort(key=lambda child: child.part.layer)

    def wait_until_ready(self, name: str, *, most_s: float = 60.0) -> None:
        """Wait until the part does what it is for. Raises DidNotStart when it ends before, or takes longer."""
        child = self._find(name)
        until = time.monotonic() + most_s
        while not child.part.ready():
            if (status := child.process.poll()) is not None:
                raise DidNotStart(name, _how_ended(status), child.log, child.last_words())
            if time.monotonic() > until:
                raise DidNotStart(name, f"did not answer within {most_s:.0f} s", child.log, child.last_words())
            time.sleep(_LOOK_S)

    def tend(self) -> None:
        """One look at every part: notice deaths, say so, and start again those that have waited long enough."""
        moment = time.monotonic()
        for child in self._children:
            if child.again_at is not None:
                if moment >= child.again_at:
                    child.start_again()
            elif (status := child.process.poll()) is not None:
                self._note_death(child, status, moment)

    def stop(self) -> None:
        """Stop every part, higher layers first and later ones before earlier; returns when none is left."""
        while self._children:
            child = self._children[-1]
            if child.again_at is None:
                self._stop(child)
            self._children.pop()

    def kill(self) -> None:
        """End every part at once."""
        for child in reversed(self._children):
            child.sweep()
            child.process.wait()
        self._children.clear()

    def _find(self, name: str) -> _Child:
        return next(child for child in self._children if child.part.name == name)

    def _note_death(self, child: _Child, status: int, moment: float) -> None:
        child.sweep()
        child.deaths = 1 if moment - child.started > _STEADY_S else child.deaths + 1
        # The first time at once, then after 1, 2, 4 ... seconds: a part that cannot run must not keep a core busy.
        wait = 0.0 if child.deaths == 1 else min(_LONGEST_WAIT_S, 2.0 ** (child.deaths - 2))
        child.again_at = moment + wait
        when = f"in {wait:.0f} s" if wait else "now"
        self._say(f"the {child.part.name} {_how_ended(status)}; starting it again {when} (see {child.log})")

    def _stop(self, child: _Child) -> None:
        child.send(signal.SIGTERM)
        try:
            child.process.wait(timeout=child.part.stop_s)
        except subprocess.TimeoutExpired:
            self._say(f"the {child.part.name} is busy and is ended; its job will be taken up at the next start")
        child.sweep()
        child.process.wait()


def _how_ended(status: int) -> str:
    if status < 0:
        return f"was ended by {signal.Signals(-status).name}"
    return f"ended with status {status}"


def _rotate(log: Path) -> None:
    if log.exists() and log.stat().st_size > _ROTATE_BYTES:
        log.replace(log.with_suffix(".old.log"))
