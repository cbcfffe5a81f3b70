"""Mashov as it really runs: its web and its workers as processes of their own, around a broker and a database.

The commands are those of `qa up`. What a process says goes to a log in the data folder, whose end is shown when a test
waits in vain. The kernel ends every process here when the tests' own process dies, however it dies.
"""

import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
import wave
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx
import pytest

from qa.migrations import upgrade
from qa.platform.database import Database
from qa.platform.settings import CLONE, Settings
from qa.rubric import shipped
from qa.rubric.store import publish
from qa.up import parts
from qa.up.queue import answers, embedded_queue
from tests.integration.web import PASSWORD, Browser, setup_token
from tests.servers import free_port

#: Whatever is waited for comes within seconds on an idle machine; a busy one gets the time it needs.
PATIENCE_S = 150.0
#: A real call in Hebrew, of which the first seconds are heard.
HEBREW_CALL = CLONE / "qa" / "demo" / "calls" / "he-price-rise.opus"


class Program:
    """One process and whatever it starts, in a session of its own."""

    def __init__(self, name: str, command: Sequence[str], environment: Mapping[str, str], logs: Path) -> None:
        self._command, self._log = command, logs / f"{name}.log"
        self._environment = {**_clean(os.environ), "PYTHONPATH": str(CLONE), **environment}
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process itself."""
        assert self._process is not None, "it was never started"
        return self._process.pid

    def start(self) -> None:
        """Start it; what ran before under this name is gone by now."""
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                ["setpriv", "--pdeathsig=KILL", "--", *self._command],
                cwd=CLONE,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def runs(self) -> bool:
        """Whether it is there."""
        return self._process is not None and self._process.poll() is None

    def signal(self, what: signal.Signals, *, group: bool = True) -> None:
        """Signal all that it is, or the process itself alone."""
        with suppress(ProcessLookupError):
            os.killpg(self.pid, what) if group else os.kill(self.pid, what)

    def kill(self) -> None:
        """End all that it is, as a power cut would, and wait until it is gone."""
        self.signal(signal.SIGKILL)
        assert self._process is not None
        self._process.wait(30)

    def stop(self, *, most_s: float = 30) -> int:
        """Ask it to end and wait for it; returns its exit status."""
        self.signal(signal.SIGTERM, group=False)
        assert self._process is not None
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(most_s)
        self.kill()
        return self._process.returncode

    def log(self) -> str:
        """All that it said."""
        return self._log.read_text(errors="replace") if self._log.exists() else ""


class EmbeddedValkey:
    """The queue of one machine: Valkey out of its wheel, with the options under which `qa up` starts it."""

    def __init__(self) -> None:
        # A socket's name must be short, and pytest's folders are not.
        self.home = Path(tempfile.mkdtemp(prefix="qa-"))
        self._settings = Settings(data=self.home)

    @property
    def environment(self) -> Mapping[str, str]:
        """The variables under which a `qa` process uses it."""
        return {"QA_BROKER_URL": self._settings.broker}

    def start(self) -> None:
        """Start it on what it wrote down before."""
        self._program = Program("valkey", embedded_queue(self._settings).command, {}, self.home)
        self._program.start()
        until(lambda: answers(self._settings.valkey_socket), "Valkey answers", self._program.log)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._program.kill()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._program.kill()
        shutil.rmtree(self.home, ignore_errors=True)


class Mashov:
    """One running system. Its web answers and its first worker is starting once the `with` begins."""

    def __init__(self, home: Path, environment: Mapping[str, str], *, web: str = "", worker: str = "") -> None:
        home.mkdir(parents=True, exist_ok=True)
        self.home, self._web_module, self._worker_module = home, web, worker
        quick = {"QA_LEASE_S": "3", "QA_SWEEP_S": "0.5"}
        self.environment = {**quick, **environment, "QA_DATA": str(home / "data"), "QA_PORT": str(free_port())}
        told = {key[3:].lower(): value for key, value in self.environment.items() if key.startswith("QA_")}
        self.settings = Settings(**told)  # type: ignore[arg-type]
        upgrade(self.settings)
        self.database = Database(self.settings.database)
        with self.database.write() as unit:
            for file in shipped():
                publish(unit.session, file.read_text("utf-8"), file=file.name)
        self.web = self._program("web", parts.web(self.settings).command, "qa.app", self._web_module)
        self.workers: list[Program] = []

    def __enter__(self) -> Self:
        try:
            self.web.start()
            self.start_worker()
            self.wait_for_web()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def start_worker(self, **environment: str) -> Program:
        """One more worker, under a name of its own."""
        name = f"worker{len(self.workers) + 1}"
        command = [*parts.worker(self.settings).command, "--hostname", f"{name}@localhost"]
        worker = self._program(name, command, "qa.worker", self._worker_module, environment)
        worker.start()
        self.workers.append(worker)
        return worker

    def wait_for_web(self) -> None:
        """Wait until the web serves requests."""
        until(lambda: self.web.runs() and parts.answers(self.settings, "/healthz"), "the web answers", self.web.log)

    def tend(self) -> None:
        """Start again what has died: what `qa up`, or any service manager, does."""
        for program in (self.web, *self.workers):
            if not program.runs():
                program.kill()
                program.start()

    def administrator(self) -> "Visitor":
        """The first administrator, made with the one-time token, in a browser."""
        visitor = Visitor(self.settings.address)
        wish = {"token": setup_token(self.database), "name": "Dana", "email": "dana@example.com", "password": PASSWORD}
        answer = visitor.client.post("/api/setup", json=wish)
        assert answer.status_code == 200, answer.text
        visitor.csrf, visitor.person = answer.json()["csrf_token"], answer.json()["person"]
        return visitor

    def logs(self) -> str:
        """The end of what every process said."""
        programs = {"web": self.web, **{f"worker{n}": worker for n, worker in enumerate(self.workers, 1)}}
        return "\n".join(f"--- {name}\n{program.log()[-3000:]}" for name, program in programs.items())

    def _program(
        self, name: str, command: Sequence[str], module: str, instead: str, more: Mapping[str, str] | None = None
    ) -> Program:
        told = [word.replace(module, instead) if instead else word for word in command]
        return Program(name, told, {**self.environment, **(more or {})}, self.home)

    def _end(self) -> None:
        for program in (*self.workers, self.web):
            if program.runs():
                program.signal(signal.SIGCONT)
                program.kill()
        self.database.dispose()


class Visitor(Browser):
    """A browser that reaches a real server over a real connection."""

    def __init__(self, address: str) -> None:
        super().__init__(httpx.Client(base_url=address, timeout=60))  # type: ignore[arg-type]

    def upload(self, sound: bytes, name: str = "call.wav", **fields: str) -> httpx.Response:
        """Send a recording, as the page does."""
        answer: httpx.Response = self.post("/api/calls", files={"file": (name, sound, "audio/wav")}, data=fields)
        return answer

    def take_in(self, sound: bytes, name: str = "call.wav", **fields: str) -> str:
        """Send a recording that must be taken; returns the call's id."""
        answer = self.upload(sound, name, **{"language": "he"} | fields)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["call"]["id"])

    def wait_for_end(
        self, system: Mashov, call_id: str, *, tend: bool = False, most_s: float = PATIENCE_S
    ) -> dict[str, Any]:
        """Wait until the call is scored or given up; returns it as the web says it."""
        seen: dict[str, Any] = {}

        def is_over() -> bool:
            nonlocal seen
            if tend:
                system.tend()
            with suppress(httpx.TransportError):
                answer = self.get(f"/api/calls/{call_id}")
                if answer.status_code == 200:
                    seen = answer.json()
            return seen.get("state") in ("ready", "failed")

        until(is_over, f"call {call_id} ends", lambda: f"{json.dumps(seen)}\n{system.logs()}", most_s=most_s)
        return seen

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.client.close()


def until(
    is_so: Callable[[], object], what: str, told: Callable[[], str] = lambda: "", *, most_s: float = PATIENCE_S
) -> None:
    """Wait until it is so; fails with what was told when that takes too long."""
    end = time.monotonic() + most_s
    while not is_so():
        if time.monotonic() > end:
            pytest.fail(f"waited {most_s:.0f} s in vain until {what}\n{told()}")
        time.sleep(0.05)


def first_seconds(recording: Path, seconds: float, target: Path) -> bytes:
    """The beginning of a recording as telephone-quality WAV, the channels as they are."""
    import av

    resampler, most = av.AudioResampler(format="s16", rate=16_000), int(seconds * 16_000)
    pieces, channels = [], 0
    with av.open(str(recording)) as opened:
        for frame in opened.decode(audio=0):
            for piece in resampler.resample(frame):
                channels = piece.layout.nb_channels
                pieces.append(piece.to_ndarray().tobytes())
    with wave.open(str(target), "wb") as sound:
        sound.setnchannels(channels)
        sound.setsampwidth(2)
        sound.setframerate(16_000)
        sound.writeframes(b"".join(pieces)[: most * 2 * channels])
    return target.read_bytes()


def _clean(environment: Mapping[str, str]) -> dict[str, str]:
    """Without what this machine's owner has set for a Mashov of their own."""
    return {name: value for name, value in environment.items() if not name.startswith(("QA_", "CELERY_"))}
