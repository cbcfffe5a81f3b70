"""What `qa up` does, in order. Each step is a function of the run; its result is what the terminal says of it."""

from collections.abc import Callable
from dataclasses import dataclass

from qa.platform.jobs.bell import CeleryBell, make_celery
from qa.platform.settings import Settings
from qa.up import parts
from qa.up.prepare import prepare
from qa.up.queue import embedded_queue
from qa.up.screen import Doing, Show
from qa.up.supervisor import Part, Supervisor

#: A first start compiles every module and reads the models from a cold disk.
_FIRST_START_S = 180.0


@dataclass(slots=True)
class Run:
    """One start of the system: what the steps share."""

    settings: Settings
    supervisor: Supervisor
    web: Part
    setup_token: str | None = None
    sign_ins: tuple[str, ...] = ()
    password: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """One line on the terminal."""

    title: str
    do: Callable[[Run, Show], str]


def fetch_models(run: Run, show: Show) -> str:
    """The weights of all models that the settings name, fetched and checked unless they are here."""
    from qa.engines.catalogue import Catalogue
    from qa.engines.catalogue.choice import models_used
    from qa.engines.loading import pull_models

    pull_models(run.settings, lambda share: show("model", Doing("fetching models", share)))
    catalogue = Catalogue.load(run.settings.models)
    here = [model for model in models_used(run.settings) if catalogue.is_present(model)]
    return ", ".join(f"{model}, revision {catalogue.revision(model)}" for model in here)


def prepare_database(run: Run, _show: Show) -> str:
    """The database, made or brought to the present, and in it the rubrics that ship."""
    prepared = prepare(run.settings)
    run.setup_token = prepared.setup_token
    kind = "another server" if run.settings.database_url else "SQLite"
    return f"{kind}, {prepared.rubrics} rubrics"


def start_processes(run: Run, _show: Show) -> str:
    """The queue, unless the settings name one; the web; and the worker, once the page answers: people wait for that."""
    settings, supervisor = run.settings, run.supervisor
    if not settings.broker_url:
        supervisor.start(embedded_queue(settings))
        supervisor.wait_until_ready("queue")
    supervisor.start(run.web)
    supervisor.wait_until_ready("web", most_s=_FIRST_START_S)
    supervisor.start(parts.worker(settings))
    started = ["queue elsewhere" if settings.broker_url else "queue", "web", "worker"]
    if settings.watch is not None:
        supervisor.start(parts.watcher(settings))
        started.append(f"watcher of {settings.watch}")
    return ", ".join(started)


def load_demo(run: Run, _show: Show) -> str:
    """Demo people, weeks of simulated calls, and calls that this machine will really hear."""
    from qa import demo

    people = demo.load(run.settings, CeleryBell(make_celery(run.settings)).ring, history=run.settings.demo_history)
    run.sign_ins = (people.reviewer, people.trainer, people.agent)
    run.password = people.password
    simulated = f", {people.simulated} simulated calls" if people.simulated else ""
    return f"{len(demo.demo_calls())} calls{simulated}, {len(run.sign_ins)} people to sign in as"


def steps(settings: Settings) -> list[Step]:
    """The way from nothing to a page that answers."""
    way = [
        Step("Models", fetch_models),
        Step("Database", prepare_database),
        Step("Processes", start_processes),
    ]
    return [*way, Step("Demo", load_demo)] if settings.demo else way
