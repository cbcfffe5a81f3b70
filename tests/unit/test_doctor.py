"""What `qa doctor` finds on a machine where nothing runs, and how it says so."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest
from typer.testing import CliRunner

from qa import doctor
from qa.cli import app
from qa.doctor import Health
from qa.platform.settings import Settings, settings


@pytest.fixture
def nothing(tmp_path: Path) -> Settings:
    """A data folder and a folder of models in which there is nothing."""
    return Settings(data=tmp_path / "data", models=tmp_path / "models")


def test_everything_is_looked_at_once_and_nothing_is_made(nothing: Settings, tmp_path: Path) -> None:
    findings = doctor.examine(nothing)
    parts = ["Python", "SQLite", "Page", "Models", "Database", "Queue", "Worker", "Disk", "GPU"]
    assert [finding.part for finding in findings] == parts
    assert list(tmp_path.iterdir()) == [], "a doctor looks and changes nothing"


def test_whatever_is_missing_comes_with_what_mends_it(nothing: Settings) -> None:
    missing = {finding.part: finding.mend for finding in doctor.examine(nothing) if finding.health is Health.MISSING}
    assert missing["Models"] == "qa models pull base e5-small"
    assert missing["Database"] == "qa up"
    assert missing["Queue"] == "qa up"
    assert missing["Worker"] == "qa up"
    assert all(missing.values())


def test_a_database_of_now_is_good_and_one_of_before_is_not(nothing: Settings) -> None:
    from alembic import command

    from qa.migrations import config_for, upgrade

    upgrade(nothing)
    assert doctor.database(nothing).health is Health.GOOD
    command.stamp(config_for(nothing.database), None)
    assert (doctor.database(nothing).found.split()[-1], doctor.database(nothing).mend) == ("version", "qa up")


def test_a_password_in_an_address_is_not_shown(nothing: Settings, free_port: int) -> None:
    away = nothing.model_copy(update={"database_url": f"postgresql+psycopg://qa:geheim@127.0.0.1:{free_port}/qa"})
    found = doctor.database(away)
    assert found.health is Health.MISSING
    assert "QA_DATABASE_URL" in found.mend
    assert "geheim" not in found.found


def test_an_sqlite_that_can_lose_writes_is_missing(nothing: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    old = SimpleNamespace(sqlite_version="3.40.1", sqlite_version_info=(3, 40, 1))
    monkeypatch.setattr("qa.platform.database.sqlite_module", lambda: old)
    assert doctor.sqlite(nothing).health is Health.MISSING
    elsewhere = nothing.model_copy(update={"database_url": "postgresql://there/qa"})
    assert doctor.sqlite(elsewhere).health is Health.GOOD, "it is not used"


def test_a_full_disk_is_missing_room(nothing: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1 << 20))
    assert doctor.disk(nothing).health is Health.MISSING


@pytest.mark.parametrize(("device", "health"), [("auto", Health.ABSENT), ("cuda", Health.MISSING)])
def test_a_missing_card_matters_only_where_it_was_asked_for(
    nothing: Settings, monkeypatch: pytest.MonkeyPatch, device: str, health: Health
) -> None:
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 0)
    assert doctor.gpu(nothing.model_copy(update={"asr_device": device})).health is health


def test_a_part_that_cannot_be_looked_at_does_not_hide_the_others(
    nothing: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ctranslate2.get_cuda_device_count", lambda: 1 / 0)
    last = doctor.examine(nothing)[-1]
    assert (last.part, last.health) == ("GPU", Health.MISSING)
    assert "ZeroDivisionError" in last.found


class TestCommand:
    @pytest.fixture(autouse=True)
    def nothing_here(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
        monkeypatch.setenv("QA_DATA", str(tmp_path))
        monkeypatch.setenv("QA_MODELS", str(tmp_path))
        settings.cache_clear()
        yield
        settings.cache_clear()

    def test_programs_get_json_and_status_1(self) -> None:
        result = CliRunner().invoke(app, ["doctor", "--json"])
        assert result.exit_code == 1
        found = {finding["part"]: finding for finding in json.loads(result.stdout)}
        assert found["Models"] == {
            "part": "Models",
            "health": "missing",
            "found": "not here: base, e5-small",
            "mend": "qa models pull base e5-small",
        }

    def test_people_get_a_table(self) -> None:
        result = CliRunner().invoke(app, ["doctor"], env={"COLUMNS": "160"})
        assert re.search(r"✗ +Database +not made yet +qa up", result.stdout)

    def test_all_good_is_status_0(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(doctor, "_PARTS", {"Python": doctor.python})
        assert CliRunner().invoke(app, ["doctor"]).exit_code == 0
