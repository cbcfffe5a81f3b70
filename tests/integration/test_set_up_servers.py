"""The servers that other tests start are real, keep what they were given, and leave nothing behind."""

import os
import pwd
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
import redis
from kombu import Connection

from qa.platform.storage import Storage
from tests import servers
from tests.servers import S3, Postgres, RabbitMQ, Redis, Server

SERVERS: list[type[Server]] = [Postgres, Redis, RabbitMQ, S3]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def until(condition: Callable[[], bool], *, most_s: float = 120) -> None:
    end = time.monotonic() + most_s
    while not condition():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)


def processes_in(home: Path) -> list[int]:
    """The processes that work in this folder or below, also once it is deleted."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if str((process / "cwd").readlink()).startswith(str(home)):
                found.append(int(process.name))
        except OSError:
            continue
    return found


def test_postgres_keeps_what_was_committed_when_it_is_killed() -> None:
    with Postgres() as server:
        address = server.url.replace("postgresql+psycopg", "postgresql")
        with psycopg.connect(address) as connection:
            connection.execute("CREATE TABLE kept (word text)")
            connection.execute("INSERT INTO kept VALUES ('שלום')")
        server.kill()
        server.start()
        with psycopg.connect(address) as connection:
            assert connection.execute("SELECT word FROM kept").fetchall() == [("שלום",)]


def test_redis_keeps_its_list_when_it_is_stopped() -> None:
    with Redis() as server:
        with redis.Redis.from_url(server.url) as client:
            client.rpush("qa", "a job's id")
        server.stop()
        server.start()
        with redis.Redis.from_url(server.url) as client:
            assert client.lrange("qa", 0, -1) == [b"a job's id"]


def test_rabbitmq_keeps_a_message_when_it_is_stopped() -> None:
    with RabbitMQ() as server:
        with Connection(server.url) as connection, connection.SimpleQueue("qa") as queue:
            queue.put("a job's id")
        server.stop()
        server.start()
        with Connection(server.url) as connection, connection.SimpleQueue("qa") as queue:
            message = queue.get(timeout=120)
            message.ack()
            assert message.payload == "a job's id"


def test_s3_gives_back_what_it_was_given(tmp_path: Path) -> None:
    (tmp_path / "sound").write_bytes(b"\x00\x01" * 5000)
    with servers.s3() as bucket:
        storage = Storage(bucket.url, s3_endpoint=bucket.endpoint)
        storage.put("calls/one", tmp_path / "sound")
        assert storage.size("calls/one") == 10_000
        assert urllib.request.urlopen(f"{bucket.endpoint}/mashov?list-type=2").status == 200


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.__name__)
def test_nothing_is_left_when_it_is_over(server: type[Server]) -> None:
    with server() as running:
        home, pid = running.home, running.pid
        assert alive(pid)
        assert pid in processes_in(home)
    assert not alive(pid)
    assert not home.exists()
    assert processes_in(home) == []


@pytest.mark.parametrize("server", SERVERS, ids=lambda server: server.__name__)
def test_it_listens_on_loopback_only(server: type[Server]) -> None:
    with server() as running:
        listening = subprocess.run(["ss", "-Hltnp"], capture_output=True, text=True, check=True).stdout
        own = processes_in(running.home)
        addresses = [line.split()[3] for line in listening.splitlines() if any(f"pid={pid}," in line for pid in own)]
    assert addresses
    assert all(address.startswith(("127.0.0.1:", "[::1]:")) for address in addresses), addresses


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can become someone else")
def test_it_does_not_run_as_root() -> None:
    with Postgres() as running:
        owner = pwd.getpwuid(Path(f"/proc/{running.pid}").stat().st_uid).pw_name
    assert owner == "postgres"


def test_it_ends_with_the_tests_however_they_end() -> None:
    code = (
        "from tests.servers import Redis\nimport time\n"
        "with Redis() as server:\n    print(server.pid, server.home, flush=True)\n    time.sleep(60)"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) as tests:
        assert tests.stdout is not None
        pid, home = tests.stdout.readline().split()
        assert alive(int(pid))
        tests.kill()
    until(lambda: not alive(int(pid)))
    subprocess.run(["rm", "-rf", home], check=True)  # what it could not clear away itself


def test_a_missing_program_fails_the_test_and_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(servers, "_search_path", lambda: "/nowhere")
    with (
        pytest.raises(pytest.fail.Exception, match="apt-get install --no-install-recommends redis-server"),
        Redis(),
    ):
        pass


def test_a_server_that_does_not_come_up_shows_its_log(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Redis, "commands", lambda _: [["redis-server", "--no-such-option", "1"]])
    with pytest.raises(pytest.fail.Exception, match=r"Redis did not come up(.|\n)*no-such-option"), Redis():
        pass
