"""`python3 -m qa.install [--dev]`."""

from __future__ import annotations

import sys

from qa.install.page import Npm, build_page, install_front_end, page_is_built
from qa.install.python import check_version, install_mashov, install_packages, make_environment
from qa.install.terminal import InstallError, Terminal

_USAGE = "usage: python3 -m qa.install [--dev]"


def main() -> None:
    """Make the clone ready."""
    words = sys.argv[1:]
    if words not in ([], ["--dev"]):
        sys.exit(_USAGE)
    dev = bool(words)
    terminal = Terminal(steps=5)
    npm = Npm(terminal)
    try:
        check_version()
        make_environment(terminal)
        install_packages(terminal, dev=dev)
        install_mashov(terminal)
        if dev or not page_is_built():
            install_front_end(terminal, npm)
        else:
            terminal.passed("Front-end packages")
        build_page(terminal, npm)
    except InstallError as error:
        sys.exit(f"\n✗ {error}")
    except KeyboardInterrupt:
        sys.exit("\nStopped; the next call goes on from here.")


if __name__ == "__main__":
    main()
