"""The processes of one running system: the queue, the worker, the web."""

import errno
import http.client
import signal
import socket
import ssl
import sys

from qa.platform.jobs.bell import make_celery
from qa.platform.settings import Settings
from qa.up.errors import AddressUnusable, NotEncrypted, PortTaken
from qa.up.supervisor import Part

_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104 (recognised, never chosen)


def worker(settings: Settings) -> Part:
    """One worker process that does one job at a time in a child of its own: a recogniser uses every core by itself.

    A worker whose supervisor was killed is killed too: its job's lease runs out and another takes it up.
    """
    command = (
        *(sys.executable, "-m", "celery", "--app", "qa.worker", "--quiet", "worker"),
        *("--pool", "prefork", "--concurrency", "1"),
        *("--loglevel", settings.log_level, "--without-gossip", "--without-mingle"),
    )
    celery = make_celery(settings)

    def is_ready() -> bool:
        return bool(celery.control.ping(timeout=0.5, limit=1))

    return Part("worker", command, is_ready, layer=1, stop_s=10, orphaned=signal.SIGKILL)


def watcher(settings: Settings) -> Part:
    """Takes in what is put into the folder of QA_WATCH. It needs the database alone; the queue may be away."""
    return Part("watcher", (sys.executable, "-m", "qa.cli", "watch", str(settings.watch)), lambda: True, layer=1)


def web(settings: Settings) -> Part:
    """The web. Raises NotEncrypted, PortTaken or AddressUnusable rather than make a server that cannot serve."""
    _check_address(settings)
    command = (
        *(sys.executable, "-m", "uvicorn", "--factory", "qa.app:create_app"),
        *("--host", settings.host, "--port", str(settings.port)),
        # An open page holds a stream of events for ever; it is not waited for.
        *("--timeout-graceful-shutdown", "2"),
        *("--log-level", "warning", "--no-access-log", "--no-server-header"),
        *_tls(settings),
    )
    return Part("web", command, lambda: answers(settings, "/readyz"), layer=2, stop_s=8)


def answers(settings: Settings, path: str) -> bool:
    """Whether the web of these settings answers this address with success."""
    host = (
        "127.0.0.1" if settings.host == _EVERYWHERE[0] else "::1" if settings.host == _EVERYWHERE[1] else settings.host
    )
    connection: http.client.HTTPConnection
    if settings.tls_certificate:
        # Our own certificate, asked for under a name that it need not hold: this only looks whether anyone is there.
        unchecked = ssl._create_unverified_context()  # noqa: S323, SLF001 (see above)
        connection = http.client.HTTPSConnection(host, settings.port, timeout=5, context=unchecked)
    else:
        connection = http.client.HTTPConnection(host, settings.port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == http.HTTPStatus.OK
    except OSError:
        return False
    finally:
        connection.close()


def _tls(settings: Settings) -> tuple[str, ...]:
    if settings.tls_certificate is None or settings.tls_key is None:
        return ()
    return ("--ssl-certfile", str(settings.tls_certificate), "--ssl-keyfile", str(settings.tls_key))


def _check_address(settings: Settings) -> None:
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except OSError as error:
        raise AddressUnusable(settings.host, settings.port, error) from error
    family, kind, _, _, address = found[0]
    if not _is_loopback(str(address[0])) and not _tls(settings):
        raise NotEncrypted(settings.host)
    with socket.socket(family, kind) as probe:
        # As uvicorn will: a port whose last connections are still fading is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
            probe.listen(1)
        except PermissionError as error:
            raise AddressUnusable(settings.host, settings.port, error) from error
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise PortTaken(settings.host, settings.port) from error
            raise AddressUnusable(settings.host, settings.port, error) from error


def _is_loopback(address: str) -> bool:
    from ipaddress import ip_address

    return ip_address(address).is_loopback
