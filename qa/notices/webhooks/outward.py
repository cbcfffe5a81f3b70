"""Speaking to addresses outside, and to none inside: what an administrator types must not reach our own network.

A name is resolved once, every address that it has is looked at, and the connection goes to an address that was looked
at, so that a name which answers differently the second time gains nothing. Redirections are not followed, the answer's
body is not read, and the whole takes no longer than it may. Hosts that the operator named in QA_WEBHOOK_HOSTS are
spoken to wherever they are, and without TLS if the address says so.
"""

import http.client
import ipaddress
import socket
import ssl
import threading
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from typing import ClassVar, Literal
from urllib.parse import SplitResult, urlsplit

from qa.platform.errors import QaError, Refused

Problem = Literal["address", "unresolved", "connection", "tls", "timeout", "status", "sealed"]

_Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_PORTS = {"http": 80, "https": 443}
#: What Python's own judgement of addresses leaves open, or left open in some release: translated and tunnelled IPv4
#: (whatever it holds), what carriers share, what is only for examples and tests, and what is out of use.
_INWARD = tuple(
    map(
        ipaddress.ip_network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "169.254.0.0/16", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"),
            *("::/96", "64:ff9b::/96", "64:ff9b:1::/48", "100::/64", "2001::/23", "2002::/16", "fec0::/10"),
        ),
    )
)


class Unsent(QaError):
    """A message did not get through."""

    code = "webhook_unsent"

    def __init__(self, problem: Problem, host: str) -> None:
        self.problem, self.host = problem, host
        super().__init__(f"the message to {host} did not get through: {problem}")


class AddressRefused(Refused):
    """An address that webhooks are not sent to."""

    code = "webhook_address_refused"

    def __init__(self, why: str) -> None:
        self.why = why
        super().__init__(f"webhooks cannot be sent to this address: {why}")


@dataclass(frozen=True, slots=True)
class Outward:
    """Sends to the outside. `hosts`: names inside that may be spoken to nevertheless. Times in seconds."""

    hosts: frozenset[str] = frozenset()
    step_s: float = 8.0
    whole_s: float = 20.0
    agent: ClassVar[str] = "Mashov-Webhooks/1"

    @classmethod
    def of(cls, hosts: str) -> "Outward":
        """The setting's own form: names with commas between."""
        return cls(frozenset(name.strip().lower() for name in hosts.split(",") if name.strip()))

    def check(self, url: str) -> None:
        """Raises AddressRefused where nothing would ever be sent, as far as that shows without asking the network."""
        try:
            parts = urlsplit(url)
            host, _ = parts.hostname, parts.port
        except ValueError as error:
            raise AddressRefused("it is not an address") from error
        if parts.scheme not in _PORTS or not host or not url.isascii() or not url.isprintable() or " " in url:
            raise AddressRefused("it must begin with https:// and hold nothing but plain characters")
        if parts.username or parts.password or parts.fragment:
            raise AddressRefused("it must hold no name, password or fragment")
        if host in self.hosts:
            return
        if parts.scheme != "https":
            raise AddressRefused("outside this network it must begin with https://")
        with suppress(ValueError):
            if is_inward(ipaddress.ip_address(host)):
                raise AddressRefused("it lies inside this network")
        if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
            raise AddressRefused("it lies inside this network")

    def post(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        """Send the body and return the status of the answer, of whatever kind. Raises Unsent."""
        try:
            self.check(url)
        except AddressRefused as error:
            raise Unsent("address", url) from error
        parts = urlsplit(url)
        with ExitStack() as opened:
            connection = opened.enter_context(self._connected(parts))
            # Securing a connection takes its socket over; a second handle to it still cuts it off when time is up.
            time_is_up = threading.Event()
            cut = threading.Timer(self.whole_s, _cut, (opened.enter_context(connection.dup()), time_is_up))
            cut.daemon = True
            cut.start()
            opened.callback(cut.cancel)
            try:
                if parts.scheme == "https":
                    connection = opened.enter_context(self._secured(connection, parts))
                return _ask(connection, parts, {"User-Agent": self.agent, **headers}, body)
            except ssl.SSLError as error:
                raise Unsent("tls", parts.netloc) from error
            except TimeoutError as error:
                raise Unsent("timeout", parts.netloc) from error
            except (OSError, http.client.HTTPException, ValueError) as error:
                raise Unsent("timeout" if time_is_up.is_set() else "connection", parts.netloc) from error

    def _connected(self, parts: SplitResult) -> socket.socket:
        """A connection to one of the addresses that were looked at."""
        for address, port in self._addresses(parts):
            with suppress(OSError):
                return socket.create_connection((address, port), timeout=self.step_s)
        raise Unsent("connection", parts.netloc)

    def _addresses(self, parts: SplitResult) -> list[tuple[str, int]]:
        """Where the name leads. One address inside among them is enough to refuse them all."""
        host = parts.hostname or ""
        port = parts.port or _PORTS[parts.scheme]
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
        except (OSError, UnicodeError) as error:
            raise Unsent("unresolved", parts.netloc) from error
        addresses = [str(entry[4][0]) for entry in found]
        if host not in self.hosts and any(is_inward(ipaddress.ip_address(one)) for one in addresses):
            raise Unsent("address", parts.netloc)
        return [(one, port) for one in addresses]

    def _secured(self, connection: socket.socket, parts: SplitResult) -> ssl.SSLSocket:
        # The handshake comes after the wrapping, so that a receiver which stalls in it is cut off like any other.
        context = ssl.create_default_context()
        secured = context.wrap_socket(connection, server_hostname=parts.hostname, do_handshake_on_connect=False)
        secured.do_handshake()
        return secured


def is_inward(address: _Address) -> bool:
    """Whether the address is anything but one machine on the public network."""
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return is_inward(address.ipv4_mapped)
        if address.scope_id is not None:
            return True
    if not address.is_global or address.is_multicast or address.is_reserved or address.is_unspecified:
        return True
    return any(address.version == net.version and address in net for net in _INWARD)


def _ask(connection: socket.socket, parts: SplitResult, headers: Mapping[str, str], body: bytes) -> int:
    speaking = http.client.HTTPConnection(parts.hostname or "", parts.port)
    speaking.sock = connection
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    speaking.request("POST", target, body, {"Host": parts.netloc, **headers})
    return speaking.getresponse().status


def _cut(connection: socket.socket, time_is_up: threading.Event) -> None:
    # Said before it is done: whoever is woken by the cut finds the reason already there.
    time_is_up.set()
    with suppress(OSError):
        connection.shutdown(socket.SHUT_RDWR)
