"""The watched folder when the power fails between any two steps, when the disk is full, when the share is read-only."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from qa.calls.schemas import CallFacts
from qa.calls.service import CallDesk
from qa.calls.tables import Call
from qa.calls.written import WrittenDesk
from qa.imports.arrivals import Patience
from qa.imports.intake import Desks, Intake, Outcome, Terms
from qa.imports.shelves import Shelves
from qa.imports.watch import Watch, Watched
from qa.platform.database import Database
from qa.platform.errors import Unavailable
from qa.platform.settings import Settings
from qa.platform.storage import Storage
from tests.integration.scored import tone
from tests.integration.test_import import mono

_AT_ONCE = Patience(settle_s=0.05, sidecar_s=0.05, doubt_s=0.2, retry_s=0.2, rescan_s=0.1)


class PowerCut(BaseException):
    """Nothing catches this, as nothing catches the end of the power."""


class Folder:
    """A watched folder whose rounds the test calls for."""

    def __init__(self, config: Settings, database: Database, path: Path) -> None:
        self.config, self.database, self.path = config, database, path
        self.told: list[Outcome] = []
        path.mkdir()
        self.boot()

    def boot(self, patience: Patience = _AT_ONCE) -> None:
        """A watch that remembers nothing, as after a new start."""
        spoken = CallDesk(self.database, Storage.of(self.config), lambda _job: None)
        desks = Desks(spoken, WrittenDesk.of(self.config, self.database, lambda _job: None))
        intake = Intake(desks, Terms(self.config.scratch, 1 << 20, CallFacts()))
        self.watch = Watch(Watched(self.path, self.config.data / "j.json", None, patience), intake, self.told.append)

    def rounds(self, number: int = 30) -> None:
        """Look again and again; between the first look and the last passes more than all of `_AT_ONCE`."""
        for _ in range(number):
            self.watch.round()
            time.sleep(0.02)

    def files(self) -> set[str]:
        return {str(path.relative_to(self.path)) for path in self.path.rglob("*") if path.is_file()}

    def calls(self) -> list[Call]:
        with self.database.read() as session:
            return list(session.scalars(sa.select(Call).order_by(Call.file_name)))


@pytest.fixture
def folder(config: Settings, database: Database, tmp_path: Path) -> Folder:
    return Folder(config, database, tmp_path / "inbox")


def cut_power(patch: pytest.MonkeyPatch, home: type, name: str, number: int, *, after: bool) -> None:
    """End everything right before or after the nth time that something is done."""
    real: Callable[..., Any] = getattr(home, name)
    done = 0

    def instead(*arguments: Any, **options: Any) -> Any:
        nonlocal done
        done += 1
        if done == number and not after:
            raise PowerCut
        answer = real(*arguments, **options)
        if done == number:
            raise PowerCut
        return answer

    patch.setattr(home, name, instead)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize(
    ("home", "name", "number"),
    [
        (Intake, "take", 1),
        (CallDesk, "take_in", 1),
        (Storage, "put", 1),
        (Storage, "put", 2),
        (Shelves, "_write_down", 1),
        (Shelves, "finish", 2),
    ],
)
def test_the_parts_of_one_call_stay_together_wherever_the_power_fails(
    folder: Folder, home: type, name: str, number: int, *, after: bool
) -> None:
    _one_call_survives(folder, home, name, number, after=after)


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_parts_of_one_call_stay_together_when_the_power_fails_between_two_moves(
    folder: Folder, monkeypatch: pytest.MonkeyPatch, number: int, *, after: bool
) -> None:
    # `rename` serves the moves alone: the storage and the journal put their drafts in place by `replace`.
    _one_call_survives(folder, type(folder.path), "rename", number, after=after)


def _one_call_survives(folder: Folder, home: type, name: str, number: int, *, after: bool) -> None:
    (folder.path / "a.wav").write_bytes(mono(300))
    (folder.path / "b.wav").write_bytes(mono(400))
    (folder.path / "a.json").write_text('{"second": "b.wav", "channels": "agent,customer", "agent": "7"}')
    with pytest.MonkeyPatch.context() as patch:
        # The waiting rounds before count too, so the nth time is counted from when everything is about to be taken in.
        # It waits for longer than a busy machine may take over one round, or that round would not be a waiting one.
        folder.boot(replace(_AT_ONCE, settle_s=1, sidecar_s=1))
        folder.watch.round()
        time.sleep(1.1)
        cut_power(patch, home, name, number, after=after)
        with pytest.raises(PowerCut):
            folder.rounds()
    folder.boot()
    folder.rounds()
    assert folder.files() == {"imported/a.wav", "imported/b.wav", "imported/a.json"}
    (call,) = folder.calls()
    assert (call.file_name, call.has_second_file, call.agent_code) == ("a.wav", True, "7")


def test_a_share_that_is_not_mounted_yet_is_no_reason_to_forget_unfinished_moves(folder: Folder) -> None:
    (folder.path / "a.wav").write_bytes(mono(300))
    (folder.path / "b.wav").write_bytes(mono(400))
    (folder.path / "a.json").write_text('{"second": "b.wav", "channels": "agent,customer"}')
    with pytest.MonkeyPatch.context() as patch:
        cut_power(patch, type(folder.path), "rename", 1, after=True)
        with pytest.raises(PowerCut):
            folder.rounds()
    away = folder.path.rename(folder.path.with_name("away"))
    folder.path.mkdir()
    folder.boot()
    with pytest.raises(FileNotFoundError):
        folder.watch.round()
    folder.path.rmdir()
    away.rename(folder.path)
    folder.rounds()
    assert folder.files() == {"imported/a.wav", "imported/b.wav", "imported/a.json"}
    assert len(folder.calls()) == 1


def test_a_new_file_under_the_name_of_one_that_was_just_taken_in_is_taken_in_too(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder.path / "a.wav"
    path.write_bytes(tone(hertz=300))
    real = Intake.take

    def overtaken(intake: Intake, found: Any, *, asked_for: bool = False) -> Outcome:
        outcome = real(intake, found, asked_for=asked_for)
        monkeypatch.setattr(Intake, "take", real)
        path.write_bytes(tone(seconds=1.2, hertz=310))
        return outcome

    monkeypatch.setattr(Intake, "take", overtaken)
    folder.rounds(50)
    assert [outcome.state for outcome in folder.told] == ["taken_in", "taken_in"]
    assert len(folder.calls()) == 2
    assert folder.files() == {"imported/a.wav"}


def test_a_full_disk_stops_the_round_and_leaves_the_recording_where_it_is(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder.path / "a.wav").write_bytes(tone())

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("qa.platform.storage._copy_durably", full)
        with pytest.raises(Unavailable):
            folder.rounds()
    assert folder.files() == {"a.wav"}
    assert folder.calls() == []
    folder.rounds()
    assert folder.files() == {"imported/a.wav"}
    assert len(folder.calls()) == 1


def test_a_recording_that_cannot_be_moved_does_not_hold_up_the_others(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, hertz in (("a.wav", 300), ("b.wav", 310)):
        (folder.path / name).write_bytes(tone(hertz=hertz))
    real = Path.rename

    def stuck(path: Path, target: Path) -> Path:
        if path.name == "a.wav":
            raise PermissionError(13, "Permission denied")
        return real(path, target)

    with monkeypatch.context() as patch:
        patch.setattr(type(folder.path), "rename", stuck)
        folder.rounds()
    assert folder.files() == {"a.wav", "imported/b.wav"}
    assert len(folder.calls()) == 2
    folder.rounds()
    assert folder.files() == {"imported/a.wav", "imported/b.wav"}
    assert len(folder.calls()) == 2


def test_a_table_serves_many_recordings_and_stays(folder: Folder) -> None:
    (folder.path / "calls.csv").write_text("file,agent\na.wav,1\nlater/b.wav,2\nc.wav,3\n")
    (folder.path / "a.wav").write_bytes(tone(hertz=300))
    folder.rounds()
    (folder.path / "later").mkdir()
    (folder.path / "later/b.wav").write_bytes(tone(hertz=310))
    folder.rounds()
    assert folder.files() == {"calls.csv", "imported/a.wav", "imported/later/b.wav"}
    assert [call.agent_code for call in folder.calls()] == ["1", "2"]


def test_wrong_metadata_that_is_mended_in_time_refuses_nothing(folder: Folder) -> None:
    (folder.path / "a.wav").write_bytes(tone())
    (folder.path / "a.json").write_text('{"agnet": "1"}')
    folder.boot(replace(_AT_ONCE, doubt_s=600))
    folder.rounds()
    assert folder.files() == {"a.wav", "a.json"}
    (folder.path / "a.json").write_text('{"agent": "1"}')
    folder.rounds()
    assert folder.files() == {"imported/a.wav", "imported/a.json"}
    assert [call.agent_code for call in folder.calls()] == ["1"]


def test_what_is_refused_for_its_metadata_says_so_and_can_be_put_back(folder: Folder) -> None:
    (folder.path / "a.wav").write_bytes(tone())
    (folder.path / "a.json").write_text('{"agnet": "1"}')
    folder.rounds()
    assert folder.files() == {"refused/a.wav", "refused/a.json", "refused/a.wav.reason.txt"}
    reason = (folder.path / "refused/a.wav.reason.txt").read_text(encoding="utf-8")
    assert "a.json: there is no column 'agnet'; did you mean 'agent'?" in reason
    (folder.path / "refused/a.wav").rename(folder.path / "a.wav")
    folder.rounds()
    assert "imported/a.wav" in folder.files()


def test_a_link_in_the_watched_folder_is_not_followed(folder: Folder, tmp_path: Path) -> None:
    (tmp_path / "elsewhere.wav").write_bytes(tone())
    (folder.path / "a.wav").symlink_to(tmp_path / "elsewhere.wav")
    folder.rounds()
    assert folder.calls() == []


def test_a_mistake_of_ours_with_one_file_does_not_hold_up_the_others(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, hertz in (("a.wav", 300), ("b.wav", 310)):
        (folder.path / name).write_bytes(tone(hertz=hertz))
    real = Intake.take

    def mistaken(intake: Intake, found: Any, *, asked_for: bool = False) -> Outcome:
        if found.path.name == "a.wav":
            raise ZeroDivisionError
        return real(intake, found, asked_for=asked_for)

    monkeypatch.setattr(Intake, "take", mistaken)
    folder.rounds()
    assert folder.files() == {"a.wav", "imported/b.wav"}
