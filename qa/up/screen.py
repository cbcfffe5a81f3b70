"""What the terminal shows: the step at work, then one line a step with the time it took.

On a terminal progress moves; where the output is a file or a log, a line is written when something changed, at most
every few seconds.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TextColumn, TimeElapsedColumn

_QUIET_S = 10.0


@dataclass(frozen=True, slots=True)
class Doing:
    """How far something is. `share` 0..1, or None where that cannot be known."""

    what: str
    share: float | None = None


Show = Callable[[str, Doing], None]
#: Said of a thing whose end is told elsewhere: it disappears.
OVER = Doing("", 1.0)


class Screen:
    """Writes for people."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)

    def say(self, line: str) -> None:
        """One line."""
        self.console.print(escape(line), soft_wrap=True)

    def done(self, title: str, detail: str, seconds: float) -> None:
        """A step that is over."""
        took = f"{seconds:6.1f} s"
        self.console.print(f"[green]✓[/] {escape(title):<22} [dim]{took}[/]  {escape(detail)}", soft_wrap=True)

    @contextmanager
    def progress(self) -> Iterator[Show]:
        """Show things at work, each under its key, until they are OVER or the block ends."""
        if not self.console.is_terminal:
            yield _Plain(self.say).show
            return
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(bar_width=24), TimeElapsedColumn())
        with Progress(*columns, console=self.console, transient=True, refresh_per_second=8) as bars:
            yield _Bars(bars).show


class _Bars:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._tasks: dict[str, TaskID] = {}

    def show(self, key: str, doing: Doing) -> None:
        if key not in self._tasks:
            self._tasks[key] = self._bars.add_task("", total=None)
        if doing is OVER:
            self._bars.update(self._tasks[key], visible=False)
            return
        total = None if doing.share is None else 1.0
        self._bars.update(self._tasks[key], description=escape(doing.what), total=total, completed=doing.share or 0.0)


class _Plain:
    def __init__(self, say: Callable[[str], None]) -> None:
        self._say = say
        self._said: dict[str, tuple[str, float]] = {}

    def show(self, key: str, doing: Doing) -> None:
        if doing is OVER:
            return
        last, when = self._said.get(key, ("", 0.0))
        share = "" if doing.share is None else f" {doing.share:.0%}"
        line = f"  {doing.what}{share}"
        if line != last and time.monotonic() - when >= _QUIET_S:
            self._say(line)
            self._said[key] = (line, time.monotonic())
