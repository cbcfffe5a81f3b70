"""Verdicts are written before any label is read, whole or not at all, and the figures come from what was written."""

import base64
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from typer.testing import CliRunner

from qa.cli import app
from qa.engines.interfaces import Engines, Word
from qa.pipeline.model import Channel, DecodedAudio, Transcript, Turn
from qa.platform.spans import Span
from qa.quality import run
from qa.quality.baselines import scores
from qa.quality.book import BookPhrase
from qa.quality.corpus import UnlabelledCall, open_corpus
from qa.quality.errors import BadCorpus
from qa.quality.heard import beside, read_heard
from qa.quality.predictions import read_predictions
from qa.quality.report import page
from tests.unit.quality.small_corpus import write_corpus, write_predictions


def turn(speaker: str, start: int, text: str) -> Turn:
    words = tuple(Word(word, Span(start + 300 * n, start + 300 * n + 250), 0.9) for n, word in enumerate(text.split()))
    return Turn(speaker, Span(start, words[-1].span.end), words)


SAID = (
    turn("agent", 0, "thank you for calling Northwind service"),
    turn("customer", 5_000, "hello I bought a fan"),
    turn("agent", 9_000, "this call is recorded"),
)


def sound() -> DecodedAudio:
    second = np.sin(np.arange(16_000 * 70) / 20).astype(np.float32) / 4
    return DecodedAudio((Channel("customer", second * 0), Channel("agent", second)), 70_000, "pcm", 16_000)


class Listener:
    """Hears the same in every call; anything that `stop_at` names ends the run there."""

    engines: Any = Engines(detector=None, recogniser=None)  # type: ignore[arg-type]  # nothing of them is asked here

    def __init__(self, stop_at: str = "") -> None:
        self.stop_at = stop_at

    def hear(self, call: UnlabelledCall) -> tuple[DecodedAudio, Transcript]:
        if call.id == self.stop_at:
            raise KeyboardInterrupt
        speech = {"agent": (SAID[0].span, SAID[2].span), "customer": (SAID[1].span,)}
        return sound(), Transcript("en", 70_000, SAID, speech)


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    return write_corpus(tmp_path / "corpus")


def predict(corpus: Path, target: Path) -> list[str]:
    said: list[str] = []
    run.predict(open_corpus(corpus), Listener(), target, said.append)
    return said


def test_every_phrase_and_situation_of_every_call_has_its_lines(corpus: Path, tmp_path: Path) -> None:
    said = predict(corpus, tmp_path / "said.jsonl")
    assert [line.split("  ")[:2] for line in said] == [["1/2", "a"], ["2/2", "b"]]
    lines = read_predictions(tmp_path / "said.jsonl")
    for call in ("a", "b"):
        found = {(line.kind, line.item): line for line in lines if line.call == call}
        assert {item for kind, item in found if kind == "phrase"} == {"greet", "recorded", "sum_up"}
        assert {item for kind, item in found if kind == "transition"} == {"sum_up"}
        assert {item for kind, item in found if kind == "situation"} == {"bought"}
        assert found["phrase", "sum_up"].verdict == "not_said"
        assert found["phrase", "sum_up"].span is None
        assert found["phrase", "recorded"].heard == "this call is recorded"


def test_labels_have_no_way_into_verdicts(corpus: Path, tmp_path: Path) -> None:
    predict(corpus, tmp_path / "before.jsonl")
    for path in (corpus / "en").glob("*.json"):
        body = json.loads(path.read_text("utf-8"))
        body |= {"phrases": "garbage", "situations": 17, "turns": [None], "spans": {}, "duration_ms": -1}
        path.write_text(json.dumps(body), "utf-8")
    predict(corpus, tmp_path / "after.jsonl")
    assert (tmp_path / "before.jsonl").read_bytes() == (tmp_path / "after.jsonl").read_bytes()
    assert beside(tmp_path / "before.jsonl").read_bytes() == beside(tmp_path / "after.jsonl").read_bytes()
    with pytest.raises(BadCorpus):
        run.judge(corpus, tmp_path / "after.jsonl")


def test_an_interrupted_run_leaves_nothing_behind(corpus: Path, tmp_path: Path) -> None:
    target = tmp_path / "out"
    target.mkdir()
    with pytest.raises(KeyboardInterrupt):
        run.predict(open_corpus(corpus), Listener(stop_at="b"), target / "said.jsonl", lambda _: None)
    assert list(target.iterdir()) == []


def test_what_was_heard_gives_word_errors_and_baselines(corpus: Path, tmp_path: Path) -> None:
    predict(corpus, tmp_path / "said.jsonl")
    kept = read_heard(beside(tmp_path / "said.jsonl"))
    assert kept["a"].transcript.turns == SAID
    assert kept["a"].phrases["recorded"].baselines == {"exact": 1.0, "partial_ratio": 1.0}
    figures = run.judge(corpus, tmp_path / "said.jsonl").figures
    assert figures["words"]["en"]["agent"]["words"] == 3  # "Hello there, friend!" of call a
    exact = figures["phrases"]["en"]["baselines"]["exact"]["usual"]
    # Heard in both calls: the greeting (said in a only) and the notice (said in b only).
    assert (exact["hits"], exact["false_alarms"], exact["missed"]) == (2, 2, 1)
    assert figures["phrases"]["en"]["baselines"]["embeddings"] is None


class Embedder:
    """Sentences are alike by the share of first letters that they have in common."""

    revision: Any = None

    def embed(self, texts: list[str]) -> np.ndarray:
        vectors = np.array([[letter in {w[0] for w in text.lower().split()} for letter in "abcdefghijklmnopqrstuvwxyz"]
                            for text in texts], dtype=np.float32)  # fmt: skip
        return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize(
    ("wording", "exact"),
    [
        ("Thank you for calling ... service", 1.0),
        ("thank you, for calling Northwind", 1.0),
        ("thank you for calling ... this is Dana", 0.0),
        ("hank you for calling", 0.0),
        ("hello I bought a fan", 0.0),  # the customer's words
    ],
)
def test_exact_text_is_the_wording_with_its_slots(wording: str, exact: float) -> None:
    phrase = BookPhrase("p", "en", wording, "close", "agent", "")
    found = scores(Transcript("en", 70_000, SAID, {}), [phrase], Embedder())["p"]
    assert found["exact"] == exact
    assert 0 <= found["partial_ratio"] <= 1
    assert 0 <= found["embeddings"] <= 1


def test_the_nearest_clause_counts_for_embeddings() -> None:
    phrase = BookPhrase("p", "en", "this call is recorded", "close", "agent", "")
    clauses = (turn("agent", 0, "good morning. this call is recorded, how are you"),)
    found = scores(Transcript("en", 70_000, clauses, {}), [phrase], Embedder())["p"]
    assert found["embeddings"] == pytest.approx(1.0)
    assert scores(Transcript("en", 1, (), {}), [phrase], Embedder())["p"] == {
        "exact": 0.0, "partial_ratio": 0.0, "embeddings": 0.0
    }  # fmt: skip


def test_the_command_computes_again_from_what_was_written(corpus: Path, tmp_path: Path) -> None:
    written = write_predictions(tmp_path / "said.jsonl")
    done = CliRunner().invoke(
        app, ["evaluate", str(corpus), "--from", str(written), "--json", str(tmp_path / "f.json")]
    )
    assert done.exit_code == 0, done.output
    assert "phrases F1 0.400" in done.stdout
    assert json.loads((tmp_path / "f.json").read_text("utf-8"))["situations"]["en"]["f1"] == 0.5


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (lambda c, t: [str(c), "--json", str(t / "f.json")], "--predictions or --from"),
        (lambda c, t: [str(c / "gone"), "--json", str(t / "f.json"), "--from", str(t / "p")], "gone: there is no such"),
        (lambda c, t: [str(c), "--json", str(t / "gone" / "f.json"), "--from", str(t / "p")], "there is no folder"),
        (lambda c, t: [str(c), "--json", str(t / "f.json"), "--from", str(t / "p.jsonl")], "p.jsonl: cannot be read"),
    ],
)
def test_the_command_says_what_is_wrong_and_writes_nothing(
    corpus: Path, tmp_path: Path, words: Callable[[Path, Path], list[str]], told: str
) -> None:
    done = CliRunner().invoke(app, ["evaluate", *words(corpus, tmp_path)])
    assert done.exit_code == 2
    assert told in done.stderr
    assert not (tmp_path / "f.json").exists()


def test_the_page_holds_everything_and_trusts_nobody(corpus: Path, tmp_path: Path) -> None:
    path = corpus / "en" / "a.json"
    body = json.loads(path.read_text("utf-8"))
    body["phrases"][2]["said_as"] = "<script>alert(1)</script>"
    path.write_text(json.dumps(body), "utf-8")
    judgement = run.judge(corpus, write_predictions(tmp_path / "said.jsonl"))
    html = page(judgement.material, judgement.figures, "<b>small</b>", lambda _: sound())
    assert "<script" not in html
    assert "&lt;script&gt;alert(1)" in html
    assert "&lt;b&gt;small" in html
    assert "http:" not in html
    assert "https:" not in html
    assert html.count("<svg") == 3  # one language: comparison, reliability, precision over recall
    assert html.count("<audio") == 3  # the false alarm, the unsure one and the miss, each with its place


def test_a_clip_is_the_agents_channel_with_half_a_second_around(corpus: Path, tmp_path: Path) -> None:
    judgement = run.judge(corpus, write_predictions(tmp_path / "said.jsonl"))
    html = page(judgement.material, judgement.figures, "small", lambda _: sound())
    # The false alarm has the farthest probability of all: 2,000..3,000 ms of call a.
    encoded = html.split('src="data:audio/ogg;base64,', 2)[1].split('"', 1)[0]
    with av.open(io.BytesIO(base64.b64decode(encoded))) as container:
        heard = np.concatenate([frame.to_ndarray() for frame in container.decode(audio=0)], axis=1)
        rate = container.streams.audio[0].rate
    assert heard.shape[1] / rate == pytest.approx(2.0, abs=0.05)
    assert np.abs(heard).mean() > 0.05, "the agent's channel sounds, the customer's is silent"
