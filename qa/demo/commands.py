"""`qa demo ...`: the simulated history that the demo shows beside the calls that it really hears."""

import typer

from qa.platform.terminal import told_in_one_line

app = typer.Typer(name="demo", help="Load or remove the simulated weeks of the demo.", no_args_is_help=True)


@app.command()
def load() -> None:
    """Add eight simulated weeks of forty agents, marked as such everywhere. Adding them again adds nothing."""
    from qa import migrations
    from qa.demo import programme
    from qa.platform.settings import settings

    with told_in_one_line(), migrations.opened(settings()) as database:
        calls = programme.load(database, settings())
    typer.echo(f"{calls} simulated calls were added" if calls else "the simulated calls are here already")


@app.command()
def remove() -> None:
    """Delete the simulated weeks with all that people attached to them. `qa up` will not bring them back."""
    from qa import migrations
    from qa.demo import programme
    from qa.platform.settings import settings

    with told_in_one_line(), migrations.opened(settings()) as database:
        calls = programme.remove(database)
    typer.echo(f"{calls} simulated calls were removed" if calls else "there are no simulated calls")
