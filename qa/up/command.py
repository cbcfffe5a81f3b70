"""`qa up`: everything on this machine, in the foreground, until it is asked to stop."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Annotated

import typer

from qa.platform.errors import QaError
from qa.platform.settings import Settings, settings
from qa.up.errors import StopAsked

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


def up(
    host: Annotated[str | None, typer.Option(help="Address to listen on; other machines need TLS.")] = None,
    port: Annotated[int | None, typer.Option(min=1, max=65535)] = None,
    data: Annotated[Path | None, typer.Option(help="The one folder that holds everything.", file_okay=False)] = None,
    demo: Annotated[bool | None, typer.Option("--demo/--no-demo", help="Demo people and calls; on by default.")] = None,
) -> None:
    """Start the queue, the worker and the web, and keep them running until Ctrl+C."""
    config = _settings_with(host=host, port=port, data=data and data.resolve(), demo=demo)
    from qa.up.running import run  # the database and the queue are loaded only where something runs

    try:
        with _signals_are_raised():
            run(config)
    except StopAsked:
        return
    except QaError as error:
        typer.secho(f"Mashov did not start: {error}", err=True, fg=typer.colors.RED)
        raise typer.Exit(1) from error


def _settings_with(**given: object) -> Settings:
    """The settings with what the command line says on top. It is said as variables, so that the parts hear it too."""
    os.environ.setdefault("QA_DEMO", "true")
    os.environ |= {f"QA_{name.upper()}": str(value) for name, value in given.items() if value is not None}
    settings.cache_clear()
    return settings()


@contextmanager
def _signals_are_raised() -> Iterator[None]:
    """Inside, a signal to stop raises StopAsked in the main thread, wherever that is."""

    def ask(number: int, _frame: FrameType | None) -> None:
        raise StopAsked(signal.Signals(number).name)

    before = {number: signal.signal(number, ask) for number in _SIGNALS}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
