"""`qa retranscribe` and `qa word-errors`. Both put their parts together here, when they are called and not before."""

import json
import sys
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from qa.platform.terminal import REFUSED, told_in_one_line

if TYPE_CHECKING:
    from qa.calls.schemas import WordErrorsOut
    from qa.platform.security.principal import Principal

#: More calls than these are heard again only after a question.
_MANY = 20


class Spoken(StrEnum):
    """The language of a call."""

    HE = "he"
    EN = "en"


class By(StrEnum):
    """By what word errors are summed."""

    MONTH = "month"
    WEEK = "week"


Calls = Annotated[list[str] | None, typer.Argument(metavar="[CALL]...", help="The calls' ids", show_default=False)]
Since = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Calls from that day on (UTC)")]
Language = Annotated[Spoken | None, typer.Option(help="Calls in this language")]
Other = Annotated[str, typer.Option(metavar="TEXT", help="Calls that no engine or model of this name has heard")]
Yes = Annotated[
    bool, typer.Option("--yes", help=f"Do not ask, however many; without it more than {_MANY} are asked for")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output")]


def retranscribe(  # noqa: PLR0913 (a command has as many options as it has, and typer names them)
    calls: Calls = None,
    since: Since = None,
    language: Language = None,
    engine_other_than: Other = "",
    *,
    yes: Yes = False,
    as_json: AsJson = False,
) -> None:
    """Hear calls again with the engines of now, all that fit every condition.

    Each is heard into a new revision of its transcript; older revisions and people's answers stay. What a person
    corrected stays shown until somebody chooses the new revision.
    """
    from qa import migrations
    from qa.calls import again
    from qa.platform.jobs.bell import CeleryBell, make_celery
    from qa.platform.settings import settings

    wanted = again.Wanted(
        tuple(calls or ()),
        since.replace(tzinfo=UTC) if since else None,
        language.value if language else None,
        engine_other_than or None,
    )
    config = settings()
    with told_in_one_line(), migrations.opened(config) as database:
        with database.read() as session:
            choice = again.choose(session, _system(), wanted)
        _ask_if_many(len(choice.call_ids), yes=yes)
        bell = CeleryBell(make_celery(config))
        # A ring into the void takes seconds each; where nobody listens now, the sweeper rings later.
        ring = bell.ring if bell.answers() else _nobody_listens
        with database.write() as unit:
            again.hear_again(unit, _system(), choice, ring)
    told = {"calls": len(choice.call_ids), "waiting": choice.waiting}
    if as_json:
        typer.echo(json.dumps(told))
    else:
        also = f"; {choice.waiting} more wait to be heard as it is" if choice.waiting else ""
        typer.echo(f"{len(choice.call_ids)} calls are heard again{also}")


def word_errors(by: By = By.MONTH, since: Since = None, *, as_json: AsJson = False) -> None:
    """How far each engine was off, by the transcripts that people corrected."""
    from qa import migrations
    from qa.calls import accuracy
    from qa.platform.settings import settings

    day = since.replace(tzinfo=UTC) if since else None
    with told_in_one_line(), migrations.opened(settings()) as database, database.read() as session:
        rows = accuracy.word_errors(session, _system(), by.value, day)
    if as_json:
        typer.echo(json.dumps([row.model_dump() for row in rows], ensure_ascii=False, indent=2))
    elif rows:
        _show(rows)
    else:
        typer.echo("No transcript was corrected yet.")


def _nobody_listens(_job_id: str) -> None:
    """No ring."""


def _ask_if_many(count: int, *, yes: bool) -> None:
    """Go on only with a few, or where somebody said yes, before or now."""
    if count <= _MANY or yes:
        return
    if not sys.stdin.isatty():
        typer.echo(f"qa: {count} calls would be heard again; say --yes if that is meant", err=True)
        raise typer.Exit(REFUSED)
    typer.confirm(f"Hear {count} calls again?", abort=True, err=True)


def _show(rows: "list[WordErrorsOut]") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table(
        "when", "language", "engine", "calls", "words", "errors", "word errors", "in corrected turns", box=None
    )
    for row in rows:
        table.add_row(
            row.period,
            row.language,
            row.engine,
            str(row.calls),
            str(row.words),
            str(row.errors),
            _percent(row.wer),
            _percent(row.checked_wer),
        )
    Console(highlight=False).print(table)


def _percent(share: float | None) -> str:
    return "" if share is None else f"{share:.1%}"


def _system() -> "Principal":
    from qa.platform.security.principal import Principal
    from qa.platform.security.roles import Role

    # Whoever can read the database file may see every call in it.
    return Principal("system", Role.ADMINISTRATOR)
