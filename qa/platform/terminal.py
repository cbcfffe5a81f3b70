"""What all commands share: what is safe to print, and how they end badly."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from unicodedata import category

import typer

from qa.platform.errors import QaError, Unavailable

#: The exit status where what was asked for cannot be done as it was asked, and where we are at fault.
REFUSED, AT_FAULT = 2, 1


def plain(name: object) -> str:
    """A name or message that is safe to print: bytes that are no text and marks that steer a terminal are replaced."""
    text = os.fsencode(str(name)).decode("utf-8", "replace")
    return "".join("�" if category(character) in ("Cc", "Cf", "Cs") else character for character in text)


@contextmanager
def told_in_one_line() -> Iterator[None]:
    """A known error becomes one line on standard error, and the exit status says whose fault it is."""
    try:
        yield
    except QaError as error:
        typer.echo(f"qa: {plain(' '.join(str(error).split()))}", err=True)
        raise typer.Exit(AT_FAULT if isinstance(error, Unavailable) else REFUSED) from error


def told_as_it_goes(calls: Iterable[int], done: str) -> None:
    """Say on standard error how many calls there were so far, and in the end that so many are done."""
    total = 0
    for more in calls:
        total += more
        typer.echo(f"{total} calls so far", err=True)
    typer.echo(f"{total} calls {done}")
