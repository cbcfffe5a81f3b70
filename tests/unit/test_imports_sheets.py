"""Metadata files as telephony systems and Excel write them."""

import json
from pathlib import Path

import pytest

from qa.calls import facts
from qa.imports import problems
from qa.imports.sheets import Sheet, read_sheet

HEBREW = "file,agent,queue\nשיחה.wav,דנה,שירות לקוחות\n"


def sheet(folder: Path, content: str | bytes, name: str = "calls.csv") -> Sheet:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_sheet(path, None)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1255", "utf-16"])
def test_hebrew_is_read_in_every_encoding_that_it_comes_in(tmp_path: Path, encoding: str) -> None:
    (row,) = sheet(tmp_path, HEBREW.encode(encoding)).rows
    assert (row.file, row.facts.agent, row.facts.queue) == ("שיחה.wav", "דנה", "שירות לקוחות")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_every_delimiter_is_recognised(tmp_path: Path, delimiter: str, ending: str) -> None:
    lines = [["file", "agent", "channels"], ["a.wav", "דנה", '"agent,customer"']]
    (row,) = sheet(tmp_path, ending.join(delimiter.join(line) for line in lines)).rows
    assert row.problem is None
    assert (row.file, row.facts.agent, row.facts.channels) == ("a.wav", "דנה", ["agent", "customer"])


def test_the_delimiter_that_excel_names_in_its_first_line_is_used(tmp_path: Path) -> None:
    (row,) = sheet(tmp_path, "sep=;\r\nfile;team\r\na.wav;x,y,z\r\n").rows
    assert (row.place.line, row.facts.team) == (3, "x,y,z")


def test_a_bad_row_is_told_by_its_line_and_the_others_are_read(tmp_path: Path) -> None:
    text = 'file,queue,hold_s\na.wav,"two\nlines",5\n\nb.wav,x,soon\nc.wav,x,6\n'
    first, second, third = sheet(tmp_path, text).rows
    assert (first.problem, first.facts.queue, first.facts.hold_ms) == (None, "two lines", 5_000)
    assert str(second.problem).startswith("calls.csv, line 5: column hold_s: 'soon' is not accepted")
    assert (third.problem, third.place.line) == (None, 6)


def test_a_value_without_a_column_is_refused_for_its_row_only(tmp_path: Path) -> None:
    first, second, third = sheet(tmp_path, "file,team,\na.wav,x,y\nb.wav,x,\nc.wav\n").rows
    assert "'y', stands under no column" in str(first.problem)
    assert second.problem is None
    assert (third.file, third.problem) == ("c.wav", None)


def test_a_wrong_header_is_wrong_for_every_row_that_names_a_recording(tmp_path: Path) -> None:
    read = sheet(tmp_path, "file,agnet\na.wav,1\nb.wav,2\n")
    assert read.kind == "table"
    assert [row.file for row in read.rows] == ["a.wav", "b.wav"]
    assert all("did you mean 'agent'" in str(row.problem) for row in read.rows)


def test_a_column_that_stands_there_twice_is_refused(tmp_path: Path) -> None:
    (row,) = sheet(tmp_path, "file,agent,Agent\na.wav,1,2\n").rows
    assert "column agent stands there 2 times" in str(row.problem)


def test_several_rows_that_name_no_recording_are_refused(tmp_path: Path) -> None:
    read = sheet(tmp_path, "agent,team\n1,x\n2,y\n")
    assert read.kind == "broken"
    assert "add a column file" in str(read.problem)


@pytest.mark.parametrize("name", ["agnet", "filename", "Recording"])
def test_a_file_with_nothing_but_a_misspelt_column_is_not_taken_for_another_programs(tmp_path: Path, name: str) -> None:
    (row,) = sheet(tmp_path, json.dumps({name: "x"}), "a.json").rows
    assert f"there is no column '{name}'" in str(row.problem)


@pytest.mark.parametrize("text", ["name,colour\nx,red\n", "", "\n\n", "just words\n"])
def test_a_csv_of_another_program_is_told_apart(tmp_path: Path, text: str) -> None:
    assert sheet(tmp_path, text).kind == "foreign"


@pytest.mark.parametrize("content", [b'file,agent\n"a.wav', b"file,agent\n\x00\x01\n", b"file,\xff\xfe\xd9\n"])
def test_what_cannot_be_read_is_broken_and_says_so(tmp_path: Path, content: bytes) -> None:
    read = sheet(tmp_path, content)
    assert read.kind == "broken"
    assert str(read.problem).startswith("calls.csv")


def test_json_is_one_recordings_facts_or_a_list_of_them(tmp_path: Path) -> None:
    one = sheet(tmp_path, "\ufeff" + json.dumps({"agent": "דנה", "channels": ["customer", "agent"]}), "a.json")
    assert one.kind == "sidecar"
    assert one.rows[0].facts.channels == ["customer", "agent"]
    several = sheet(tmp_path, json.dumps([{"file": "a.wav", "hold_ms": 5}, {"file": "b.wav", "holdms": 5}]), "b.json")
    assert several.kind == "table"
    first, second = several.rows
    assert first.facts.hold_ms == 5
    assert str(second.problem).startswith("b.json, item 2: there is no column 'holdms'; did you mean 'hold_ms'?")
    assert second.file == "b.wav"


@pytest.mark.parametrize("text", ['{"agent": NaN}', "{", "[" * 100_000, '{"agent": "a"} x'])
def test_json_that_is_none_is_broken(tmp_path: Path, text: str) -> None:
    assert sheet(tmp_path, text, "a.json").kind == "broken"


@pytest.mark.parametrize("content", [{"agent": "x", "turns": [{"text": "y"}]}, {"version": 1}, [1, 2], "agent", []])
def test_json_of_another_program_is_told_apart(tmp_path: Path, content: object) -> None:
    assert sheet(tmp_path, json.dumps(content), "a.json").kind == "foreign"


def test_a_refusal_names_its_reason_and_the_facts_of_it(tmp_path: Path) -> None:
    _, second = sheet(tmp_path, "file,hold_s\na.wav,12\nb.wav,nonsense\n").rows
    assert second.problem is not None
    assert second.problem.detail == {
        "why": "not_length",
        "column": "hold_s",
        "value": "nonsense",
        "most": 120,
        "line": 3,
        "item": None,
    }
    (named,) = sheet(tmp_path, '[{"file": "a.wav", "agnet": "7"}]', "calls.json").rows
    assert named.problem is not None
    told = {key: named.problem.detail[key] for key in ("why", "column", "nearest", "line", "item")}
    assert told == {"why": "misspelt_column", "column": "agnet", "nearest": "agent", "line": None, "item": 1}


@pytest.mark.parametrize("language", ["he", "en"])
def test_every_reason_has_its_words_on_the_page(language: str) -> None:
    path = Path(__file__).parents[2] / "web/src/locales" / language / "problems.json"
    words = json.loads(path.read_text("utf-8"))["why"]["sidecar_refused"]
    assert words.keys() == problems.WHYS.keys() | facts.WHYS
