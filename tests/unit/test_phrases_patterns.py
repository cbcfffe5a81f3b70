"""One pattern stands for a family of sentences."""

import pytest

from qa.pipeline.phrases import BadPattern, check, family
from qa.pipeline.phrases.patterns import sequences


def test_one_word_choices_stay_in_one_sequence() -> None:
    (found,) = sequences("אני {מבין|מבינה} [מאוד]")
    assert [place.choices for place in found] == [("אני",), ("מבינ", "מבינה"), ("מאוד",)]
    assert [place.optional for place in found] == [False, False, True]


def test_longer_choices_unfold() -> None:
    assert family("I {want|would like} to go") == ("i want to go", "i would like to go")


def test_longer_optional_parts_unfold() -> None:
    assert set(family("thank you [very much] for holding")) == {
        "thank you very much for holding",
        "thank you for holding",
    }


def test_slots_at_the_edges_fall_away() -> None:
    (found,) = sequences("... thank you for calling <company>")
    assert [place.is_slot for place in found] == [False] * 4


@pytest.mark.parametrize("slot", ["<name>", "...", "…"])
def test_every_spelling_of_a_slot_is_one(slot: str) -> None:
    (found,) = sequences(f"my name is {slot} hello")
    assert [place.is_slot for place in found] == [False, False, False, True, False]


def test_a_prefix_belongs_to_the_choice_it_is_written_on() -> None:
    assert set(family("טוב ש{באת|לא באת} אלינו")) == {"טוב שבאת אלינו", "טוב שלא באת אלינו"}


def test_a_prefix_on_a_slot_is_part_of_the_unknown() -> None:
    assert family("תתחדש על ה<product> היפה") == ("תתחדש על היפה",)


def test_contractions_in_a_pattern_are_written_out() -> None:
    assert family("I'll {check|see}") == ("i will check",)


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("{a|b", "closing"),
        ("a } b", "nothing opened"),
        ("[a|b}", "was due"),
        ("<name", "stray"),
        ("...", "no word"),
        ("[please]", "no word"),
        ("", "no word"),
        ("{yes|no}madam hello", "space"),
        (" ".join(["{a b|c d}"] * 7), "more than 64"),
    ],
)
def test_a_malformed_pattern_is_refused_with_the_reason(pattern: str, problem: str) -> None:
    with pytest.raises(BadPattern, match=problem):
        check(pattern)
