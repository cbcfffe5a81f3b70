"""What the tone head is trained on is what its card says, and nothing of what it is tested on is in it."""

import json
import random
from collections import Counter
from pathlib import Path

import pytest

from models.training.tone.examples import LANGUAGES, TONES, Copies, heard, said
from models.training.tone.noise import Mishearing
from qa.engines.sentiment.head import plain

CORPUS = Path(__file__).parents[2] / "corpus"


def test_there_are_enough_utterances_of_each_tone_in_both_languages() -> None:
    counts = Counter((one.language, TONES[one.tone]) for one in said())
    assert sum(counts["he", tone] for tone in TONES) >= 250
    assert sum(counts["en", tone] for tone in TONES) >= 150
    assert min(counts[language, tone] for language in LANGUAGES for tone in TONES) >= 100


def test_no_utterance_stands_twice_or_under_two_tones() -> None:
    assert [text for text, times in Counter(one.text for one in said()).items() if times > 1] == []


def test_no_turn_of_the_calls_that_it_is_tested_on_is_among_them() -> None:
    labels = [json.loads(file.read_text(encoding="utf-8")) for file in CORPUS.glob("*-*.json")]
    tested = {plain(turn["text"]) for label in labels for turn in label["turns"] if len(turn["text"].split()) > 2}
    assert len(tested) > 50
    assert tested.isdisjoint(one.text for one in said() + heard())


def test_a_letter_that_was_always_misheard_is_and_one_that_never_was_is_not() -> None:
    mishearing = Mishearing.learnt([("בא לפה", "וא לפה")] * 3)
    found = Counter(mishearing.heard("בבב לפ", random.Random(seed)) for seed in range(200))
    assert all(set(text) <= set("בו לפ") and text.endswith(" לפ") for text in found)
    assert found["בבב לפ"] < 30
    assert sum(text.count("ו") * times for text, times in found.items()) > 300


def test_lost_and_added_letters_are_learnt_as_well() -> None:
    mishearing = Mishearing.learnt([("abcd", "acdx")])
    found = {mishearing.heard("abcd", random.Random(seed)) for seed in range(50)}
    assert found == {"acdx", "abcd", "acd", "abcdx"}


def test_turns_differ_in_how_badly_they_are_heard() -> None:
    pairs = [("word after word", "word after word"), ("word after word", "ward ufter ward")]
    mishearing = Mishearing.learnt(pairs)
    found = Counter(mishearing.heard("word after word", random.Random(seed)) for seed in range(100))
    assert 30 < found["word after word"] < 70, "half of the turns were heard without an error"


@pytest.mark.parametrize("made", ["misheard", "joined", "opened"])
def test_copies_keep_the_tone_and_kin_of_what_they_are_made_of(made: str) -> None:
    own = [one for index, one in enumerate(said()) if index % 9 == 0]
    fold = [index % 5 for index in range(len(said()))]
    copies = Copies(random.Random(4))
    found = copies.joined(own, fold) if made == "joined" else getattr(copies, made)(own)
    sources = {one.source: one for one in own}
    assert len(found) >= len(own)
    assert all((one.tone, one.language) == (sources[one.source].tone, sources[one.source].language) for one in found)
    assert {one.kind for one in found} == {made}
    assert all(one.text for one in found)
