"""Models that are fetched from a hub: checked, taken up where a connection broke, and never joined to another file."""

import multiprocessing
from pathlib import Path

import pytest

from qa.engines.catalogue import (
    Catalogue,
    PullFailed,
    RevisionUnpinned,
)
from qa.engines.catalogue.errors import RevisionNotACommit
from tests.unit.model_hub import *  # noqa: F403 (fixtures: a hub)
from tests.unit.model_hub import COMMIT, CONFIG, WEIGHTS, catalogue_of, model, sha


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
