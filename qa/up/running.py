"""One run from the first step to the last process gone."""

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

from qa.platform.database import Database
from qa.platform.settings import Settings
from qa.up import parts
from qa.up.errors import StopAsked
from qa.up.folder import held
from qa.up.prepare import first_sign_in
from qa.up.screen import Screen
from qa.up.steps import Run, steps
from qa.up.supervisor import Supervisor

_TEND_S = 0.25
_LOOK_S = 1.0


def run(settings: Settings, screen: Screen | None = None) -> None:
    """Start everything, and stay until StopAsked is raised by a signal; then stop everything in order.

    Raises what a step raises, with nothing left running.
    """
    screen = screen or Screen()
    with held(settings.data, settings.address):
        web = parts.web(settings)  # a taken port is said before anything else is done
        supervisor = Supervisor(settings.data / "logs", screen.say)
        with _stopped_in_order(supervisor, screen):
            started = Run(settings, supervisor, web)
            _take(started, screen)
            screen.say("")
            for line in _greeting(started):
                screen.say(line)
            _watch(started, screen)


def _take(run: Run, screen: Screen) -> None:
    way = steps(run.settings)
    for number, step in enumerate(way, start=1):
        before = time.monotonic()
        with screen.progress() as show:
            detail = step.do(run, show)
        screen.done(f"{number}/{len(way)} {step.title}", detail, time.monotonic() - before)


def _greeting(run: Run) -> Iterator[str]:
    address = run.settings.address
    yield f"Mashov is at   {address}"
    if run.setup_token:
        yield f"First sign-in  {first_sign_in(run.settings, run.setup_token)}"
        yield "               makes you the administrator; it works once"
    if run.sign_ins:
        yield f"Demo sign-ins  {', '.join(run.sign_ins)}"
        yield f"               all with the password {run.password}"
    yield "Ctrl+C stops everything."
    yield ""


def _watch(run: Run, screen: Screen) -> None:
    """Look after the parts for ever; meanwhile show the demo's calls until the last of them is scored."""
    if run.settings.demo:
        _show_demo(run, screen)
    while True:
        run.supervisor.tend()
        time.sleep(_TEND_S)


def _show_demo(run: Run, screen: Screen) -> None:
    from qa.demo import demo_calls
    from qa.up.hearing import Watch

    database = Database(run.settings.database)
    watch = Watch(database, [path.name for path, _facts in demo_calls()])
    with screen.progress() as show:
        look_at = 0.0
        while not watch.over:
            run.supervisor.tend()
            if time.monotonic() >= look_at:
                for line in watch.look(show):
                    screen.say(f"  {line}")
                look_at = time.monotonic() + _LOOK_S
            time.sleep(_TEND_S)
    database.dispose()


@contextmanager
def _stopped_in_order(supervisor: Supervisor, screen: Screen) -> Iterator[None]:
    try:
        yield
    except StopAsked:
        screen.say("")
        screen.say("Stopping (once more: at once) ...")
        _stop(supervisor)
        screen.say("Stopped.")
        raise
    finally:
        _stop(supervisor)


def _stop(supervisor: Supervisor) -> None:
    try:
        supervisor.stop()
    except StopAsked:
        with _deaf():
            supervisor.kill()


@contextmanager
def _deaf() -> Iterator[None]:
    """Inside, further signals to stop do nothing: what is being done is all that can be done."""
    stops = {signal.SIGINT, signal.SIGTERM, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, stops)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, stops)
