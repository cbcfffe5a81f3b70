"""Which metadata belongs to which recording. The files here are names only; nothing is heard."""

import unicodedata
from pathlib import Path

import pytest

from qa.imports.folder import NoSuchPath, Wish, gather
from qa.imports.problems import MetadataRefused
from qa.imports.sidecar import Found, Pairing


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "calls"
    made.mkdir()
    return made


def put(folder: Path, **files: str) -> None:
    for name, text in files.items():
        path = folder / name.replace("__", "/").replace("_dot_", ".")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


def by_name(pairing: Pairing) -> dict[str, Found]:
    return {found.path.name: found for found in pairing.found}


def test_the_nearest_metadata_speaks_alone(folder: Path) -> None:
    put(folder, a_dot_wav="", b_dot_wav="", c_dot_wav="", d_dot_wav="")
    put(folder, calls_dot_csv="file,agent,team\na.wav,table,t\nb.wav,table,t\nc.wav,table,t\n")
    put(folder, b_dot_csv="agent\ncsv\n", c_dot_json='{"agent": "short"}', c_dot_csv="agent\ncsv\n")
    (folder / "c.wav.json").write_text('{"agent": "long"}')
    found = by_name(gather([folder], Wish()))
    assert {name: f.row.facts.agent if f.row else None for name, f in found.items()} == {
        "a.wav": "table",
        "b.wav": "csv",
        "c.wav": "long",
        "d.wav": None,
    }
    assert found["b.wav"].row is not None
    assert found["b.wav"].row.facts.team is None
    assert found["b.wav"].own == folder / "b.csv"
    assert found["a.wav"].own is None


def test_metadata_that_was_named_comes_before_what_lies_there(folder: Path, tmp_path: Path) -> None:
    put(folder, a_dot_wav="", a_dot_json='{"agent": "lying"}', deep__b_dot_wav="")
    named = tmp_path / "named.csv"
    named.write_text("file,agent\na.wav,named\nb.wav,by its name alone\n")
    found = by_name(gather([folder], Wish(metadata=named)))
    assert [found[name].row.facts.agent for name in ("a.wav", "b.wav")] == ["named", "by its name alone"]  # type: ignore[union-attr]


def test_metadata_that_lies_there_can_be_left_aside(folder: Path) -> None:
    put(folder, a_dot_wav="", a_dot_json='{"agnet": "lying"}')
    (found,) = gather([folder], Wish(use_lying=False)).found
    assert (found.row, found.problem) == (None, None)


def test_a_table_names_recordings_below_its_folder_and_never_above(folder: Path) -> None:
    put(folder.parent, outside_dot_wav="")
    put(folder, deep__a_dot_wav="", x_dot_csv="file,agent\ndeep\\a.wav,1\n../outside.wav,2\n/etc/passwd,3\n")
    pairing = gather([folder], Wish())
    assert [(found.path.name, found.row.facts.agent) for found in pairing.found if found.row] == [("a.wav", "1")]
    assert [problem.code for problem in pairing.unmet] == ["no_such_recording"] * 2
    assert "../outside.wav" in str(pairing.unmet[0])


def test_a_name_is_found_however_its_letters_are_composed(folder: Path) -> None:
    name = "שׁלום é.wav"
    (folder / unicodedata.normalize("NFD", name)).touch()
    (folder / "t.csv").write_text(f"file,agent\n{unicodedata.normalize('NFC', name)},1\n", encoding="utf-8")
    (found,) = gather([folder], Wish()).found
    assert found.row is not None


def test_a_second_file_is_no_recording_of_its_own(folder: Path) -> None:
    put(folder, a_dot_wav="", b_dot_wav="", t_dot_csv="file,second,channels\na.wav,b.wav,agent customer\n")
    (found,) = gather([folder], Wish()).found
    assert (found.path.name, found.second) == ("a.wav", folder / "b.wav")
    (alone,) = gather([folder / "a.wav"], Wish()).found
    assert alone == found


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ("a.wav,missing.wav", "no recording 'missing.wav'"),
        ("a.wav,a.wav", "one and the same"),
        ("a.wav,\na.wav,", "is described in t.csv, line 2 as well"),
    ],
)
def test_a_row_that_contradicts_itself_or_another_is_refused(folder: Path, rows: str, why: str) -> None:
    put(folder, a_dot_wav="", t_dot_csv=f"file,second\n{rows}\n")
    (found,) = gather([folder], Wish()).found
    assert why in str(found.problem)


def test_no_file_is_lost_between_rows_that_name_it_as_first_and_as_second(folder: Path) -> None:
    put(folder, a_dot_wav="", b_dot_wav="", t_dot_csv="file,second\na.wav,b.wav\nb.wav,\n")
    pairing = gather([folder], Wish())
    assert [found.path.name for found in pairing.found] == ["a.wav"]
    assert "'b.wav' is also named as the second file" in str(pairing.unmet[0])


def test_a_row_without_a_recording_is_told_for_folders_and_not_for_chosen_files(folder: Path) -> None:
    put(folder, a_dot_wav="", t_dot_csv="file,agent\na.wav,1\nb.wav,2\n,3\n")
    assert [str(problem).split(":")[0] for problem in gather([folder], Wish()).unmet] == [
        "t.csv, line 3",
        "t.csv, line 4",
    ]
    assert gather([folder / "a.wav"], Wish()).unmet == ()


def test_metadata_that_cannot_be_read_holds_back_what_it_might_have_described(folder: Path) -> None:
    put(folder, a_dot_wav="", b_dot_wav="", b_dot_json='{"agent": "1"}', calls_dot_csv="agent,team\n1,x\n2,y\n")
    put(folder.parent, other__c_dot_wav="")
    found = by_name(gather([folder, folder.parent / "other"], Wish()))
    assert "add a column file" in str(found["a.wav"].problem)
    assert found["b.wav"].problem is None
    assert found["c.wav"].problem is None


@pytest.mark.parametrize("rows", ["a.wav,1\n", "a.wav,1\nb.wav,2\n"])
def test_a_table_that_misspells_its_column_of_names_holds_its_recordings_back(folder: Path, rows: str) -> None:
    put(folder, a_dot_wav="", calls_dot_csv=f"filename,agent\n{rows}")
    (found,) = gather([folder], Wish()).found
    assert found.problem is not None
    assert "file" in str(found.problem)


def test_a_label_of_another_program_is_left_alone_with_a_note(folder: Path) -> None:
    put(folder, a_dot_wav="", a_dot_json='{"language": "he", "turns": [{"text": "שלום"}]}')
    pairing = gather([folder], Wish())
    (found,) = pairing.found
    assert (found.row, found.problem) == (None, None)
    assert pairing.notes == ("nothing about calls that is known here was found in a.json",)


def test_hidden_and_unfinished_files_are_not_seen(folder: Path) -> None:
    put(folder, a_dot_wav="")
    for name in (".hidden.wav", "b.wav.part", "c.wav.crdownload", "d.wav~"):
        (folder / name).touch()
    put(folder, _dot_git__e_dot_wav="")
    assert list(by_name(gather([folder], Wish()))) == ["a.wav"]


def test_a_file_given_twice_is_found_once(folder: Path) -> None:
    put(folder, a_dot_wav="")
    assert len(gather([folder, folder / "a.wav", folder.parent], Wish()).found) == 1


def test_a_path_that_is_not_there_is_refused_before_anything_is_taken_in(folder: Path) -> None:
    with pytest.raises(NoSuchPath):
        gather([folder, folder / "missing"], Wish())


@pytest.mark.parametrize("text", ["agent\n1\n", "colour\nred\n", "", '"'])
def test_named_metadata_must_name_recordings(folder: Path, tmp_path: Path, text: str) -> None:
    put(folder, a_dot_wav="")
    named = tmp_path / "named.csv"
    named.write_text(text)
    with pytest.raises(MetadataRefused, match=r"named\.csv"):
        gather([folder], Wish(metadata=named))
