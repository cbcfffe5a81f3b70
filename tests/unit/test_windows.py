"""Windows hold all speech, are never too long, and give the way back to call time."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qa.engines.windows import STEP_MS, Packing, Piece, Window, batches, halves, into_speech, pack, padded, plausible
from qa.platform.spans import Span, intersect, merge, subtract, total

MINUTE = np.zeros(60 * 16_000, np.float32)
edges = st.lists(st.integers(0, 60_000), max_size=40, unique=True).map(sorted)


def spans_of(points: list[int]) -> list[Span]:
    return [Span(a, b) for a, b in zip(points[::2], points[1::2], strict=False)]


@given(edges)
def test_windows_hold_all_speech_in_order_and_none_is_too_long(points):
    speech = merge(spans_of(points))
    packing = Packing(limit_ms=8_000)
    windows = pack(speech, MINUTE, packing)
    held = [span for window in windows for piece in window.pieces for span in piece.speech]
    assert subtract(speech, held) == []
    assert total(held) == sum(span.length for span in held), "a stretch of speech was packed twice"
    assert held == sorted(held)
    assert all(window.length <= packing.limit_ms for window in windows)
    assert all(intersect([piece.sound], piece.speech) == list(piece.speech) for w in windows for piece in w.pieces)


def test_a_long_silence_is_cut_out_and_a_short_pause_is_kept():
    windows = pack([Span(0, 2_000), Span(3_000, 4_000), Span(20_000, 21_000)], MINUTE, Packing(25_000, 400, 1_800))
    assert [piece.sound for piece in windows[0].pieces] == [Span(0, 4_400), Span(19_600, 21_400)]


def test_unbroken_speech_is_cut_at_its_quietest_moment():
    loud = np.full(30 * 16_000, 0.5, np.float32)
    loud[23 * 16_000 : 23 * 16_000 + 1_600] = 0.0
    windows = pack([Span(0, 30_000)], loud, Packing())
    assert 23_000 <= windows[0].pieces[0].sound.end <= 23_100


def test_window_time_leads_back_to_the_call():
    window = Window(
        (Piece(Span(1_000, 3_000), (Span(1_200, 2_800),)), Piece(Span(9_000, 10_000), (Span(9_000, 10_000),)))
    )
    assert window.speech == (Span(200, 1_800), Span(2_000, 3_000))
    assert window.in_call(Span(500, 700)) == Span(1_500, 1_700)
    assert window.in_call(Span(2_000, 2_500)) == Span(9_000, 9_500)


@given(edges)
def test_the_speech_of_a_window_leads_back_to_the_speech_of_the_call(points):
    speech = merge(spans_of(points))
    windows = pack(speech, MINUTE, Packing(limit_ms=8_000, bridge_ms=1_300))
    assert merge(window.in_call(span) for window in windows for span in window.speech) == speech


@given(st.lists(st.integers(1, 25_000), max_size=60), st.integers(1, 9))
def test_only_windows_of_one_length_share_a_batch_and_none_is_left_out(lengths, most):
    lengths = [padded(length, short=True) for length in lengths]
    found = batches(lengths, most)
    assert sorted(index for batch in found for index in batch) == list(range(len(lengths)))
    assert all(len(batch) <= most and len({lengths[index] for index in batch}) == 1 for batch in found)
    assert [lengths[batch[0]] for batch in found] == sorted((lengths[batch[0]] for batch in found), reverse=True)


def test_a_window_is_padded_by_half_a_second_at_least_and_to_a_whole_step():
    assert [padded(length, short=True) for length in (1, 1_500, 1_501, 25_000)] == [2_000, 2_000, 4_000, 26_000]
    assert all(padded(length, short=True) % STEP_MS == 0 for length in range(1, 25_000, 333))
    assert padded(1, short=False) == padded(29_900, short=True) == 30_000


def test_halves_hold_what_the_whole_held():
    (window,) = pack([Span(0, 9_000)], MINUTE, Packing())
    parts = halves(window, MINUTE)
    assert len(parts) == 2
    assert merge(s for part in parts for piece in part.pieces for s in piece.speech) == [Span(0, 9_000)]
    assert sum(part.length for part in parts) == window.length


@given(edges, st.lists(st.tuples(st.integers(0, 60_000), st.integers(0, 900)), max_size=30))
def test_words_lie_inside_speech_in_order_without_overlap(points, raw):
    speech = merge(spans_of(points))
    words = [Span(start, start + length) for start, length in sorted(raw)]
    placed = [span for span in into_speech(words, speech) if span is not None]
    assert all(any(s.start <= p.start and p.end <= s.end for s in speech) for p in placed)
    assert all(a.end <= b.start for a, b in pairwise(placed))


def test_a_word_far_from_all_speech_belongs_nowhere():
    speech = [Span(0, 1_000), Span(5_000, 6_000)]
    assert into_speech([Span(900, 1_100), Span(3_000, 3_200), Span(4_800, 4_900)], speech) == [
        Span(900, 1_000),
        None,
        Span(5_000, 5_020),
    ]


def test_words_crowded_at_the_end_of_a_span_keep_a_length_each():
    placed = into_speech([Span(990, 1_400), Span(1_000, 1_400), Span(1_100, 1_400)], [Span(0, 1_000)])
    assert placed == [Span(940, 960), Span(960, 980), Span(980, 1_000)]


def test_a_word_is_not_given_the_silence_beside_it():
    before, behind = [Span(0, 900)], [Span(3_900, 8_000)]
    assert plausible(Span(448, 4_800), "פתרון", behind) == Span(3_550, 4_800)
    assert plausible(Span(448, 4_800), "פתרון", before) == Span(448, 1_698)
    assert plausible(Span(448, 4_800), "פתרון", before + behind) == Span(3_550, 4_800)
    assert plausible(Span(0, 9_000), "5326101234567891", before) == Span(0, 9_000)
    assert plausible(Span(0, 400), "כן", behind) == Span(0, 400)


@pytest.mark.parametrize("speech", [[], [Span(0, 0)]])
def test_no_speech_makes_no_window(speech):
    assert pack(speech, MINUTE, Packing()) == ()
