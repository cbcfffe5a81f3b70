"""`qa models list | pull | verify | remove`: what people do with models on the command line.

Progress and problems go to standard error; standard output carries only results, so that a script can read them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn
from rich.table import Table

from qa.engines.catalogue.catalogue import Catalogue
from qa.engines.catalogue.choice import hearing_with, models_used
from qa.engines.catalogue.manifest import DEFAULT, HubSource, Model
from qa.engines.catalogue.store import PullProgress
from qa.platform.settings import settings
from qa.platform.terminal import told_in_one_line

app = typer.Typer(name="models", help="The models that Mashov hears with.", no_args_is_help=True)

_NAMED = "Models, or profiles: all that one hears with. None: what the settings ask for."
ModelIds = Annotated[list[str] | None, typer.Argument(metavar="[MODEL|PROFILE]...", help=_NAMED)]


@app.command("list")
def list_models() -> None:
    """Show every model of the manifest, and which are here."""
    with told_in_one_line():
        catalogue = Catalogue.load()
        used = models_used(settings(), catalogue)
        table = Table("model", "name", "for", "languages", "licence", "size", "here", box=None, pad_edge=False)
        for model in catalogue.models:
            table.add_row(
                model.id + (" *" if model.id in used else ""),
                model.name,
                model.task.replace("_", " "),
                ", ".join(model.languages),
                model.licence,
                f"{model.bytes / 1e6:,.0f} MB" if model.bytes else "?",
                _state(catalogue, model),
            )
        Console().print(table)
        Console().print()
        Console().print(_profiles(catalogue))
        Console(stderr=True).print("* asked for by the settings now", style="dim")


@app.command()
def pull(
    models: ModelIds = None,
    revision: Annotated[
        str | None, typer.Option(help="The commit to take from a hub, for a model that the manifest does not pin.")
    ] = None,
) -> None:
    """Fetch models, check them against the manifest, and print where they are."""
    with told_in_one_line():
        catalogue = Catalogue.load()
        for model_id in _chosen(catalogue, models):
            with _shown(f"fetching {model_id}") as progress:
                folder = catalogue.pull(model_id, progress, revision=revision)
            typer.echo(f"{model_id}\t{folder}")
        typer.echo("other models may answer otherwise: qa regressions run --hear asks what people settled", err=True)


@app.command()
def verify(models: ModelIds = None) -> None:
    """Hash the files of models that are here and compare them with the manifest."""
    with told_in_one_line():
        catalogue = Catalogue.load()
        for model_id in _chosen(catalogue, models):
            with _shown(f"checking {model_id}") as progress:
                folder = catalogue.verify(model_id, progress)
            typer.echo(f"{model_id}\t{catalogue.revision(model_id)}\t{folder}")


@app.command()
def remove(models: Annotated[list[str], typer.Argument(metavar="MODEL...")]) -> None:
    """Delete the weights of models; they can be pulled again."""
    with told_in_one_line():
        catalogue = Catalogue.load()
        for model_id in models:
            typer.echo(f"{model_id}\t{'removed' if catalogue.remove(model_id) else 'was not here'}")


def _chosen(catalogue: Catalogue, named: list[str] | None) -> list[str]:
    """The models that are meant, each once. A name that is a model's and a profile's as well means the model."""
    if not named:
        return list(models_used(settings(), catalogue))
    models = {model.id for model in catalogue.models}
    profiles = {profile.id for profile in catalogue.manifest.profiles} - models
    meant = [hearing_with(catalogue, catalogue.profile(name)) if name in profiles else (name,) for name in named]
    return list(dict.fromkeys(model for of_name in meant for model in of_name))


def _profiles(catalogue: Catalogue) -> Table:
    """What is heard with under each profile."""
    chosen = settings().profile
    table = Table("profile", "for", "models", "device", "numbers", "batch", box=None, pad_edge=False)
    for profile in catalogue.manifest.profiles:
        models = (
            model if language == DEFAULT else f"{language}: {model}" for language, model in profile.models.items()
        )
        table.add_row(
            profile.id + (" *" if profile.id == chosen else ""),
            profile.purpose,
            ", ".join(models),
            profile.device,
            profile.compute_type or "by device",
            str(profile.batch or "by default"),
        )
    return table


def _state(catalogue: Catalogue, model: Model) -> str:
    if catalogue.is_present(model.id):
        return "yes"
    unpinned = any(isinstance(source, HubSource) and source.unpinned for source in model.sources)
    return "no (needs --revision)" if unpinned else "no"


@contextmanager
def _shown(title: str) -> Iterator[PullProgress]:
    """A progress bar on standard error, whose words follow what is going on."""
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True)) as bars:
        bar = bars.add_task(title, total=None)

        def show(done: int, total: int, what: str) -> None:
            bars.update(bar, description=what, completed=done, total=total or None)

        yield show
