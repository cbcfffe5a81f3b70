"""A cell that a spreadsheet would run is a cell that a spreadsheet shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.exports.sheets import harmless


@pytest.mark.parametrize("begin", ["=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠"])
def test_what_begins_like_a_formula_gets_an_apostrophe(begin: str) -> None:
    assert harmless(f"{begin}1+1") == f"'{begin}1+1"


@given(st.text())
def test_every_text_is_there_whole(text: str) -> None:
    assert harmless(text) in (text, f"'{text}")


@given(st.text(alphabet="אבגד abc123", min_size=1).filter(lambda text: text.strip()))
def test_plain_words_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text
