"""The processes of a running system, and where the web may listen."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from qa.platform.settings import Settings
from qa.up import parts, queue
from qa.up.errors import AddressUnusable, NotEncrypted, PathTooLong, PortTaken, QueueInUse
from qa.up.supervisor import Supervisor


def settings(data: Path, **given: Any) -> Settings:
    return Settings(data=data, **given)


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_taken_port_is_said_with_the_way_out(tmp_path: Path, taken_port: int) -> None:
    with pytest.raises(PortTaken, match=f"port {taken_port} on 127.0.0.1 is in use .*--port {taken_port + 1}"):
        parts.web(settings(tmp_path, port=taken_port))


def test_a_port_that_was_left_a_moment_ago_is_free(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)), server.accept()[0]:
            pass
    assert str(port) in parts.web(settings(tmp_path, port=port)).command


@pytest.mark.parametrize("host", ["0.0.0.0", "::"])
def test_other_machines_are_not_served_without_tls(tmp_path: Path, host: str) -> None:
    with pytest.raises(NotEncrypted, match="QA_TLS_CERTIFICATE"):
        parts.web(settings(tmp_path, host=host))


def test_with_tls_every_address_may_be_served(tmp_path: Path, unused_tcp_port: int) -> None:
    given = {"tls_certificate": tmp_path / "cert.pem", "tls_key": tmp_path / "key.pem"}
    web = parts.web(settings(tmp_path, host="0.0.0.0", port=unused_tcp_port, **given))
    assert "--ssl-certfile" in web.command


def test_an_address_of_another_machine_is_refused_clearly(tmp_path: Path) -> None:
    with pytest.raises((AddressUnusable, NotEncrypted)):
        parts.web(settings(tmp_path, host="192.0.2.1"))


def test_nobody_answering_is_not_an_error(tmp_path: Path, unused_tcp_port: int) -> None:
    assert not parts.answers(settings(tmp_path, port=unused_tcp_port), "/healthz")


@pytest.fixture
def unused_tcp_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class TestEmbeddedQueue:
    @pytest.fixture
    def supervisor(self, tmp_path: Path) -> Iterator[Supervisor]:
        supervisor = Supervisor(tmp_path / "logs", print)
        yield supervisor
        supervisor.kill()

    def start(self, supervisor: Supervisor, config: Settings) -> None:
        supervisor.start(queue.embedded_queue(config))
        supervisor.wait_until_ready("queue", most_s=10)

    def test_it_keeps_what_was_sent_when_it_is_stopped(self, supervisor: Supervisor, tmp_path: Path) -> None:
        import redis

        config = settings(tmp_path)
        self.start(supervisor, config)
        with redis.Redis(unix_socket_path=str(config.valkey_socket)) as client:
            client.rpush("qa", "a job's id")
            assert client.config_get("port") == {"port": "0"}, "it must not be reachable over the network"
        supervisor.stop()
        assert not queue.answers(config.valkey_socket)
        self.start(supervisor, config)
        with redis.Redis(unix_socket_path=str(config.valkey_socket)) as client:
            assert client.lrange("qa", 0, -1) == [b"a job's id"]

    def test_only_this_account_may_reach_it(self, supervisor: Supervisor, tmp_path: Path) -> None:
        config = settings(tmp_path)
        self.start(supervisor, config)
        assert config.valkey_socket.stat().st_mode & 0o077 == 0
        assert config.valkey_socket.parent.stat().st_mode & 0o077 == 0

    def test_two_never_write_to_the_same_files(
        self, supervisor: Supervisor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queue, "_LEAVING_S", 0.2)
        config = settings(tmp_path)
        self.start(supervisor, config)
        with pytest.raises(QueueInUse):
            queue.embedded_queue(config)

    def test_a_folder_too_deep_for_a_socket_is_refused_clearly(self, tmp_path: Path) -> None:
        with pytest.raises(PathTooLong, match="--data"):
            queue.embedded_queue(settings(tmp_path / ("deep" * 30)))
