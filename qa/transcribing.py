"""`qa transcribe`: one recording as text or a file's content on the screen, or many into a folder, one JSON a call.

Many calls are heard in one process and together (see `qa/pipeline/many.py`). A run that was stopped goes on where it
was: a call whose JSON is there, of the same recording heard by the same engines with the same options, is left alone.
Other kinds of file (`--format`) are written beside the JSON, which says what they were made of.
"""

import hashlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeRemainingColumn

from qa import direct
from qa.direct import AsJson, Channels, Language, Spoken, Unredacted
from qa.engines.interfaces import Engines
from qa.engines.loading import load_engines, pull_models
from qa.pipeline import exports
from qa.pipeline.many import Order, Outcome, Pace, listen_many
from qa.platform.errors import QaError
from qa.platform.settings import settings

Files = Annotated[list[Path], typer.Argument(help="Recordings of calls", show_default=False)]
Out = Annotated[Path | None, typer.Option(help="A folder for one JSON a call; needed for several recordings")]
Jobs = Annotated[
    int, typer.Option(min=0, help="Calls that are made ready at once while others are heard; 0: by the processors")
]
Again = Annotated[bool, typer.Option("--again", help="Hear calls again whose JSON is there already")]
Kind = Annotated[
    exports.Kind | None,
    typer.Option("--format", help="What to write: on the screen, or with --out beside the JSON", show_default=False),
]

_MOST_JOBS = 4


def transcribe(  # noqa: PLR0913 (a command has as many options as it has, and typer names them)
    files: Files,
    language: Language = Spoken.AUTO,
    channels: Channels = "",
    out: Out = None,
    jobs: Jobs = 0,
    *,
    as_json: AsJson = False,
    kind: Kind = None,
    unredacted: Unredacted = False,
    again: Again = False,
) -> None:
    """Who says what in recordings, and when. Personal numbers are left out.

    With --out every call becomes a JSON file of its name, and a recording that cannot be
    heard stops none of the others: the exit status is then 1 and they are named at the end.
    """
    if out is None and len(files) == 1:
        direct.transcribe(
            files[0], language, channels, kind="json" if as_json and not kind else kind, unredacted=unredacted
        )
        return
    if out is None:
        raise typer.BadParameter("several recordings need a folder: --out DIR")
    wish = Wish(language, channels, kind, unredacted=unredacted, again=again)
    with direct.refusing(out):
        failed = transcribe_into(out, files, wish, jobs)
    for path, why in failed:
        print(f"qa: {path}: {why}", file=sys.stderr)  # noqa: T201 (the command's answer)
    if failed:
        raise typer.Exit(1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted of every recording."""

    language: Spoken
    channels: str = ""
    kind: exports.Kind | None = None  # what is written beside the JSON
    unredacted: bool = False
    again: bool = False

    def key(self, sha256: str, engines: Engines) -> dict[str, Any]:
        """What a transcript was made of: where nothing of it changed, nothing needs to be heard again."""
        return {
            "sha256": sha256,
            "language": self.language.value,
            "channels": self.channels,
            "unredacted": self.unredacted,
            "engines": [str(engines.detector.revision), str(engines.recogniser.revision)],
        }


@dataclass(frozen=True, slots=True)
class _Task:
    """A recording and the file that its transcript goes to."""

    path: Path
    out: Path
    key: dict[str, Any]


def transcribe_into(folder: Path, files: Sequence[Path], wish: Wish, jobs: int = 0) -> list[tuple[Path, str]]:
    """Hear the recordings and write one JSON each; returns those that could not be heard, and why.

    Raises what loading the engines raises, and OSError where the folder cannot be written.
    """
    config = settings()
    folder.mkdir(parents=True, exist_ok=True)
    with _Progress.shown() as progress, tempfile.TemporaryDirectory(prefix="qa-") as scratch:
        pull_models(config, progress.models)
        engines = load_engines(config)
        tasks, failed = _tasks(files, folder, wish, engines)
        todo = tasks if wish.again else [task for task in tasks if not _is_done(task, wish)]
        progress.begin([task.path for task in todo], already=len(tasks) - len(todo))
        at = partial(direct.recording_at, language=wish.language, channels=wish.channels, scratch=Path(scratch))
        orders = (Order(partial(at, task.path), lambda _stage, _share: None) for task in todo)
        pace = Pace(threads=jobs or min(_MOST_JOBS, len(os.sched_getaffinity(0))))
        for task, outcome in zip(todo, listen_many(orders, engines, pace), strict=True):
            if why := _written(task, outcome, wish):
                failed.append((task.path, why))
            progress.one_more(outcome)
    return failed


def _tasks(
    files: Sequence[Path], folder: Path, wish: Wish, engines: Engines
) -> tuple[list[_Task], list[tuple[Path, str]]]:
    """The recordings with their places, and those that cannot be read. Twice the same recording is one."""
    names = [path.stem for path in dict.fromkeys(files)]
    tasks, unreadable = [], []
    for path in dict.fromkeys(files):
        try:
            sha256 = _sha256(path)
        except OSError as error:
            unreadable.append((path, error.strerror or str(error)))
            continue
        # Recordings of one name, from several folders, are told apart by what they hold.
        name = path.stem if names.count(path.stem) == 1 else f"{path.stem}.{sha256[:8]}"
        tasks.append(_Task(path, folder / f"{name}.json", wish.key(sha256, engines)))
    return list({task.out: task for task in tasks}.values()), unreadable


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _is_done(task: _Task, wish: Wish) -> bool:
    if wish.kind and not task.out.with_suffix(f".{wish.kind}").is_file():
        return False
    try:
        return bool(json.loads(task.out.read_text("utf-8"))["made_of"] == task.key)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _written(task: _Task, outcome: Outcome, wish: Wish) -> str:
    """Write the call's JSON, whole or not at all; returns why there is none, or nothing."""
    if outcome.heard is None:
        known = isinstance(outcome.error, QaError)
        return " ".join(str(outcome.error).split()) if known else f"{type(outcome.error).__name__}: {outcome.error}"
    transcript = direct.shown(outcome.heard[1], unredacted=wish.unredacted)
    if wish.kind and wish.kind != "json":
        # The JSON comes last: where it is, all is.
        _write(task.out.with_suffix(f".{wish.kind}"), exports.write(transcript, wish.kind, task.path.stem))
    body = {"file": task.path.name, "made_of": task.key, **exports.as_json(transcript)}
    _write(task.out, json.dumps(body, ensure_ascii=False, indent=2))
    return ""


def _write(path: Path, text: str) -> None:
    part = path.with_name(f"{path.name}.part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)


class _Progress:
    """On standard error: how many calls, how much faster than real time, and how long it will take yet."""

    def __init__(self, bar: Progress) -> None:
        self._bar = bar
        self._models = bar.add_task("models", total=1.0, faster="")
        self._calls: TaskID | None = None
        self._heard_ms = self._count = self._failed = self._already = 0
        self._began = time.monotonic()

    @classmethod
    @contextmanager
    def shown(cls) -> Iterator["_Progress"]:
        """A bar on a terminal; elsewhere one line at the end."""
        console = Console(stderr=True)
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[faster]}"),
            TimeRemainingColumn(),
        )
        with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bar:
            progress = cls(bar)
            yield progress
        console.print(progress.summary(), highlight=False)

    def models(self, share: float) -> None:
        """So much of the models is fetched."""
        self._bar.update(self._models, completed=share)

    def begin(self, paths: Sequence[Path], already: int) -> None:
        """These are the calls to hear; `already` others have been."""
        self._bar.remove_task(self._models)
        self._calls = self._bar.add_task("calls", total=len(paths), faster="")
        self._already, self._began = already, time.monotonic()

    def one_more(self, outcome: Outcome) -> None:
        """One call is done, well or not."""
        assert self._calls is not None
        self._count += 1
        if outcome.heard:
            self._heard_ms += outcome.heard[1].duration_ms
        else:
            self._failed += 1
        self._bar.update(self._calls, advance=1, faster=f"{self._faster():.1f}× real time")

    def summary(self) -> str:
        """How it ended, in a line."""
        parts = [f"{self._count - self._failed} calls heard"]
        if self._heard_ms:
            parts.append(f"{self._heard_ms / 60_000:.1f} minutes at {self._faster():.1f} times real time")
        if self._already:
            parts.append(f"{self._already} were there already")
        if self._failed:
            parts.append(f"{self._failed} could not be heard")
        return ", ".join(parts)

    def _faster(self) -> float:
        return self._heard_ms / 1000 / max(1e-9, time.monotonic() - self._began)
