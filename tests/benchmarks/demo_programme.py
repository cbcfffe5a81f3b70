"""What the demo's simulated weeks cost to load: `python -m tests.benchmarks.demo_programme`.

On SQLite and on a PostgreSQL that is started for this: seconds by the clock and of this process, and how many times as
long a call takes that is written through the code of real calls, one after the other (`tests.integration.history`).
"""

import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from qa.demo import programme
from qa.migrations import upgrade
from qa.platform.database import Database
from qa.platform.settings import Settings
from tests.integration import history
from tests.servers import postgres

_ONE_BY_ONE = 60
RESULTS = Path(__file__).with_suffix(".md")


@dataclass(frozen=True, slots=True)
class Took:
    """What it took one database."""

    name: str
    calls: int
    clock_s: float
    process_s: float
    removing_s: float
    one_by_one_s: float  # of this process, a call

    @property
    def ratio(self) -> float:
        """How many times as long a call takes by itself."""
        return self.one_by_one_s / (self.process_s / self.calls)


def measure(name: str, config: Settings) -> Took:
    """Load and remove the simulated weeks in an empty database, then write calls one by one."""
    upgrade(config)
    database = Database(config.database)
    clock_s, process_s, calls = _timed(lambda: programme.load(database, config))
    removing_s, _, _ = _timed(lambda: programme.remove(database))
    _, one_by_one_s, _ = _timed(lambda: len(history.write(database, history.History(calls=_ONE_BY_ONE))))
    database.dispose()
    return Took(name, calls, clock_s, process_s, removing_s, one_by_one_s / _ONE_BY_ONE)


def _timed(act: Callable[[], int]) -> tuple[float, float, int]:
    clock, process = time.perf_counter(), time.process_time()
    result = act()
    return time.perf_counter() - clock, time.process_time() - process, result


def measured() -> Iterator[Took]:
    """Both databases."""
    with tempfile.TemporaryDirectory() as folder:
        yield measure("SQLite", Settings(data=Path(folder)))
    with tempfile.TemporaryDirectory() as folder, postgres() as url:
        yield measure("PostgreSQL", Settings(data=Path(folder), database_url=url))


def main() -> None:
    """Measure, print, and keep the table beside this file."""
    lines = [
        "# The demo's simulated weeks",
        "",
        "| database | calls | loading s (clock) | loading s (process) | removing s | a call by itself, times as long |",
        "|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one.name} | {one.calls} | {one.clock_s:.1f} | {one.process_s:.1f} | {one.removing_s:.1f} "
        f"| {one.ratio:.1f} |"
        for one in measured()
    ]
    RESULTS.write_text("\n".join([*lines, ""]), "utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
