"""`qa evaluate` as a whole, with real weights, on one demo call of each language."""

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from qa.cli import app
from tests.model.conftest import CALLS, LABELS

pytestmark = pytest.mark.filterwarnings("ignore::DeprecationWarning")

NAMES = ("he-bereavement", "en-double-charge")


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The two calls and the language book, in the folders that a corpus has."""
    folder = tmp_path_factory.mktemp("corpus")
    shutil.copy(LABELS / "language_book.json", folder)
    for name in NAMES:
        place = folder / name[:2]
        place.mkdir()
        shutil.copy(LABELS / f"{name}.json", place)
        shutil.copy(CALLS / f"{name}.opus", place)
    return folder


def evaluate(corpus: Path, *options: str) -> None:
    done = CliRunner().invoke(app, ["evaluate", str(corpus), *options])
    assert done.exit_code == 0, done.output


def test_two_calls_are_heard_judged_and_shown(corpus: Path, tmp_path: Path) -> None:
    figures, predictions, page = (tmp_path / name for name in ("figures.json", "said.jsonl", "page.html"))
    cache = ["--cache", str(tmp_path / "cache")]
    evaluate(corpus, "--json", str(figures), "--predictions", str(predictions), "--report", str(page), *cache)

    book = json.loads((corpus / "language_book.json").read_text("utf-8"))
    lines = lines_of(predictions)
    assert all(
        set(line) == {"call", "kind", "item", "verdict", "probability", "start_ms", "end_ms", "heard"} for line in lines
    )
    for name in NAMES:
        wanted = sorted(phrase["id"] for phrase in book["phrases"] if phrase["language"] == name[:2])
        assert sorted(line["item"] for line in lines if (line["call"], line["kind"]) == (name, "phrase")) == wanted

    found = json.loads(figures.read_text("utf-8"))
    both = found["phrases"]["all"]
    assert (both["cases"], found["calls"]) == (34, {"he": 1, "en": 1, "all": 2})
    assert both["f1"] > both["baselines"]["exact"]["usual"]["f1"]
    assert both["false_alarms"] <= 2
    assert found["words"]["en"]["agent"]["wer"] < 0.3
    assert found["conduct"]["he"]["dead_air"]["found_within_300_ms"] == 1
    assert "<audio" in page.read_text("utf-8") or both["f1"] == 1.0

    garble(corpus)
    again = tmp_path / "again.jsonl"
    done = CliRunner().invoke(
        app, ["evaluate", str(corpus), "--json", str(tmp_path / "g.json"), "--predictions", str(again), *cache]
    )
    assert done.exit_code == 2, "labels that are garbage are refused, but only once the verdicts are written"
    assert verdicts(again) == verdicts(predictions)
    # Threads add up in their own order: the last digits of a probability are chance.
    assert probabilities(again) == pytest.approx(probabilities(predictions), abs=1e-3)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def verdicts(path: Path) -> list[dict[str, Any]]:
    """Everything but the probabilities."""
    return [line | {"probability": None} for line in lines_of(path)]


def probabilities(path: Path) -> list[float]:
    return [line["probability"] for line in lines_of(path)]


def garble(corpus: Path) -> None:
    """Spoil everything that a listener may not know."""
    for path in corpus.glob("??/*.json"):
        body = json.loads(path.read_text("utf-8"))
        body |= {"phrases": "garbage", "situations": [0], "turns": {}, "spans": None, "agent": "", "duration_ms": 0}
        path.write_text(json.dumps(body), "utf-8")
