"""A labelled corpus of two calls that is small enough to compute every figure of it by hand."""

import json
from pathlib import Path
from typing import Any

BOOK: dict[str, Any] = {
    "phrases": [
        {"id": "greet", "language": "en", "wording": "thank you for calling ... service", "strictness": "close"},
        {"id": "recorded", "language": "en", "wording": "this call is recorded", "strictness": "exact"},
        {"id": "sum_up", "language": "en", "wording": "to sum up", "strictness": "meaning", "group": "transition"},
    ],
    "situations": [
        {"id": "bought", "language": "en", "trigger_examples": ["I bought a fan"], "phrase_id": "greet", "within_s": 9}
    ],
}


def phrase(phrase_id: str, label: str, kind: str | None = None, start: int | None = None) -> dict[str, Any]:
    end = None if start is None else start + 1_000
    said_as = None if start is None else f"words of {phrase_id}"
    return {
        "phrase_id": phrase_id, "label": label, "kind": kind, "start_ms": start, "end_ms": end, "said_as": said_as
    }  # fmt: skip


def label(name: str, **parts: Any) -> dict[str, Any]:
    spans = {"dead_air": [], "talk_over": [], "hold": [], "pii": []} | parts.pop("spans", {})
    usual = {
        "id": name, "language": "en", "audio": f"{name}.wav", "channels": {"0": "agent", "1": "customer"},
        "turns": [], "phrases": [], "situations": [],
    }  # fmt: skip
    return usual | parts | {"spans": spans}


def call_a() -> dict[str, Any]:
    return label(
        "a",
        phrases=[
            phrase("greet", "said", start=0),
            phrase("recorded", "variant", "filler", start=2_000),
            phrase("sum_up", "variant", "paraphrase", start=60_000),
        ],
        situations=[
            {"situation_id": "bought", "trigger_start_ms": 10_000, "trigger_end_ms": 12_000, "response": "variant"},
            {"situation_id": "bought", "trigger_start_ms": 30_000, "trigger_end_ms": 32_000, "response": "missed"},
        ],
        turns=[
            {"speaker": "agent", "start_ms": 0, "end_ms": 2_000, "text": "Hello there, friend!"},
            {"speaker": "customer", "start_ms": 10_000, "end_ms": 12_000, "text": "oh", "sentiment": "negative"},
            {"speaker": "customer", "start_ms": 30_000, "end_ms": 32_000, "text": "good", "sentiment": "positive"},
        ],
        spans={
            "dead_air": [[40_000, 45_000]],
            "talk_over": [[1_000, 1_500]],
            "pii": [
                {"kind": "id_number", "start_ms": 1_000, "end_ms": 2_000},
                {"kind": "id_number", "start_ms": 5_000, "end_ms": 6_000},
            ],
        },
    )


def call_b() -> dict[str, Any]:
    return label(
        "b",
        phrases=[
            phrase("greet", "near_miss", "words", start=0),
            phrase("recorded", "near_miss", "sound", start=1_000),
            phrase("recorded", "said", start=3_000),
            phrase("sum_up", "absent"),
        ],
        turns=[{"speaker": "customer", "start_ms": 8_000, "end_ms": 9_000, "text": "hm", "sentiment": "neutral"}],
        spans={"hold": [[20_000, 30_000]]},
    )


def line(call: str, kind: str, item: str, verdict: str, at: tuple[float, int | None, int | None]) -> dict[str, Any]:
    probability, start, end = at
    return {
        "call": call, "kind": kind, "item": item, "verdict": verdict, "probability": probability,
        "start_ms": start, "end_ms": end, "heard": "",
    }  # fmt: skip


def predictions() -> list[dict[str, Any]]:
    """One hit, one false alarm (a variant of an exact phrase), one miss, one unsure; and so on in each part."""
    return [
        line("a", "phrase", "greet", "said", (0.9, 0, 1_000)),
        line("a", "phrase", "recorded", "said", (0.8, 2_000, 3_000)),
        line("a", "phrase", "sum_up", "unsure", (0.55, 60_000, 61_000)),
        line("a", "transition", "sum_up", "unsure", (0.55, 60_000, 61_000)),
        line("b", "phrase", "greet", "unsure", (0.4, 0, 1_000)),
        line("b", "phrase", "recorded", "not_said", (0.3, None, None)),
        line("b", "phrase", "sum_up", "not_said", (0.1, None, None)),
        line("b", "transition", "sum_up", "not_said", (0.1, None, None)),
        line("a", "situation", "bought", "answered", (0.9, 11_000, 12_000)),
        line("a", "situation", "bought", "unsure", (0.5, 31_000, 32_500)),
        line("a", "situation", "bought", "answered", (0.9, 50_000, 51_000)),
        line("b", "situation", "bought", "none", (0.0, None, None)),
        line("a", "tone", "customer", "negative", (0.7, 10_100, 12_100)),
        line("a", "tone", "customer", "neutral", (0.6, 30_100, 31_900)),
        line("a", "span", "dead_air", "found", (1.0, 40_200, 45_250)),
        line("a", "span", "talk_over", "found", (1.0, 1_000, 1_900)),
        line("b", "span", "dead_air", "found", (1.0, 50_000, 54_000)),
        line("a", "pii", "id_number", "found", (1.0, 900, 1_950)),
        line("a", "pii", "card", "found", (1.0, 5_000, 5_500)),
        line("b", "pii", "phone", "found", (1.0, 100, 400)),
    ]


def write_corpus(folder: Path) -> Path:
    (folder / "en").mkdir(parents=True)
    (folder / "language_book.json").write_text(json.dumps(BOOK), "utf-8")
    for call in (call_a(), call_b()):
        (folder / "en" / f"{call['id']}.json").write_text(json.dumps(call), "utf-8")
        (folder / "en" / call["audio"]).write_bytes(b"no sound is needed")
    return folder


def write_predictions(path: Path, lines: list[dict[str, Any]] | None = None) -> Path:
    path.write_text("".join(json.dumps(each) + "\n" for each in (predictions() if lines is None else lines)), "utf-8")
    return path
