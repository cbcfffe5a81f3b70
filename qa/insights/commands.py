"""`qa insights ...`: what looks after the figures. They follow every change by themselves; this is for older calls."""

from typing import Annotated

import typer

from qa.platform.terminal import told_as_it_goes, told_in_one_line

app = typer.Typer(name="insights", help="Look after what is counted over calls.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Make one command a group, so that it keeps its name."""


@app.command()
def rebuild(
    *, whole: Annotated[bool, typer.Option("--all", help="Every call, and not only those that are missing")] = False
) -> None:
    """Count the calls that insights do not know yet. People may go on working meanwhile."""
    from qa import migrations
    from qa.insights import facts
    from qa.insights.following import follow_calls
    from qa.platform.settings import settings

    with told_in_one_line(), migrations.opened(settings()) as database:
        follow_calls()
        told_as_it_goes(facts.rebuild(database, whole=whole), "were counted")
