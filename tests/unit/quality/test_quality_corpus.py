"""A corpus is read without its labels, and what is wrong with it is said with the file's name."""

import json
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from qa.quality.book import read_book
from qa.quality.corpus import UnlabelledCall, open_corpus
from qa.quality.errors import BadCorpus, BadPredictions
from qa.quality.labels import read_labels
from qa.quality.predictions import read_predictions
from qa.quality.run import judge
from tests.unit.quality.small_corpus import predictions, write_corpus, write_predictions


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def change(path: Path, edit: Callable[[dict[str, Any]], object]) -> None:
    body = json.loads(path.read_text("utf-8"))
    edit(body)
    path.write_text(json.dumps(body), "utf-8")


def test_a_call_is_known_by_its_sound_alone(corpus: Path) -> None:
    calls = open_corpus(corpus).calls
    assert [(call.id, call.language, call.roles) for call in calls] == [
        ("a", "en", ("agent", "customer")), ("b", "en", ("agent", "customer"))
    ]  # fmt: skip
    assert {field.name for field in fields(UnlabelledCall)} == {"id", "language", "audio", "roles"}


@pytest.mark.parametrize(
    ("channels", "roles"),
    [({"0": "mono"}, ("unknown",)), ({"1": "agent", "0": "customer"}, ("customer", "agent"))],
)
def test_channels_are_taken_in_their_order(corpus: Path, channels: dict[str, str], roles: tuple[str, ...]) -> None:
    change(corpus / "en" / "a.json", lambda body: body.update(channels=channels))
    assert open_corpus(corpus).calls[0].roles == roles


@pytest.mark.parametrize(
    ("file", "edit", "problem"),
    [
        ("en/a.json", lambda body: body.update(audio="gone.wav"), "names a file that is not there"),
        ("en/a.json", lambda body: body.update(channels={"0": "robot"}), "must be one of agent, customer, mono"),
        ("en/a.json", lambda body: body.update(channels={"1": "agent"}), "must be numbered"),
        ("en/a.json", lambda body: body.update(language="fr"), "must be one of he, en"),
        ("en/a.json", lambda body: body.update(language="he"), "has no phrase in it"),
        ("language_book.json", lambda body: body["situations"][0].update(phrase_id="gone"), "names no phrase"),
        ("language_book.json", lambda body: body["phrases"][0].update(wording="{a|b"), "cannot be looked for"),
        ("language_book.json", lambda body: body["phrases"][0].update(strictness="lax"), "must be one of exact"),
        ("language_book.json", lambda body: body["phrases"].append(body["phrases"][0]), "stands there twice: greet"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(
    corpus: Path, file: str, edit: Callable[[dict[str, Any]], object], problem: str
) -> None:
    change(corpus / file, edit)
    with pytest.raises(BadCorpus, match=problem) as refused:
        open_corpus(corpus)
    assert refused.value.path == corpus / file


def test_broken_json_is_said_with_the_file(corpus: Path) -> None:
    (corpus / "en" / "b.json").write_text('{"id": ', "utf-8")
    with pytest.raises(BadCorpus, match=r"b\.json: is not JSON"):
        open_corpus(corpus)


def test_a_corpus_without_calls_or_book_or_folder_is_none(corpus: Path) -> None:
    for path in (corpus / "en").glob("*.json"):
        path.unlink()
    with pytest.raises(BadCorpus, match="holds no calls"):
        open_corpus(corpus)
    (corpus / "language_book.json").unlink()
    with pytest.raises(BadCorpus, match=r"language_book\.json: there is no such file"):
        open_corpus(corpus)
    with pytest.raises(BadCorpus, match="there is no such folder"):
        open_corpus(corpus / "gone")


@pytest.mark.parametrize(
    ("edit", "problem"),
    [
        (lambda body: body["phrases"][0].update(phrase_id="gone"), r"phrases\[0\]\.phrase_id names nothing"),
        (lambda body: body["situations"][1].update(situation_id="x"), r"situations\[1\]\.situation_id names nothing"),
        (lambda body: body["turns"][1].update(end_ms=1), r"turns\[1\]\.start_ms a span must have"),
        (lambda body: body["spans"].update(hold=[[1]]), r"spans\.hold must be a list of \[start, end\]"),
        (lambda body: body["turns"][1].update(sentiment="cross"), r"turns\[1\]\.sentiment must be one of"),
    ],
)
def test_wrong_labels_are_said_with_their_place(
    corpus: Path, edit: Callable[[dict[str, Any]], object], problem: str
) -> None:
    change(corpus / "en" / "a.json", edit)
    with pytest.raises(BadCorpus, match=problem) as refused:
        read_labels(corpus, read_book(corpus))
    assert refused.value.path == corpus / "en" / "a.json"


def test_predictions_come_back_as_they_were_written(tmp_path: Path) -> None:
    found = read_predictions(write_predictions(tmp_path / "said.jsonl"))
    assert [line.call for line in found] == [line["call"] for line in predictions()]
    assert (found[0].verdict, found[0].probability, found[0].span and found[0].span.end) == ("said", 0.9, 1_000)
    assert found[5].span is None


@pytest.mark.parametrize(
    ("wrong", "problem"),
    [
        ({"probability": 1.2}, "probability must be 0..1"),
        ({"verdict": "perhaps"}, "cannot have the verdict 'perhaps'"),
        ({"kind": "guess"}, "cannot have the verdict"),
        ({"start_ms": 10, "end_ms": 5}, "in order"),
        ({"kind": "span", "item": "hold", "verdict": "found", "start_ms": None, "end_ms": None}, "needs start_ms"),
    ],
)
def test_a_wrong_prediction_is_said_with_its_line(tmp_path: Path, wrong: dict[str, Any], problem: str) -> None:
    lines = predictions()
    lines[1] |= wrong
    with pytest.raises(BadPredictions, match=f"line 2: .*{problem}"):
        read_predictions(write_predictions(tmp_path / "said.jsonl", lines))


def test_predictions_have_to_fit_the_corpus(corpus: Path, tmp_path: Path) -> None:
    lines = predictions()
    with pytest.raises(BadPredictions, match="each phrase of call a; wrong: greet"):
        judge(corpus, write_predictions(tmp_path / "less.jsonl", lines[1:]))
    with pytest.raises(BadPredictions, match="each phrase of call a; wrong: greet"):
        judge(corpus, write_predictions(tmp_path / "twice.jsonl", [lines[0], *lines]))
    with pytest.raises(BadPredictions, match="calls that the corpus does not have: c"):
        judge(corpus, write_predictions(tmp_path / "more.jsonl", [*lines, lines[0] | {"call": "c"}]))
    with pytest.raises(BadPredictions, match="cannot be read"):
        judge(corpus, tmp_path / "gone.jsonl")
