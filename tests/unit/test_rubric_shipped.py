"""The rubrics that come with Mashov are sound, bilingual, and described by the schema."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from typer.testing import CliRunner

from qa.rubric import schema, shipped
from qa.rubric.commands import app
from qa.rubric.linter import lint
from qa.rubric.reader import read

FILES = shipped()
SCHEMA = Path(__file__).parents[2] / "rubrics" / "schema.json"


def test_there_is_one_for_each_language() -> None:
    assert {read(file).language for file in FILES} == {"he", "en"}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_is_free_of_faults(file: Path) -> None:
    assert lint(file) == ()


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_its_name_says_what_it_is(file: Path) -> None:
    rubric = read(file)
    assert file.name == f"{rubric.id}.v{rubric.version}.yaml"


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_it_fits_the_schema(file: Path) -> None:
    jsonschema.validate(yaml.safe_load(file.read_text(encoding="utf-8")), schema.schema())


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_hebrew_texts_are_hebrew_and_english_ones_are_not(file: Path) -> None:
    for question in read(file).questions:
        texts = [question.text, *([question.guide] if question.guide else []), *(o.label for o in question.options)]
        assert all(any("א" <= letter <= "ת" for letter in text.he) for text in texts), question.id
        assert not any("א" <= letter <= "ת" for text in texts for letter in text.en), question.id


def test_both_ask_the_same_questions_for_the_same_points() -> None:
    one, other = (
        [(q.id, q.kind.name, q.critical, [(o.id, o.points) for o in q.options]) for q in read(file).questions]
        for file in FILES
    )
    assert one == other


def test_the_schema_beside_them_is_the_one_in_the_code() -> None:
    assert SCHEMA.read_text(encoding="utf-8") == schema.text()


def test_the_schema_refuses_what_the_reader_refuses() -> None:
    rubric = yaml.safe_load(FILES[0].read_text(encoding="utf-8"))
    rubric["sections"][0]["questions"][0]["pionts"] = 3
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(rubric, schema.schema())


def test_the_command_line_lints_and_prints_the_schema(tmp_path: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(app, ["lint", *map(str, FILES)]).exit_code == 0
    broken = tmp_path / "broken.yaml"
    broken.write_text("id: x\nversion: 0\n", encoding="utf-8")
    answer = runner.invoke(app, ["lint", str(broken)])
    assert answer.exit_code == 1
    assert f"{broken}:1" in answer.output
    assert json.loads(runner.invoke(app, ["schema"]).output) == schema.schema()
