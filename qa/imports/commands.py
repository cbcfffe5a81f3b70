"""`qa import` and `qa watch`. Both put their parts together here, when they are called and not before."""

import json
import signal
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from qa.platform.terminal import plain, told_in_one_line

if TYPE_CHECKING:
    from datetime import tzinfo

    from rich.console import Console

    from qa.calls.schemas import CallFacts
    from qa.imports.arrivals import Patience
    from qa.imports.intake import Intake, Outcome
    from qa.imports.sidecar import Pairing
    from qa.platform.settings import Settings

_WHAT_IF_SILENT = "of recordings whose metadata does not say"
_ZONE = "The zone of start times that are written without one: Asia/Jerusalem, UTC, or local for this machine's"

_WHAT = "Recordings, chats and mails, or folders to look through"
Paths = Annotated[list[Path], typer.Argument(help=_WHAT, show_default=False)]
Metadata = Annotated[Path | None, typer.Option(help="A CSV or JSON file with a column file and one row a recording")]
Language = Annotated[str, typer.Option(help=f"he, en or auto: the language {_WHAT_IF_SILENT}")]
Agent = Annotated[str, typer.Option(help=f"The agent's code, or exact name, {_WHAT_IF_SILENT}")]
Channels = Annotated[str, typer.Option(help=f"agent,customer or customer,agent: the channels {_WHAT_IF_SILENT}")]
Timezone = Annotated[str, typer.Option(help=_ZONE)]
NoSidecars = Annotated[bool, typer.Option("--no-sidecars", help="Do not read metadata that lies beside the recordings")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output")]
Folder = Annotated[Path | None, typer.Argument(help="The folder to watch; without it, QA_WATCH", show_default=False)]


def import_calls(  # noqa: PLR0913, PLR0917 (a command has as many options as it has, and typer names them)
    paths: Paths,
    metadata: Metadata = None,
    language: Language = "",
    agent: Agent = "",
    channels: Channels = "",
    timezone: Timezone = "local",
    *,
    no_sidecars: NoSidecars = False,
    as_json: AsJson = False,
) -> None:
    """Take recordings and written conversations in from files and folders, with their metadata.

    Metadata lies beside a recording, as NAME.json or NAME.csv beside NAME.wav,
    or in a CSV or JSON file in its folder that has a row for each recording.

    Columns: file and, where each party has its own recording, second;
    agent, team, customer_ref, direction, started_at, language, channels, queue;
    handle_ms, hold_ms, wait_ms, or handle_s, hold_s, wait_s (372 or 0:06:12).

    The exit status is 0 if nothing was refused, 2 if anything was, and 1 if this system is at fault.
    """
    from qa.imports.columns import zone_named
    from qa.imports.folder import Wish, absolute, gather
    from qa.platform.settings import settings

    with told_in_one_line():
        defaults = _defaults(language, agent, channels)
        pairing = gather(paths, Wish(metadata, zone_named(timezone), use_lying=not no_sidecars))
        with _intake(settings(), defaults) as intake:
            outcomes, failure = _take_all(pairing, intake, {absolute(path) for path in paths})
    _show(pairing, outcomes, as_json=as_json)
    if failure:
        _say(f"stopped: {failure}\nWhat was taken in is safe; the same command goes on with the rest.")
        raise typer.Exit(1)
    if pairing.unmet or any(outcome.state == "refused" for outcome in outcomes):
        raise typer.Exit(2)


def watch(folder: Folder = None, timezone: Timezone = "local") -> None:
    """Take in what is put into a folder, until stopped.

    A recording, a chat (.txt, .json) or a mail (.eml) is taken in once it is whole, then moved to imported/ in the
    same folder; what is refused is moved to refused/, beside a text that says why. Metadata is read as by
    `qa import`; put it there before what it is about.
    """
    from qa.imports.columns import zone_named
    from qa.platform import logs
    from qa.platform.settings import settings

    config = settings()
    with told_in_one_line():
        zone = zone_named(timezone)
        place = _watched_folder(folder or config.watch)
        logs.configure(config)
        watch_folder(config, place, zone)


def watch_folder(config: "Settings", folder: Path, zone: "tzinfo | None", patience: "Patience | None" = None) -> None:
    """Watch until SIGTERM or SIGINT. Raises WatchedAlready."""
    from qa.calls.schemas import CallFacts
    from qa.imports.arrivals import Patience
    from qa.imports.folder import absolute
    from qa.imports.watch import Watch, Watched, keeper

    place = absolute(folder)
    with keeper(config.data, place) as journal, _intake(config, CallFacts()) as intake:
        watching = Watch(Watched(place, journal, zone, patience or Patience()), intake, _tell_terminal)
        for ending in (signal.SIGTERM, signal.SIGINT):
            signal.signal(ending, lambda *_: watching.stop())
        _say(f"watching {plain(place)}; Ctrl+C ends it")
        watching.run()


def _watched_folder(folder: Path | None) -> Path:
    if folder is None:
        raise typer.BadParameter("name a folder to watch, or set QA_WATCH")
    if folder.exists() and not folder.is_dir():
        raise typer.BadParameter(f"{plain(folder)} is not a folder")
    if not folder.exists():
        _say(f"{plain(folder)} is not there yet; waiting for it")
    return folder


def _defaults(language: str, agent: str, channels: str) -> "CallFacts":
    """The options as facts, by the same rules as a row of metadata. Raises MetadataRefused."""
    from qa.imports.columns import read_row
    from qa.imports.problems import Place

    given = {"language": language, "agent": agent, "channels": channels}
    row = read_row({name: value for name, value in given.items() if value}, Place(Path("the command line")), None)
    if row.problem is not None:
        raise row.problem
    return row.facts


@contextmanager
def _intake(config: "Settings", defaults: "CallFacts") -> "Iterator[Intake]":
    """An intake on the real database, which is brought to the present first."""
    from qa import migrations
    from qa.calls.service import CallDesk
    from qa.calls.written import WrittenDesk
    from qa.imports.bell import PatientBell
    from qa.imports.intake import Desks, Intake, Terms
    from qa.platform.jobs.bell import CeleryBell, make_celery
    from qa.platform.storage import Storage
    from qa.search.index import keep_current

    bell = PatientBell(CeleryBell(make_celery(config)))
    keep_current()  # a written conversation has its transcript at once
    with migrations.opened(config) as database:
        desks = Desks(CallDesk(database, Storage.of(config), bell.ring), WrittenDesk.of(config, database, bell.ring))
        yield Intake(desks, Terms(config.scratch, config.max_upload_mb << 20, defaults))


def _take_all(pairing: "Pairing", intake: "Intake", named: set[Path]) -> "tuple[list[Outcome], str]":
    """What became of each file, and why it was stopped before the end, if it was."""
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from qa.platform.errors import Unavailable

    outcomes: list[Outcome] = []
    name = TextColumn("{task.fields[name]}", markup=False)
    columns = (BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), name)
    with Progress(*columns, console=_console(sys.stderr), transient=True) as progress:
        task = progress.add_task("", total=len(pairing.found), name="")
        for found in pairing.found:
            progress.update(task, name=plain(found.path.name)[:60])
            try:
                outcomes.append(intake.take(found, asked_for=found.path in named))
            except Unavailable as error:
                return outcomes, str(error)
            progress.advance(task)
    return outcomes, ""


def _show(pairing: "Pairing", outcomes: "Sequence[Outcome]", *, as_json: bool) -> None:
    counts = Counter(outcome.state for outcome in outcomes)
    totals = {
        "taken_in": counts["taken_in"],
        "already_here": counts["already_here"],
        "refused": counts["refused"] + len(pairing.unmet),
        "left_alone": counts["left_alone"],
    }
    if as_json:
        typer.echo(json.dumps(totals | _as_json(pairing, outcomes), ensure_ascii=False, indent=2))
    else:
        _show_table(pairing, outcomes, totals)


def _as_json(pairing: "Pairing", outcomes: "Sequence[Outcome]") -> dict[str, Any]:
    recordings = [
        {
            "path": plain(outcome.path),
            "state": outcome.state,
            "call_id": outcome.call_id,
            "code": outcome.code,
            "reason": plain(outcome.reason) if outcome.reason else None,
        }
        for outcome in outcomes
    ]
    unmet = [{"code": problem.code, "reason": plain(problem)} for problem in pairing.unmet]
    return {"recordings": recordings, "unmet": unmet, "notes": [plain(note) for note in pairing.notes]}


def _show_table(pairing: "Pairing", outcomes: "Sequence[Outcome]", totals: dict[str, int]) -> None:
    from rich.table import Table
    from rich.text import Text

    console = _console(sys.stdout)
    refused = [(plain(outcome.path), outcome.reason or "") for outcome in outcomes if outcome.state == "refused"]
    refused += [("", str(problem)) for problem in pairing.unmet]
    if refused:
        table = Table("Refused", "Why", show_lines=False)
        for name, reason in refused:
            table.add_row(Text(name, overflow="fold"), Text(plain(reason), overflow="fold"))
        console.print(table)
    for note in pairing.notes:
        console.print(Text(f"Note: {plain(note)}"))
    summary = Table("Taken in", "Already here", "Refused")
    summary.add_row(*(str(totals[name]) for name in ("taken_in", "already_here", "refused")))
    console.print(summary)
    if totals["left_alone"]:
        console.print(Text(f"{totals['left_alone']} other files are no recordings, and were left alone."))
    if not outcomes:
        console.print(Text("No recordings were found."))


def _tell_terminal(outcome: "Outcome") -> None:
    """A line a recording for whoever sits and looks; the log has what a machine reads, and no names."""
    if sys.stderr.isatty() and outcome.state != "left_alone":
        words = outcome.state.replace("_", " ")
        _say(f"{words}: {plain(outcome.path.name)}" + (f" ({plain(outcome.reason)})" if outcome.reason else ""))


def _say(line: str) -> None:
    typer.echo(line, err=True)


def _console(stream: Any) -> "Console":
    from rich.console import Console

    return Console(file=stream, highlight=False)
