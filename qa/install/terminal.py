"""What the terminal shows while commands run, and what it shows when one fails."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

_TOLD_LINES = 40
_WIDTH = 100
_FRAME_S = 0.2


class InstallError(Exception):
    """The clone could not be made ready; the message says what to do."""


class CommandFailed(InstallError):
    """A command ended with an error."""

    def __init__(self, command: Sequence[str], status: int, last_lines: Sequence[str]) -> None:
        self.command, self.status = command, status
        told = "\n".join(f"    {line}" for line in last_lines)
        super().__init__(f"{' '.join(command)}\n  ended with status {status}:\n{told}")


class Terminal:
    """One line a step: while it works with what it says last, afterwards with the time it took."""

    def __init__(self, steps: int) -> None:
        self._steps, self._number = steps, 0
        self._title = ""
        self._moving = sys.stdout.isatty()

    @contextmanager
    def step(self, title: str) -> Iterator[None]:
        """A step at work."""
        self._number += 1
        self._title = f"{self._number}/{self._steps} {title}"
        started = time.monotonic()
        if not self._moving:
            _write(f"  {self._title} ...\n")
        yield
        self._clear()
        _write(f"✓ {self._title:<28} {time.monotonic() - started:6.1f} s\n")

    def passed(self, title: str) -> None:
        """A step that was done before."""
        self._number += 1
        _write(f"✓ {f'{self._number}/{self._steps} {title}':<28}    ready\n")

    def note(self, text: str) -> None:
        """Something a person should know."""
        self._clear()
        _write(f"  {text}\n")

    def run(self, command: Sequence[str], cwd: Path, env: Mapping[str, str] | None = None) -> None:
        """Run a command, showing what it says last. Raises CommandFailed with its last lines."""
        last: deque[str] = deque(maxlen=_TOLD_LINES)
        with subprocess.Popen(  # noqa: S603 (our own commands, no shell)
            command,
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            reader = threading.Thread(target=_keep, args=(process.stdout, last), daemon=True)
            reader.start()
            started = time.monotonic()
            while reader.is_alive():
                reader.join(_FRAME_S)
                self._show(f"{time.monotonic() - started:4.0f} s  {last[-1] if last else ''}")
            status = process.wait()
        self._clear()
        if status != 0:
            raise CommandFailed(command, status, last)

    def _show(self, text: str) -> None:
        if self._moving:
            _write(f"\r\x1b[2K  {self._title}  {text}"[:_WIDTH])

    def _clear(self) -> None:
        if self._moving:
            _write("\r\x1b[2K")


def _keep(stream: Iterator[str], last: deque[str]) -> None:
    last.extend(line.rstrip() for line in stream if line.strip())


def _write(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
