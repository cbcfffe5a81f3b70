"""What becomes of a turn's words and times when a person corrects it."""

import jiwer
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.engines.interfaces import Word
from qa.pipeline.mending import Difference, difference, mended
from qa.pipeline.model import Turn
from qa.pipeline.plain import plain
from qa.platform.spans import Span


def turn(*texts: str, pause: int = 0) -> Turn:
    """A word every 400 ms, after a second of nothing."""
    words = tuple(
        Word(text, Span(1_000 + n * (400 + pause), 1_400 + n * (400 + pause)), 0.4) for n, text in enumerate(texts)
    )
    return Turn("agent", Span(1_000, words[-1].span.end), words)


def said(result: Turn) -> list[tuple[str, int, int, float]]:
    return [(word.text, word.span.start, word.span.end, word.probability) for word in result.words]


def test_words_that_stay_keep_their_times_and_probabilities():
    result = mended(turn("שלום", "מדברת", "דינה"), "שלום, מדברת דנה")
    assert said(result) == [("שלום,", 1_000, 1_400, 0.4), ("מדברת", 1_400, 1_800, 0.4), ("דנה", 1_800, 2_200, 1.0)]
    assert result.span == Span(1_000, 2_200)


def test_two_words_in_the_place_of_one_share_its_time_by_their_letters():
    result = mended(turn("hello", "therefore", "all"), "hello there for all")
    assert said(result)[1:3] == [("there", 1_400, 1_650, 1.0), ("for", 1_650, 1_800, 1.0)]


def test_a_word_put_in_takes_the_pause_between_its_neighbours():
    assert said(mended(turn("a", "c", pause=300), "a b c"))[1] == ("b", 1_400, 1_700, 1.0)


def test_a_word_put_in_where_there_is_no_pause_has_no_length_and_moves_nothing():
    assert said(mended(turn("a", "c"), "a b c")) == [
        ("a", 1_000, 1_400, 0.4),
        ("b", 1_400, 1_400, 1.0),
        ("c", 1_400, 1_800, 0.4),
    ]


def test_a_word_left_out_leaves_the_others_where_they_are():
    assert said(mended(turn("a", "b", "c"), "a c")) == [("a", 1_000, 1_400, 0.4), ("c", 1_800, 2_200, 0.4)]


def test_a_turn_without_words_is_none():
    with pytest.raises(ValueError, match="a turn has words"):
        mended(turn("a"), " \n ")


letters = st.text("אבגדab-'!", min_size=1, max_size=6)


@given(st.lists(letters, min_size=1, max_size=12), st.lists(letters, min_size=1, max_size=12), st.integers(0, 500))
def test_whatever_is_written_comes_out_in_order_and_inside_the_turn(heard, written, pause):
    before = turn(*heard, pause=pause)
    after = mended(before, " ".join(written))
    assert [word.text for word in after.words] == written
    starts, ends = [w.span.start for w in after.words], [w.span.end for w in after.words]
    assert starts == sorted(starts)
    assert all(end <= start for end, start in zip(ends, starts[1:], strict=False))
    assert before.span.start <= starts[0]
    assert ends[-1] <= before.span.end


@given(st.lists(st.sampled_from(["אני", "לא", "yes", "no"]), min_size=1, max_size=8), st.lists(letters, max_size=8))
def test_errors_are_counted_as_the_usual_library_counts_them(true, heard):
    found = difference(" ".join(heard), " ".join(true))
    counted = jiwer.process_words(" ".join(true), plain(" ".join(heard)))
    assert found == Difference(len(true), counted.substitutions + counted.deletions + counted.insertions)


def test_punctuation_and_niqqud_are_no_errors():
    assert difference("שלום מה שלומך", "שָׁלוֹם, מה שלומך?") == Difference(3, 0)
