"""`qa doctor`: what is here, what is missing, and the command that mends it. It changes nothing."""

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from qa.platform.errors import QaError
from qa.platform.settings import CLONE, Settings, settings

_PAGE = Path(__file__).parent / "web_page" / "index.html"
_ROOM_BYTES = 5 << 30
_SAFE_SQLITE = (3, 51, 3)
_INSTALL, _START = "make run", "qa up"


class Health(StrEnum):
    """`missing` needs mending; `absent` is only good to know."""

    GOOD = "good"
    ABSENT = "absent"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of one part. `mend` is a command, or empty where there is nothing to do."""

    part: str
    health: Health
    found: str
    mend: str = ""


def doctor(as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False) -> None:
    """Say what is here and what is missing, and how to mend it. Exit status 1 if anything is missing."""
    findings = examine(settings())
    if as_json:
        typer.echo(json.dumps([asdict(finding) for finding in findings], ensure_ascii=False, indent=2))
    else:
        _show(findings)
    if any(finding.health is Health.MISSING for finding in findings):
        raise typer.Exit(1)


def examine(config: Settings) -> list[Finding]:
    """Look at every part. A part that cannot even be looked at is a finding like any other."""
    return [_looked(part, look, config) for part, look in _PARTS.items()]


def python(_config: Settings) -> Finding:
    """The interpreter, and whether it is the clone's own."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding("Python", Health.GOOD, f"{version} in {sys.prefix}")


def sqlite(config: Settings) -> Finding:
    """A library past the WAL-reset bug, where SQLite is the database."""
    from qa.platform.database import sqlite_module

    library = sqlite_module()
    version = str(library.sqlite_version)
    if config.database_url and not config.database_url.startswith("sqlite"):
        return Finding("SQLite", Health.GOOD, f"{version}, not used")
    if tuple(library.sqlite_version_info) < _SAFE_SQLITE:
        return Finding("SQLite", Health.MISSING, f"{version} can lose a committed write (before 3.51.3)", _INSTALL)
    return Finding("SQLite", Health.GOOD, version)


def page(_config: Settings) -> Finding:
    """The built page."""
    if not _PAGE.is_file():
        return Finding("Page", Health.MISSING, "not built", _INSTALL)
    return Finding("Page", Health.GOOD, str(_PAGE.parent))


def models(config: Settings) -> Finding:
    """The weights of all models that the settings name, with the hashes that the manifest names."""
    from qa.engines.catalogue import Catalogue
    from qa.engines.catalogue.choice import models_used

    catalogue = Catalogue.load(config.models)
    used = models_used(config)
    if missing := [name for name in used if not catalogue.is_present(name)]:
        pull = f"qa models pull {' '.join(missing)}"
        return Finding("Models", Health.MISSING, f"not here: {', '.join(missing)}", pull)
    for name in used:
        try:
            catalogue.verify(name)
        except QaError as error:
            mend = f"qa models remove {name} && qa models pull {name}"
            return Finding("Models", Health.MISSING, str(error), mend)
    return Finding("Models", Health.GOOD, f"{', '.join(used)} in {catalogue.store.root}, verified")


def database(config: Settings) -> Finding:
    """Reachable, and at the newest version."""
    from sqlalchemy.exc import SQLAlchemyError

    from qa.migrations import is_current
    from qa.platform.database import Database

    if not config.database_url and not (config.data / "qa.db").exists():
        return Finding("Database", Health.MISSING, "not made yet", _START)
    opened = Database(config.database)
    kind = opened.engine.url.render_as_string(hide_password=True)
    try:
        current = is_current(opened)
    except SQLAlchemyError as error:
        return Finding(
            "Database", Health.MISSING, f"{kind} does not answer: {_first_line(error)}", _mend_server(config)
        )
    finally:
        opened.dispose()
    if not current:
        return Finding("Database", Health.MISSING, f"{kind} is of an older version", _START)
    return Finding("Database", Health.GOOD, kind)


def queue(config: Settings) -> Finding:
    """Whether a message could be sent."""
    from qa.platform.jobs.bell import CeleryBell, make_celery

    if CeleryBell(make_celery(config)).answers():
        return Finding("Queue", Health.GOOD, "answers" if config.broker_url else "embedded Valkey answers")
    mend = "start the server that QA_BROKER_URL names" if config.broker_url else _START
    return Finding("Queue", Health.MISSING, "does not answer", mend)


def worker(config: Settings) -> Finding:
    """Whether anyone is there to do the work."""
    from qa.platform.jobs.bell import CeleryBell, make_celery

    celery = make_celery(config)
    if not CeleryBell(celery).answers():
        return Finding("Worker", Health.MISSING, "cannot be asked: the queue does not answer", _START)
    alive = [name for reply in celery.control.ping(timeout=2) for name in reply]
    if not alive:
        return Finding("Worker", Health.MISSING, "nobody answers", _START)
    return Finding("Worker", Health.GOOD, ", ".join(sorted(alive)))


def disk(config: Settings) -> Finding:
    """Room for recordings."""
    folder = next(path for path in (config.data.resolve(), *config.data.resolve().parents) if path.exists())
    free = shutil.disk_usage(folder).free
    found = f"{free / (1 << 30):.1f} GB free in {folder}"
    if free < _ROOM_BYTES:
        return Finding("Disk", Health.MISSING, found, "free some room, or move the data: QA_DATA=/larger/disk")
    return Finding("Disk", Health.GOOD, found)


def gpu(config: Settings) -> Finding:
    """A graphics card that the recogniser can use."""
    import ctranslate2

    count = ctranslate2.get_cuda_device_count()
    if count:
        return Finding("GPU", Health.GOOD, f"{count} with CUDA")
    if config.asr_device == "cuda":
        return Finding("GPU", Health.MISSING, "none, and QA_ASR_DEVICE asks for one", "unset QA_ASR_DEVICE")
    return Finding("GPU", Health.ABSENT, "none; calls are heard on the processor")


_PARTS: dict[str, Callable[[Settings], Finding]] = {
    "Python": python,
    "SQLite": sqlite,
    "Page": page,
    "Models": models,
    "Database": database,
    "Queue": queue,
    "Worker": worker,
    "Disk": disk,
    "GPU": gpu,
}


def _looked(part: str, look: Callable[[Settings], Finding], config: Settings) -> Finding:
    try:
        return look(config)
    except Exception as error:  # noqa: BLE001 (whatever is broken, the other parts are looked at as well)
        return Finding(part, Health.MISSING, f"{type(error).__name__}: {_first_line(error)}", _INSTALL)


def _mend_server(config: Settings) -> str:
    return "start the server that QA_DATABASE_URL names" if config.database_url else _START


def _first_line(error: Exception) -> str:
    return next(iter(str(error).splitlines()), "")


def _show(findings: list[Finding]) -> None:
    signs = {Health.GOOD: "[green]✓[/]", Health.ABSENT: "[dim]–[/]", Health.MISSING: "[red]✗[/]"}
    table = Table(box=None, pad_edge=False, header_style="dim")
    for heading in ("", "part", "found", "to mend it"):
        table.add_column(heading, overflow="fold")
    for finding in findings:
        table.add_row(signs[finding.health], *map(escape, (finding.part, finding.found, finding.mend)))
    Console(highlight=False).print(table)
    if any(finding.mend == _INSTALL for finding in findings):
        Console(stderr=True).print(f"`make run` is called in {CLONE}", style="dim")
