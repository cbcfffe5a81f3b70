"""`qa import`: real files through the real command into a real database."""

import io
import json
import os
import wave
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from qa.calls.tables import Call
from qa.cli import app as cli
from qa.platform import settings as the_settings
from qa.platform.database import Database
from qa.platform.jobs import Job, JobState
from qa.platform.settings import Settings
from tests.integration.scored import tone

PNG = b"\x89PNG\r\n\x1a\n" + bytes(200)


def mono(hertz: float) -> bytes:
    """One party's recording."""
    with wave.open(io.BytesIO(tone(hertz=hertz))) as stereo:
        frames = stereo.readframes(stereo.getnframes())
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", "not compressed"))
        sound.writeframes(b"".join(frames[at : at + 2] for at in range(0, len(frames), 4)))
    return file.getvalue()


@dataclass
class Imported:
    """What the command answered."""

    status: int
    said: dict[str, Any]
    stderr: str

    def by_name(self) -> dict[str, dict[str, Any]]:
        return {Path(one["path"]).name: one for one in self.said["recordings"]}


class Desk:
    """The command, on the settings of one test."""

    def __init__(self, config: Settings, folder: Path) -> None:
        self.config, self.folder = config, folder
        folder.mkdir()

    def put(self, name: str, content: bytes | str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *arguments: str | Path) -> Imported:
        result = CliRunner().invoke(cli, ["import", "--json", *(str(argument) for argument in arguments)])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Imported(result.exit_code, json.loads(result.stdout) if result.stdout else {}, result.stderr)


@pytest.fixture
def desk(tmp_path: Path, config: Settings, monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("QA_DATA", str(config.data))
    the_settings.settings.cache_clear()
    yield Desk(config, tmp_path / "calls")
    the_settings.settings.cache_clear()


def calls(database: Database) -> dict[str, Call]:
    with database.read() as session:
        return {call.file_name: call for call in session.scalars(sa.select(Call))}


def test_recordings_come_in_with_their_metadata_and_a_job_each(desk: Desk, database: Database) -> None:
    desk.put("שיחה ראשונה.wav", tone(hertz=300))
    desk.put("deep/second", tone(hertz=310))  # found by its content, not by its name
    desk.put("שיחות.csv", "file;agent;started_at;hold_s\nשיחה ראשונה.wav;דנה;21/11/2026 10:05;1:05\n".encode("cp1255"))
    desk.put("deep/second.json", '\ufeff{"agent": "1001", "language": "en", "direction": "outbound"}')
    answer = desk.run(desk.folder, "--language", "he", "--timezone", "Asia/Jerusalem")
    assert (answer.status, answer.said["taken_in"], answer.said["refused"]) == (0, 2, 0)
    kept = calls(database)
    first, second = kept["שיחה ראשונה.wav"], kept["second"]
    assert (first.agent_code, first.language, first.hold_ms) == ("דנה", "he", 65_000)
    assert first.started_at is not None
    assert first.started_at.isoformat() == "2026-11-21T08:05:00+00:00"
    assert (second.agent_code, second.language, second.direction) == ("1001", "en", "outbound")
    with database.read() as session:
        assert {job.subject for job in session.scalars(sa.select(Job).where(Job.state == JobState.QUEUED))} == {
            first.id,
            second.id,
        }


def test_the_same_recordings_again_are_told_and_not_taken_in_twice(desk: Desk, database: Database) -> None:
    desk.put("a.wav", tone())
    desk.put("copy of a.wav", tone())
    first, second = desk.run(desk.folder), desk.run(desk.folder)
    assert (first.said["taken_in"], first.said["already_here"], first.status) == (1, 1, 0)
    assert (second.said["taken_in"], second.said["already_here"], second.status) == (0, 2, 0)
    assert len({one["call_id"] for one in [*first.said["recordings"], *second.said["recordings"]]}) == 1
    assert len(calls(database)) == 1


def test_a_refused_file_is_told_with_its_reason_and_the_next_one_goes_on(desk: Desk, database: Database) -> None:
    desk.put("1 empty.wav", b"")
    desk.put("2 picture.wav", PNG)
    desk.put("3 playlist.wav", "#EXTM3U\n/etc/passwd\n")
    desk.put("4 bad row.wav", tone(hertz=310))
    desk.put("5 good.wav", tone(hertz=320))
    desk.put("rows.csv", "file,hold_s\n4 bad row.wav,soon\n5 good.wav,3\nnot there.wav,4\n")
    desk.put("notes.txt", "not a recording, and not named like one")
    answer = desk.run(desk.folder)
    assert answer.status == 2
    assert {name: (one["state"], one["code"]) for name, one in answer.by_name().items()} == {
        "1 empty.wav": ("refused", "empty_file"),
        "2 picture.wav": ("refused", "not_audio"),
        "3 playlist.wav": ("refused", "not_audio"),
        "4 bad row.wav": ("refused", "sidecar_refused"),
        "5 good.wav": ("taken_in", None),
        "notes.txt": ("left_alone", "not_audio"),
    }
    assert "rows.csv, line 2: column hold_s: 'soon'" in answer.by_name()["4 bad row.wav"]["reason"]
    assert [one["code"] for one in answer.said["unmet"]] == ["no_such_recording"]
    assert list(calls(database)) == ["5 good.wav"]
    assert not list(desk.config.scratch.iterdir())


def test_two_files_of_one_call_become_one_call(desk: Desk, database: Database) -> None:
    desk.put("a-in.wav", mono(300))
    desk.put("a-out.wav", mono(400))
    desk.put("t.csv", 'file,second,channels\na-in.wav,a-out.wav,"customer,agent"\n')
    assert desk.run(desk.folder).said["taken_in"] == 1
    (call,) = calls(database).values()
    assert (call.file_name, call.has_second_file, call.channel_roles) == ("a-in.wav", True, ["customer", "agent"])


def test_options_fill_only_what_metadata_leaves_open(desk: Desk, database: Database) -> None:
    desk.put("a.wav", tone(hertz=300))
    desk.put("b.wav", tone(hertz=310))
    desk.put("a.json", '{"agent": "7"}')
    assert desk.run(desk.folder, "--agent", "8", "--channels", "customer,agent").status == 0
    kept = calls(database)
    assert [(kept[name].agent_code, kept[name].channel_roles) for name in ("a.wav", "b.wav")] == [
        ("7", ["customer", "agent"]),
        ("8", ["customer", "agent"]),
    ]


def test_a_chosen_file_is_never_left_alone_in_silence(desk: Desk) -> None:
    answer = desk.run(desk.put("notes.txt", "words"), desk.put("facts.json", '{"agent": "1"}'))
    assert answer.status == 2
    assert {one["state"] for one in answer.said["recordings"]} == {"refused"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("missing",), "there is no file or folder"),
        ((".", "--timezone", "Nowhere"), "there is no time zone 'Nowhere'"),
        ((".", "--language", "fr"), "write he, en or auto"),
        ((".", "--channels", "robot"), "write agent,customer"),
    ],
)
def test_a_wrong_wish_is_refused_in_one_line(desk: Desk, arguments: tuple[str, ...], said: str) -> None:
    answer = desk.run(desk.folder / arguments[0], *arguments[1:])
    assert (answer.status, answer.said) == (2, {})
    assert said in answer.stderr
    assert answer.stderr.count("\n") == 1


def test_a_file_that_may_not_be_read_is_refused_and_the_next_one_goes_on(desk: Desk, database: Database) -> None:
    (desk.folder / "a.wav").symlink_to(desk.folder / "a.wav.real")
    os.mkfifo(desk.folder / "pipe.wav")
    desk.put("b.wav", tone())
    assert desk.run(desk.folder, desk.folder / "pipe.wav").by_name()["pipe.wav"]["code"] == "not_audio"
    assert list(calls(database)) == ["b.wav"]


def test_a_name_in_bytes_that_are_no_text_is_taken_in_and_shown(desk: Desk, database: Database) -> None:
    path = os.fsencode(desk.folder) + b"/" + "שיחה.wav".encode("cp1255")
    with open(path, "wb") as file:  # noqa: PTH123 (pathlib takes no bytes)
        file.write(tone())
    answer = desk.run(desk.folder)
    assert (answer.status, answer.said["taken_in"]) == (0, 1)
    assert list(calls(database)) == [".wav"]


def test_without_json_people_get_a_table_that_cannot_steer_their_terminal(desk: Desk) -> None:
    desk.put("\x1b[31mred [bold]name[/bold].wav", b"")
    desk.put("good.wav", tone())
    result = CliRunner().invoke(cli, ["import", str(desk.folder)])
    assert result.exit_code == 2
    assert "[bold]name[/bold]" in result.stdout.replace("\n", "").replace(" ", "") or "[bold]" in result.stdout
    assert "empty" in result.stdout
    assert "\x1b" not in result.stdout
