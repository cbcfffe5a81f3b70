"""`python3 -m qa.install [--dev | --tone | --speakers]`."""

from __future__ import annotations

import sys

from qa.install.page import Npm, build_page, install_front_end, page_is_built
from qa.install.python import Kind, check_version, install_mashov, install_packages, install_torch, make_environment
from qa.install.terminal import InstallError, Terminal

_USAGE = "usage: python3 -m qa.install [--dev | --tone | --speakers]"
_KINDS: dict[str, Kind] = {"": "run", "--tone": "tone", "--speakers": "speakers", "--dev": "dev"}


def main() -> None:
    """Make the clone ready."""
    kind = _KINDS.get(" ".join(sys.argv[1:]))
    if kind is None:
        sys.exit(_USAGE)
    terminal = Terminal(steps=5 if kind == "run" else 6)
    npm = Npm(terminal)
    try:
        check_version()
        make_environment(terminal)
        install_packages(terminal, kind)
        if kind != "run":
            install_torch(terminal)
        install_mashov(terminal)
        if kind == "dev" or not page_is_built():
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
