"""`qa regressions ...`: run the settled cases, and take them elsewhere. Parts are put together when it is called."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.platform.terminal import told_in_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.engines.interfaces import Engines
    from qa.regressions.case import Case
    from qa.regressions.report import Regressions
    from qa.regressions.running import Running
    from qa.rubric.model import Rubric

app = typer.Typer(
    name="regressions", help="Answers that people settled, for every change to pass.", no_args_is_help=True
)

#: The exit status where a case breaks.
BROKEN = 1

Draft = Annotated[
    Path | None,
    typer.Option("--rubric", exists=True, dir_okay=False, help="A rubric in YAML; without one, those in use"),
]
Folder = Annotated[
    Path | None, typer.Option(exists=True, file_okay=False, help="Cases that `export` took out; no database is needed")
]
Hear = Annotated[bool, typer.Option("--hear", help="Transcribe the recordings anew, with the models of now")]
ByText = Annotated[bool, typer.Option("--text", help="Judge by the transcripts alone; no model is loaded")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output")]
Into = Annotated[Path, typer.Argument(metavar="FOLDER", file_okay=False, help="Where to, new or empty")]
WithSound = Annotated[bool, typer.Option("--sound", help="With the calls' sound, numbers beeped out, so that CI hears")]


@dataclass(frozen=True, slots=True)
class _How:
    draft: "Rubric | None"
    hear: bool
    by_text: bool


@app.command()
def run(
    draft: Draft = None,
    folder: Folder = None,
    *,
    hear: Hear = False,
    by_text: ByText = False,
    as_json: AsJson = False,
) -> None:
    """Ask the machine every case that people settled. Nothing that is stored changes.

    The exit status is 0 if none breaks, 1 if one does, and 2 if what was asked for cannot be done.
    """
    if hear and by_text:
        raise typer.BadParameter("--hear needs the models that --text leaves out")
    with told_in_one_line(), _put_together(folder, _How(_read(draft), hear, by_text)) as (running, cases):
        report = _run(running, cases)
    _tell(report, as_json=as_json)
    if report.totals.breaks:
        raise typer.Exit(BROKEN)


@app.command()
def export(into: Into, *, sound: WithSound = False) -> None:
    """Take the live cases out into a folder for `run --folder`. Personal numbers stay behind."""
    from qa import migrations
    from qa.calls.recording import Recordings
    from qa.platform.settings import settings
    from qa.platform.storage import Storage
    from qa.regressions.folder import NotACaseFolder, take_out
    from qa.regressions.stored import live

    config = settings()
    with told_in_one_line():
        if into.exists() and any(into.iterdir()) and not (into / "cases.json").is_file():
            raise NotACaseFolder(into, "it is not empty, and nothing in it shall be overwritten")
        with migrations.opened(config) as database, database.read() as session:
            recordings = Recordings.of(config, Storage.of(config)) if sound else None
            taken = take_out(session, live(session), into, recordings)
    told = f"{into}: cases {taken.cases}, calls {taken.calls}, of them with sound {taken.sounds}"
    typer.echo(told, err=True)


def _read(file: Path | None) -> "Rubric | None":
    from qa.regressions.job import readable

    return readable(file.read_text(encoding="utf-8", errors="replace")) if file else None


@contextmanager
def _put_together(folder: Path | None, how: _How) -> Iterator[tuple["Running", "Sequence[Case]"]]:
    from qa import migrations
    from qa.calls.recording import Recordings
    from qa.platform.settings import settings
    from qa.platform.storage import Storage
    from qa.regressions.folder import CallsInFolder, CaseFolder
    from qa.regressions.running import Running
    from qa.regressions.stored import CallsHeardAnew, StoredCalls, case_of, lines_for, lines_in_use, live

    config = settings()
    recordings = Recordings.of(config, Storage.of(config))
    config.scratch.mkdir(parents=True, exist_ok=True)
    engines = None if how.by_text else _engines
    if folder is not None:
        kept = CaseFolder.at(folder)
        calls = CallsInFolder(folder, recordings, engines, anew=how.hear)
        yield Running(calls, kept.lines(how.draft), how.hear), kept.cases
        return
    with migrations.opened(config) as database:
        with database.read() as session:
            cases = [case_of(row) for row in live(session)]
            lines = lines_for(session, how.draft) if how.draft else lines_in_use(session)
        if how.hear:
            yield Running(CallsHeardAnew(database, recordings, _engines), lines, heard_anew=True), cases
        else:
            yield Running(StoredCalls(database, recordings, engines), lines), cases


@cache
def _engines() -> "Engines":
    from qa.engines.loading import load_engines, pull_models
    from qa.platform.settings import settings

    pull_models(settings(), lambda _share: None)
    return load_engines(settings())


def _run(running: "Running", cases: "Sequence[Case]") -> "Regressions":
    """The report; a bar on standard error shows how far it is, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from qa.regressions.report import Regressions

    console = Console(stderr=True)
    columns = (TextColumn("asking calls"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("", total=None)
        for step in running.run(cases):
            if isinstance(step, Regressions):
                return step
            bar.update(task, completed=step.done, total=step.total)
    raise AssertionError("a run ends with its report")


def _tell(report: "Regressions", *, as_json: bool) -> None:
    from rich.console import Console

    from qa.regressions.shown import tables

    if as_json:
        typer.echo(report.model_dump_json(indent=2))
        return
    console = Console(file=sys.stdout, highlight=False)
    for shown in tables(report):
        console.print(shown)
