"""`qa transcribe` with many recordings: a JSON each, none twice, and none that fails stops the others."""

import json
import wave

import numpy as np
import pytest
from typer.testing import CliRunner

from qa import direct, transcribing
from qa.cli import app
from qa.engines.interfaces import EngineRevision, Engines
from qa.pipeline import exports
from tests.unit.test_many import Detector, Recogniser, sound


class Asked:
    """The engines that the command gets, and what they were asked."""

    def __init__(self) -> None:
        self.recogniser = Recogniser()

    def engines(self, _settings) -> Engines:
        return Engines(Detector(), self.recogniser)

    @property
    def calls(self) -> int:
        return sum(self.recogniser.groups)


@pytest.fixture
def asked(monkeypatch) -> Asked:
    asked = Asked()
    monkeypatch.setattr(transcribing, "load_engines", asked.engines)
    monkeypatch.setattr(transcribing, "pull_models", lambda _settings, _progress: None)
    return asked


def run(*arguments) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["transcribe", *map(str, arguments)])
    return done.exit_code, done.stderr


def test_every_recording_becomes_a_json_of_its_name(asked, tmp_path):
    out = tmp_path / "out"
    code, told = run(sound(tmp_path, 1), sound(tmp_path, 2), "--out", out, "--language", "en")
    assert code == 0
    assert sorted(path.name for path in out.iterdir()) == ["1.json", "2.json"]
    body = json.loads((out / "1.json").read_text("utf-8"))
    assert (body["file"], body["language"], body["duration_ms"]) == ("1.wav", "en", 2_100)
    assert [word["text"] for word in body["turns"][0]["words"]] == ["m" * 21]
    assert "2 calls heard" in told


def test_what_was_done_is_not_done_again_unless_it_is_asked_for(asked, tmp_path):
    files = [sound(tmp_path, 1), sound(tmp_path, 2)]
    out = ("--out", tmp_path / "out")
    assert run(*files, *out)[0] == 0
    code, told = run(*files, sound(tmp_path, 3), *out)
    assert (code, asked.calls) == (0, 3)
    assert "1 calls heard" in told
    assert "2 were there already" in told
    assert run(*files, *out, "--again")[0] == 0
    assert asked.calls == 5


@pytest.mark.parametrize("change", ["engine", "recording", "language", "roles", "half a file"])
def test_what_was_made_of_something_else_is_done_again(asked, tmp_path, change, monkeypatch):
    path, options = sound(tmp_path, 1), ["--out", tmp_path / "out"]
    assert run(path, *options)[0] == 0
    if change == "engine":
        monkeypatch.setattr(asked.recogniser, "revision", EngineRevision("newer", "none", "1" * 12, ""), raising=False)
    elif change == "recording":
        path.write_bytes(sound(tmp_path, 5).read_bytes())
    elif change == "language":
        options += ["--language", "he"]
    elif change == "roles":
        options += ["--channels", "customer,agent"]
    else:
        written = tmp_path / "out" / "1.json"
        written.write_text(written.read_text("utf-8")[:100], "utf-8")
    assert run(path, *options)[0] == 0
    assert asked.calls == 2
    assert json.loads((tmp_path / "out" / "1.json").read_text("utf-8"))["file"] == "1.wav"


def test_bad_recordings_stop_no_others_and_are_named_at_the_end(asked, tmp_path):
    bad, missing = tmp_path / "bad.wav", tmp_path / "missing.wav"
    bad.write_text("no sound at all")
    code, told = run(bad, sound(tmp_path, 1), missing, sound(tmp_path, 2), "--out", tmp_path / "out")
    assert code == 1
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["1.json", "2.json"]
    last = told.strip().splitlines()[-2:]
    assert any(line.startswith(f"qa: {bad}: ") for line in last)
    assert any(line.startswith(f"qa: {missing}: ") for line in last)


def test_recordings_of_one_name_are_told_apart_and_one_given_twice_is_one(asked, tmp_path):
    for name, number in (("a", 1), ("b", 2)):
        (tmp_path / name).mkdir()
        sound(tmp_path, number).rename(tmp_path / name / "call.wav")
    files = [tmp_path / "a" / "call.wav", tmp_path / "b" / "call.wav", tmp_path / "a" / "call.wav"]
    assert run(*files, "--out", tmp_path / "out")[0] == 0
    written = [json.loads(path.read_text("utf-8"))["duration_ms"] for path in (tmp_path / "out").iterdir()]
    assert sorted(written) == [2_100, 2_200]
    assert asked.calls == 2


@pytest.mark.parametrize("kind", exports.KINDS)
def test_another_kind_of_file_lies_beside_the_json_or_is_made_again(asked, tmp_path, kind):
    path, out = sound(tmp_path, 1), tmp_path / "out"
    assert run(path, "--out", out)[0] == 0
    for _ in range(2):
        assert run(path, "--out", out, "--format", kind)[0] == 0
    assert {file.name for file in out.iterdir()} == {"1.json", f"1.{kind}"}
    assert "m" * 21 in (out / f"1.{kind}").read_text("utf-8") or kind == "rttm"
    assert json.loads((out / "1.json").read_text("utf-8"))["made_of"]
    assert asked.calls == (1 if kind == "json" else 2)


@pytest.mark.parametrize("kind", exports.KINDS)
def test_one_recording_is_shown_as_that_kind_of_file(asked, tmp_path, kind, monkeypatch):
    monkeypatch.setattr(direct, "load_engines", asked.engines)
    monkeypatch.setattr(direct, "pull_models", lambda _settings, _progress: None)
    done = CliRunner().invoke(app, ["transcribe", str(sound(tmp_path, 1)), "--format", kind, "--language", "en"])
    assert done.exit_code == 0
    begins = {"vtt": "WEBVTT\n", "srt": "1\n00:", "json": "{\n", "ctm": "1 1 ", "rttm": "SPEAKER 1 1 "}
    assert done.stdout.startswith(begins[kind])
    refused = CliRunner().invoke(app, ["transcribe", str(sound(tmp_path, 1)), "--format", "docx"])
    assert refused.exit_code == 2


def test_several_recordings_need_a_folder(asked, tmp_path):
    code, told = run(sound(tmp_path, 1), sound(tmp_path, 2))
    assert code == 2
    assert "--out" in told


def test_silence_has_a_json_as_well(asked, tmp_path, monkeypatch):
    path = tmp_path / "silence.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(np.zeros(16_000, "<i2").tobytes())
    monkeypatch.setattr(Detector, "detect", lambda _self, _samples: ())
    monkeypatch.setattr(asked.recogniser, "recognise", lambda calls, _p: tuple(((),) for _ in calls), raising=False)
    assert run(path, "--out", tmp_path / "out")[0] == 0
    assert json.loads((tmp_path / "out" / "silence.json").read_text("utf-8"))["turns"] == []
