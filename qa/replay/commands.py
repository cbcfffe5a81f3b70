"""`qa rubric replay`: what a draft would change, at the command line. Parts are put together when it is called."""

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.platform.terminal import REFUSED, told_in_one_line

if TYPE_CHECKING:
    from qa.platform.database import Database
    from qa.replay.calls import Wanted
    from qa.replay.draft import Draft
    from qa.replay.report import Replay

DraftFile = Annotated[
    Path, typer.Argument(metavar="DRAFT", exists=True, dir_okay=False, help="A rubric in YAML", show_default=False)
]
Calls = Annotated[
    list[str] | None, typer.Option("--calls", metavar="ID", help="Only this call; may stand several times, or ID,ID")
]
Last = Annotated[int, typer.Option("--last", min=1, max=1000, help="The newest n calls of the draft's language")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output")]


def replay(draft: DraftFile, calls: Calls = None, last: Last = 200, *, as_json: AsJson = False) -> None:
    """Try a draft on calls that were heard already, beside the present rubric. Nothing is kept or overwritten.

    Both sides are judged anew by the transcript's text alone, with people's answers on top.

    The exit status is 0 if there is a report, 2 if the draft or a call is refused, and 1 if this system is at fault.
    """
    from qa import migrations
    from qa.platform.settings import settings
    from qa.replay.calls import Wanted
    from qa.replay.draft import read_draft

    named = tuple(call_id for listed in calls or () for call_id in listed.split(",") if call_id)
    read = read_draft(draft.read_text(encoding="utf-8", errors="replace"), file=str(draft))
    if read.rubric is None:
        _tell_problems(read, as_json=as_json)
        raise typer.Exit(REFUSED)
    with told_in_one_line(), migrations.opened(settings()) as database:
        report = _run(read, Wanted(named, last), database)
    if as_json:
        typer.echo(report.model_dump_json(indent=2))
    else:
        _show(report)


def _tell_problems(read: "Draft", *, as_json: bool) -> None:
    from qa.rubric.schemas import ProblemOut

    if as_json:
        told = [ProblemOut.of(problem).model_dump() for problem in read.problems]
        typer.echo(json.dumps({"problems": told}, ensure_ascii=False, indent=2))
        return
    for problem in read.problems:
        typer.echo(f"{problem} [{problem.severity}]", err=True)


def _run(read: "Draft", wanted: "Wanted", database: "Database") -> "Replay":
    """The report; a bar on standard error shows how far it is, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from qa.platform.security.principal import Principal
    from qa.platform.security.roles import Role
    from qa.replay.report import Replay
    from qa.replay.service import Replaying

    # Whoever can read the database file may see every call in it.
    steps = Replaying(database, Principal("system", Role.ADMINISTRATOR)).run(read, wanted)
    console = Console(stderr=True)
    columns = (TextColumn("replaying calls"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        for step in steps:
            if isinstance(step, Replay):
                return step
            bar.update(task, completed=step.done, total=step.total)
    raise AssertionError("a replay ends with its report")


def _show(report: "Replay") -> None:
    from rich.console import Console

    from qa.replay.tables import tables

    console = Console(file=sys.stdout, highlight=False)
    for shown in tables(report):
        console.print(shown)
