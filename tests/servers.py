"""Real servers for the tests: each is started from Debian's packages, or a wheel, on a free loopback port, and stopped.

    with postgres() as url: ...        with redis() as url: ...        with rabbitmq() as url: ...
    with s3() as bucket: Storage(bucket.url, s3_endpoint=bucket.endpoint)

A test that breaks servers on purpose uses the classes, which can be killed and started again on the same port and data:

    with Redis() as server:
        server.kill()
        server.start()

A server's files lie in a temporary folder that goes with it, and the kernel ends the server when the tests' own process
dies, however it dies. A missing package fails the test and says what to install: nothing is skipped for a missing part.
"""

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import ClassVar, Self

import pytest

_LOOPBACK = "127.0.0.1"
_READY_S = 180.0
_STOP_S = 60.0
#: One scheduler thread is enough; no port mapper of its own; the distribution port on loopback only.
_ERLANG = "+S 1:1 -start_epmd false -kernel inet_dist_use_interface {127,0,0,1}"


class Server(ABC):
    """One server process, its folder and its port. Started by `with`; stopped, and its folder deleted, at the end."""

    #: The Debian package that brings it; empty for what the development dependencies bring.
    package: ClassVar[str] = ""
    #: The account it runs under when the tests run as root; it gets its folder, and nothing else.
    account: ClassVar[str] = "nobody"
    #: The signal upon which it stops cleanly and soon.
    farewell: ClassVar[signal.Signals] = signal.SIGTERM

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix=f"qa-{type(self).__name__.lower()}-"))
        self.port = free_port()
        self._account = _account(self.account)
        self._processes: list[subprocess.Popen[bytes]] = []
        self._own(self.home)

    @property
    @abstractmethod
    def url(self) -> str:
        """The address, as the setting for it wants it."""

    @property
    @abstractmethod
    def environment(self) -> Mapping[str, str]:
        """The variables under which a `qa` process uses this server."""

    @abstractmethod
    def commands(self) -> Sequence[Sequence[str]]:
        """What to run, in order; each keeps running. The last one is the server itself."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it does what it is for. May raise OSError while it cannot."""

    def prepare(self) -> None:  # noqa: B027 (most have nothing to prepare)
        """Make what must lie in the folder before the first start."""

    def variables(self) -> Mapping[str, str]:
        """What its own environment holds besides PATH and HOME."""
        return {}

    def __enter__(self) -> Self:
        try:
            self.prepare()
            self.start()
        except BaseException:
            self._forget()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.stop()
        finally:
            self._forget()

    def start(self) -> None:
        """Start it on its port and its data, and wait until it answers."""
        for command in self.commands():
            self._processes.append(self._spawn(command))
        until = time.monotonic() + _READY_S
        while not self._is_ready():
            if self._processes[-1].poll() is not None or time.monotonic() > until:
                self._end(signal.SIGKILL)
                pytest.fail(f"{type(self).__name__} did not come up on port {self.port}:\n{self.log()}")
            time.sleep(0.05)

    def stop(self) -> None:
        """Ask it to stop, and wait until it has."""
        self._end(self.farewell)

    def kill(self) -> None:
        """End it as a power cut would."""
        self._end(signal.SIGKILL)

    @property
    def pid(self) -> int:
        """The server's process."""
        return self._processes[-1].pid

    def log(self) -> str:
        """The last words of its log."""
        path = self.home / "log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else "(it wrote nothing)"

    def run(self, command: Sequence[str]) -> None:
        """Run a command that ends by itself, as the server's account, in the server's folder."""
        process = self._spawn(command)
        if process.wait(timeout=_READY_S) != 0:
            pytest.fail(f"{' '.join(command)} failed:\n{self.log()}")

    def _is_ready(self) -> bool:
        with suppress(OSError):
            return self.answers()
        return False

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        program = shutil.which(command[0], path=_search_path())
        if program is None:
            pytest.fail(f"{command[0]} is missing: apt-get install --no-install-recommends {self.package}")
        with (self.home / "log").open("ab") as log:
            return subprocess.Popen(
                [*_leash(self._account), program, *command[1:]],
                cwd=self.home,
                env={"PATH": _search_path(), "HOME": str(self.home), "LC_ALL": "C.UTF-8", **self.variables()},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def _end(self, how: signal.Signals) -> None:
        # Last started, first ended; what a process leaves behind in its session goes with it.
        for process in reversed(self._processes):
            if process.poll() is None:
                process.send_signal(how)
                with suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=_STOP_S)
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=_STOP_S)
        self._processes.clear()

    def _forget(self) -> None:
        self._end(signal.SIGKILL)
        shutil.rmtree(self.home, ignore_errors=True)

    def _own(self, path: Path) -> None:
        if self._account is not None:
            os.chown(path, self._account.pw_uid, self._account.pw_gid)

    def _write(self, name: str, text: str, mode: int = 0o644) -> Path:
        path = self.home / name
        path.write_text(text)
        path.chmod(mode)
        self._own(path)
        return path


class Postgres(Server):
    """PostgreSQL with one empty database, `qa`, that anyone on this machine may use: it lives for a test."""

    package = "postgresql"
    account = "postgres"
    farewell = signal.SIGINT  # "fast": does not wait for clients to leave

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://qa@{_LOOPBACK}:{self.port}/qa"

    @property
    def environment(self) -> Mapping[str, str]:
        return {"QA_DATABASE_URL": self.url}

    def prepare(self) -> None:
        self.run(["initdb", "--pgdata=data", "--username=qa", "--auth=trust", "--encoding=UTF8", "--no-sync"])

    def commands(self) -> Sequence[Sequence[str]]:
        options = {"listen_addresses": _LOOPBACK, "unix_socket_directories": "", "max_connections": "200"}
        # Killing the process loses nothing that was written; only a power cut would, and tests have none.
        options |= {"fsync": "off"}
        given = [part for name, value in options.items() for part in ("-c", f"{name}={value}")]
        return [["postgres", "-D", "data", "-p", str(self.port), *given]]

    def answers(self) -> bool:
        import psycopg

        try:
            with psycopg.connect(host=_LOOPBACK, port=self.port, user="qa", dbname="postgres", autocommit=True) as it:
                if it.execute("SELECT 1 FROM pg_database WHERE datname = 'qa'").fetchone() is None:
                    it.execute("CREATE DATABASE qa")
        except psycopg.OperationalError:
            return False
        return True


class Redis(Server):
    """Redis that writes down every command, so that killing it loses what a real one would lose and no more."""

    package = "redis-server"
    account = "redis"

    @property
    def url(self) -> str:
        return f"redis://{_LOOPBACK}:{self.port}/0"

    @property
    def environment(self) -> Mapping[str, str]:
        return {"QA_BROKER_URL": self.url}

    def commands(self) -> Sequence[Sequence[str]]:
        kept = ["--dir", str(self.home), "--save", "", "--appendonly", "yes", "--appendfsync", "everysec"]
        return [["redis-server", "--bind", _LOOPBACK, "--port", str(self.port), *kept]]

    def answers(self) -> bool:
        with socket.create_connection((_LOOPBACK, self.port), timeout=1) as connection:
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")


class RabbitMQ(Server):
    """RabbitMQ with a node name, cookie, port mapper and folders of its own: it meets no other one on this machine."""

    package = "rabbitmq-server"
    account = "rabbitmq"

    def __init__(self) -> None:
        super().__init__()
        self._mapper, self._distribution = free_port(), free_port()

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{_LOOPBACK}:{self.port}//"

    @property
    def environment(self) -> Mapping[str, str]:
        return {"QA_BROKER_URL": self.url}

    def prepare(self) -> None:
        self._write(
            "rabbitmq.conf", f"listeners.tcp.1 = {_LOOPBACK}:{self.port}\nlog.console = true\nlog.file = false\n"
        )
        self._write("enabled_plugins", "[].\n")
        self._write("advanced.config", "[].\n")
        self._write(".erlang.cookie", f"qa{os.getpid()}{self.port}", mode=0o400)

    def variables(self) -> Mapping[str, str]:
        return {
            "RABBITMQ_NODENAME": f"qa{self.port}@localhost",
            "RABBITMQ_CONF_ENV_FILE": str(self.home / "none"),
            "RABBITMQ_CONFIG_FILE": str(self.home / "rabbitmq.conf"),
            "RABBITMQ_ADVANCED_CONFIG_FILE": str(self.home / "advanced.config"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(self.home / "enabled_plugins"),
            "RABBITMQ_MNESIA_BASE": str(self.home / "mnesia"),
            "RABBITMQ_LOG_BASE": str(self.home / "logs"),
            "RABBITMQ_PID_FILE": str(self.home / "pid"),
            "RABBITMQ_DIST_PORT": str(self._distribution),
            "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": _ERLANG,
            "ERL_EPMD_PORT": str(self._mapper),
            "ERL_EPMD_ADDRESS": _LOOPBACK,
            # The start script then becomes the Erlang machine instead of staying its parent: one process to signal.
            "detached": "true",
        }

    def commands(self) -> Sequence[Sequence[str]]:
        # Erlang starts a port mapper that outlives it, unless one listens already: so ours does, in the foreground.
        mapper = ["epmd", "-relaxed_command_check", "-address", _LOOPBACK, "-port", str(self._mapper)]
        return [mapper, ["/usr/lib/rabbitmq/bin/rabbitmq-server"]]

    def answers(self) -> bool:
        with socket.create_connection((_LOOPBACK, self.port), timeout=1) as connection:
            connection.settimeout(5)
            connection.sendall(b"AMQP\x00\x00\x09\x01")
            # The broker opens with Connection.Start (class 10, method 10) once it takes clients.
            return connection.recv(11)[7:11] == b"\x00\x0a\x00\x0a"


class S3(Server):
    """The S3 protocol as moto's server speaks it, with one empty bucket. What it holds lives in its memory."""

    account = ""  # our own interpreter may be readable by us only

    @property
    def endpoint(self) -> str:
        """Where the service answers."""
        return f"http://{_LOOPBACK}:{self.port}"

    @property
    def url(self) -> str:
        return "s3://mashov/recordings"

    @property
    def environment(self) -> Mapping[str, str]:
        secrets = {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test", "AWS_DEFAULT_REGION": "us-east-1"}
        return {"QA_STORAGE_URL": self.url, "QA_S3_ENDPOINT": self.endpoint, **secrets}

    def commands(self) -> Sequence[Sequence[str]]:
        return [[sys.executable, "-m", "moto.server", "-H", _LOOPBACK, "-p", str(self.port)]]

    def answers(self) -> bool:
        request = urllib.request.Request(f"{self.endpoint}/mashov", method="PUT")
        try:
            with urllib.request.urlopen(request, timeout=5) as answer:
                return bool(answer.status == 200)
        except urllib.error.HTTPError as error:
            with error:
                return error.code == 409  # the bucket is there already


@contextmanager
def postgres() -> Iterator[str]:
    """The address of an empty database of a PostgreSQL that was started for this."""
    with Postgres() as server:
        yield server.url


@contextmanager
def redis() -> Iterator[str]:
    """The address of a Redis that was started for this."""
    with Redis() as server:
        yield server.url


@contextmanager
def rabbitmq() -> Iterator[str]:
    """The address of a RabbitMQ that was started for this."""
    with RabbitMQ() as server:
        yield server.url


@contextmanager
def s3() -> Iterator[S3]:
    """An S3 service that was started for this, with its credentials in this process's environment meanwhile."""
    with S3() as server, pytest.MonkeyPatch.context() as patch:
        for name, value in server.environment.items():
            if name.startswith("AWS_"):
                patch.setenv(name, value)
        yield server


def free_port() -> int:
    """A loopback port on which nothing listens now."""
    with socket.socket() as probe:
        probe.bind((_LOOPBACK, 0))
        return int(probe.getsockname()[1])


def _search_path() -> str:
    # Debian keeps the server programs of PostgreSQL, and what starts RabbitMQ, off the usual path.
    postgresql = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return os.pathsep.join([*map(str, postgresql), os.environ.get("PATH", ""), "/usr/sbin", "/usr/bin", "/bin"])


def _account(name: str) -> pwd.struct_passwd | None:
    """The account to become; none where we are not root and so cannot."""
    if os.geteuid() != 0 or not name:
        return None
    with suppress(KeyError):
        return pwd.getpwnam(name)
    return pwd.getpwnam("nobody")


def _leash(account: pwd.struct_passwd | None) -> list[str]:
    """The words before a command that make it end with us and, where we are root, run as someone who is not."""
    become = []
    if account is not None:
        group = grp.getgrgid(account.pw_gid).gr_gid
        become = [f"--reuid={account.pw_uid}", f"--regid={group}", "--clear-groups"]
    return ["setpriv", "--pdeathsig=TERM", *become, "--"]
