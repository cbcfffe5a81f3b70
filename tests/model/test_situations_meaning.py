"""Triggers in words that no example has, by their meaning alone: floors under what was measured."""

from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from qa.engines.catalogue import Catalogue
from qa.engines.embeddings import E5Embedder
from qa.pipeline.situations import PERHAPS
from qa.pipeline.situations.calibration import probability
from qa.pipeline.situations.meaning import Sense

SENTENCES = Path(__file__).with_name("situation_sentences.yaml")


@dataclass(frozen=True)
class Told:
    """How likely each situation is by one sentence's meaning, and which one it tells of."""

    text: str
    truth: str | None
    likely: dict[str, float]


@pytest.fixture(scope="module", params=["en", "he"])
def told(request: pytest.FixtureRequest) -> list[Told]:
    listed = yaml.safe_load(SENTENCES.read_text(encoding="utf-8"))[request.param]
    situations = listed["situations"]
    rows = [(text, name) for name, own in situations.items() for text in own["others"]]
    rows += [(text, None) for own in situations.values() for text in own["near"]]
    rows += [(text, None) for text in listed["plain"]]
    sense = Sense(E5Embedder.of(Catalogue.load()), request.param)
    near = sense.nearness([text for text, _ in rows], {name: own["examples"] for name, own in situations.items()})
    return [
        Told(text, truth, {name: probability(None, near[name][at]) for name in near})
        for at, (text, truth) in enumerate(rows)
    ]


def test_the_right_situation_is_the_nearest(told: list[Told]) -> None:
    telling = [row for row in told if row.truth]
    right = [row for row in telling if max(row.likely, key=lambda name: row.likely[name]) == row.truth]
    assert len(right) / len(telling) >= 0.85


def test_meaning_alone_hardly_ever_makes_a_trigger_of_plain_talk(told: list[Told]) -> None:
    """Near misses are among them: "this is the first time I call" is not the third."""
    plain = [row for row in told if row.truth is None]
    wrong = [row for row in plain if max(row.likely.values()) >= PERHAPS]
    assert len(wrong) / len(plain) <= 0.12


def test_meaning_alone_finds_a_good_part_of_the_triggers(told: list[Told]) -> None:
    telling = [row for row in told if row.truth]
    found = [row for row in telling if row.likely[str(row.truth)] >= PERHAPS]
    assert len(found) / len(telling) >= 0.3
