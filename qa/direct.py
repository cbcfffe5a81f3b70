"""A recording straight through the pipeline, without web, queue or database: `qa transcribe` and `qa score`."""

import json
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from qa.engines.loading import load_engines, pull_models
from qa.engines.media import Limits
from qa.pipeline import exports
from qa.pipeline.audio import RecordingFile, Roles
from qa.pipeline.model import Evidence, Means, Transcript
from qa.pipeline.process import RecordingToHear, examine, listen
from qa.pipeline.redact import named, redacted, with_names
from qa.platform.errors import NotFound, QaError, Refused
from qa.platform.settings import settings
from qa.rubric import shipped
from qa.rubric.model import Rubric
from qa.rubric.reader import read
from qa.scoring.score import Score, Suggested, score
from qa.scoring.suggest import Suggestion, suggest


class Spoken(StrEnum):
    """The language of a call; `auto` detects it."""

    HE = "he"
    EN = "en"
    AUTO = "auto"


Audio = Annotated[Path, typer.Argument(help="The recording of a call", show_default=False)]
Language = Annotated[Spoken, typer.Option(help="The language spoken in the call")]
Channels = Annotated[str, typer.Option(help='Who is on which channel: "agent,customer"; empty: decide from the call')]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output")]
Unredacted = Annotated[
    bool,
    typer.Option(
        "--unredacted",
        help="Leave card, identity and phone numbers and security codes in; else each is named in square brackets",
    ),
]
Which = Annotated[str, typer.Option("--rubric", help="A rubric's id or file; empty: the shipped one of the language")]


def transcribe(audio: Path, language: Spoken, channels: str, *, kind: exports.Kind | None, unredacted: bool) -> None:
    """Print who says what in a recording, and when, without personal numbers unless `unredacted`.

    As a file of that kind, or for people to read where there is none.
    """
    with refusing(audio):
        transcript, _ = _hear(audio, language, channels)
        transcript = shown(transcript, unredacted=unredacted)
    _show(exports.write(transcript, kind, audio.stem).removesuffix("\n") if kind else _readable(transcript))


def score_recording(  # noqa: PLR0913 (each is an option of the command)
    audio: Audio,
    rubric: Which = "",
    language: Language = Spoken.AUTO,
    channels: Channels = "",
    *,
    as_json: AsJson = False,
    unredacted: Unredacted = False,
) -> None:
    """Hold a recording against a rubric. Personal numbers are left out of what is shown."""
    with refusing(audio):
        chosen = find_rubric(rubric) if rubric else None
        transcript, means = _hear(audio, language, channels)
        transcript = transcript if unredacted else redacted(transcript).transcript
        chosen = chosen or _shipped_for(transcript.language)
        suggestions = suggest(examine(transcript, chosen.checklist(), means), chosen, transcript)
        suggested = {s.question_id: Suggested(s.verdict, s.option_id, s.probability) for s in suggestions}
        result = score(chosen, suggested, {})
    shown = _as_text(score_json(chosen, suggestions, result, transcript)) if as_json else ""
    _show(named(shown, transcript.language) or _readable_score(chosen, suggestions, result))


@contextmanager
def refusing(audio: Path) -> Iterator[None]:
    """Turns a known error into one line on standard error: status 2 for refused input, 1 where we are at fault."""
    try:
        yield
    except QaError as error:
        print(f"qa: {audio}: {' '.join(str(error).split())}", file=sys.stderr)  # noqa: T201 (the command's answer)
        raise typer.Exit(2 if isinstance(error, Refused | NotFound) else 1) from error


def find_rubric(name: str) -> Rubric:
    """The rubric in that file, or the shipped one of that id. Raises NotFound, or what reading raises."""
    if Path(name).is_file():
        return read(Path(name))
    for path in shipped():
        rubric = read(path)
        if name in (rubric.id, f"{rubric.id}.v{rubric.version}"):
            return rubric
    raise NotFound("rubric file or shipped rubric", name)


def _shipped_for(language: str) -> Rubric:
    for rubric in map(read, shipped()):
        if rubric.language == language:
            return rubric
    raise NotFound("shipped rubric for language", language)


class NoSuchRecording(NotFound):
    """The path does not lead to a file that can be read."""

    code = "no_such_recording"

    def __init__(self, path: Path) -> None:
        super().__init__("file to read at", path)


def shown(transcript: Transcript, *, unredacted: bool) -> Transcript:
    """The transcript as people see it: each personal number as its name in square brackets, unless `unredacted`."""
    return transcript if unredacted else with_names(redacted(transcript).transcript)


def recording_at(path: Path, language: Spoken, channels: str, scratch: Path) -> RecordingToHear:
    """What the command line says of a recording."""
    roles = cast("Roles", tuple(role.strip() for role in channels.split(","))) if channels else None
    return RecordingToHear(
        file=RecordingFile(path, roles=roles),
        language=None if language is Spoken.AUTO else language.value,
        limits=Limits(max_duration_ms=settings().max_duration_s * 1000),
        scratch=scratch,
    )


def _hear(path: Path, language: Spoken, channels: str) -> tuple[Transcript, Means]:
    """What is heard in the recording, and what findings on it can be made with."""
    if not path.is_file():
        raise NoSuchRecording(path)
    config = settings()
    with _progress() as report, tempfile.TemporaryDirectory(prefix="qa-") as scratch:
        recording = recording_at(path, language, channels, Path(scratch))
        pull_models(config, lambda share: report("models", share))
        engines = load_engines(config)
        sound, transcript = listen(recording, engines, report)
    return transcript, Means(sound, engines)


@contextmanager
def _progress() -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error: the stage and how much of it is done."""
    columns = (TextColumn("{task.description:<12}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    console = Console(stderr=True)
    quiet = not console.is_terminal  # a log gets the answer's one line and nothing else
    with Progress(*columns, TimeElapsedColumn(), console=console, transient=True, disable=quiet) as bar:
        task = bar.add_task("models", total=1.0)
        yield lambda stage, share: bar.update(task, description=stage, completed=share)


def score_json(
    rubric: Rubric, suggestions: tuple[Suggestion, ...], result: Score, transcript: Transcript
) -> dict[str, Any]:
    """The score as `qa score --json` prints it; `score` is percent, 0..100, or null where nothing can be counted."""
    return {
        "rubric": {"id": rubric.id, "version": rubric.version, "language": rubric.language},
        "score": result.percent,
        "interval": [result.low, result.high],
        "passed": result.passed,
        "could_flip": result.could_flip,
        "auto_failed_by": result.auto_failed_by,
        "undecided": result.undecided,
        "questions": [_question_json(rubric, suggestion, result) for suggestion in suggestions],
        "transcript": exports.as_json(transcript),
    }


def _question_json(rubric: Rubric, suggestion: Suggestion, result: Score) -> dict[str, Any]:
    earned = result.by_question.get(suggestion.question_id)
    return {
        "id": suggestion.question_id,
        "kind": rubric.question(suggestion.question_id).kind.name,
        "verdict": suggestion.verdict,
        "option": suggestion.option_id,
        "probability": suggestion.probability,
        "confidence": suggestion.confidence,
        "points": earned.points if earned else None,
        "points_possible": earned.possible if earned else None,
        "evidence": [_evidence_json(evidence) for evidence in suggestion.evidence],
        "why": suggestion.why.en,
    }


def _evidence_json(evidence: Evidence) -> dict[str, Any]:
    span = {"start_ms": evidence.span.start, "end_ms": evidence.span.end}
    return span | {"speaker": evidence.speaker, "text": evidence.text}


def _readable(transcript: Transcript) -> str:
    lines = [f"{_clock(turn.span.start)}  {turn.speaker:<8}  {turn.text}" for turn in transcript.turns]
    return "\n".join([*(f"! {flag.code}: {flag.detail}" for flag in transcript.flags), *lines])


def _readable_score(rubric: Rubric, suggestions: tuple[Suggestion, ...], result: Score) -> str:
    language = rubric.language
    lines = [
        f"{suggestion.verdict:<15} {suggestion.probability:>4.0%}  "
        f"{getattr(rubric.question(suggestion.question_id).text, language)}"
        for suggestion in suggestions
    ]
    percent = "nothing to count" if result.percent is None else f"{result.percent:.0f} of 100"
    return "\n".join([f"{getattr(rubric.title, language)} v{rubric.version}: {percent}", *lines])


def _clock(ms: int) -> str:
    return f"{ms // 60_000:02d}:{ms // 1000 % 60:02d}.{ms % 1000:03d}"


def _as_text(result: dict[str, Any]) -> str:
    return json.dumps(result, ensure_ascii=False, indent=2)


def _show(text: str) -> None:
    print(text)  # noqa: T201 (the command's answer)
