"""A Mashov that remembers weeks of calls, drawn with a seed, for the screens that say what many calls say together."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from qa.calls.recording import Recordings
from qa.calls.service import playback_key
from qa.engines.media import encode_playback
from qa.insights import topics
from qa.migrations import upgrade
from qa.people.schemas import NewPerson
from qa.people.service import add_person
from qa.pipeline import audio
from qa.pipeline.audio import RecordingFile
from qa.platform.clock import now
from qa.platform.database import Database
from qa.platform.security.principal import Principal
from qa.platform.security.roles import Role
from qa.platform.settings import Settings
from qa.platform.storage import Storage
from tests.e2e.desk import CLONE, Mashov, wait_until
from tests.integration import history
from tests.integration.scored import tone
from tests.integration.web import PASSWORD
from tests.servers import free_port

#: The days of the history, as the pages of insights have them in their addresses.
PERIOD = "since=2026-09-06&until=2026-11-21"
TRAINER = {"he": "yoav", "en": "adam"}


@contextmanager
def remembering(folder: Path, fill: Callable[[Settings], None] | None = None) -> Iterator[Mashov]:
    """`qa up` without a demo on a folder in which the calls are; stopped by Ctrl+C at the end.

    Without `fill` these are calls of the days of `PERIOD`.
    """
    data = folder / "data"
    (fill or weeks_of_calls)(Settings(data=data))
    port, log = free_port(), folder / "terminal.log"
    command = [sys.executable, "-m", "qa.cli", "up", "--data", str(data), "--port", str(port), "--no-demo"]
    environment = os.environ | {"PYTHONPATH": str(CLONE), "QA_SIGN_IN_ATTEMPTS": "1000/minute", "NO_COLOR": "1"}
    with log.open("wb") as terminal:
        process = subprocess.Popen(command, cwd=CLONE, env=environment, stdout=terminal, stderr=terminal)
    try:
        wait_until(lambda: "Ctrl+C stops everything" in log.read_text("utf-8"), log)
        yield Mashov(f"http://127.0.0.1:{port}", PASSWORD, "", data)
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=180)


def weeks_of_calls(config: Settings, past: history.History | None = None) -> None:
    """Somebody to look at them, and the calls."""
    upgrade(config)
    database = Database(config.database)
    asker = Principal("system", Role.ADMINISTRATOR)
    with database.write() as unit:
        for language, mailbox in TRAINER.items():
            address = f"{mailbox}@demo.mashov.example"
            wish = NewPerson(name=mailbox.title(), email=address, role=Role.TRAINER, password=PASSWORD)
            add_person(unit.session, asker, wish).interface_language = language
        topics.begin(unit.session, asker)
    history.write(database, past or history.History(calls=300))
    database.dispose()


def give_sound(config: Settings, call_ids: Iterable[str]) -> None:
    """Lets these calls be heard: two minutes of one tone, which is longer than any of them."""
    folder, storage = config.scratch, Storage.of(config)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tone.wav").write_bytes(tone(seconds=120))
    limits = Recordings.of(config, storage).limits
    sound = audio.decode(RecordingFile(folder / "tone.wav"), limits, folder).channels[0].samples
    encode_playback((sound, sound), folder / "whole.ogg")
    whole = (folder / "whole.ogg").read_bytes()
    for call_id in call_ids:
        (folder / "whole.ogg").write_bytes(whole)
        storage.put(playback_key(call_id), folder / "whole.ogg")


def until_now(config: Settings) -> None:
    """The same until this moment, for pages that look at the last weeks."""
    weeks_of_calls(config, history.History(calls=420, until=now()))
