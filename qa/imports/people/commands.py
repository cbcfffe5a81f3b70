"""`qa people ...`: people, teams and cohorts out of a file."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from qa.platform.terminal import plain, told_in_one_line

if TYPE_CHECKING:
    from collections.abc import Sequence

    from qa.imports.people.schemas import FirstPassword, PeopleChange, PeopleImportOut, PeopleProblem

app = typer.Typer(name="people", help="Who works here: people, teams and cohorts.", no_args_is_help=True)

_SENTENCES = {
    "unreadable": "the file cannot be read",
    "too_many_rows": "the file has too many rows",
    "unknown_column": "there is no such column",
    "column_twice": "the column stands there twice",
    "column_missing": "the column is missing",
    "too_many_cells": "the line has more cells than the header",
    "missing": "something must be written here",
    "too_long": "this is too long",
    "formula": "this begins like a formula of a spreadsheet",
    "bad_email": "this is no e-mail address",
    "bad_role": "a role is agent, reviewer or trainer",
    "bad_language": "a language is he or en",
    "bad_date": "a day is written 2026-11-05 or 5.11.2026",
    "email_twice": "another line speaks of this address",
    "code_twice": "another line has this number",
    "code_taken": "somebody else has this number",
    "administrator": "who manages the system is said on the page, and not in a file",
    "not_an_agent": "only agents are members of cohorts",
    "no_programme": "no programme of this name is running",
    "none_running": "a cohort belongs to a programme, and none is running yet; make one in the page",
    "which_programme": "several programmes are running; name one",
    "day_missing": "a new cohort needs the day of its workshop",
    "day_differs": "the cohort's workshop is on another day",
}
_DONE = {
    "team_added": "team",
    "person_added": "new",
    "person_changed": "changed",
    "cohort_added": "cohort",
    "member_added": "member",
}


@app.callback()
def _group() -> None:
    """Make one command a group, so that it keeps its name."""


@app.command("import")
def import_people(
    file: Annotated[Path, typer.Argument(help="A CSV file with a line for each person", exists=True, dir_okay=False)],
    passwords: Annotated[
        Path | None, typer.Option(help="Give new people first passwords, and write them into this new file")
    ] = None,
    *,
    trial: Annotated[bool, typer.Option("--trial", help="Only show what would be made and changed")] = False,
) -> None:
    """Take people, teams and cohorts from a CSV file: all of it, or nothing.

    Columns: email, and as far as there is something to say name, role, team, agent_code, language, cohort, programme
    and workshop (its day). Hebrew names of columns are understood as well. An empty cell changes nothing.

    Without --passwords new people cannot sign in before somebody gives them a password. The exit status is 2 where
    anything is wrong with the file.
    """
    from qa import migrations
    from qa.imports.people.service import take_people, try_people
    from qa.platform.security.principal import Principal
    from qa.platform.security.roles import Role
    from qa.platform.settings import settings

    asker = Principal("system", Role.ADMINISTRATOR)
    with told_in_one_line(), migrations.opened(settings()) as database:
        if trial:
            out = try_people(database, asker, file)
        else:
            if passwords is not None:
                _can_be_kept(passwords)
            out = take_people(database, asker, file, passwords=passwords is not None)
    if passwords is not None and out.first_passwords:
        _keep(passwords, out.first_passwords)
    _show(out)
    if out.problems:
        raise typer.Exit(2)


def _can_be_kept(path: Path) -> None:
    """Before anything is made: passwords that could not be written down would be nobody's."""
    if path.exists():
        raise typer.BadParameter(f"{plain(path)} is there already; name a new file")
    if not os.access(path.absolute().parent, os.W_OK | os.X_OK):
        raise typer.BadParameter(f"nothing can be written beside {plain(path)}; name another file")


def _keep(path: Path, passwords: "Sequence[FirstPassword]") -> None:
    """A file that only its owner reads."""
    import csv

    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8-sig", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("name", "email", "password"))
        rows.writerows((one.name, one.email, one.password) for one in passwords)


def _show(out: "PeopleImportOut") -> None:
    for problem in out.problems:
        typer.echo(plain(_problem(problem)), err=True)
    if out.problems:
        typer.echo("Nothing was changed.", err=True)
        return
    for change in out.changes:
        typer.echo(plain(_change(change)))
    verb = "were made" if out.done else "would be made"
    typer.echo(f"{len(out.changes)} changes {verb}; {out.unchanged} lines say what is so already")


def _problem(problem: "PeopleProblem") -> str:
    places = [f"line {problem.line}" if problem.line else "", f"column {problem.column}" if problem.column else ""]
    told = ", ".join(filter(None, places))
    value = f": {problem.value!r}" if problem.value is not None else ""
    wanted = f" ({problem.wanted})" if problem.wanted else ""
    return f"{told}{value}: {_SENTENCES[problem.code]}{wanted}" if told else f"{_SENTENCES[problem.code]}{wanted}"


def _change(change: "PeopleChange") -> str:
    fields = f": {', '.join(change.fields)}" if change.fields else ""
    to = f" ({change.to})" if change.to else ""
    return f"{_DONE[change.kind]:8} {change.name}{to}{fields}"
