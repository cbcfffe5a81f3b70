"""`qa import-written`: chats and mails from files of this machine, through the same desk as an upload."""

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from qa.platform.terminal import plain, told_in_one_line

Files = Annotated[list[Path], typer.Argument(help="Chats (.txt, .json) and mails (.eml)", show_default=False)]
Agent = Annotated[str, typer.Option(help="The agent's code, or exact name, as it stands among the people")]
Language = Annotated[str, typer.Option(help="he, en or auto")]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON and nothing else on standard output")]


def import_written(files: Files, agent: Agent = "", language: Language = "auto", *, as_json: AsJson = False) -> None:
    """Take written conversations in: chats as plain lines or JSON, and mails.

    A line is "12:04 Dana: text"; the time, or a date and a time, may be left out. JSON is
    {"medium": "chat", "messages": [{"from": "agent", "text": "...", "at": "2026-03-01T12:04:00+02:00"}]}.
    The agent is whoever is called agent or נציג, or by an agent's name, code or mail address.

    The exit status is 0 if nothing was refused, 2 if anything was, and 1 if this system is at fault.
    """
    from pydantic import ValidationError

    from qa.calls.schemas import CallFacts

    with told_in_one_line():
        try:
            facts = CallFacts.model_validate({"agent": agent or None, "language": language})
        except ValidationError as error:
            raise typer.BadParameter(error.errors(include_url=False)[0]["msg"]) from error
        told = _take_all(files, facts)
    if as_json:
        typer.echo(json.dumps({"conversations": told}, ensure_ascii=False, indent=2))
    else:
        for one in told:
            why = f" ({one['reason']})" if one["reason"] else ""
            typer.echo(f"{one['path']}: {one['state'].replace('_', ' ')}{why}")
    if any(one["state"] == "refused" for one in told):
        raise typer.Exit(2)


def _take_all(files: list[Path], facts: Any) -> list[dict[str, Any]]:
    from qa import migrations
    from qa.calls.written import WrittenDesk
    from qa.imports.bell import PatientBell
    from qa.platform.jobs.bell import CeleryBell, make_celery
    from qa.platform.settings import settings
    from qa.search.index import keep_current

    config = settings()
    bell = PatientBell(CeleryBell(make_celery(config)))
    keep_current()
    with migrations.opened(config) as database:
        desk = WrittenDesk.of(config, database, bell.ring)
        return [_take(desk, path, facts) for path in files]


def _take(desk: Any, path: Path, facts: Any) -> dict[str, Any]:
    from qa.calls.written import Letter
    from qa.pipeline.written import LIMITS
    from qa.platform.errors import Refused

    told: dict[str, Any] = {"path": plain(path), "state": "refused", "call_id": None, "code": None, "reason": None}
    try:
        with path.open("rb") as file:
            letter = Letter(file.read(LIMITS.file_bytes + 1), path.name, facts)
        call_id, known = desk.take_in(letter, None)
    except OSError as error:
        return told | {"code": "unreadable_file", "reason": error.strerror or str(error)}
    except Refused as error:
        return told | {"code": error.code, "reason": plain(error)}
    return told | {"state": "already_here" if known else "taken_in", "call_id": call_id}
