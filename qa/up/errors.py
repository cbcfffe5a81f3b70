"""Why the system did not start. Each says what to do about it."""

from pathlib import Path

from qa.platform.errors import Conflict, Refused, Unavailable


class AlreadyRunning(Conflict):
    """Another `qa up` holds the data folder."""

    code = "already_running"

    def __init__(self, data: Path, holder: str) -> None:
        self.data, self.holder = data, holder
        super().__init__(f"Mashov already runs on {data} ({holder}). Stop it first, or choose another folder: --data")


class PortTaken(Conflict):
    """Another program listens where the web should."""

    code = "port_taken"

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(f"port {port} on {host} is in use by another program; choose another: --port {port + 1}")


class AddressUnusable(Refused):
    """The machine has no such address, or keeps this port for the administrator."""

    code = "address_unusable"

    def __init__(self, host: str, port: int, cause: OSError) -> None:
        self.host, self.port = host, port
        super().__init__(f"cannot listen on {host}, port {port}: {cause.strerror}; see --host and --port")


class NotEncrypted(Refused):
    """The web would be reachable from other machines without TLS."""

    code = "not_encrypted"

    def __init__(self, host: str) -> None:
        self.host = host
        super().__init__(
            f"listening on {host} would send recordings and passwords unencrypted; "
            "set QA_TLS_CERTIFICATE and QA_TLS_KEY, or stay on 127.0.0.1 behind a proxy that encrypts"
        )


class PathTooLong(Refused):
    """The operating system cannot make a socket with so long a name."""

    code = "path_too_long"

    def __init__(self, path: Path, longest: int) -> None:
        self.path = path
        super().__init__(f"{path} is too long a name for a socket ({longest} bytes at most); use a shorter --data")


class QueueInUse(Conflict):
    """A Valkey that is not ours answers in the data folder."""

    code = "queue_in_use"

    def __init__(self, socket: Path) -> None:
        self.socket = socket
        super().__init__(f"a Valkey from before still answers on {socket}; stop it, then start again")


class DidNotStart(Unavailable):
    """A part ended, or kept silent, before it was ready."""

    code = "did_not_start"

    def __init__(self, part: str, how: str, log: Path, last_words: str) -> None:
        self.part, self.log = part, log
        super().__init__(f"the {part} {how}. The end of {log}:\n{last_words}")


class StopAsked(BaseException):
    """Somebody asked this process to stop: not an error, and so nothing that catches errors catches it."""

    def __init__(self, signal_name: str) -> None:
        self.signal_name = signal_name
        super().__init__(signal_name)
