"""Hebrew words compare as people hear them, however they were spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.pipeline.phrases import hebrew
from qa.pipeline.phrases.normalise import bones, normalise, sound, stems, tokens

HEBREW_WORDS = st.text(alphabet="אבגדהוזחטיכלמנסעפצקרשת", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("שָׁלוֹם", "שלום"),
        ("\u200fשלום\u200e", "שלום"),
        ("תל־אביב", "תל אביב"),
        ("חו״ל", 'חו"ל'),
        ("ג׳ינס", "ג'ינס"),
        ("שלום,", "שלום"),
        ("שתי שאלות", "2 שאלות"),
        ("עשרים וחמש דקות", "25 דקות"),
        ("Don't worry", "do not worry"),
        ("I'm here, it's fine", "i am here it is fine"),
        ("can't", "cannot"),
        ("twenty five minutes", "25 minutes"),
        ("two hundred", "200"),
    ],
)
def test_spellings_of_one_thing_are_one(one: str, other: str) -> None:
    assert normalise(one) == normalise(other)


@pytest.mark.parametrize(("one", "other"), [("לא", "לו"), ("the clerk's desk", "the clerk is desk"), ("15", "50")])
def test_different_things_stay_different(one: str, other: str) -> None:
    assert normalise(one) != normalise(other)


def test_digits_read_out_one_by_one_are_no_sum() -> None:
    assert normalise("five four one two") == "5 4 1 2"


def test_letters_that_sound_alike_are_one_sound() -> None:
    assert sound("מוקלטת") == sound("מוכלתת")
    assert sound("שירות") != sound("שירים")


def test_full_and_defective_spelling_share_their_bones() -> None:
    assert bones("תוכנית") == bones("תכנית")


@pytest.mark.parametrize("prefixed", ["הכרטיס", "בכרטיס", "שהכרטיס", "וכשהכרטיס"[1:]])
def test_prefixes_are_found(prefixed: str) -> None:
    assert "כרטיס" in stems(normalise(prefixed))


def test_a_word_of_two_letters_keeps_both() -> None:
    assert stems("שב") == {"שב"}


def test_a_token_knows_the_words_it_came_from() -> None:
    found = tokens(["I'm", "-", "twenty", "five"])
    assert [(token.text, token.first, token.last) for token in found] == [("i", 0, 0), ("am", 0, 0), ("25", 2, 3)]


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(st.text(max_size=80))
def test_every_token_points_at_a_word_that_exists(text: str) -> None:
    words = text.split()
    found = tokens(words)
    assert all(0 <= token.first <= token.last < len(words) for token in found)
    assert [token.first for token in found] == sorted(token.first for token in found)


@given(HEBREW_WORDS)
def test_points_and_direction_marks_never_matter(word: str) -> None:
    marked = "\u200f" + "\u05b8".join(word) + "\u200e"
    assert normalise(marked) == normalise(word)


@given(HEBREW_WORDS)
def test_a_stem_is_the_end_of_its_word(word: str) -> None:
    folded = hebrew.fold(word)
    assert all(folded.endswith(stem) for stem in hebrew.stems(folded))
