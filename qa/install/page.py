"""The page: the front end's packages, and what Vite builds from its sources into the Python package."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING

from qa.install.python import CLONE, install_node
from qa.install.stamp import Stamp, fingerprint
from qa.install.terminal import InstallError

if TYPE_CHECKING:
    from qa.install.terminal import Terminal

WEB = CLONE / "web"
PAGE = CLONE / "qa" / "web_page"
_MODULES = WEB / "node_modules"
#: Vite's own condition.
_NODES = "20.19 or a later 20, or 22.12 or newer"
#: Everything that the built page depends on.
_SOURCES = ("src", "public", "index.html", "package.json", "package-lock.json", "tsconfig.json", "vite.config.ts")


class NoPage(InstallError):
    """The build ended well and yet left no page that a browser could open."""

    def __init__(self, what: str) -> None:
        super().__init__(f"the front end was built but {what}; the page would stay empty")


class Npm:
    """Node's package manager, with the Node that suits."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._found: tuple[list[str], str] | None = None

    def run(self, *words: str) -> None:
        """Run npm in web/. Raises CommandFailed."""
        command, path = self._find()
        # What is set for production elsewhere must not leave out what builds the page.
        env = {**os.environ, "PATH": path, "NODE_ENV": ""}
        self._terminal.run([*command, *words], WEB, env)

    def _find(self) -> tuple[list[str], str]:
        if self._found is None:
            path = os.environ.get("PATH", "")
            node, npm = shutil.which("node"), shutil.which("npm")
            if node and npm and _suits(node):
                self._found = [npm], path
            else:
                self._terminal.note(f"no Node {_NODES} with npm here: taking the one that comes as a Python package")
                own = install_node(self._terminal)
                script = own.parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
                self._found = [str(own), str(script)], f"{own.parent}{os.pathsep}{path}"
        return self._found


def install_front_end(terminal: Terminal, npm: Npm) -> None:
    """What package-lock.json names."""
    title = "Front-end packages"
    stamp = Stamp(_MODULES / ".made-from")
    made_from = fingerprint([WEB / "package.json", WEB / "package-lock.json"])
    if stamp.fits(made_from):
        terminal.passed(title)
        return
    with terminal.step(title):
        npm.run("ci", "--no-audit", "--no-fund", "--include=dev", "--loglevel=error", "--no-update-notifier")
        stamp.put(made_from)


def page_is_built() -> bool:
    """Whether the page was built from the sources that lie here now."""
    return (PAGE / "index.html").is_file() and _page_stamp().fits(fingerprint([WEB / name for name in _SOURCES]))


def build_page(terminal: Terminal, npm: Npm) -> None:
    """The page, out of its sources. Raises NoPage where a build left nothing to open."""
    title = "The page"
    if page_is_built():
        terminal.passed(title)
        return
    made_from = fingerprint([WEB / name for name in _SOURCES])
    with terminal.step(title):
        _page_stamp().clear()
        shutil.rmtree(PAGE, ignore_errors=True)
        npm.run("run", "build")
        check_page(PAGE)
        _page_stamp().put(made_from)


def check_page(page: Path) -> None:
    """That a browser would find a page, and every file that it names. Raises NoPage."""
    index = page / "index.html"
    if not index.is_file():
        raise NoPage(f"{index} is missing")
    named = re.findall(r'(?:src|href)="/(assets/[^"]+)"', index.read_text("utf-8"))
    if not any(name.endswith(".js") for name in named):
        raise NoPage(f"{index} names no script")
    for name in named:
        if not (page / name).is_file():
            raise NoPage(f"{page / name} is missing")


def _page_stamp() -> Stamp:
    # Beside the packages it was built with, not in the page, where it would be served.
    return Stamp(_MODULES / ".page-made-from")


def _suits(node: str) -> bool:
    asked = [node, "--version"]
    said = subprocess.run(asked, capture_output=True, text=True, check=False).stdout  # noqa: S603 (no shell)
    if (found := re.match(r"v(\d+)\.(\d+)", said)) is None:
        return False
    major, minor = int(found[1]), int(found[2])
    return (major == 20 and minor >= 19) or (major == 22 and minor >= 12) or major > 22
