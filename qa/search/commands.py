"""`qa search ...`: what looks after the index. It follows every transcript by itself; this is for older ones."""

from typing import Annotated

import typer

from qa.platform.terminal import told_as_it_goes, told_in_one_line

app = typer.Typer(name="search", help="Look after the index of what was said.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Make one command a group, so that it keeps its name."""


@app.command()
def reindex(
    *, whole: Annotated[bool, typer.Option("--all", help="Every call, and not only those that are missing")] = False
) -> None:
    """Index the calls whose words search does not know yet. People may go on working meanwhile."""
    from qa import migrations
    from qa.platform.settings import settings
    from qa.search import index

    with told_in_one_line(), migrations.opened(settings()) as database:
        told_as_it_goes(index.reindex(database, whole=whole), "were indexed")
