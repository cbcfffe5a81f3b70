"""A file of people to rows: whoever wrote it, in whichever letters, and everything that is wrong told by its place."""

from datetime import date
from pathlib import Path

import pytest

from qa.imports.people.reading import COLUMNS, read_people
from qa.imports.people.service import template

HEBREW = "שם מלא,דואר אלקטרוני,תפקיד,צוות,מספר במרכזייה,שפה,מחזור,תוכנית,תאריך הסדנה\r\n"
RUTH = "רות אבני,Ruth@Example.com,נציגה,צוות שירות,101,עברית,מחזור א,שפת שירות,5.11.2026\r\n"


def wrong(path: Path) -> list[tuple[str, int | None, str | None]]:
    return [(problem.code, problem.line, problem.column) for problem in read_people(path).problems]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "people.csv"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1255"])
def test_hebrew_columns_are_read_in_every_encoding_that_excel_writes(file: Path, encoding: str) -> None:
    file.write_bytes((HEBREW + RUTH).encode(encoding))
    found = read_people(file)
    assert found.problems == []
    (row,) = found.rows
    assert (row.line, row.name, row.email, row.role) == (2, "רות אבני", "ruth@example.com", "agent")
    assert (row.team, row.agent_code, row.language) == ("צוות שירות", "101", "he")
    assert (row.cohort, row.programme, row.workshop) == ("מחזור א", "שפת שירות", date(2026, 11, 5))


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_commas_semicolons_and_tabs_part_the_cells(file: Path, delimiter: str) -> None:
    file.write_text(delimiter.join(("Email", "Name", "Team")) + "\n" + delimiter.join(("a@b.co", '"Cohen, A"', "x")))
    (row,) = read_people(file).rows
    assert (row.email, row.name, row.team) == ("a@b.co", "Cohen, A", "x")


def test_an_empty_cell_says_nothing(file: Path) -> None:
    file.write_text("email,name,role,team\na@b.co,, ,\n")
    (row,) = read_people(file).rows
    assert (row.name, row.role, row.team) == (None, None, None)


def test_everything_that_is_wrong_is_told_by_line_and_column(file: Path) -> None:
    file.write_text(
        "email,שם,role,language,workshop,cohort\n"
        "not an address,a,agent,he,2026-11-05,x\n"
        ",b,boss,fr,31.2.2026,x\n"
        "c@b.co,=HYPERLINK(1),agent,he,,\n"
        "d@b.co,d,agent,he,2026-11-05,\n"
        "e@b.co,e,agent,he,,,more\n"
        "f@b.co," + "f" * 121 + ",agent,he,,\n"
    )
    assert wrong(file) == [
        ("bad_email", 2, "email"),
        ("missing", 3, "email"),
        ("bad_role", 3, "role"),
        ("bad_language", 3, "language"),
        ("bad_date", 3, "workshop"),
        ("formula", 4, "שם"),
        ("missing", 5, "cohort"),
        ("too_many_cells", 6, None),
        ("too_long", 7, "שם"),
    ]
    assert read_people(file).rows == []


def test_no_two_lines_speak_of_one_person(file: Path) -> None:
    file.write_text("email,agent_code\na@b.co,1\nA@B.co,2\nc@b.co,1\n")
    found = read_people(file).problems
    assert [(one.code, one.line, one.wanted) for one in found] == [("email_twice", 3, "2"), ("code_twice", 4, "2")]


def test_a_misspelt_column_is_told_with_the_one_that_was_meant(file: Path) -> None:
    file.write_text("emial,name,name,shoe size\na@b.co,a,b,42\n")
    found = read_people(file).problems
    assert [(one.code, one.column, one.wanted) for one in found] == [
        ("unknown_column", "emial", "email / דואר אלקטרוני"),
        ("column_twice", "name", None),
        ("unknown_column", "shoe size", None),
        ("column_missing", "email", None),
    ]


def test_a_wrong_header_does_not_hide_what_is_wrong_below_it(file: Path) -> None:
    file.write_text("email,name,teem,role\na@b.co,=1+1,x,agent\nnobody,b,x,queen\n")
    found = read_people(file).problems
    assert [(one.code, one.line, one.column) for one in found] == [
        ("unknown_column", 1, "teem"),
        ("formula", 2, "name"),
        ("bad_email", 3, "email"),
        ("bad_role", 3, "role"),
    ]


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\xd8", b'email\n"open', b"\x00\x01", b"\n\n"])
def test_what_is_no_table_is_told_as_such(file: Path, content: bytes) -> None:
    file.write_bytes(content)
    found = read_people(file)
    assert [one.code for one in found.problems] in (["unreadable"], ["column_missing"])
    assert found.rows == []


def test_a_file_too_long_is_told_so_before_any_of_its_lines(file: Path) -> None:
    file.write_text("email\n" + "".join(f"{number}@b.co\n" for number in range(2001)))
    found = read_people(file)
    assert [(one.code, one.value) for one in found.problems] == [("too_many_rows", "2001")]
    assert found.rows == []


@pytest.mark.parametrize("language", ["he", "en"])
def test_the_template_has_every_column_and_is_read_without_a_problem(file: Path, language: str) -> None:
    file.write_text(template(language), encoding="utf-8", newline="")
    assert template(language).count(",") == len(COLUMNS) - 1
    assert read_people(file).problems == []
