"""Webhooks: signed as receivers expect, and spoken to nobody inside the own network."""

import ipaddress
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest

from qa.notices.webhooks import outward, standard
from qa.notices.webhooks.outbox import WAITS
from qa.notices.webhooks.outward import AddressRefused, Outward, Unsent, is_inward

#: The example that the specification's own libraries are tested with.
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
MESSAGE, STAMP, BODY = "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}'
SIGNED = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="

INWARD = (
    *("127.0.0.1", "127.8.9.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254"),
    *("192.0.0.192", "198.18.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1"),
    *(
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "::7f00:1",
        "fe80::1",
        "fe80::1%2",
        "fc00::1",
        "fd00:ec2::254",
    ),
    *("ff02::1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::", "2001:0:7f00:1::", "fec0::1", "2001:db8::1"),
)


def test_a_message_is_signed_as_in_the_specifications_example() -> None:
    at = datetime.fromtimestamp(STAMP, UTC)
    assert standard.headers(MESSAGE, at, BODY, [SECRET]) == {
        "webhook-id": MESSAGE,
        "webhook-timestamp": str(STAMP),
        "webhook-signature": SIGNED,
    }


def test_while_secrets_change_both_sign() -> None:
    newer = standard.new_secret()
    said = standard.headers(MESSAGE, datetime.fromtimestamp(STAMP, UTC), BODY, [newer, SECRET])["webhook-signature"]
    assert said.split(" ")[1] == SIGNED
    assert said.split(" ")[0] == standard.signature(MESSAGE, str(STAMP), BODY, newer)


def test_secrets_have_the_form_that_receivers_read_and_are_each_their_own() -> None:
    made = {standard.new_secret() for _ in range(50)}
    assert len(made) == 50
    assert all(one.startswith("whsec_") and len(one) == 6 + 32 for one in made)


def test_waiting_goes_on_for_days_and_grows() -> None:
    assert list(WAITS) == sorted(WAITS)
    assert (WAITS[0].total_seconds(), WAITS[1].total_seconds()) == (5, 300)
    assert sum(wait.total_seconds() for wait in WAITS) > 3 * 86400


@pytest.mark.parametrize("address", INWARD)
def test_addresses_inside_are_known_in_every_disguise(address: str) -> None:
    assert is_inward(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["8.8.8.8", "93.184.216.34", "2606:4700:4700::1111", "2a00:1450:4001:80b::200e"])
def test_machines_outside_are_spoken_to(address: str) -> None:
    assert not is_inward(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "url",
    [
        "http://hooks.example.com/",
        "ftp://hooks.example.com/",
        "file:///etc/passwd",
        "gopher://hooks.example.com/",
        "https://",
        "https://name:word@hooks.example.com/",
        "https://hooks.example.com/#part",
        "https://hooks.example.com/a b",
        "https://hooks.example.com/\r\nHost: other",
        "https://[::1",
        "https://hooks.example.com:99999/",
        "https://localhost/",
        "https://printer.local/",
        *(f"https://{address}/" if ":" not in address else f"https://[{address}]/" for address in INWARD),
    ],
)
def test_what_leads_inward_or_nowhere_is_refused_at_once(url: str) -> None:
    with pytest.raises(AddressRefused):
        Outward().check(url)


def test_only_the_hosts_that_were_named_are_spoken_to_inside() -> None:
    inside = Outward.of(" hooks.corp , 127.0.0.1")
    inside.check("http://127.0.0.1:8080/hook")
    inside.check("http://hooks.corp/hook")
    for url in ("http://127.0.0.2/", "https://127.0.0.2/", "http://other.corp/"):
        with pytest.raises(AddressRefused):
            inside.check(url)


@contextmanager
def listening(family: int = socket.AF_INET, host: str = "127.0.0.1") -> Iterator[tuple[int, list[Any]]]:
    """A socket of this machine, and whoever connected to it."""
    came: list[Any] = []
    with socket.socket(family, socket.SOCK_STREAM) as door:
        door.bind((host, 0))
        door.listen(8)
        door.settimeout(0.05)
        over = threading.Event()

        def watch() -> None:
            while not over.is_set():
                with suppress(TimeoutError):
                    connection, who = door.accept()
                    came.append(who)
                    connection.close()

        thread = threading.Thread(target=watch)
        thread.start()
        yield door.getsockname()[1], came
        # Whatever was on its way has had its time to arrive.
        over.wait(0.2)
        over.set()
        thread.join()


def resolving(monkeypatch: pytest.MonkeyPatch, *answers: list[str]) -> list[str]:
    """A name server that gives these answers, one after the other, the last one for ever; returns what was asked."""
    asked: list[str] = []
    left = list(answers)

    def answer(host: str, port: int, *_args: Any, **_how: Any) -> list[Any]:
        asked.append(host)
        found = left.pop(0) if len(left) > 1 else left[0]
        return [
            (socket.AF_INET6 if ":" in one else socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found
        ]

    monkeypatch.setattr(outward.socket, "getaddrinfo", answer)
    return asked


@pytest.mark.parametrize(
    "answers",
    [
        [["127.0.0.1"]],
        [["::ffff:127.0.0.1"]],
        [["93.184.216.34", "127.0.0.1"]],
        [["169.254.169.254"]],
    ],
)
def test_no_connection_is_made_inward_whatever_a_name_answers(
    monkeypatch: pytest.MonkeyPatch, answers: list[list[str]]
) -> None:
    with listening() as (port, came):
        resolving(monkeypatch, *answers)
        with pytest.raises(Unsent) as told:
            Outward().post(f"https://hooks.example.com:{port}/", {}, b"{}")
        assert told.value.problem == "address"
    assert came == []


def test_a_name_that_answers_differently_the_second_time_gains_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The connection goes to the address that was looked at, not to what the name says by then."""
    went: list[Any] = []

    def connect(address: tuple[str, int], **_how: Any) -> socket.socket:
        went.append(address)
        raise OSError

    with listening() as (port, came):
        resolving(monkeypatch, ["93.184.216.34"], ["127.0.0.1"])
        monkeypatch.setattr(outward.socket, "create_connection", connect)
        with pytest.raises(Unsent) as told:
            Outward().post(f"https://hooks.example.com:{port}/", {}, b"{}")
        assert told.value.problem == "connection"
    assert went == [("93.184.216.34", port)]
    assert came == []


@pytest.mark.parametrize("spelling", ["2130706433", "0x7f000001", "0177.0.0.1", "127.1", "localhost", "LOCALHOST."])
def test_other_spellings_of_this_machine_are_this_machine(spelling: str) -> None:
    with listening() as (port, came), pytest.raises(Unsent):
        Outward().post(f"https://{spelling}:{port}/", {}, b"{}")
    assert came == []


def test_the_listener_would_have_heard_a_connection() -> None:
    with listening() as (port, came):
        with pytest.raises(Unsent) as told:
            Outward.of("127.0.0.1").post(f"http://127.0.0.1:{port}/", {}, b"{}")
        assert told.value.problem == "connection"
    assert len(came) == 1


def test_a_receiver_that_drips_its_answer_is_cut_off() -> None:
    with socket.create_server(("127.0.0.1", 0)) as door:
        over = threading.Event()

        def drip() -> None:
            connection, _ = door.accept()
            with connection, suppress(OSError):
                while not over.wait(0.05):
                    connection.sendall(b"HTTP/1.1 200 OK\r\nX: "[:1])

        thread = threading.Thread(target=drip)
        thread.start()
        began = datetime.now(UTC)
        with pytest.raises(Unsent) as told:
            Outward(frozenset({"127.0.0.1"}), step_s=5, whole_s=0.4).post(
                f"http://127.0.0.1:{door.getsockname()[1]}/", {}, b"{}"
            )
        assert told.value.problem == "timeout"
        assert (datetime.now(UTC) - began).total_seconds() < 4
        over.set()
        thread.join()
