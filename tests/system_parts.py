"""The programs that tests need and that no Python or Node package brings: servers, and a browser.

Where we are root on Debian they are installed; elsewhere the tests stop and say what to install. Nothing is skipped for
a missing part.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

#: Debian's package, and the program by which we know that it is there.
_NEEDED = {
    "postgresql": "/usr/lib/postgresql/*/bin/initdb",
    "redis-server": "/usr/bin/redis-server",
    "rabbitmq-server": "/usr/lib/rabbitmq/bin/rabbitmq-server",
    "chromium": "/usr/bin/chromium",
    "util-linux": "/usr/bin/setpriv",
}
#: Debian asks this file whether a service may be started that was just installed.
_POLICY = Path("/usr/sbin/policy-rc.d")
_MAY_NOT = "#!/bin/sh\nexit 101\n"


def missing() -> list[str]:
    """The packages whose programs are not here."""
    return [package for package, program in _NEEDED.items() if not list(Path("/").glob(program.lstrip("/")))]


def provide() -> None:
    """See to it that every program is here; exits with what to do where we may not install it."""
    packages = missing()
    if not packages:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        sys.exit(f"The tests need programs that are not here. As root:\n\n    {' '.join(install)}\n")
    print(f"installing {', '.join(packages)} ...", flush=True)
    with _nothing_is_started():
        _apt(["apt-get", "update", "-q"])
        _apt(install)
    if packages := missing():
        sys.exit(f"apt-get installed them, and yet these have no program here: {', '.join(packages)}")


def _apt(command: list[str]) -> None:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout[-3000:]}{done.stderr[-3000:]}")


@contextmanager
def _nothing_is_started() -> Iterator[None]:
    """Inside, installing a server does not start it: the tests start their own, where they like."""
    if _POLICY.exists():
        yield
        return
    _POLICY.write_text(_MAY_NOT)
    _POLICY.chmod(0o755)
    try:
        yield
    finally:
        _POLICY.unlink()
