"""`qa rubric ...`: what people who write rubrics need at the command line."""

from pathlib import Path
from typing import Annotated

import typer

from qa.rubric import schema as rubric_schema
from qa.rubric.linter import lint as lint_file

app = typer.Typer(name="rubric", help="Check rubrics, and describe their format.", no_args_is_help=True)

#: The exit status of a lint that found an error; warnings alone leave 0.
_FAULTY = 1


@app.command()
def lint(files: Annotated[list[Path], typer.Argument(exists=True, dir_okay=False, help="Rubrics in YAML")]) -> None:
    """Say what is wrong with rubrics: file, line and question, one fault a line."""
    problems = [problem for file in files for problem in lint_file(file)]
    for problem in problems:
        typer.echo(f"{problem} [{problem.severity}]")
    errors = sum(problem.severity == "error" for problem in problems)
    typer.echo(f"{len(files)} files, {errors} errors, {len(problems) - errors} warnings", err=True)
    if errors:
        raise typer.Exit(_FAULTY)


@app.command()
def schema() -> None:
    """Print the JSON schema of rubric files."""
    typer.echo(rubric_schema.text(), nl=False)
